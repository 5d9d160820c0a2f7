"""take_step: the only door through which a state changes."""

import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from kyodo_portal.audit.actions import record
from kyodo_portal.common.upwards import letters_follow, nobody_told, told_by_mistake
from kyodo_portal.common.workflow import SAME
from kyodo_portal.notices.actions import ToTell, notify_each, retell, say_after_all, take_back
from kyodo_portal.notices.models import MailKind
from kyodo_portal.notices.waiting import waiting_time

from .errors import Press, Stale
from .events import answers_as_json, event_of
from .now_words import NOW, roles_by_person, sentences_of, speaks_to, words_for
from .readings import refuse_overtaken
from .task_actions import sync_tasks
from .untold import known_again, let_go

OVERTAKEN = "いまのようすは、画面で確かめてください。"  # instead, where the matter moved on before the notice was told


@transaction.atomic
def take_step(subject, step, *, by, version, reason="", details=None, read=None, pressed_by=None, **answers):
    """Move `subject` along the row `step` of its table and return it as stored.

    by: the user, or None for the clock and for what follows by itself, of which whoever brought it about (`pressed_by`) gets no mail. version: the version that the user's page showed.
    details: JSON kept with the decision (document number, due date, …).
    read: the text that was read, where the step sends or freezes one (`readings.reading_of`); None: not asked.
    Raises Stale when somebody was faster, Overtaken when that text was changed meanwhile, PermissionDenied when `by` may not,
    ValidationError when the row asks for a reason, or for one that everybody reads, and none was given: of a taking back only once
    somebody was told of what is taken back.
    One StageChange row is written, one AuditEvent, and the notices of everybody whom the row tells, which wait as long as the step
    can be taken back unseen (`waiting_time`). A row that takes a step back (`undoes`) tells nobody of what still waited, and
    corrects what was told; what still waits to ask for what this step does is asked nobody.
    Queries: sixteen, of which five for the tasks, one for each role that is told, four more where a step is taken back, one
    and two for each notice of the step before that still waits, one where notices wait, one where the row overwrites a value,
    and those of rights, of hooks and of a letter (letters/step_actions.py).
    """
    process, row, hook = subject.process, subject.process.step(step), subject.process.hook(step)
    locked = _held(subject)
    if not process.roles_of(by, locked) & set(row.roles):
        raise PermissionDenied
    if locked.version != version or locked.status not in row.source or not row.applies_to(locked):
        asked = hook.details(locked, **answers) if hook.details else answers_as_json(answers) if details is None else details
        raise Stale(locked, Press(row.name, by, version, reason, asked))
    refuse_overtaken(hook, locked, read)
    _refuse_without_reasons(locked, row, reason, answers)
    undone = _taken_back(locked, row)
    kept = {"since": locked.status_since.isoformat(), **(hook.keep(locked, **answers) if hook.keep else {})}
    given = {**answers, "undone": undone} if row.undoes else answers
    if hook.prepare:
        hook.prepare(locked, by=by, reason=reason, **given)
    body = notice_of(locked, step, by=by, reason=reason, **given) or reason
    if hook.details:
        details = hook.details(locked, **answers)
    before, overtaken = locked.status, let_go(locked, row, hook, answers, undone)
    if overtaken.unsaid:
        kept["unsaid"] = overtaken.unsaid
    _move(locked, row, undone)
    notices = _take_back_notices(locked, row, undone, kept, by) if undone else None
    change = locked.changes.create(
        version=locked.version,
        step=row.name,
        from_state=before,
        to_state=locked.status,
        by=by,
        reason=reason,
        details=answers_as_json(answers) if details is None else details,
        kept=kept,
    )
    locked.__dict__.pop("last_step", None)
    for effect in (hook.effect, process.hook("*").effect):
        if effect:
            effect(locked, by=by, reason=reason, **given)
    letters_follow(locked, row, change, by=by, undone=undone)
    record("step", by=by, target=locked, note=f"{process.label}: {row.label}")
    (now,) = sync_tasks(locked, by=by, is_back=undone is not None)
    if waiting_time() and not undone:
        retell(event_of(locked, version), lambda text: _as_it_is(text, sentences_of(now)))
    known = known_again(overtaken, locked, before, hook, answers)
    _tell(locked, row, body, now, known or notices, by, pressed_by, is_back=known is not None)
    for matter in (subject, locked):  # what they were asked before it moved
        for answer in ("last_step", "done_by"):
            matter.__dict__.pop(answer, None)
    if row.is_undo:
        _correct(now, row, notices, by, reason)
    subject.status, subject.version, subject.status_since = locked.status, locked.version, locked.status_since
    return locked


def _held(subject):
    """The matter as it stands now, its row held until the end of the transaction."""
    rows = type(subject)._base_manager.select_for_update(of=("self",))
    if subject.at_hand:
        row = next(iter(rows.select_related(*subject.at_hand).filter(pk=subject.pk)), None)
        if row is not None:
            return row  # PostgreSQL finds none where one of these was changed while it waited for the row (a 改組)
    return rows.get(pk=subject.pk)


def _refuse_without_reasons(locked, row, reason, answers):
    may_be_silent = row.is_undo and locked.is_untold  # nobody was told of what is taken back
    if row.needs_reason and not reason.strip() and not may_be_silent:
        raise ValidationError({"reason": "理由を書いてください。"})
    if "public_reason" in row.questions and not (answers.get("public_reason") or "").strip():
        raise ValidationError({"public_reason": "公開する理由を書いてください。"})


