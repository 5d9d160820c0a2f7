"""Pages of the office in charge: what came in, a paper entry, the points of all opinions, a group with the city's view."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from kyodo_portal.audit.actions import record_look
from kyodo_portal.common.forms.three_way import fields_etag
from kyodo_portal.common.japanese.numbers import small_int
from kyodo_portal.process.edits import ETAG
from kyodo_portal.process.errors import EditConflict
from kyodo_portal.process.pages import edit_form, saved_over
from projects.committees.remark_models import Remark

from . import point_actions
from .access import can_answer, can_enter, can_see_rounds, runs_round
from .actions import enter_opinion
from .filters import OpinionFilter
from .forms import AnswerForm, EnterForm, NewRemarkForm, SplitForm
from .models import OpinionRound
from .opinion_models import Opinion
from .point_actions import answer_of, points_of
from .presenters import work_of


def _round(request, pk, may=runs_round):
    """The round; 404 for whoever is no staff, 403 for another office, and where this is not the time for it."""
    if not can_see_rounds(request.user):
        raise Http404
    round = get_object_or_404(OpinionRound.objects.visible_to(request.user).select_related("department"), pk=pk)
    if not may(request.user, round):
        raise PermissionDenied
    return round


@require_safe
def received(request, pk):
    """What came in, with who sent it. Who reads it is remembered."""
    round = _round(request, pk)
    record_look(by=request.user, target=round, note="届いた意見の一覧")
    filter = OpinionFilter(request, round)
    may = {"may_enter": can_enter(request.user, round), "may_answer": can_answer(request.user, round)}
    return render(request, "projects/opinions/received.html", {"round": round, "filter": filter, "page": filter.page, **may})


@require_http_methods(["GET", "HEAD", "POST"])
def enter(request, pk):
    """Enter what came on paper, by fax or mail."""
    round = _round(request, pk, can_enter)
    form = EnterForm(request.POST if request.method == "POST" else None, round=round)
    if form.is_bound and form.is_valid():
        try:
            made = enter_opinion(round, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, f"意見を入れました。受付番号は {made.receipt} です。続けて入れられます。")
            return HttpResponseRedirect(f"{reverse('opinion-enter', args=[round.pk])}#main")
    return render(request, "projects/opinions/enter.html", {"round": round, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def points(request, pk):
    """All points of a round on one page: split what is whole, tick several, put them under one group."""
    round = _round(request, pk, can_answer)
    record_look(by=request.user, target=round, note="意見の論点")
    new, status = NewRemarkForm(request.POST if "group" in request.POST else None), 200
    if request.method == "POST":
        try:
            if done := _points_done(request, round, new):
                messages.success(request, done)
                return HttpResponseRedirect(f"{request.path}#main")
        except (ValidationError, EditConflict) as error:
            status, said = 409 if isinstance(error, EditConflict) else 200, "".join(getattr(error, "messages", [str(error)]))
            if new.is_bound:
                new.add_error(None, said)
            else:
                messages.error(request, said)
    context = {"round": round, "new": new, "work": work_of(round), "ticked": _ticked(request)}
    return render(request, "projects/opinions/points.html", context, status=status)


def _ticked(request):
    """{key of a point: key of the remark under which its page showed it, or None}"""
    pairs = (value.partition(":") for value in request.POST.getlist("points"))
    return {key: small_int(stood) for text, _, stood in pairs if (key := small_int(text)) is not None}


def _points_done(request, round, new):
    """Do what the pressed button says; what was done in words, "" where something is wrong."""
    ticked, by = _ticked(request), request.user
    if "split_all" in request.POST:
        return f"{point_actions.split_all(round, by=by)}件に分けました。"
    if "loosen" in request.POST:
        return f"{point_actions.loosen_points(round, by=by, points=ticked)}件を、まとめから外しました。"
    if "move" in request.POST:
        remark = get_object_or_404(round.remarks.all(), pk=small_int(request.POST.get("remark")) or 0)
        point_actions.group_points(round, by=by, form_key=None, points=ticked, remark=remark)
        return f"{len(ticked)}件を、まとめに入れました。"
    if "group" in request.POST and new.is_valid():
        point_actions.group_points(round, by=by, points=ticked, **new.cleaned_data)
        return f"{len(ticked)}件を、新しくまとめました。"
    return ""


@require_http_methods(["GET", "HEAD", "POST"])
def split(request, pk):
    """Split one opinion: what stands between empty lines is one point."""
    opinion = get_object_or_404(Opinion.objects.visible_to(request.user).standing().select_related("round__department"), pk=pk)
    _round(request, opinion.round_id, can_answer)
    record_look(by=request.user, target=opinion.round, note=f"意見 {opinion.receipt}")
    stored = {"text": points_of(opinion)}
    form = SplitForm(
        request.POST if request.method == "POST" else None,
        initial={"text": stored["text"] or opinion.text, ETAG: fields_etag(stored)},
    )
    if form.is_bound and form.is_valid():
        try:
            made = point_actions.split_opinion(opinion, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        except EditConflict as error:
            form.show_conflict(error)
        else:
            messages.success(request, f"受付番号 {opinion.receipt} の意見を、{len(made)}件に分けました。")
            return HttpResponseRedirect(f"{reverse('opinion-points', args=[opinion.round_id])}#main")
    context = {"opinion": opinion, "round": opinion.round, "form": form}
    return render(request, "projects/opinions/split.html", context, status=form.http_status)


def _drop(request, row, back):
    try:
        point_actions.drop_remark(row, by=request.user)
    except ValidationError as error:
        messages.error(request, "".join(error.messages))
    else:
        messages.success(request, "まとめを消しました。")
    return HttpResponseRedirect(back)


@require_http_methods(["GET", "HEAD", "POST"])
def remark(request, pk):
    """One group: its summary, the city's view, what was changed; or the group is dissolved."""
    row = get_object_or_404(Remark.objects.visible_to(request.user).filter(round__isnull=False).select_related("round"), pk=pk)
    round = _round(request, row.round_id, can_answer)
    back = f"{reverse('opinion-points', args=[round.pk])}#main"
    if "drop" in request.POST:
        return _drop(request, row, back)
    form = edit_form(request, AnswerForm, answer_of(row))
    if saved_over(request, form, partial(point_actions.answer_remark, row, by=request.user), answer_of):
        messages.success(request, "市の考えを保存しました。")
        return HttpResponseRedirect(back)
    points = row.points.select_related("opinion").order_by("opinion__number", "order")
    context = {"remark": row, "round": round, "form": form, "points": points}
    return render(request, "projects/opinions/remark.html", context, status=form.http_status)
