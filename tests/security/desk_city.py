"""kosharu's consultation with a date, told to the secretariat; the zone, a kept list, a report that was handed in."""

from kyodo_portal.common.forms.three_way import fields_etag
from projects.consultations.actions import add_follow_up, record_consultation, share_consultation, shared_of
from projects.consultations.desk_actions import hand_in, keep_view
from projects.consultations.desk_models import DeskReport
from projects.consultations.figures import content_of, fingerprint
from projects.consultations.periods import month_of
from projects.consultations.zone_actions import check_code, set_up
from tests import build


def lay_out(who, samples):
    opened, code = set_up(by=who.kosharu, passphrase="akai-ringo marui-tokei fukai-mori")
    check_code(opened.zone, by=who.kosharu, code=code)
    said = {
        "on": build.days(0),
        "method": "phone",
        "minutes": 10,
        "who_kind": "town",
        "topics": ["people"],
        "partner_id": who.group.pk,
    }
    row = record_consultation(
        by=who.kosharu, opened=opened, form_key=build.uuid4(), words={"gist": "CNRY-sealed"}, next_on=build.days(3), **said
    )
    told = {"shared_with": "secretariat", "department_id": None, "shared_text": "x", "agreed_by": "x", "agreed_on": build.days(0)}
    row = share_consultation(row, by=who.kosharu, etag=fields_etag(shared_of(row)), **told)
    date = add_follow_up(row, by=who.kosharu, opened=opened, form_key=build.uuid4(), on=build.days(5), text="CNRY-sealed")
    period = month_of(build.days(0))
    report = hand_in(period, by=who.kosharu, form_key=build.uuid4(), sha256=fingerprint(content_of(opened.zone.body, period)))
    view = keep_view(by=who.kosharu, name="x", path="board", query="q=x")
    samples["projects.Zone"], samples["projects.Consultation"], samples["projects.FollowUp"] = opened.zone, row, date
    samples["projects.SavedView"], samples["projects.DeskReport"] = view, DeskReport.objects.get(pk=report.pk)
    page = row.get_absolute_url()
    desk = ["/desk/", "/desk/consultations/", "/desk/zone/", "/desk/zone/code/", "/desk/report/", f"/desk/report/{period.key}/"]
    own = [page, f"{page}edit/", f"{page}share/", f"{page}dates/"]
    city = ["/consultations/", f"/consultations/{row.pk}/", report.get_absolute_url()]
    return [*desk, *own, *city, "/consult/", "/consult/sent/"]
