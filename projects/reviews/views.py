"""The panel's pages: the list of one's seats, one page per proposal with the sheet at its end, the check, the conflict."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from kyodo_portal.audit.actions import record_look
from kyodo_portal.process.errors import EditConflict
from kyodo_portal.process.pages import closed
from projects.proposals.models import Proposal

from .access import can_review
from .actions import declare_conflict, save_draft, sheet_gaps, submit
from .blind import name_for_panel
from .errors import SheetClosed
from .forms import ConflictForm, SendForm, SheetForm
from .plan_models import is_blind
from .presenters import desk_of, next_to_judge, seats_of

RELATED = ("call__review_plan", "partner", "department", "hearing_slot")
OF_THE_GROUP = "提案した団体の人は、この提案の審査に加われません（利益相反）。"


@require_safe
def review_list(request):
    """What I judge: my calls, how far each sheet is, how many are left."""
    return render(request, "projects/reviews/list.html", {"calls": seats_of(request.user)})


def _desk(request, pk):
    """What the page needs; 404 without a seat or before the review, 403 for the proposing group, 409 for an old page of what is judged
    no more."""
    proposal = Proposal.objects.to_review(request.user).select_related(*RELATED).filter(pk=pk).first()
    if proposal is None:
        raise _left_the_review(request, pk)
    if not can_review(request.user, proposal):
        raise PermissionDenied(OF_THE_GROUP)
    record_look(by=request.user, target=proposal, note="提案の全文")
    return desk_of(request.user, proposal)


def _left_the_review(request, pk):
    """What to raise where nothing is judged: whoever writes a sheet on hears what became of its proposal."""
    gone = Proposal.objects.judged_by(request.user).filter(pk=pk).first()
    if request.method != "POST" or gone is None:
        return Http404()
    named = name_for_panel(gone, is_blind(gone.call))
    return _written_on(SheetClosed(str(closed(request, gone, word="marks", named=named)), gone, is_listed=False))


def _to(name, pk):
    return HttpResponseRedirect(f"{reverse(name, args=[pk])}#main")


@require_http_methods(["GET", "HEAD", "POST"])
def review(request, pk):
    """Everything about one proposal without opening a file, and the score sheet at the end."""
    desk = _desk(request, pk)
    data = request.POST.copy() if request.method == "POST" else None
    form = _form(desk, data)
    if data is not None and not desk.is_open:
        raise _written_on(SheetClosed(desk.closed_text, desk.proposal, form.written))
    if data is not None and form.is_valid():
        try:
            save_draft(desk.proposal, by=request.user, marks=form.marks, **form.words)
        except EditConflict as error:
            return _too_late(request, desk, form, error)
        except ValidationError as error:
            form.refuse(error, revision=desk.revision)
        else:
            if "check" in data:
                return _to("review-check", pk)
            messages.success(request, "書きかけを保存しました。まだ出していません。続きは、あとで書けます。")
            return HttpResponseRedirect(f"{reverse('review', args=[pk])}#main")
    return render(request, "projects/reviews/sheet.html", {**desk.context, "form": form})


def _form(desk, data):
    known = {"criteria": desk.criteria, "revision": desk.revision, "phase": desk.phase, "sheet": desk.sheet}
    return SheetForm(data, **known, drafting=data is not None and "draft" in data)


def _too_late(request, desk, form, error):
    """409: the sheet is closed, or another page of the same member saved since; what was typed stands on the page."""
    if isinstance(error, SheetClosed):
        error.entries = form.written
        raise _written_on(error)
    form.saved_meanwhile(error, desk.sheet)
    return render(request, "projects/reviews/sheet.html", {**desk.context, "form": form}, status=409)


def _written_on(error):
    """A page on which one writes closes nothing: what it saved once is no answer to what stands in it now."""
    error.is_of_the_past = True
    return error


@require_http_methods(["GET", "HEAD", "POST"])
def review_check(request, pk):
    """What was kept, once more in full; then it is sent and cannot be changed by oneself."""
    desk = _desk(request, pk)
    if not desk.is_open:
        return _to("review", pk)
    after = next_to_judge(request.user, desk.proposal)
    form = SendForm(
        request.POST if request.method == "POST" else None, initial={"revision": desk.revision.number}, goes_on=after is not None
    )
    gaps = sheet_gaps(desk.sheet) if desk.sheet else ["まだ何も書かれていません。"]
    if request.method == "POST" and not gaps and form.is_valid():
        try:
            submit(desk.proposal, by=request.user, revision=form.cleaned_data["revision"])
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return _sent(request, desk, after if "next" in request.POST else None)
    return render(request, "projects/reviews/check.html", {**desk.context, "form": form, "gaps": gaps})


def _sent(request, desk, after):
    if after is None:
        messages.success(request, "審査票を受け取りました。ありがとうございます。")
        return _to("review", desk.proposal.pk)
    messages.success(request, f"「{desk.title}」の審査票を受け取りました。次の提案です。")
    return _to("review", after.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def review_conflict(request, pk):
    """「審査しません」: asked once more, because the sheet's text goes."""
    desk = _desk(request, pk)
    if not desk.is_open:
        raise SheetClosed(desk.closed_text, desk.proposal)
    form = ConflictForm(request.POST if request.method == "POST" else None, initial={"revision": desk.revision.number})
    if request.method == "POST" and form.is_valid():
        try:
            declare_conflict(desk.proposal, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, "「審査しない」と受け取りました。この提案の点は、付けません。")
            return _to("review", pk)
    return render(request, "projects/reviews/conflict.html", {**desk.context, "form": form})
