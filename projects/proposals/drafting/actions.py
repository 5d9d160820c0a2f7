"""Writing a draft: start, save page by page, files, delete, copy into a new call."""

import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from kyodo_portal.audit.actions import record
from kyodo_portal.common.files.storage import remove_stored
from kyodo_portal.common.forms.three_way import canonical
from kyodo_portal.process.edits import WRITTEN_ON, names_to_write
from kyodo_portal.process.errors import EditConflict, Stale
from kyodo_portal.process.file_actions import files_first, keep_file, same_file
from kyodo_portal.process.once import create_once
from kyodo_portal.process.task_actions import forget_tasks, sync_tasks
from projects.calls.question_models import Question
from projects.cycles.plan.models import BudgetLine, RoleShare
from projects.proposals.access import can_copy_proposal, can_delete_draft, can_edit_proposal, can_fill_proposal, can_propose
from projects.proposals.content_models import Answer, ProposalFile
from projects.proposals.joint.actions import groups_to_ask_again, let_go_with_draft, name_groups
from projects.proposals.models import Proposal
from projects.proposals.plan_models import PlannedGoal, PlannedStep
from projects.proposals.workflow import PROPOSAL

from .pages import MAX_FILES, etag_of_draft, load_parts, shown_values, stored_values


def start_draft(*, call, partner, by, form_key):
    """A new draft of `partner` for an open `call`. The same `form_key` twice gives the same draft (double click)."""
    if not can_propose(by, partner):
        raise PermissionDenied
    if not call.takes_from(partner.pk):
        raise ValidationError(f"いまは受け付けていません。{call.shut_because}", code="closed")

    def make():
        proposal = Proposal.objects.create(call=call, partner=partner, created_by=by, form_key=form_key, status=PROPOSAL.start)
        record("draft", by=by, target=proposal, note=str(call))
        return proposal

    return create_once(Proposal, form_key, make, theirs={"created_by_id": by.pk})


def locked_for_edit(proposal, by):
    """The row, locked; PermissionDenied for whoever neither is of the group nor helps, Stale when it is no longer being written."""
    locked = Proposal.objects.select_for_update().get(pk=proposal.pk)
    if not can_fill_proposal(by, locked):
        raise PermissionDenied
    if not locked.may("write"):
        raise Stale(locked)
    return locked


def open_fields(proposal):
    """The fields that may be written now: None for all of a draft, otherwise those that staff asked to put right, and the questions
    that hang on an answer among them."""
    if proposal.is_unsent:
        return None
    asked = set(proposal.corrections.open().values_list("field", flat=True))
    hanging = [row for row in proposal.call.questions.exclude(only_if=None) if f"q{row.only_if_id}" in asked]
    return asked | {question.name for question in hanging}


@transaction.atomic
def save_page(proposal, page, *, by, values, unreadable, etag):
    """Store one page of a proposal that is being written.

    values: what is valid, in the shape of `pages.stored_of`; unreadable: {name: text} that is kept as it was
    typed; etag: `pages.etag_of_page` as the page was opened.
    What somebody else wrote after that in other fields stays; EditConflict where both wrote into one (unless the same), Stale when
    the proposal was sent meanwhile.
    """
    locked = locked_for_edit(proposal, by)
    if "co_partners" in values and not can_edit_proposal(by, locked):
        raise PermissionDenied  # who helps asks no other group
    parts = load_parts(locked)
    before = stored_values(page, locked, parts)
    allowed = open_fields(locked)
    if allowed is not None and page not in allowed:
        values = {name: value for name, value in values.items() if name in allowed}
        unreadable = {name: value for name, value in unreadable.items() if name in allowed}
    sent, typed = {**values, **unreadable}, locked.typed.get(page) or {}
    names = names_to_write(etag, shown_values(page, locked, parts), sent, locked)
    values = {name: value for name, value in values.items() if name in names}
    of_others = {name: text for name, text in typed.items() if name in sent and name not in names}
    unreadable = of_others | {name: text for name, text in unreadable.items() if name in names}
    if canonical({**before, **values}) == canonical(before) and unreadable == typed:
        return locked
    _write(locked, page, values, parts, by=by)
    locked.typed = {
        **{key: value for key, value in locked.typed.items() if key != page},
        **({page: unreadable} if unreadable else {}),
    }
    locked.save()
    sync_tasks(locked)
    return locked


def _write(proposal, page, values, parts, *, by):
    """Write the valid values of a page; the caller saves the proposal's own columns."""
    questions = {question.name: question for question in parts.questions}
    for name, value in values.items():
        if name in questions:
            Answer.objects.update_or_create(proposal=proposal, question=questions[name], defaults={"text": value})
        elif name == "co_partners":
            name_groups(proposal, value, by=by)
        elif page == "plan":
            model, rows = (PlannedGoal, proposal.planned_goals) if name == "goals" else (PlannedStep, proposal.planned_steps)
            rows.all().delete()
            model.objects.bulk_create(model(proposal=proposal, order=order, **row) for order, row in enumerate(value))
        elif page == "roles":
            proposal.role_shares.all().delete()
            RoleShare.objects.bulk_create(RoleShare(proposal=proposal, order=order, **row) for order, row in enumerate(value))
        elif page == "budget":
            proposal.budget_lines.filter(side=name).delete()
            BudgetLine.objects.bulk_create(
                BudgetLine(proposal=proposal, side=name, order=order, **row) for order, row in enumerate(value)
            )
        else:
            setattr(proposal, name, value)


