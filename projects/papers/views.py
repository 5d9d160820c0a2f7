"""書類: handed in, described anew, replaced, withdrawn, and handed out."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_safe

from kyodo_portal.audit.actions import record_look
from kyodo_portal.common.files.storage import download_response
from kyodo_portal.process.edits import ETAG
from kyodo_portal.process.errors import EditConflict
from projects.cycles.access import plan_side
from projects.cycles.models import Cycle
from projects.cycles.views import done, working_cycle

from .access import can_add_paper, can_change_paper, can_read_paper
from .actions import add_paper, describe_paper, described, etag_of_paper, replace_paper, withdraw_paper
from .asked import asked_kinds
from .forms import PaperEditForm, PaperForm, ReplacementForm, WithdrawForm
from .models import Paper


@require_http_methods(["GET", "HEAD", "POST"])
def paper_new(request, pk, fiscal_year, meeting_pk=None):
    """Either side hands a paper in: to the year, or to one of its meetings."""
    cycle = working_cycle(request, pk, fiscal_year)
    if not can_add_paper(request.user, cycle):
        raise PermissionDenied
    meeting = get_object_or_404(cycle.meetings.all(), pk=meeting_pk) if meeting_pk else None
    form = PaperForm(*_sent(request), asked=asked_kinds(cycle), inside=meeting is not None)
    if (
        form.is_bound
        and form.is_valid()
        and _kept(form, lambda values: add_paper(cycle, by=request.user, meeting=meeting, **values))
    ):
        return done(request, cycle, "書類を出しました。")
    return _show(request, cycle, form, "書類を出す", meeting=meeting)


def _sent(request):
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def _kept(form, keep):
    """Whether the paper was kept; otherwise the form says what stands in the way."""
    try:
        keep(form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True


def _show(request, cycle, form, heading, **more):
    context = {"cycle": cycle, "form": form, "heading": heading, **more}
    return render(request, "projects/papers/paper.html", context, status=getattr(form, "http_status", 200))


def _own_paper(request, pk, fiscal_year, paper_pk):
    """(the year, the paper): 404 where it is none of the year, 403 for whoever may not change it. What somebody sends of a paper that
    holds no more by now goes on to its action, which knows the first press from somebody else's."""
    cycle = working_cycle(request, pk, fiscal_year)
    paper = get_object_or_404(Paper.objects.of_year(cycle).select_related("replacement"), pk=paper_pk)
    if plan_side(request.user, cycle) != paper.side:
        raise PermissionDenied("直したり差し替えたりできるのは、出した側の人だけです。")
    if request.method != "POST" and not can_change_paper(request.user, paper):
        raise PermissionDenied("この書類は、差し替えられたか、取り下げられています。直せるのは、いまの書類だけです。")
    return cycle, paper


def _described(paper):
    return described(paper) | {ETAG: etag_of_paper(paper)}


@require_http_methods(["GET", "HEAD", "POST"])
def paper_edit(request, pk, fiscal_year, paper_pk):
    """The side that handed it in says otherwise what it is; from here it is replaced or withdrawn."""
    cycle, paper = _own_paper(request, pk, fiscal_year, paper_pk)
    form = PaperEditForm(_sent(request)[0], initial=_described(paper), inside=paper.meeting_id is not None)
    if form.is_bound and form.is_valid():
        try:
            describe_paper(paper, by=request.user, **{"is_public": False, **form.cleaned_data})
        except EditConflict as error:
            form.show_conflict(error)
        else:
            return done(request, cycle, "書類の説明を直しました。")
    return _show(request, cycle, form, "書類の説明を直す", paper=paper)


@require_http_methods(["GET", "HEAD", "POST"])
def paper_replace(request, pk, fiscal_year, paper_pk):
    """A newer file in its place."""
    cycle, paper = _own_paper(request, pk, fiscal_year, paper_pk)
    first = {name: getattr(paper, name) for name in ("label", "is_public")}
    form = ReplacementForm(*_sent(request), initial=first, inside=paper.meeting_id is not None)
    if form.is_bound and form.is_valid():
        replace_paper(paper, by=request.user, **form.cleaned_data)
        return done(request, cycle, "書類を差し替えました。")
    return _show(request, cycle, form, "書類を差し替える", paper=paper)


@require_http_methods(["GET", "HEAD", "POST"])
def paper_withdraw(request, pk, fiscal_year, paper_pk):
    """It holds no more."""
    cycle, paper = _own_paper(request, pk, fiscal_year, paper_pk)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        withdraw_paper(paper, by=request.user, **form.cleaned_data)
        return done(request, cycle, "書類を取り下げました。")
    return _show(request, cycle, form, "書類を取り下げる", paper=paper)


@login_not_required
@require_safe
def paper_file(request, pk, fiscal_year, paper_pk):
    """Hands one paper out; the right is asked each time, a look at what the other side handed in is recorded."""
    cycle = get_object_or_404(Cycle.objects.visible_to(request.user).with_people(), project_id=pk, fiscal_year=fiscal_year)
    paper = get_object_or_404(Paper.objects.of_year(cycle).select_related("replacement"), pk=paper_pk)
    if not can_read_paper(request.user, paper):
        raise Http404
    if request.user.is_authenticated and not paper.is_public and plan_side(request.user, cycle) != paper.side:
        record_look(by=request.user, target=cycle, note=f"書類 {paper.pk}")
    return download_response(paper.stored_as, paper.name, paper.content_type)
