"""What its group does with a proposal: check and send, the other steps of the table, delete, copy."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from kyodo_portal.common.forms.typed import typed_in
from kyodo_portal.process.actions import take_step
from kyodo_portal.process.correction_actions import untouched
from kyodo_portal.process.correction_forms import replied_in
from kyodo_portal.process.edits import ETAG
from kyodo_portal.process.errors import Stale
from kyodo_portal.process.pages import is_second, step_page
from kyodo_portal.process.readings import Overtaken, carried, reading
from projects.proposals.drafting.actions import copy_to, delete_draft
from projects.proposals.drafting.forms import SendForm
from projects.proposals.drafting.pages import TITLES, etag_of_draft, load_parts
from projects.proposals.drafting.views import address

from .access import (
    can_copy_proposal,
    can_delete_draft,
    can_file,
    can_fill_proposal,
    can_send_proposal,
    can_write_proposal,
    proposal_roles,
)
from .correctables import CORRECTABLES, problems_now
from .filing_presenters import entering_of
from .forms import CopyForm
from .joint.models import known_joint_groups
from .not_yet import not_yet
from .presenters import content_of, counted_only
from .version_presenters import content_read
from .views import in_scope
from .workflow import PROPOSAL

OWN_STEPS = {row.name for row in PROPOSAL.steps if row.page or {"applicant", "filer"} & set(row.roles)}


@require_http_methods(["GET", "HEAD", "POST"])
def proposal_check(request, pk):
    """Check answers; the representative sends from here, for the first time or again."""
    proposal = in_scope(request, pk)
    if not can_fill_proposal(request.user, proposal):
        raise PermissionDenied
    if request.method != "POST" and not can_write_proposal(request.user, proposal):
        return redirect(f"{proposal.get_absolute_url()}#main")
    form = _send_form(proposal, request.POST if request.method == "POST" else None)
    if request.method == "POST" and (sent := _sent(request, proposal, form)):
        return sent
    parts = load_parts(proposal)
    context = {
        "proposal": proposal,
        "call": proposal.call,
        "sections": _read_now(proposal, parts, form),
        "problems": _problems(proposal, parts),
        "unanswered": parts.unanswered,
        "form": form,
        "unchanged": form.unchanged,
        "can_send": can_send_proposal(request.user, proposal),
        "draft": proposal.is_unsent,
        "entering": entering_of(proposal, can_file(request.user, proposal)),
        **not_yet(proposal, request.user),
    }
    return render(request, "projects/proposals/check.html", context, status=409 if form.overtaken else 200)


def _read_now(proposal, parts, form):
    """What the page shows of the proposal; the form carries it."""
    sections = content_of(proposal, parts)
    form.initial[ETAG] = carried(reading(content_read(counted_only(sections))))
    return sections


def _send_form(proposal, data):
    others = [row.partner for row in known_joint_groups(proposal) if row.counts]
    unchanged, initial = _to_answer(proposal, data), {"version": proposal.version}
    return SendForm(data, lead=proposal.partner, others=others, unchanged=unchanged, initial=initial)


def _to_answer(proposal, data):
    """The corrections that can be answered with a reason: those not followed so far, and what the page that was sent had boxes for."""
    if proposal.is_unsent:
        return []
    waiting = untouched(proposal, CORRECTABLES)
    known = {row.pk for row in waiting}
    return waiting + [row for row in replied_in(data or {}, proposal.corrections.all()) if row.pk not in known]


def _problems(proposal, parts):
    """What is still missing, each with the address of the page on which it is put right."""
    return [
        {"message": problem.message, "url": address(proposal, problem.page), "page": TITLES[problem.page]}
        for problem in problems_now(proposal, parts)
    ]


def _sent(request, proposal, form):
    """Send and answer with the receipt; None when something is still missing."""
    if not can_send_proposal(request.user, proposal):
        raise PermissionDenied
    if not form.is_valid():
        if not can_write_proposal(request.user, proposal):
            raise _old_page(Stale(proposal), form)
        return None
    step = _step_of_check(proposal, request.user, form.cleaned_data["version"])
    given = {name: form.cleaned_data[field] for name, field in (("version", "version"), ("read", ETAG))}
    try:
        take_step(proposal, step, by=request.user, **given, **form.answers(step))
    except ValidationError as error:
        form.add_error(None, error)
        return None
    except Overtaken as error:
        proposal.refresh_from_db()
        return form.overtaken_by(error)
    except Stale as error:
        if not is_second(request, error):
            raise _old_page(error, form) from None
    return _answered(request, proposal, step)


def _old_page(error, form):
    """The conflict with what was typed on this page."""
    error.entries = typed_in(form)
    return error


def _answered(request, proposal, step):
    """Where the page leads once its step is taken: the group to its receipt, the secretariat to what it received."""
    if step == "enter":
        proposal.refresh_from_db(fields=["number"])
        messages.success(request, f"紙で受け付けました。受付番号は{proposal.number}です。")
        return redirect(f"{reverse('admin:projects_proposal_change', args=[proposal.pk])}#content-start")
    if step == "correct":
        messages.success(request, "提案書を出し直しました。")
        return redirect(f"{proposal.get_absolute_url()}#main")
    return redirect(f"{reverse('proposal-receipt', args=[proposal.pk])}#main")


def _step_of_check(proposal, user, version):
    """The step that this page takes: of the present state, or, pressed a second time, the one that was taken from that version."""
    steps = [row.name for row in PROPOSAL.steps if row.page == "proposal-check"]
    now = [row.name for row in PROPOSAL.offered(proposal, proposal_roles(user, proposal)) if row.name in steps]
    if now:
        return now[0]
    return proposal.changes.filter(version=version + 1, step__in=steps).values_list("step", flat=True).first() or steps[0]


@require_http_methods(["GET", "HEAD", "POST"])
def proposal_step(request, pk, step):
    """One step of the table; sending happens on the check page."""
    proposal = in_scope(request, pk)
    if step not in OWN_STEPS:
        raise Http404  # staff take theirs in the admin
    return step_page(request, proposal, step)


@require_http_methods(["GET", "HEAD", "POST"])
def proposal_delete(request, pk):
    """Asks, then deletes a draft."""
    proposal = in_scope(request, pk)
    if not can_delete_draft(request.user, proposal):
        raise PermissionDenied
    if request.method == "POST":
        delete_draft(proposal, by=request.user, etag=request.POST.get(ETAG, ""))
        messages.success(request, "下書きを消しました。")
        return redirect("call", proposal.call_id)
    context = {"proposal": proposal, "call": proposal.call, ETAG: etag_of_draft(proposal)}
    return render(request, "projects/proposals/delete.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def proposal_copy(request, pk):
    """これをもとに書く: a new draft for an open call with the text of a proposal that went no further."""
    proposal = in_scope(request, pk)
    if not can_copy_proposal(request.user, proposal):
        raise PermissionDenied
    form = CopyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            new = copy_to(proposal, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, "新しい下書きに写しました。資料は写していません。日付と資料を確かめてください。")
            return redirect(f"{new.get_absolute_url()}#main")
    return render(request, "projects/proposals/copy.html", {"proposal": proposal, "form": form, "call": proposal.call})
