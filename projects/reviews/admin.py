"""Reviews in the admin: a call's summary with ranking, its export, all results told at once, a sheet given back.

The first page of this part lists the calls; one proposal's sheets stand on that proposal's own page (review_tags: `score_box`).
"""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_safe

from kyodo_portal.audit.actions import record, record_look
from kyodo_portal.common.admin import SafeModelAdmin
from kyodo_portal.common.forms.purpose import PurposeForm
from kyodo_portal.common.forms.typed import typed_in
from kyodo_portal.common.lists.tables import xlsx_sheets_response
from kyodo_portal.common.lists.typed_text import matching_typed
from kyodo_portal.notices.telling import when_told
from kyodo_portal.process.edits import ETAG
from kyodo_portal.process.errors import EditConflict
from kyodo_portal.process.events import event_of
from projects.calls.access import can_see_ranking
from projects.calls.models import Call
from projects.calls.panel_models import PanelSeat
from projects.proposals.models import Proposal
from projects.proposals.workflow import PROPOSAL

from .access import can_see_scores
from .actions import about_sheet, etag_of_sent, give_back, stands_as_sent
from .decision_checks import granted_among
from .forms import GiveBackForm, ReleaseForm, StandsForm
from .models import Review
from .paper_admin import PaperAdmin
from .release_actions import ready_to_release, release_all, result_notice
from .round_admin import RoundAdmin
from .scoring import loaded, ranking
from .sheets_out import all_sheets, summary_sheet
from .summary_presenters import summary_row, tell_row
from .table_admin import DecisionTableAdmin
from .table_presenters import waits_for_decision
from .ties import ties_among

TOP = "#content-start"  # without a fragment of its own a redirect keeps the form's #error-summary


