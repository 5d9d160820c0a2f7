"""A round of tanto's office: what came in on paper after its last day stands there while it is answered."""

from projects.models import Opinion, OpinionPoint, OpinionRound, Remark, RoundFile
from tests import build
from tests.projects.opinions.build import made


def lay_out(who, samples):
    """Addresses, as the functions of city.py return them."""
    round = made(who.office)
    OpinionRound.objects.filter(pk=round.pk).update(status="answering", opens_on=build.days(-40), closes_on=build.days(-2))
    opinion = Opinion.objects.create(
        round=round, number=1, text="x", name="x", address="x", part="x", category="lives", channel="paper", received_on=build.days(-1),
        entered_by=who.tanto, is_late=True, late_why="x", form_key=build.uuid4(),
    )  # fmt: skip
    remark = Remark.objects.create(round=round, text="広くしてほしい")
    samples["projects.Opinion"] = opinion
    samples["projects.OpinionPoint"] = OpinionPoint.objects.create(opinion=opinion, text="x", remark=remark)
    samples["projects.OpinionRoundChange"] = round.changes.create(
        version=1, step="unpublish", from_state="published", to_state="answering", by=who.tanto
    )
    file = {"name": "x.pdf", "stored_as": "city-plan", "size": 1, "content_type": "application/pdf", "sha256": "0" * 64}
    samples["projects.RoundFile"] = RoundFile.objects.create(
        paper=round.papers.get(), uploaded_by=who.tanto, form_key=build.uuid4(), **file
    )
    staff = f"/staff/opinions/{round.pk}/"
    public = [f"/opinions/{round.pk}/{page}" for page in ("", "plan/", "form/", "send/")]
    return [
        "/opinions/", "/opinions.ics", "/feeds/opinions.atom", *public, opinion.get_absolute_url(), staff, f"{staff}enter/", f"{staff}points/",
        f"/staff/opinions/split/{opinion.pk}/", f"/staff/opinions/remarks/{remark.pk}/", f"/admin/projects/opinionround/{round.pk}/change/",
    ]  # fmt: skip
