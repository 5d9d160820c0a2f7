"""意見募集 as everybody reads it: all rounds, one of them with its result, the plan as a text, the form on paper."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from kyodo_portal.common.forms.paper import Sheet, blank_boxes
from kyodo_portal.process.presenters import public_turn

from .access import runs_round
from .actions import shut_because
from .filters import RoundFilter
from .forms import OpinionForm
from .models import OpinionRound
from .presenters import listed, papers_of, round_page, round_row


def in_scope(request, pk):
    """The round of this address; 404 for whom it does not exist."""
    return get_object_or_404(
        OpinionRound.objects.visible_to(request.user).select_related("department", "revision__guideline"), pk=pk
    )


@login_not_required
@require_safe
def opinions(request):
    """意見募集の一覧: open ones first, the nearest last day on top."""
    filter = RoundFilter(request, listed)
    context = {"filter": filter, "page": filter.page, "rows": [round_row(row) for row in filter.page]}
    return render(request, "projects/opinions/list.html", context)


@login_not_required
@require_safe
def round(request, pk):
    """One round: what is asked, until when, how to answer; then what became of it."""
    shown = in_scope(request, pk)
    context = round_page(shown, request.user)._asdict()
    context |= {"runs": request.user.is_authenticated and runs_round(request.user, shown), "turn": _turn_of(shown)}
    return render(request, "projects/opinions/round.html", context)


def _turn_of(round):
    """Whose turn it is once nobody can send an opinion any more; before that its days say what comes next."""
    return None if round.may("send") else public_turn(round, round.result_due)


@login_not_required
@require_safe
def plan(request, pk):
    """The papers of a round as one text, to read, to hear, to print."""
    shown = in_scope(request, pk)
    return render(request, "projects/opinions/plan.html", {"round": shown, "papers": papers_of(shown)})


@login_not_required
@require_safe
def paper_form(request, pk):
    """The form of a round on A4, for whoever writes by hand."""
    shown = in_scope(request, pk)
    fields = {name: field for name, field in OpinionForm(round=shown).fields.items() if name != "form_key"}
    sheets = [Sheet("意見", "", blank_boxes(fields), [])]
    context = {"round": shown, "sheets": sheets, "shut": "" if shown.takes_now else shut_because(shown)}
    return render(request, "projects/opinions/paper.html", context)
