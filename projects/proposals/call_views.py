"""The page of a call with what came of it, and the page on which a group starts its proposal."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from kyodo_portal.common.lists.together import together
from projects.calls.change_models import as_told
from projects.calls.days import milestones_of
from projects.calls.eligibility import conditions_of, eligibility_of
from projects.calls.models import Call
from projects.calls.presenters import costs_of
from projects.calls.question_models import Question
from projects.calls.support import rate_words, rounding_words
from projects.proposals.drafting.actions import start_draft
from projects.proposals.drafting.pages import TITLES

from .access import groups_to_propose_for, unsent_registrations, waiting_registration
from .consulting import consult_url_for
from .forms import ProposeForm
from .models import Proposal
from .results import left_of, results_of


@login_not_required
@require_safe
def call(request, pk):
    """One call: what, who, until when, what to prepare, how it is judged, and what came of it."""
    call = get_object_or_404(Call.objects.visible_to(request.user).select_related("department"), pk=pk)
    criteria, themes, costs, changes, questions = together(
        call.criteria.all(), call.themes.select_related("department"), call.costs.all(), call.changes.all(), _questions_of(call)
    )
    context = {
        "call": call,
        **asked_of(questions),
        "criteria": criteria,
        "full_marks": sum(criterion.max_points * criterion.weight for criterion in criteria),
        "conditions": conditions_of(call),
        "days": milestones_of(call),
        "themes": themes,
        "costs": costs_of(costs),
        "rate": rate_words(call),
        "rounding": rounding_words(call),
        "left": left_of(call) if call.tell_left else None,
        "results": results_of(call),
        "changes": as_told(changes),
        "late": late_groups(call, request.user),
    }
    return render(request, "projects/calls/detail.html", context)


def late_groups(call, user):
    """[(group, until when)] of the user's groups that may send after the deadline; [] while all may. No query for visitors."""
    if not user.is_authenticated or call.is_open or not call.has_begun:
        return []
    groups = groups_to_propose_for(user).filter(pk__in=call.late_admissions.in_force().values("partner"))
    return [(group, call.closes_for(group.pk)) for group in groups if call.takes_from(group.pk)]


def _questions_of(call):
    linked = ("only_if", "principle__guideline", "principle__chapter__guideline")
    return call.questions.select_related(*linked).order_by("order", "pk")


def asked_of(questions):
    """What a call asks: `sections` [(page title, [questions])] without empty pages, `has_later` whether some may follow."""
    pages = [(TITLES[key], [question for question in questions if question.section == key]) for key in Question.Section.values]
    return {
        "sections": [(title, asked) for title, asked in pages if asked],
        "has_later": any(question.later for question in questions),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def call_propose(request, pk):
    """Before a group writes: who may, what to prepare, how long it takes; the button makes the draft, once."""
    call = get_object_or_404(Call.objects.visible_to(request.user), pk=pk)
    own = list(groups_to_propose_for(request.user))
    if request.method == "POST" and not own:
        raise PermissionDenied
    groups = own if call.is_open or not call.has_begun else [group for group in own if call.takes_from(group.pk)]
    form = ProposeForm(request.POST if request.method == "POST" else None, groups=groups or own)
    if request.method == "POST" and form.is_valid():
        try:
            proposal = start_draft(call=call, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, "提案書の下書きを作りました。書けるところから書いてください。")
            return redirect(f"{proposal.get_absolute_url()}#main")
    context = {"call": call, "form": form, **before_writing(call, request.user, groups)}
    return render(request, "projects/calls/propose.html", context)


def before_writing(call, user, groups):
    """What the page says before a group writes. `groups`: those that may; `late`: [(group, until when)] of a call that is closed."""
    return {
        "groups": groups,
        "late": None if call.is_open or not call.has_begun else [(group, call.closes_for(group.pk)) for group in groups],
        "waiting": [row for row in map(waiting_registration, groups) if row],
        "unsent": unsent_registrations(user),
        "drafts": list(Proposal.objects.drafts_for(user, call)),
        "conditions": conditions_of(call),
        "standing": [(group, eligibility_of(call, group), consult_url_for(call, group.pk)) for group in groups],
        "themes": list(call.themes.select_related("department")),
        **asked_of(_questions_of(call)),
    }
