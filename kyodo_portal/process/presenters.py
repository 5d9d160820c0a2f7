"""A matter's page いまどこ: whose turn it is until when, its place on the track, and what happened so far, in sentences."""

import datetime
from typing import NamedTuple

from django.utils import timezone

from kyodo_portal.common.lists.keyed import keyed
from kyodo_portal.common.lists.together import brought
from kyodo_portal.common.own_words import own_words, whose_turn
from kyodo_portal.common.workflow import AUTOMATIC, CITY, ROLES, Actor

from .models import Subject, as_told, standing
from .now_words import waited_for
from .waiting import UndoLink, told_changes, undo_link

WORDS = {"done": "済み", "now": "いまここ", "later": "これから", "skipped": "ありませんでした"}
OURS = own_words("市")
SIDES = {"applicant": "団体", "member": "団体", "viewer": "団体", "secretariat": OURS, "department": OURS}
OUTSIDE = {"applicant", "member", "claimant", "asker", "writer"}
YOURS = "いまは、あなたの番です"
NOTHING_TO_DO = "いま、していただくことはありません。"
TELLS_THEM = "動きがあれば、お知らせとメールで伝えます。"


class Place(NamedTuple):
    """One box of the track. `state`: a key of WORDS; `at`: when it was reached; `planned`: the day that is announced for it."""

    label: str
    state: str
    state_label: str
    at: datetime.datetime | None
    planned: datetime.date | None

    @property
    def day(self):
        """The day beside it: when it was reached, else when it is planned; None where neither is known."""
        return self.at or self.planned


class Turn(NamedTuple):
    """The first box of the page. `is_mine`: the reader is waited for; `calm`: what the group's people read while they are not."""

    title: str
    text: str
    calm: str
    due: datetime.date | None
    is_mine: bool
    is_late: bool


class Said(NamedTuple):
    """One line of the history. `to_label`: the state after it; `undo`: how the reader takes it back, or None."""

    at: datetime.datetime
    actor: Actor
    sentence: str
    reason: str
    to_label: str
    undo: UndoLink | None


class MatterPage(NamedTuple):
    """The context of templates/process/matter.html."""

    subject: Subject
    turn: Turn
    track: list[Place]
    history: list[Said]


def matter_page(subject, user, *, names=False):
    """The MatterPage of this matter for this reader. Queries: those of `turn_of` and `history_of`."""
    history, track = history_of(subject, user, names=names)
    return MatterPage(subject, turn_of(subject, user), track, history)


def turn_of(subject, user):
    """The Turn of this matter for this reader. Queries: those of the process's roles and of `responsible`."""
    roles = subject.process.roles_of(user, subject)
    row, is_own = subject.state, bool(roles & {"applicant", "member", "viewer"})
    if row.is_end:
        text = subject.in_its_words(row.now) if is_own else ""
        return Turn(subject.in_its_words(row.says) or f"「{row.label}」で、手続きは終わりました", text, "", None, False, False)
    if subject.rests_as:
        return Turn(subject.rests_as, "", NOTHING_TO_DO if is_own else "", None, False, False)
    is_mine = bool(roles & {*subject.responsible})
    calm = "" if is_mine or not is_own else NOTHING_TO_DO
    days = subject.due_on, is_mine, subject.is_late
    if subject.responsible == ("system",) or not subject.responsible:
        return Turn("まもなく、次に進みます", "そろうのを待っています。画面を読み込み直してください。", calm, *days)
    own = "・".join(task for role, task in subject.asked_beside if role in roles)
    text = "" if is_mine else waited_for(subject)
    if own and not is_mine:  # until when is the others' day
        return Turn(YOURS, f"すること：{own}（{subject.responsible_label}は「{subject.next_task}」）", "", None, True, False)
    if is_mine:
        others = [ROLES[role] for role in subject.responsible if role not in roles]
        text = f"すること：{subject.next_task}" + (f"（{'・'.join(others)}も）" if others else "")
    elif row.says:
        text = subject.in_its_words(row.says)
    elif calm:
        text += TELLS_THEM
    sides = (*subject.responsible, *(role for role, _ in subject.asked_beside))
    return Turn(YOURS if is_mine else f"いまは、{_sides(sides)}の番です", text, calm, *days)


class PublicTurn(NamedTuple):
    """What everybody reads of whose turn it is: 「団体と市」, what for, and the next day to come, or None. Where it asks nobody, `who` is
    empty and `task` says so."""

    who: str
    task: str
    day: datetime.date | None