@admin.register(Review)
class ReviewAdmin(DecisionTableAdmin, RoundAdmin, PaperAdmin, SafeModelAdmin):
    """審査票: pages of our own in the admin's frame. Nothing is edited as a row."""

    viewers = staticmethod(can_see_ranking)

    def get_urls(self):
        guarded = self.admin_site.admin_view
        return [
            path("", guarded(self.calls_view), name="projects_review_changelist"),
            path("call/<int:pk>/", guarded(self.call_view), name="projects_review_call"),
            path("call/<int:pk>/xlsx/", guarded(self.export_view), name="projects_review_export"),
            path("call/<int:pk>/decide/", guarded(self.decide_view), name="projects_review_decide"),
            path("call/<int:pk>/decide/sheet/", guarded(self.sheet_view), name="projects_review_decide_sheet"),
            path("call/<int:pk>/release/", guarded(self.release_view), name="projects_review_release"),
            path("<int:pk>/back/", guarded(self.back_view), name="projects_review_back"),
            *self.round_urls(guarded),
            *self.paper_urls(guarded),
        ]

    def _page(self, request, template, title, context, status=200):
        frame = {**self.admin_site.each_context(request), "opts": self.opts, "title": title}
        return render(request, template, {**frame, **context}, status=status)

    def _call(self, request, pk):
        if not can_see_ranking(request.user):
            raise Http404
        return get_object_or_404(Call.objects.select_related("review_plan__tie_criterion"), pk=pk)

    @method_decorator(require_safe)
    def calls_view(self, request):
        """The calls with a panel or whose review has begun, the newest first; looked for by their titles as in the other lists."""
        if not can_see_ranking(request.user):
            raise Http404
        begun, words = Proposal.objects.filter(status__in=PROPOSAL.opening("marks")), request.GET.get("q", "").strip()
        judged = Q(pk__in=begun.values("call")) | Q(pk__in=PanelSeat.objects.values("call"))
        calls = matching_typed(Call.objects.filter(judged), words, ["title"])
        context = {"calls": calls, "asked": words}
        return self._page(request, "admin/projects/reviews/calls.html", "審査のまとめ", context)

    @method_decorator(require_safe)
    def call_view(self, request, pk):
        """募集回の審査のまとめ: every proposal with its average; prints on A4."""
        call = self._call(request, pk)
        known = loaded(call)
        places, spent = ranking(call, user=request.user, known=known), granted_among(known.proposals)
        record_look(by=request.user, target=call, note="審査のまとめ（印刷できる）", rows=len(places))
        waiting = [place.proposal for place in places if place.proposal.status in PROPOSAL.queue("decided").states]
        undecided = sum(waits_for_decision(place.proposal) for place in places)
        ties = ties_among(places, getattr(call, "review_plan", None))
        rows = [summary_row(place, ties.get(place.proposal.pk)) for place in places]
        context = {"call": call, "rows": rows, "tellable": waiting, "undecided": undecided}
        context |= {"granted": spent, "left": (call.budget or 0) - spent}
        return self._page(request, "admin/projects/reviews/call.html", f"{call}：審査のまとめ", context)

    def export_view(self, request, pk):
        """Summary and every sheet as xlsx; asked what for, because people's words and names are in it, and recorded with the answer."""
        call = self._call(request, pk)
        form = PurposeForm(request.POST if request.method == "POST" and "purpose" in request.POST else None)
        if request.method != "POST" or not form.is_valid():
            context = {"call": call, "form": form}
            return self._page(request, "admin/projects/reviews/export.html", "審査の点をエクセルで取り出す", context)
        places = ranking(call, user=request.user, known=loaded(call, reasons=True))
        sheets = all_sheets(call, places)
        note = f"審査のまとめと全部の審査票（{form.cleaned_data['purpose']}）"
        record("export", by=request.user, target=call, note=note, rows=sum(len(place.table.counted) for place in places))
        return xlsx_sheets_response(f"審査のまとめ_{call.fiscal_year}.xlsx", [summary_sheet(places), *sheets])

    def release_view(self, request, pk):
        """結果をまとめて知らせる: shows every result and what is told, then tells all or none."""
        call = self._call(request, pk)
        proposals = ready_to_release(call, request.user)
        form = ReleaseForm(request.POST if request.method == "POST" else None, proposals=proposals)
        if request.method == "POST" and form.is_valid():
            try:
                released = release_all(call, by=request.user, versions=form.versions)
            except ValidationError as error:
                form.add_error(None, error)
            else:
                messages.success(request, f"{len(released)}件の結果を出しました。{_told(released, request.user)}")
                return HttpResponseRedirect(f"{reverse('admin:projects_review_call', args=[pk])}{TOP}")
        context = {"call": call, "form": form, "rows": [tell_row(proposal, result_notice(proposal)) for proposal in proposals]}
        return self._page(request, "admin/projects/reviews/release.html", "結果をまとめて知らせる", context)

    def back_view(self, request, pk):
        """A sheet is given back to its writer, with a reason."""
        sheet = get_object_or_404(Review.objects.select_related("proposal__partner", "proposal__call", "reviewer"), pk=pk)
        if not Proposal.objects.visible_to(request.user).filter(pk=sheet.proposal_id).exists():
            raise Http404
        if not can_see_scores(request.user, sheet.proposal):
            raise Http404 if not can_see_ranking(request.user) else PermissionDenied
        back = reverse("admin:projects_proposal_change", args=[sheet.proposal_id])
        if "undo" in request.POST or (sheet.is_given_back and request.method != "POST"):
            return self._stands(request, sheet, back)
        form = GiveBackForm(request.POST if request.method == "POST" else None, initial={ETAG: etag_of_sent(sheet)})
        if request.method == "POST" and form.is_valid():
            try:
                give_back(sheet, by=request.user, **form.cleaned_data)
            except EditConflict as closed:
                closed.entries = typed_in(form)
                raise
            else:
                messages.success(
                    request, f"{sheet.reviewer}に審査票を戻しました。{when_told('委員', about_sheet(sheet), by=request.user)}"
                )
            return HttpResponseRedirect(f"{back}{TOP}")
        return self._page(
            request, "admin/projects/reviews/back.html", "審査票を委員に戻す", {"sheet": sheet, "form": form, "back": back}
        )

    def _stands(self, request, sheet, back):
        """It was given back by mistake."""
        form = StandsForm(request.POST if request.method == "POST" else None)
        if form.is_bound and form.is_valid():
            stands_as_sent(sheet, by=request.user)
            messages.success(request, f"{sheet.reviewer}の審査票は、前に出したとおりです。")
            return HttpResponseRedirect(f"{back}{TOP}")
        context = {"sheet": sheet, "form": form, "back": back}
        return self._page(request, "admin/projects/reviews/stands.html", "審査票を戻したことを取り消す", context)


def _told(proposals, by):
    """When their groups hear of the results. Of a second press the same."""
    events = [
        event_of(proposal, change.version) for proposal in proposals for change in proposal.changes.order_by("-version")[:1]
    ]
    return when_told("団体", *events, by=by)
