"""Paper sheets in the admin: blank ones to print, those that came typed in, their copies handed out."""

from typing import NamedTuple

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_safe

from kyodo_portal.audit.actions import record_look
from kyodo_portal.common.files.storage import download_response
from kyodo_portal.process.edits import ETAG
from kyodo_portal.process.errors import EditConflict
from kyodo_portal.process.pages import closed
from projects.calls.panel_models import PanelSeat
from projects.proposals.conflicts.access import is_excluded
from projects.proposals.models import Proposal

from .access import can_see_scores
from .blind import GROUP, hidden, names_of
from .hearing_presenters import judged_proposals
from .models import Review
from .paper_actions import drop_sheet, enter_sheet
from .paper_forms import PaperSheetForm
from .plan_models import SheetScan, criteria_of, is_blind, marked_in, phase_of
from .scoring import seats_of_call


class Member(NamedTuple):
    """One of the panel with the ways to each of its sheets, in plain values: drawn once for the same ones (`{% row %}`).

    proposals: ((id, number, title), …).
    """

    pk: int
    name: str
    proposals: tuple


class PaperAdmin:
    """Beside ReviewAdmin, whose frame and rights it takes."""

    def paper_urls(self, guarded):
        """The addresses of this part."""
        return [
            path("call/<int:pk>/paper/", guarded(self.papers_view), name="projects_review_papers"),
            path("call/<int:pk>/slips/<int:seat_id>/", guarded(self.slips_view), name="projects_review_slips"),
            path("paper/<int:pk>/<int:seat_id>/", guarded(self.paper_view), name="projects_review_paper"),
            path("scan/<int:pk>/", guarded(self.scan_view), name="projects_review_scan"),
        ]

    @method_decorator(require_safe)
    def papers_view(self, request, pk):
        """Who sits on the panel, with the way to print blank sheets and to type in those that came."""
        call = self._call(request, pk)
        seats, proposals = [seat for seat in seats_of_call(call) if seat.in_force], judged_proposals(call)
        done, entered = {}, {}
        for reviewer, proposal, is_paper in _sheets_in(proposals):
            done.setdefault(reviewer, set()).add(proposal)
            entered[reviewer] = entered.get(reviewer, 0) + is_paper
        lines = []
        for seat in seats:
            first = _first_open(seat, proposals, done.get(seat.user_id, ()))
            lines.append((seat, first, entered.get(seat.user_id, 0)))
        judged = tuple((row.pk, row.number, row.title) for row in proposals)
        members = [Member(seat.pk, str(seat.user), judged) for seat, _, _ in lines]
        context = {"call": call, "lines": lines, "members": members}
        return self._page(request, "admin/projects/reviews/papers.html", f"{call}：紙の審査票", context)

    @method_decorator(require_safe)
    def slips_view(self, request, pk, seat_id):
        """Blank sheets of one member, one of A4 for each proposal."""
        call = self._call(request, pk)
        seat = get_object_or_404(PanelSeat.objects.select_related("user"), pk=seat_id, call=call)
        groups = set(seat.user.memberships.valid().values_list("partner", flat=True))
        criteria = criteria_of(call.pk)
        slips = [
            _slip(row, criteria)
            for row in judged_proposals(call)
            if row.may("mark") and not is_excluded(row, seat.user_id, groups)
        ]
        record_look(by=request.user, target=call, note="紙の審査票（印刷できる）", rows=len(slips))
        context = {"call": call, "seat": seat, "slips": slips}
        return self._page(request, "admin/projects/reviews/slips.html", f"紙の審査票：{seat.user}", context)

    def paper_view(self, request, pk, seat_id):
        """One sheet that came on paper, for one member."""
        proposal, seat = self._judged(request, pk, seat_id)
        if request.method == "POST" and "drop" in request.POST:
            return self._dropped(request, proposal, seat)
        sheet = Review.objects.filter(proposal=proposal, reviewer=seat.user_id, phase=phase_of(proposal)).first()
        form, revision, status = *_paper_form(request, proposal, sheet), 200
        if request.method == "POST" and form.is_valid():
            try:
                enter_sheet(proposal, seat, by=request.user, marks=form.marks, **form.words)
            except EditConflict as error:
                form.saved_meanwhile(error, sheet)
                status = 409
            except ValidationError as error:
                form.refuse(error, revision=revision)
            else:
                return self._entered(request, proposal, seat, "next" in request.POST)
        context = {"proposal": proposal, "seat": seat, "form": form, "sheet": sheet, "scans": sheet.scans.all() if sheet else []}
        title = f"紙の審査票を入れる：{seat.user}"
        return self._page(request, "admin/projects/reviews/paper.html", title, context, status=status)

    def _judged(self, request, pk, seat_id):
        proposal = get_object_or_404(
            Proposal.objects.visible_to(request.user).select_related("call__review_plan", "partner", "hearing_slot"), pk=pk
        )
        if not can_see_scores(request.user, proposal):
            raise Http404
        seat = get_object_or_404(PanelSeat.objects.select_related("user"), pk=seat_id, call=proposal.call_id)
        if not proposal.may("marks"):  # withdrawn, say, while somebody typed
            raise closed(request, proposal, word="marks")
        return proposal, seat

    def _dropped(self, request, proposal, seat):
        to = reverse("admin:projects_review_papers", args=[proposal.call_id])
        try:
            was_there = drop_sheet(proposal, seat, by=request.user, etag=request.POST.get(ETAG, ""))
        except ValidationError as error:
            messages.error(request, error.messages[0])
        else:
            said = "紙の審査票を取り消しました。入れ直すときは、下の一覧から入れてください。"
            messages.success(request, f"「{proposal}」の{seat.user}の{said if was_there else '紙の審査票は、もうありません。'}")
        return HttpResponseRedirect(f"{to}#content-start")

    def _entered(self, request, proposal, seat, goes_on):
        messages.success(request, f"「{proposal}」の{seat.user}の審査票を入れました。")
        after = _next_of(seat, proposal.call) if goes_on else None
        url = reverse("admin:projects_review_call", args=[proposal.call_id])
        if after is not None:
            url = reverse("admin:projects_review_paper", args=[after.pk, seat.pk])
        return HttpResponseRedirect(f"{url}#content-start")

    @method_decorator(require_safe)
    def scan_view(self, request, pk):
        """The copy of a paper sheet; a look at it is recorded."""
        scan = get_object_or_404(SheetScan.objects.select_related("review__proposal__partner", "review__proposal__call"), pk=pk)
        if not can_see_scores(request.user, scan.review.proposal):
            raise Http404
        record_look(by=request.user, target=scan.review.proposal, note=f"紙の審査票 {scan.pk}")
        return download_response(scan.stored_as, scan.name, scan.content_type)


