"""Rows and pages of how a call is judged, for the city of the canaries."""

from kyodo_portal.common.files import uploads
from kyodo_portal.process.file_actions import keep_file
from projects.models import Absence, CriterionRule, FilingScan, HearingSlot, Proposal, Review, ReviewPlan, SheetScan, SignOffScan
from tests import build

PAGES = ("", "decide/", "plan/", "hearing/", "agenda/", "absent/", "minutes/", "minutes/print/", "matrix/", "tally/", "paper/")


def addresses(call, review):
    """The secretariat's pages of a round."""
    seat = call.seats.get(user=review.reviews.get().reviewer)
    return [
        *(f"/admin/projects/review/call/{call.pk}/{page}" for page in PAGES),
        f"/admin/projects/review/paper/{review.pk}/{seat.pk}/",
    ]


def rows_of(who, call, review):
    """How the call is judged, with what was said on the day and a paper's copy."""
    sheet = review.reviews.get()
    Review.objects.filter(pk=sheet.pk).update(channel="paper", received_on=build.days(0), entered_by=who.jimukyoku)
    scan = uploads.Accepted("CNRY-paper.pdf", "application/pdf", b"%PDF-1.4 ...")
    paper = keep_file(FilingScan, scan, by=who.jimukyoku, proposal=review)
    came = {"channel": "mail", "received_on": build.days(0), "entered_by": who.jimukyoku, "form_key": build.uuid4()}
    Proposal.objects.filter(pk=review.pk).update(has_papers=True)
    return {
        "projects.FilingScan": paper,
        "projects.ProposalFiling": review.filings.create(what="correct", used_version=0, scan=paper, **came),
        "projects.ReviewPlan": ReviewPlan.objects.create(call=call, place="見本の部屋", minutes="CNRY-minutes"),
        "projects.CriterionRule": CriterionRule.objects.create(criterion=call.criteria.first(), floor=1),
        "projects.HearingSlot": HearingSlot.objects.create(proposal=review, place=1, minutes="CNRY-said"),
        "projects.Absence": Absence.objects.create(
            seat=call.seats.get(user=who.shinsa2), phase="hearing", noted_by=who.jimukyoku
        ),
        "projects.SheetScan": keep_file(
            SheetScan, uploads.Accepted("CNRY-scan.pdf", "application/pdf", b"%PDF-1.4 ..."), by=who.jimukyoku, review=sheet
        ),
    }


def signed_rows(who, draft):
    """A confirmation of a draft that came on paper, with its copy."""
    said = {"channel": "paper", "signed_by": "CNRY-signed", "received_on": build.days(0), "entered_by": who.jimukyoku}
    row = draft.sign_offs.create(etag="x", **said)
    scan = uploads.Accepted("CNRY-signature.pdf", "application/pdf", b"%PDF-1.4 ...")
    return {"projects.SignOff": row, "projects.SignOffScan": keep_file(SignOffScan, scan, by=who.jimukyoku, sign_off=row)}


def signed_addresses(draft):
    """The secretariat's pages of it."""
    return ["/admin/projects/signoff/", f"/admin/projects/signoff/{draft.sign_offs.get().pk}/change/"]
