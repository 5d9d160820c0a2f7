"""The page on which a named group answers, and goes again."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from kyodo_portal.process.errors import EditConflict
from projects.proposals.presenters import content_of, counted_only, frozen

from .access import can_answer, can_answer_on_paper, can_read_text, can_read_title
from .actions import answer, leave, no_answer_now
from .forms import LEAVE, NO, YES, JointAnswerForm
from .models import JointGroup
from .states import JointState

ANSWERED = {YES: JointState.ACCEPTED, NO: JointState.DECLINED, LEAVE: JointState.LEFT}  # what an answer makes of a row
DONE = {"yes": "加わると返事をしました。", "no": "加わらないと返事をしました。", "leave": "抜けました。"}


@require_http_methods(["GET", "HEAD", "POST"])
def joint_group(request, pk):
    """Who asks, for what, until when; the form for whoever answers for the group, words only for its other people."""
    rows = JointGroup.objects.visible_to(request.user)
    row = get_object_or_404(rows.select_related("proposal__call", "proposal__partner", "partner", "lead", "call"), pk=pk)
    own, on_paper = can_answer(request.user, row), can_answer_on_paper(request.user, row)
    form = None
    if (own or on_paper) and (row.takes_an_answer or request.method == "POST"):
        form = JointAnswerForm(request.POST if request.method == "POST" else None, row=row, on_paper=not own)
    if request.method == "POST":
        if form is None:
            raise PermissionDenied
        said = request.POST.get("answer")
        if row.answered_by_id == request.user.pk and ANSWERED.get(said) == row.state:
            return _done(request, row, said)  # the second press
        if form.is_valid():
            return _answered(request, row, form.cleaned_data)
        if said in ANSWERED and said not in dict(form.fields["answer"].choices):  # offered when the page was opened
            raise EditConflict(no_answer_now(row), row)
    return render(request, "projects/proposals/joint/answer.html", _context(request, row, form, own))


def _answered(request, row, given):
    """Carry the answer in, and lead to the proposal where the group now takes part in it."""
    paper = {"received_on": given.get("received_on")}
    if given["answer"] == LEAVE:
        row = leave(row, by=request.user, **paper)
    else:
        row = answer(row, by=request.user, accepts=given["answer"] == YES, **paper)
    return _done(request, row, given["answer"])


def _done(request, row, said):
    messages.success(request, DONE[said])
    return redirect(f"{row.get_absolute_url()}#main")


def _context(request, row, form, own):
    proposal = row.proposal
    sections = []
    if can_read_text(request.user, row):
        revision = frozen(proposal)
        content = revision.content if revision else counted_only(content_of(proposal))
        sections = [section for section in content if section["key"] != "files"]  # papers are opened by who has joined
    knows = can_read_title(request.user, row)
    return {"row": row, "proposal": proposal, "form": form, "sections": sections, "own": own, "knows": knows}
