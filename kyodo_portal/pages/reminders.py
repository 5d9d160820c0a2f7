"""Reminders: what has a last day is said again as that day comes near and passes, until it is done.

First whoever holds the task is told, or, where its side has named a 連絡窓口, that person alone; after the last day the deputy too, and of
a group without one everybody who belongs to it; after the days
that the Deadline says, whom it names (the secretariat, the coordinator, the office's representative), and from then on every week one notice names all that is late; to who holds it says so the week's summary (digest.py) instead. Where nobody can be told,
the secretariat is told in their place.
"""

import datetime
from typing import NamedTuple

from django.urls import reverse
from django.utils import timezone

from kyodo_portal.common.templatetags.kyodo import jdate
from kyodo_portal.common.upwards import task_sources
from kyodo_portal.common.workflow import ROLES
from kyodo_portal.notices.actions import ToTell, notify_each
from kyodo_portal.notices.models import MailChoice, MailKind
from kyodo_portal.process.models import Deadline, Rule, Task, subject_models
from kyodo_portal.process.task_actions import fresh_matters, note_reminded
from kyodo_portal.process.waiting import untold_matters
from projects.committees.parties import People
from projects.cycles.windows import windows_for

SECRETARIAT = "s"
WEEKLY_AFTER = 14  # days late: from then on once a week, all in one notice
WEEKLY = "期限をすぎています"
SAID = 30  # lines of one notice; the pages hold them all


class Stage(NamedTuple):
    """What is said today of a last day. `number` grows as time goes by; `days`: after the last day, negative before."""

    number: int
    days: int
    words: str

    @property
    def is_weekly(self):
        return self.days >= WEEKLY_AFTER

    @property
    def is_repeated(self):
        """It was said in the week before, too."""
        return self.days >= WEEKLY_AFTER + 7


