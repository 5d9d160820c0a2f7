"""What is read of one proposal: もくじ, status, summary, receipt, files."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from kyodo_portal.audit.actions import record_look
from kyodo_portal.common.files.storage import download_response
from kyodo_portal.common.lists.keyed import hanging
from kyodo_portal.common.lists.together import bring_along
from kyodo_portal.common.own_words import has_coordinator
from kyodo_portal.process.presenters import matter_page, told_by, track_of, turn_of
from kyodo_portal.process.waiting import as_told_to
from projects.proposals.drafting.completeness import page_state, problems_of
from projects.proposals.drafting.pages import fields_of, load_parts, pages_of
from projects.proposals.drafting.views import address

from .access import (
    can_ask_for_help,
    can_compare_versions,
    can_copy_proposal,
    can_delete_draft,
    can_download,
    can_edit_proposal,
    can_file,
    can_fill_proposal,
    can_see_whole_proposal,
    can_send_proposal,
    is_own,
    is_public_file,
    may_read_papers,
    proposal_roles,
    reads_for_others,
)
from .comments.access import can_read_comments, has_comments_for
from .consulting import consult_url_for, consultations_of
from .content_models import ProposalFile
from .filing_presenters import entering_of
from .joint.models import known_joint_groups
from .models import Proposal
from .not_yet import not_yet
from .presenters import content_of, facts_of, frozen
from .progress import task_of
from .talk_presenters import talks_of

WHOLE = "提案の全文"
OPEN_PAGES = ("まだ", "入力中")


def in_scope(request, pk):
    """The proposal if it exists for this person; otherwise 404."""
    related = ("call", "partner", "department", "wished_department", "decision")
    return get_object_or_404(Proposal.objects.open_to(request.user).select_related(*related), pk=pk)


@login_not_required
@require_safe
def proposal(request, pk):
    """もくじ of a draft for its group, the state of a sent proposal for who may see all of it, a summary for everybody else."""
    proposal = in_scope(request, pk)
    if not can_see_whole_proposal(request.user, proposal):
        return _summary(request, proposal)
    if reads_for_others(request.user, proposal):
        record_look(by=request.user, target=proposal, note=WHOLE)
    if not proposal.is_unsent:
        return _state(request, as_told_to(proposal, request.user))
    if can_fill_proposal(request.user, proposal):
        return _contents(request, proposal)
    context = {"proposal": proposal, "call": proposal.call, "sections": content_of(proposal), **_stands(request, proposal)}
    context |= {"own": is_own(request.user, proposal), "comments": can_read_comments(request.user, proposal)}
    context |= _papers(request.user, proposal)
    return render(request, "projects/proposals/read.html", context)


def _summary(request, proposal):
    """What everybody may read of an adopted proposal."""
    files = [file for file in ProposalFile.objects.of(proposal) if can_download(request.user, file)]
    project = getattr(proposal, "project", None)
    context = {
        "proposal": proposal,
        "call": proposal.call,
        "files": files,
        "others": [row.partner for row in known_joint_groups(proposal) if row.counts],
        "project": project if project and project.is_published else None,
    }
    return render(request, "projects/proposals/public.html", context)


def _stands(request, proposal):
    """Where a draft stands, as the page of what was sent says it: whose turn it is until when, and what comes."""
    return {"turn": turn_of(proposal, request.user), "track": track_of(proposal, ())}


def _contents(request, proposal):
    """もくじ: every page with its state."""
    parts = load_parts(proposal)
    problems, kept = problems_of(proposal, parts), not_yet(proposal, request.user)
    pages = [
        {"title": title, "url": address(proposal, key), "state": page_state(key, proposal, parts, problems)}
        for key, title in pages_of(parts)
    ]
    context = {
        "proposal": proposal,
        "call": proposal.call,
        "pages": pages,
        "open_pages": [row for row in pages if row["state"] in OPEN_PAGES],
        **_stands(request, proposal),
        "ready": not problems and not any(kept[name] for name in ("closed", "unconfirmed", "waiting", "refusals")),
        "joint_groups": parts.joint_groups,
        "consultations": consultations_of(proposal),
        "consult_url": consult_url_for(proposal.call, proposal.partner_id),
        "check_url": address(proposal, "check"),
        **_may_do(request.user, proposal),
        **kept,
        **_papers(request.user, proposal),
        "comments": has_coordinator(),
    }
    return render(request, "projects/proposals/contents.html", context)


def _may_do(user, proposal):
    """What somebody may do with a draft, for its もくじ; who only helps with it has none of them."""
    return {
        "writes": can_edit_proposal(user, proposal),
        "may_ask": can_ask_for_help(user, proposal),
        "can_delete": can_delete_draft(user, proposal),
        "can_send": can_send_proposal(user, proposal),
        "can_copy": can_copy_proposal(user, proposal),
    }


def _papers(user, proposal):
    """What came of it on paper, for its group and those who work on it, and what is being entered: `filings`, `entering`, `may_file`."""
    may_file = can_file(user, proposal)
    return {
        "filings": proposal.all_filings if may_read_papers(user, proposal) else [],
        "entering": entering_of(proposal, may_file),
        "may_file": may_file and proposal.open_filing is None and bool(proposal.may_come),
    }


def _bring_along(proposal):
    """What the page shows of a proposal out of tables of a few rows each. One query."""
    bring_along(
        proposal,
        changes=told_by(proposal),
        corrections=hanging(proposal, "corrections"),
        joint_groups=hanging(proposal, "joint_groups", "partner"),
        talks=hanging(proposal, "talks", "by", "department"),
    )


def _state(request, proposal):
    """Where it stands, whose turn it is, what to do now, and the text as it was sent."""
    roles = proposal_roles(request.user, proposal)
    _bring_along(proposal)
    corrections, revision = list(proposal.corrections.all()), frozen(proposal)
    handles = can_compare_versions(request.user, proposal)
    waiting = [correction for correction in corrections if correction.is_open and proposal.may("write")]
    member, content = can_edit_proposal(request.user, proposal), revision.content if revision else []
    context = {
        **{"proposal": proposal, "revision": revision, "call": proposal.call},
        **matter_page(proposal, request.user)._asdict(),
        "task": task_of(proposal, waiting) if member else "",
        **{"corrections": corrections, "is_corrected": handles and any(not row.is_open for row in corrections)},
        **{"waiting": waiting, "addresses": addresses_of_fields(proposal) if waiting else {}},
        "member": member,
        "joint_groups": known_joint_groups(proposal) if roles else [],
        **{"sections": content, "facts": facts_of(content)},
        "compares": revision and revision.number > 1 and handles,
        "judges": proposal.may("marks") and "panel" in roles,
        **{"can_send": can_send_proposal(request.user, proposal), "can_copy": can_copy_proposal(request.user, proposal)},
        **({"own": True, "talks": []} if is_own(request.user, proposal) else {"talks": talks_of(proposal)}),
        **{"check_url": address(proposal, "check"), "advised": has_comments_for(request.user, proposal)},
        **_papers(request.user, proposal),
    }
    return render(request, "projects/proposals/state.html", context)


def addresses_of_fields(proposal):
    """{field: the address of the page on which it is put right}."""
    return {key: address(proposal, page) for key, _, page in fields_of(proposal, load_parts(proposal))}


@require_safe
def proposal_receipt(request, pk):
    """The receipt: number, what happens next and when; for printing. Of what came on paper the secretariat prints it for the group."""
    proposal = in_scope(request, pk)
    on_paper = proposal.paper_day is not None and can_file(request.user, proposal)
    if not (on_paper or can_edit_proposal(request.user, proposal)):
        raise PermissionDenied
    if not proposal.number:
        return redirect(f"{proposal.get_absolute_url()}#main")
    return render(request, "projects/proposals/receipt.html", {"proposal": proposal, "call": proposal.call})


@login_not_required
@require_safe
def proposal_file(request, pk, file_id):
    """Hands out one file; the right is asked each time, a look at a private one is recorded."""
    proposal = in_scope(request, pk)
    file = get_object_or_404(ProposalFile.objects.of(proposal), pk=file_id)
    if not can_download(request.user, file):
        raise Http404
    if not is_public_file(file) and not is_own(request.user, proposal):
        record_look(by=request.user, target=proposal, note=f"資料 {file.pk}")
    return download_response(file.stored_as, file.name, file.content_type)
