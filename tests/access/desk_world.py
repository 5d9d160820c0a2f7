"""What the rows of the access table speak of at the coordinators' desk."""

from uuid import uuid4

from django.utils import timezone

from kyodo_portal.common.forms.three_way import fields_etag
from projects.consultations.actions import add_follow_up, record_consultation, share_consultation, shared_of
from projects.consultations.desk_actions import hand_in
from projects.consultations.figures import content_of, fingerprint
from projects.consultations.periods import month_of
from projects.consultations.zone_actions import check_code, make_ring, set_up
from tests import build

from .world import group_of

PASSPHRASE = "akai-ringo marui-tokei fukai-mori"


def zone_of_kosharu(who):
    opened, code = set_up(by=who["kosharu"], passphrase=PASSPHRASE)
    check_code(opened.zone, by=who["kosharu"], code=code)
    return []


def _colleague(who):
    return build.join(build.user("見本 中間"), group_of(who["kosharu"])).user


def colleague_of_kosharu(who):
    zone_of_kosharu(who)
    return [make_ring(by=_colleague(who), passphrase=PASSPHRASE).user_id]


def _consultation(by):
    said = {"on": build.days(0), "method": "phone", "minutes": 10, "who_kind": "town", "topics": ["people"]}
    return record_consultation(by=by, opened=None, form_key=uuid4(), words={}, **said)


def consultation_of_kosharu(who):
    return [_consultation(who["kosharu"]).pk]


def consultation_of_a_colleague(who):
    return [_consultation(_colleague(who)).pk]


def date_of_kosharu(who):
    row = _consultation(who["kosharu"])
    return [add_follow_up(row, by=who["kosharu"], opened=None, form_key=uuid4(), on=build.days(3), text="").pk]


def _told(who, to, department):
    row = _consultation(who["kosharu"])
    said = {"shared_with": to, "shared_text": "伝える文", "agreed_by": "会長", "agreed_on": build.days(0)}
    key = department and department.pk
    return [share_consultation(row, by=who["kosharu"], etag=fields_etag(shared_of(row)), department_id=key, **said).pk]


def consultation_told_to_tanto(who):
    return _told(who, "department", group_of(who["tanto"]))


def consultation_told_to_the_secretariat(who):
    return _told(who, "secretariat", None)


def this_month(who):
    return [f"{timezone.localdate():%Y-%m}"]


def no_month(who):
    return ["2026-13"]


def no_view(who):
    return [1]


def report_of_kosharu(who):
    period = month_of(timezone.localdate())
    content = content_of(group_of(who["kosharu"]), period)
    return [hand_in(period, by=who["kosharu"], form_key=uuid4(), sha256=fingerprint(content)).pk]