def stage_of(due, rule=None, today=None):
    """The Stage of a last day under a Rule (None: where no Deadline says otherwise); None while the day is far."""
    rule, today = rule or Rule(), today or timezone.localdate()
    days = (today - due).days
    if days >= WEEKLY_AFTER:
        return Stage(1000 + today.toordinal() // 7, days, WEEKLY)  # a new number on the same day of each week
    passed = [-day for day in rule.before if -day <= days] + [day for day in rule.after if day <= days]
    if not passed:
        return None
    number = max(passed)
    if number < 0:
        return Stage(number, days, "期限が近づいています")
    return Stage(
        number, days, "今日が期限です" if days == 0 else "期限から1週間すぎています" if days >= 7 else "期限をすぎました"
    )


class Told(NamedTuple):
    """One person's notice of one stage: what it lists together."""

    words: str
    label: str
    is_weekly: bool
    is_own: bool  # the person holds these tasks; otherwise others do, and the secretariat is told


def remind():
    """Tell everybody what is due. A job of the clock; a day on which it did not run is caught up by the next stage.

    What came of a step that its people were not told of yet waits for the next time: it may be taken back. Everything of one kind
    goes into one notice a person. Queries: a few, and six for five hundred notices.
    """
    people, rules, told, done = People(), _rules(), {}, []
    ahead = max((day for rule in rules.values() for day in rule.before), default=0)
    untold = untold_matters()
    last = timezone.localdate() + datetime.timedelta(days=max(ahead, *Rule().before))
    tasks = list(Task.objects.open().filter(due_on__lte=last).by_day())
    windows = windows_for(tasks)
    codes = _form_codes(rules, tasks)
    people.know({word for task in tasks for word in _parties(task)})
    without = set(MailChoice.objects.without(MailKind.DIGEST).values_list("user", flat=True))
    for task in tasks:
        code = codes.get((task.process, task.subject_id), "")
        rule = rules.get((task.process, task.stage, code)) or rules.get((task.process, task.stage, "")) or Rule()
        stage = stage_of(task.due_on, rule)
        if (task.process, str(task.subject_id)) in untold:
            continue
        if stage is None or task.reminded is not None and task.reminded >= stage.number:
            continue
        for user, is_own in _whom(people, task, stage, rule, windows):
            if is_own and stage.is_repeated and user.pk not in without and user in people.of(task.party):
                continue  # the week's summary says it
            key = Told(stage.words, "" if stage.is_weekly else task.label, stage.is_weekly, is_own)
            told.setdefault((user, key), []).append((task, stage))
        done.append((task, stage))
    notify_each([ToTell([user], **_words(key, rows)) for (user, key), rows in told.items()], kind=MailKind.REMINDER)
    note_reminded((task, stage.number) for task, stage in done)


def _rules():
    own = {(source.key, "", ""): source.rule for source in task_sources() if source.rule}
    return own | {(row.process, row.state, row.form_code): row.rule for row in Deadline.objects.order_by()}


def _form_codes(rules, tasks):
    """{(process, key of the matter): its form of collaboration}, where a rule speaks of one form; one query for each such table."""
    codes, asked = {}, {process for process, _, code in rules if code}
    for model in subject_models() if asked else ():
        key = model.process.key
        if key in asked:
            matters = fresh_matters(model, {task.subject_id for task in tasks if task.process == key})
            codes |= {(key, matter.pk): matter.form_code for matter in matters}
    return codes


def _whom(people, task, stage, rule, windows):
    """[(User, whether the task is this person's)] who hear of this stage."""
    party = people.whole(task.party) if stage.days > 0 else people.of(task.party)
    holders = [user for user in party if people.may(user, task.not_for)]
    late = rule.escalate_after is not None and stage.days >= rule.escalate_after
    if not late:  # by then everybody hears of it again
        deputies = {row.deputy_id for row in windows.get((task.process, task.subject_id), ())} if stage.days > 0 else set()
        holders = _named(task.holder_id, deputies, holders)
    others = _others(people, task, rule) if late else people.of(SECRETARIAT) if not holders else []
    others = [] if task.party == SECRETARIAT and rule.escalate_to == "secretariat" else others
    return [*((user, True) for user in holders), *((user, False) for user in others if user not in holders)]


def _named(holder, deputies, holders):
    """Of the holders the one to whom the task falls, with the deputies; all of them where nobody is named or the person has left."""
    if holder not in {user.pk for user in holders}:
        return holders
    return [user for user in holders if user.pk == holder or user.pk in deputies]


def _parties(task):
    """Every word that `_whom` may ask the people of."""
    further = {f"{kind}{word[1:]}" for word in task.involved.split() for mark, kind in FURTHER.values() if word.startswith(mark)}
    return {task.party, f"p{task.party[1:]}" if task.party[0] == "r" else task.party, *further}


# To whom it is said further: whose words in `involved` (" g12 o5 "), and which party of theirs.
FURTHER = {"coordinator": ("g", "c"), "office": ("o", "r")}


def _others(people, task, rule):
    """[User] who hear of what is late by the rule; the secretariat where nobody is found."""
    mark, kind = FURTHER.get(rule.escalate_to, ("", ""))
    words = [word for word in task.involved.split() if mark and word.startswith(mark)]
    found = {user.pk: user for word in words for user in people.of(f"{kind}{word[1:]}") if people.may(user, task.not_for)}
    return list(found.values()) or people.of(SECRETARIAT)


def _words(key, rows):
    """What somebody is told of these rows: the words of one notice."""
    # A matter that several sides must move has a task for each; whoever hears of it for them reads it once, with all of them named.
    once = {}
    for task, stage in rows:
        once.setdefault((task.process, task.subject_id, task.kind, task.source, task.label), (task, stage))
    rows = list(once.values())
    task, stage = rows[0]
    who = "" if key.is_own else f"（いまの番：{_holder(task)}）"
    if len(rows) == 1:
        title, body, url = (
            f"{key.words}：{task.label}（{task.matter}）{who}",
            _line(task, key),
            task.url if key.is_own else _board(),
        )
    elif key.label:
        title, body, url = f"{key.words}：{key.label}（{len(rows)}件）", _lines(rows, key), _page(key)
    else:
        title, body, url = f"期限をすぎている仕事が{len(rows)}件あります", _lines(rows, key), _page(key)
    event = f"task:{task.pk}:{task.due_on}:{stage.number}{'' if key.is_own else ':s'}"
    return {"title": title, "body": body, "url": url, "key": event}


def _page(key):
    return reverse("me") if key.is_own else _board()


def _board():
    return f"{reverse('board')}?late=on"


def _holder(task):
    return task.holders or ROLES[task.role]


def _lines(rows, key):
    lines = [_line(task, key) for task, _ in rows[:SAID]]
    return "\n".join([*lines, *([f"ほか{len(rows) - SAID}件"] if len(rows) > SAID else [])])


def _line(task, key):
    who = "" if key.is_own else f"、いまの番：{_holder(task)}"
    return f"・{task.matter}：{task.label}（期限 {jdate(task.due_on)}{who}）"