def _sheets_in(proposals):
    """[(reviewer id, proposal id, whether it came on paper)] of the sheets that are in, in the phase in which each proposal is. One query."""
    phases = {row.pk: phase_of(row) for row in proposals}
    sheets = Review.objects.filter(Q(submitted_at__isnull=False) | Q(has_conflict=True), proposal__in=phases)
    rows = sheets.values_list("reviewer", "proposal", "phase", "channel")
    return [(who, key, channel == Review.Channel.PAPER) for who, key, phase, channel in rows if phase == phases[key]]


def _next_of(seat, call):
    """The first proposal of the call for which a sheet of this seat is still to come, or None."""
    proposals = judged_proposals(call)
    done = {key for reviewer, key, _ in _sheets_in(proposals) if reviewer == seat.user_id}
    known = next(row for row in seats_of_call(call) if row.pk == seat.pk)
    return _first_open(known, proposals, done)


def _first_open(seat, proposals, come):
    """The first proposal that this seat judges and for which no sheet came yet; None where there is none. seat: of `seats_of_call`."""
    return next((row for row in proposals if row.pk not in come and _judges(seat, row)), None)


def _judges(seat, proposal):
    """Neither away nor kept from it."""
    away = phase_of(proposal) in seat.absent_in
    return proposal.may("mark") and not away and not is_excluded(proposal, seat.member, seat.partners)


def _paper_form(request, proposal, sheet):
    """(form, the newest revision)."""
    revision, phase = proposal.revisions.order_by("-number").first(), phase_of(proposal)
    data, files = (request.POST.copy(), request.FILES) if request.method == "POST" else (None, None)
    criteria = marked_in(criteria_of(proposal.call_id), phase)
    return PaperSheetForm(data, files, criteria=criteria, revision=revision, phase=phase, sheet=sheet), revision


def _slip(proposal, criteria):
    """(proposal, title, group, criteria) of a blank sheet; without the group's name where the call hides it.

    criteria: ((name, description, its points), …), which most sheets have in common and which are drawn once for all of them.
    """
    marked = marked_in(criteria, phase_of(proposal))
    marked = tuple((row.name, row.description, range(row.max_points, -1, -1)) for row in marked)
    if is_blind(proposal.call):
        return proposal, hidden(proposal.title, names_of(proposal)), GROUP, marked
    return proposal, proposal.title, str(proposal.partner), marked
