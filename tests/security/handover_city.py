"""tanto hands over: the sheet is read by the office and the secretariat; an invitation to the office waits."""

from kyodo_portal.accounts.models import Invitation
from kyodo_portal.process.actions import take_step
from partners.models import Membership
from projects.handover.actions import membership_ends
from tests import build


def lay_out(who, samples):
    build.cycle(who.group, who.office, who.tanto, title="見本の引継ぎの1件", published=False)
    row = Membership.objects.select_related("user", "partner").get(user=who.tanto)
    row.until = build.days(9)
    row.save()
    handover = membership_ends(row, by=who.jimukyoku)
    colleague = build.user("見本 後任", email="tsugi@example.jp")
    build.join(colleague, who.office)
    take_step(handover, "name", by=who.jimukyoku, version=0, taker=colleague)
    sheet = handover.sheets.first()
    samples["projects.Handover"] = handover
    samples["projects.HandoverSheet"] = sheet
    samples["projects.HandoverChange"] = handover.changes.get()
    samples["accounts.Invitation"] = Invitation.objects.create(
        kind="staff", target=str(who.office.pk), email="x@example.jp", part="member", since=build.days(0),
        by=who.jimukyoku, token_hash="見本", expires_at=build.timezone.now() + build.timedelta(days=9),
    )  # fmt: skip
    page = handover.get_absolute_url()
    return [page, f"{page}print/", sheet.get_absolute_url(), "/staff/ownerless/", "/staff/offices/", "/staff/invitations/"]