def write_back(proposal, page, sent, parts):
    """Put stored values back on a page of a proposal whose row is held. sent: as JSON keeps them (days as text)."""
    if page == "files":
        proposal.files.exclude(pk__in=sent["files"]).filter(removed_at__isnull=True).update(removed_at=timezone.now())
        proposal.files.filter(pk__in=sent["files"]).update(removed_at=None)
        return
    days = ("starts_on", "ends_on")
    values = {name: datetime.date.fromisoformat(text) if name in days and text else text for name, text in sent.items()}
    _write(proposal, page, values, parts, by=None)
    kept = proposal.typed.get(page)
    whole = page in ("plan", "roles", "budget")  # rows have no names of their own: what was typed in them goes with them
    left = {name: text for name, text in kept.items() if name not in sent} if kept and not whole else {}
    proposal.typed = {**{key: value for key, value in proposal.typed.items() if key != page}, **({page: left} if left else {})}
    proposal.save()


@files_first("accepted")
@transaction.atomic
def add_file(proposal, *, by, accepted, is_public, question=None):
    """Keep one accepted upload (common.files.Accepted) with a proposal that is being written. question: which it answers."""
    locked = _locked_for_files(proposal, by)
    columns = {"proposal": locked, "is_public": is_public, "question": question}
    full = locked.files.filter(removed_at__isnull=True).count() >= MAX_FILES
    if full and not same_file(ProposalFile, accepted, by=by, **columns):
        raise ValidationError(f"資料は{MAX_FILES}つまでです。付けてあるものを外してから、加えてください。")
    kept = keep_file(ProposalFile, accepted, by=by, **columns)
    sync_tasks(locked)
    return kept


@transaction.atomic
def remove_file(proposal, file_id, *, by):
    """Take a file off. Once a revision lists it, it stays stored, because somebody has read it."""
    locked = _locked_for_files(proposal, by)
    file = locked.files.filter(pk=file_id, removed_at__isnull=True).first()
    if file is None:
        return
    if locked.revisions.exists():
        ProposalFile.objects.filter(pk=file.pk).update(removed_at=timezone.now())
        return
    name = file.stored_as
    file.delete()
    sync_tasks(locked)
    transaction.on_commit(lambda: remove_stored(name))


def _locked_for_files(proposal, by):
    locked = locked_for_edit(proposal, by)
    allowed = open_fields(locked)
    if allowed is not None and "files" not in allowed:
        raise PermissionDenied
    return locked


@transaction.atomic
def delete_draft(proposal, *, by, etag=None):
    """Delete a draft with all that hangs on it. A proposal that was sent is never deleted.

    etag: `etag_of_draft` as the page was opened; EditConflict when somebody wrote more since. None: not asked.
    """
    locked = Proposal.objects.select_for_update().get(pk=proposal.pk)
    if not can_delete_draft(by, locked):
        raise PermissionDenied
    if etag is not None and etag != etag_of_draft(locked):
        raise EditConflict(WRITTEN_ON, locked)
    names = list(locked.files.values_list("stored_as", flat=True))
    let_go_with_draft(locked, by=by)
    record("delete", by=by, target=locked, note="下書きを消した")
    forget_tasks(locked)
    locked.delete()
    transaction.on_commit(lambda: [remove_stored(name) for name in names])


def copy_to(source, *, call, by, form_key):
    """A new draft for `call` with the text of `source`: answers go to questions with the same wording; files are not copied."""
    if not can_copy_proposal(by, source):
        raise PermissionDenied

    def make():
        new = start_draft(call=call, partner=source.partner, by=by, form_key=form_key)
        _copy_text(source, new, by)
        return new

    return create_once(Proposal, form_key, make, theirs={"created_by_id": by.pk})


def _copy_text(source, new, by):
    call = new.call
    new.title, new.summary, new.wished_department = source.title, source.summary, source.wished_department
    new.theme = call.themes.filter(title=source.theme.title).first() if source.theme else None
    new.save()
    name_groups(new, groups_to_ask_again(source, call), by=by)
    answers = {
        (answer.question.section, answer.question.label): answer.text for answer in source.answers.select_related("question")
    }
    Answer.objects.bulk_create(
        Answer(proposal=new, question=question, text=answers[question.section, question.label])
        for question in call.questions.exclude(kind=Question.Kind.FILE)
        if answers.get((question.section, question.label))
    )
    old, parts = load_parts(source), load_parts(new)
    for page in ("plan", "roles", "budget"):
        _write(new, page, _for_other_costs(stored_values(page, source, old), old, parts), parts, by=by)


def _for_other_costs(values, old, new):
    """The rows of another call's draft: each expense under the kind of cost of the same name, or under none yet."""
    names, known = {cost.pk: cost.name for cost in old.costs}, {cost.name: cost.pk for cost in new.costs}
    for row in values.get("expense", []):
        row["cost_id"] = known.get(names.get(row.pop("cost_id", None)))
    return values