def public_turn(subject, *days):
    """The PublicTurn of a matter that everybody reads, by its table alone: which side has done its part is told to nobody, nor that
    somebody is late. None where it has ended. days: what is planned; of these the first to come, otherwise the last day of
    the state. One query at most."""
    row, today = subject.state, timezone.localdate()
    if subject.is_past_its_time:
        return PublicTurn(_sides(row.past_turn), row.past_task, None)
    roles = whose_turn(row.responsible) or row.then
    if row.is_end or roles in ((), ("system",)):
        return None
    day = next((day for day in days if day is not None and day >= today), None) or subject.due_on
    day = day if day is not None and day >= today else None
    return PublicTurn("" if subject.rests_as else _sides(roles), subject.rests_as or row.next_task, day)


def _sides(responsible):
    """市, 団体, 市と団体, 審査委員: who is waited for, as the heading says it."""
    return "と".join(dict.fromkeys(SIDES.get(role, ROLES[role]) for role in responsible))


def track_of(subject, changes):
    """[Place] of the matter's process in their order; after an end nothing follows. `changes`: what stands of its history, oldest first."""
    process = subject.process
    places = {code: number for number, code in enumerate(process.stages)}
    reached = {}
    for change in changes:
        stage = process.stage_of(change.to_state)
        # 提出 stays within the first stage: what was never reached before is reached by any step into it.
        if stage and (stage != process.stage_of(change.from_state) or places[stage] not in reached):
            reached[places[stage]] = change.at
    ended, planned = subject.state.is_end, subject.planned_days
    now = places.get(subject.state.stage, max(reached, default=0))
    track = []
    for code, number in places.items():
        state = "done" if number < now or (ended and number == now) else "now" if number == now else "later"
        if state == "done" and number and number not in reached and code not in subject.unnoted_stages:
            state = "skipped"
        if ended and number > now:
            continue
        at = None if state == "later" else reached.get(number)  # what was left again is to come once more
        day = planned.get(code) if at is None and state in ("now", "later") else None
        track.append(Place(process.stages[code], state, WORDS[state], at=at, planned=day))
    return track


def history_of(subject, user, *, names=False, inside=False, url_of=None, offered=None):
    """([Said] with the newest first, [Place]): what happened as people were told of it, and the track.

    names: with the person who did it (pages of both sides, of staff). inside: with what happened within the city. Why stands there for
    whom `reads_reasons` says.
    url_of: f(row) → address of a step, for the admin. offered: the steps that are offered to `user`, where the page knows them.
    One query and those of the process's actors and of the undo.
    """
    every_change = list(brought(subject, "changes", told_by(subject)))
    for change in every_change:
        change.subject = subject
    subject.__dict__.setdefault("last_step", next(reversed(standing(every_change)), None))  # at hand: nothing asks for it again
    changes = told_changes(subject, every_change)
    told = as_told(changes)
    if not inside:
        told = [change for change in told if not (change.row and change.row.is_inside)]
    actors, undo = subject.process.actors_of(subject, told), undo_link(subject, user, url_of, offered)
    reasons = reads_reasons(user, subject)
    lines = [_said(subject, change, actors.get(change.version, AUTOMATIC), names, reasons, undo) for change in reversed(told)]
    return lines, track_of(subject, standing(changes)) if subject.process.stages else []


def told_by(subject):
    """What is asked for the history with whoever did each step, the oldest first."""
    return _told(subject.pk, changes=subject.changes.model).on(subject, "changes")


@keyed
def _told(subject, changes):
    return changes.objects.filter(subject=subject).select_related("by").order_by("version")


def reads_reasons(user, subject):
    """Of a matter in which somebody outside the city hall takes steps, why one was taken is for those who have a part in it and the
    keeper of the system: it may tell of a person what nobody else needs for their work. Of the city's own matters every reader reads it.
    Queries: those of the process's roles."""
    if not any(OUTSIDE.intersection(row.roles) for row in subject.process.steps):
        return True
    return user.is_superuser or bool(subject.process.roles_of(user, subject))


def _said(subject, change, actor, names, reasons, undo):
    row = change.row
    sentence = subject.in_its_words(row.sentence) if row else f"{{who}}が、「{change.step}」を行いました。"
    return Said(
        change.at,
        actor,
        sentence.format(who=_who(actor, change.by if names else None)),
        change.reason if reasons else "",
        change.to_label,
        undo if undo and undo.version == change.version else None,
    )


def _who(actor, person):
    """雪あかりの会の佐藤さん, 市: for whom, and who did it where that is said. A closed account leaves only the side."""
    if person is None or person.is_erased or str(person) == actor.name:
        return actor.name
    return f"{actor.name}の{person}さん"


def acted_for(changes, group):
    """{version: Actor} where every row of the table is one side's: the group's Actor, or the city's."""
    return {
        change.version: group if change.row and "applicant" in change.row.roles else CITY
        for change in changes
        if change.by_id is not None
    }
