"""take_step: the only door through which a state changes. keep_file: the only way in which a file comes to a matter."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from kyodo_portal.audit.actions import record
from kyodo_portal.common.files import storage
from kyodo_portal.common.templatetags.kyodo import jdate
from kyodo_portal.common.workflow import SAME
from kyodo_portal.notices.actions import notify

from .errors import Press, Stale
from .task_actions import sync_tasks


@transaction.atomic
def take_step(subject, step, *, by, version, reason="", details=None, **answers):
    """Move `subject` along the row `step` of its table and return it as stored.

    by: the user, or None for the clock. version: the version that the user's page showed.
    details: JSON kept with the decision (document number, due date, …).
    Raises Stale when somebody was faster, PermissionDenied when `by` may not, ValidationError when the
    row asks for a reason and none was given. One StageChange row is written, one AuditEvent, and the
    notices of everybody whom the row tells. Queries: sixteen, of which five for the tasks, one for each role that is told, and
    those of rights and hooks.
    """
    process = subject.process
    row = process.step(step)
    subjects = type(subject)._base_manager.select_for_update(of=("self",))
    locked = (subjects.select_related(*subject.at_hand) if subject.at_hand else subjects).get(pk=subject.pk)
    hook = process.hook(step)
    if not process.roles_of(by, locked) & set(row.roles):
        raise PermissionDenied
    if locked.version != version or locked.status not in row.source or not row.applies_to(locked):
        asked = hook.details(locked, **answers) if hook.details else answers_as_json(answers) if details is None else details
        raise Stale(locked, Press(row.name, by, version, reason, asked))
    if row.needs_reason and not reason.strip():
        raise ValidationError({"reason": "理由を書いてください。"})
    if hook.prepare:
        hook.prepare(locked, by=by, reason=reason, **answers)
    body = notice_of(locked, step, by=by, reason=reason, **answers) or reason
    if hook.details:
        details = hook.details(locked, **answers)
    before = locked.status
    locked.status, locked.version = row.to(before), locked.version + 1
    if row.target != SAME:  # a note on a late matter does not make it young again
        locked.status_since = timezone.now()
    locked.save(update_fields=["status", "version", "status_since"])
    locked.changes.create(
        version=locked.version,
        step=row.name,
        from_state=before,
        to_state=locked.status,
        by=by,
        reason=reason,
        details=answers_as_json(answers) if details is None else details,
    )
    for effect in (hook.effect, process.hook("*").effect):
        if effect:
            effect(locked, by=by, reason=reason, **answers)
    record("step", by=by, target=locked, note=f"{process.label}: {row.label}")
    (now,) = sync_tasks(locked, by=by)
    notify(
        {user.pk: user for role in row.notifies for user in process.audience(locked, role)}.values(),
        title=(row.notice_title or "{subject}: " + row.label).format(subject=locked),
        body="\n\n".join(text for text in (body, now_sentence(now)) if text),
        url=locked.get_absolute_url(),
        key=f"{process.key}:{locked.pk}:{locked.version}",
        by=by,
    )
    subject.status, subject.version, subject.status_since = locked.status, locked.version, locked.status_since
    return locked


def now_sentence(subject):
    """What notices say of what comes next: whose turn it is and for what, or what can be done now that it has ended."""
    if subject.state.is_end:
        return subject.state.now
    if subject.responsible == ("system",):
        return ""
    due = f"（期限 {jdate(subject.due_on)}）" if subject.due_on else ""
    return f"いまは、{subject.responsible_label}が「{subject.next_task}」番です{due}。"


def notice_of(subject, step, **answers):
    """What the notices of this step say below their title; "" where that is only the reason."""
    hook = subject.process.hook(step)
    return hook.notice(subject, **answers) if hook.notice else ""


def answers_as_json(answers):
    """Answers as JSON: rows by their key, days and numbers as they are written, nothing for what was left empty."""
    return {
        name: value if isinstance(value, (str, int, list)) else str(getattr(value, "pk", value))
        for name, value in answers.items()
        if value not in (None, "")
    }


def keep_file(model, accepted, *, by, **columns):
    """Write an accepted upload (uploads.Accepted) and its row of `model` (a StoredFile) with `columns`; return the row.

    The same file of the same person with the same columns is there already after a double click: its row is returned. The
    caller holds the row to which the file belongs. A row that the database refuses leaves no file behind.
    """
    known = same_file(model, accepted, by=by, **columns)
    if known is not None:
        return known
    stored = storage.store(accepted)
    try:
        return model.objects.create(
            stored_as=stored.stored_name,
            name=stored.display_name,
            content_type=stored.content_type,
            size=stored.size,
            sha256=stored.sha256,
            uploaded_by=by,
            **columns,
        )
    except Exception:
        storage.discard(stored.stored_name)
        raise


def same_file(model, accepted, *, by, **columns):
    """The row of this very upload (bytes, name, person, columns) if it is kept already and was not taken off, or None."""
    columns |= {"removed_at": None} if any(field.name == "removed_at" for field in model._meta.fields) else {}
    return model._base_manager.filter(sha256=accepted.sha256, name=accepted.name, uploaded_by=by, **columns).first()
