"""Pages of one proposal: もくじ, status, check and send, receipt, steps, copy, delete, files."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from kyodo_portal.audit.actions import record
from kyodo_portal.common.files.storage import download_response
from kyodo_portal.process.actions import take_step
from kyodo_portal.process.errors import Stale
from kyodo_portal.process.pages import step_page
from projects.proposals.drafting.actions import copy_to, delete_draft
from projects.proposals.drafting.completeness import page_state, problems_of
from projects.proposals.drafting.forms import PROMISES, SendForm
from projects.proposals.drafting.pages import TITLES, fields_of, load_parts, pages_of
from projects.proposals.drafting.views import address

from .access import (
    can_copy_proposal,
    can_delete_draft,
    can_download,
    can_edit_proposal,
    can_see_whole_proposal,
    can_send_proposal,
    can_write_proposal,
    is_public_file,
)
from .forms import CopyForm
from .models import Proposal, ProposalFile
from .presenters import content_of, frozen
from .progress import changes_for_group, task_of, track_of
from .workflow import PROPOSAL

OWN_STEPS = {row.name for row in PROPOSAL.steps if "applicant" in row.roles}


def in_scope(request, pk):
    """The proposal if it exists for this person; otherwise 404."""
    related = ("call", "partner", "department", "wished_department")
    return get_object_or_404(Proposal.objects.visible_to(request.user).select_related(*related), pk=pk)


@login_not_required
def proposal(request, pk):
    """もくじ of a draft for its group, the state of a sent proposal for who may see all of it, a summary for everybody else."""
    found = in_scope(request, pk)
    if not can_see_whole_proposal(request.user, found):
        return _summary(request, found)
    if not found.is_unsent:
        return _state(request, found)
    if can_edit_proposal(request.user, found):
        return _contents(request, found)
    return render(request, "projects/proposals/read.html", {"proposal": found, "call": found.call, "sections": content_of(found)})


def _summary(request, found):
    """What everybody may read of an adopted proposal."""
    files = [file for file in ProposalFile.objects.of(found) if can_download(request.user, file)]
    project = getattr(found, "project", None)
    context = {
        "proposal": found,
        "call": found.call,
        "files": files,
        "project": project if project and project.published_at else None,
    }
    return render(request, "projects/proposals/public.html", context)


def _contents(request, found):
    """もくじ: every page with its state."""
    parts = load_parts(found)
    problems = problems_of(found, parts)
    pages = [
        {"title": title, "url": address(found, key), "state": page_state(key, found, parts, problems)}
        for key, title in pages_of(parts)
    ]
    context = {
        "proposal": found,
        "call": found.call,
        "pages": pages,
        "ready": not problems,
        "check_url": address(found, "check"),
        "can_delete": can_delete_draft(request.user, found),
        "can_send": can_send_proposal(request.user, found),
        "can_copy": can_copy_proposal(request.user, found),
    }
    return render(request, "projects/proposals/contents.html", context)


def _state(request, found):
    """Where it stands, whose turn it is, what to do now, and the text as it was sent."""
    changes, corrections = list(found.changes.all()), list(found.corrections.all())
    revision, member = frozen(found), can_edit_proposal(request.user, found)
    waiting = [one for one in corrections if one.resolved_at is None]
    context = {
        "proposal": found,
        "call": found.call,
        "track": track_of(found, changes),
        "changes": changes_for_group(changes),
        "task": task_of(found, waiting) if member else "",
        "corrections": _with_addresses(found, waiting),
        "member": member,
        "old_corrections": [one for one in corrections if one.resolved_at],
        "revision": revision,
        "sections": revision.content if revision else [],
        "check_url": address(found, "check"),
        "can_send": can_send_proposal(request.user, found),
        "can_copy": can_copy_proposal(request.user, found),
        "talks": [] if member else list(found.talks.select_related("by")),
    }
    return render(request, "projects/proposals/state.html", context)


def _with_addresses(found, corrections):
    """Each correction with the address of the page on which it is put right."""
    pages = {key: page for key, _, page in fields_of(found, load_parts(found))} if corrections else {}
    for one in corrections:
        one.url = address(found, pages.get(one.field, "idea"))
    return corrections


def proposal_check(request, pk):
    """Check answers; the representative sends from here, for the first time or again."""
    found = in_scope(request, pk)
    if not can_edit_proposal(request.user, found):
        raise PermissionDenied
    if request.method != "POST" and not can_write_proposal(request.user, found):
        return redirect(f"{found.get_absolute_url()}#main")
    form = SendForm(request.POST if request.method == "POST" else None, initial={"version": found.version})
    if request.method == "POST" and (sent := _sent(request, found, form)):
        return sent
    parts = load_parts(found)
    problems = [
        {"message": one.message, "url": address(found, one.page), "page": TITLES[one.page]} for one in problems_of(found, parts)
    ]
    context = {
        "proposal": found,
        "call": found.call,
        "sections": content_of(found, parts),
        "problems": problems,
        "form": form,
        "can_send": can_send_proposal(request.user, found),
        "draft": found.is_unsent,
        "closed": found.is_unsent and not found.call.is_open,
    }
    return render(request, "projects/proposals/check.html", context)


def _sent(request, found, form):
    """Send and answer with the receipt; None when something is still missing."""
    if not can_send_proposal(request.user, found):
        raise PermissionDenied
    if not form.is_valid():
        return None
    step = next((row.name for row in PROPOSAL.steps_from(found.status) if row.page == "proposal-check"), "submit")
    promises = {"promises": [text for _, text in PROMISES]}
    try:
        take_step(found, step, by=request.user, version=form.cleaned_data["version"], **promises)
    except ValidationError as error:
        form.add_error(None, error)
        return None
    except Stale as error:
        if not error.is_second_press(step, request.user):
            raise
    if step == "correct":
        messages.success(request, "直した提案書を出し直しました。")
        return redirect(f"{found.get_absolute_url()}#main")
    return redirect(f"{reverse('proposal-receipt', args=[found.pk])}#main")


def proposal_receipt(request, pk):
    """The receipt: number, what happens next and when; for printing."""
    found = in_scope(request, pk)
    if not can_edit_proposal(request.user, found):
        raise PermissionDenied
    if not found.number:
        return redirect(f"{found.get_absolute_url()}#main")
    return render(request, "projects/proposals/receipt.html", {"proposal": found, "call": found.call})


def proposal_step(request, pk, step):
    """One step of the table; sending happens on the check page."""
    found = in_scope(request, pk)
    if step not in OWN_STEPS:
        raise Http404  # staff take theirs in the admin
    return step_page(request, found, step)


def proposal_delete(request, pk):
    """Asks, then deletes a draft."""
    found = in_scope(request, pk)
    if not can_delete_draft(request.user, found):
        raise PermissionDenied
    if request.method == "POST":
        delete_draft(found, by=request.user)
        messages.success(request, "下書きを消しました。")
        return redirect("call", found.call_id)
    return render(request, "projects/proposals/delete.html", {"proposal": found, "call": found.call})


def proposal_copy(request, pk):
    """これをもとに書く: a new draft for an open call with the text of a proposal that went no further."""
    found = in_scope(request, pk)
    if not can_copy_proposal(request.user, found):
        raise PermissionDenied
    form = CopyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            new = copy_to(found, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, "新しい下書きに写しました。資料は写していません。日付と資料を確かめてください。")
            return redirect(f"{new.get_absolute_url()}#main")
    return render(request, "projects/proposals/copy.html", {"proposal": found, "form": form, "call": found.call})


@login_not_required
def proposal_file(request, pk, file_id):
    """Hands out one file; the right is asked each time, a look at a private one is recorded."""
    found = in_scope(request, pk)
    file = get_object_or_404(ProposalFile.objects.of(found), pk=file_id)
    if not can_download(request.user, file):
        raise Http404
    if not is_public_file(file) and not can_edit_proposal(request.user, found):
        record("look", by=request.user, target=found, note=f"資料「{file.name}」を開いた")
    return download_response(file.stored_as, file.name, file.content_type)
