"""The page of comments: for the group and for the coordinators whom it has invited."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from kyodo_portal.common.forms.typed import typed_in
from kyodo_portal.common.japanese.numbers import small_int
from kyodo_portal.common.own_words import own_words
from kyodo_portal.notices.telling import when_told
from kyodo_portal.process.errors import EditConflict
from kyodo_portal.process.pages import NOT_WRITTEN, closed
from projects.proposals.drafting.pages import TITLES, load_parts, pages_of
from projects.proposals.drafting.views import address
from projects.proposals.presenters import content_of, counted_only
from projects.proposals.views import in_scope

from .access import can_comment, can_invite, can_read_comments, could_comment, is_invited
from .actions import about_comment, comment, comments_url, coordinators_of, end, invite, take_off
from .forms import CommentForm

ENDED = "団体が、助言のお願いを終えました。助言は、もう書けません。"


@require_http_methods(["GET", "HEAD", "POST"])
def proposal_comments(request, pk):
    """Read the draft and what was said of it; invite and end, or comment and take off."""
    proposal = in_scope(request, pk)
    if not can_read_comments(request.user, proposal):
        raise _refused(request, proposal)
    parts, writes = load_parts(proposal), can_comment(request.user, proposal)
    form = None
    if writes:
        form = CommentForm(request.POST if "text" in request.POST else None, pages=pages_of(parts))
    if request.method == "POST" and _done(request, proposal, form):
        return redirect(f"{comments_url(proposal)}#main")
    rows = list(proposal.draft_comments.select_related("by"))
    groups = [(title, address(proposal, key), [row for row in rows if row.page == key]) for key, title in TITLES.items()]
    context = {
        "proposal": proposal,
        "call": proposal.call,
        "form": form,
        "groups": [group for group in groups if group[2]],
        "invites": can_invite(request.user, proposal),
        "invited": is_invited(proposal),
        "coordinators": coordinators_of(proposal.partner),
        "sections": counted_only(content_of(proposal, parts)) if writes else [],
    }
    return render(request, "projects/proposals/comments.html", context)


def _refused(request, proposal):
    """What to raise: whoever wrote on while the group ended its wish, or sent the draft, hears that and keeps the words."""
    if request.method != "POST" or not could_comment(request.user, proposal):
        return PermissionDenied()
    form = CommentForm(request.POST, pages=pages_of(load_parts(proposal)))
    if not proposal.is_unsent:
        return closed(request, proposal, form, is_of_the_past=False)
    error = EditConflict(ENDED + NOT_WRITTEN, proposal, typed_in(form))
    error.is_of_the_past = False
    return error


def _done(request, proposal, form):
    """Carry in what was pressed, and say so; False where a comment cannot be read yet."""
    said = ""
    if "invite" in request.POST:
        invite(proposal, by=request.user)
        said = own_words("コーディネーターに助言をお願いしました。")
    elif "end" in request.POST:
        end(proposal, by=request.user)
        said = own_words("助言を終えました。コーディネーターは、もう書けません。")
    elif "take_off" in request.POST:
        take_off(proposal, small_int(request.POST["take_off"], 0), by=request.user)
        said = "助言を取り下げました。"
    elif form is None or not form.is_bound:
        raise PermissionDenied
    elif form.is_valid():
        made = comment(proposal, by=request.user, **form.cleaned_data)
        said = f"助言を書きました。{when_told('団体の人', about_comment(made.pk), by=request.user)}"
    if said:
        messages.success(request, said)
    return bool(said)