def _move(locked, row, undone):
    """Into the row's next state; a step that is taken back leads where it came from, and the days that it had there count on."""
    locked.status, locked.version = undone.from_state if row.is_undo else row.to(locked.status), locked.version + 1
    if row.is_undo:
        locked.status_since = _since(locked, undone)
    elif row.target != SAME:  # a note on a late matter does not make it young again
        locked.status_since = timezone.now()
    locked.save(update_fields=["status", "version", "status_since", *locked.moves_with])


def _take_back_notices(locked, row, undone, kept, by):
    """TakenBack of the step's notices; `kept` learns how many people had been told, or what is to be said if this too is taken back."""
    notices = take_back(event_of(locked, undone.version))
    told_by_mistake(event_of(locked, undone.version), key=event_of(locked, locked.version), for_good=row.is_undo)
    if row.is_undo:
        kept["told"] = len(notices.told.keys() - {by.pk if by else None})
        say_after_all((undone.kept or {}).get("unsaid", []))
    else:
        kept["unsaid"] = notices.unsaid
    return notices


def _tell(locked, row, body, now, notices, by, pressed_by, is_back=False):
    """Everybody whom the row tells. notices: the TakenBack of the step that this one replaces, or None. is_back: all is again as people
    know it, so that only they hear who had heard of the step that is replaced."""
    process, can_be_undone = locked.process, locked.process.undo_of(row.name) is not None
    asked = {role: process.audience(locked, role) for role in row.notifies} if not row.is_undo else {}
    people = {user.pk: user for users in asked.values() for user in users}
    if is_back or (notices and notices.unsaid):  # who was not told of the step is not told that it was taken back
        people = {pk: user for pk, user in people.items() if pk in notices.told}
    title = (_title(locked, row) or "{subject}: " + row.label).format(subject=locked, state=locked.status_label)
    event, roles, said = event_of(locked, locked.version), roles_by_person(asked), words_for(now)
    for role in asked:
        if not asked[role] and not is_back:
            nobody_told(locked, role, title=title, body=_with(body, said({role})), event=event)
    groups = {}
    for pk, user in people.items():
        groups.setdefault(_with(body, said(roles[pk])), []).append(user)
    notify_each(
        [ToTell(users, title, text, locked.get_absolute_url(), event) for text, users in groups.items()],
        by=by,
        pressed_by=pressed_by,
        wait=by is not None or can_be_undone,
        at_once=None if can_be_undone else by,  # a receipt is what somebody asked for
        kind=_mail_kind(process, row),
    )


def _with(*texts):
    return "\n\n".join(text for text in texts if text)


def _mail_kind(process, row):
    """Of what mails the notices of a row are one, and what is said where it is taken back."""
    return MailKind.THREAD if {row.name, *row.undoes} & {*process.letters} else MailKind.MATTER


def _title(locked, row):
    """The notices' title with {subject} (and {state}) in it: as the step's hook says it of this matter, otherwise as the table does."""
    hook = locked.process.hook(row.name)
    return hook.title(locked) if hook.title else locked.in_its_words(row.notice_title)


def _taken_back(subject, row):
    """The change that this row takes back, or None."""
    last = subject.last_step if row.undoes else None
    return last if last is not None and last.step in row.undoes else None


def _since(locked, undone):
    """When the state began to which the taking back of this change leads: as the step kept it; of one from before steps did so, when
    the matter last came into that state."""
    if since := (undone.kept or {}).get("since"):
        return datetime.datetime.fromisoformat(since)
    came = locked.changes.filter(version__lt=undone.version, to_state=undone.from_state).exclude(from_state=undone.from_state)
    return came.order_by("-version").values_list("at", flat=True).first() or undone.at


def _correct(subject, row, notices, by, reason):
    """Whoever was told of the step that was taken back (TakenBack) is told that it was a mistake, at once, and how it stands now:
    each reads the title that this person was told, for a step brings other words to a department that it leaves.
    """
    told = {pk: user for pk, user in notices.told.items() if by is None or pk != by.pk}
    process = subject.process
    asked = {role for name in row.undoes for role in process.step(name).notifies}
    roles = roles_by_person({role: process.audience(subject, role) for role in sorted(asked & speaks_to(subject))})
    groups, said = {}, words_for(subject)
    for pk, user in told.items():
        groups.setdefault((notices.titles[pk], said(roles.get(pk, set()))), []).append(user)
    words, says = [], subject.in_its_words(row.notice_title).format(subject=subject, state=subject.status_label)
    for (title, now), users in groups.items():
        lines = [f"先にお知らせした「{title}」は、まちがいでした。取り消します。", f"理由：{reason}" if reason else ""]
        body = "\n".join(filter(None, [*lines, f"いまの状態：{subject.status_label}", now]))
        words.append(ToTell(users, says, body, subject.get_absolute_url(), event_of(subject, subject.version)))
    notify_each(words, by=by, kind=_mail_kind(process, row))


def _as_it_is(body, true_ones):
    """The text of a notice that is told only later: whose turn it was then is left out where it is no longer so."""
    head, gap, last = body.rpartition("\n\n")
    return f"{head}{gap}{OVERTAKEN}" if last.startswith(NOW) and last not in true_ones else body


def notice_of(subject, step, **answers):
    """What the notices of this step say below their title; "" where that is only the reason."""
    hook = subject.process.hook(step)
    return hook.notice(subject, **answers) if hook.notice else ""
