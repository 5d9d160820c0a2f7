"""手続きの流れ: a process as five steps for who meets it once, drawn from the rows `parts` of its table."""

from typing import NamedTuple

from django.urls import reverse

from kyodo_portal.common.own_words import whose_turn
from kyodo_portal.common.workflow import ROLES
from kyodo_portal.process.models import rules_of
from partners.registration.workflow import REGISTRATION
from projects.applications.workflow import APPLICATION
from projects.cycles.workflow import CYCLE
from projects.proposals.workflow import PROPOSAL

from .procedure_texts import STORIES, Story

PROCESSES = (REGISTRATION, PROPOSAL, APPLICATION, CYCLE)
# What the days named by the column `until` are, where no number of days stands beside them.
UNTIL = {
    "apply_by": "催しなどの日から数えた、申請の期限まで",
    "report_due": "終わってから、通知書に書いた日まで",
    "closes_on": "募集のしめきりまで",
    "decide_by": "受け付けた日から、登録の要件に書いた開庁日まで",
    "correct_by": "お知らせに書いた日まで",
    "starts_on": "計画で決めた、始める日まで",
    "ends_on": "計画で決めた、終わる日まで",
}
WEEKS_FROM, MONTHS_FROM = 14, 28  # days


class ReadersStep(NamedTuple):
    """One step: its title, what one does, who does it, how long it takes in words ("": nothing is said), what to prepare ("")."""

    title: str
    does: str
    who: str
    lasts: str
    has: str
    days: int


class Guide(NamedTuple):
    """One procedure for readers. `lasts`: all steps together, "" where the table counts no days."""

    process_key: str
    story: Story
    steps: list[ReadersStep]
    lasts: str

    @property
    def url(self):
        return reverse(self.story.name)


def guides():
    """[Guide] of every procedure that readers are told of; one query each."""
    return [guide_of(process) for process in PROCESSES]


def guide_of(process):
    """The Guide of a process with `parts`. Days are the table's or the city's own (期限の決まり). One query."""
    story, rule = STORIES[process.key], rules_of(process.key)
    steps = []
    for part in process.parts:
        words, rows = story.words[part.key], [process.state(code) for code in part.states]
        days = sum(_days(row, rule) for row in rows)
        who = story.whom.get(part.key) or _who(process, part, rows)
        steps.append(ReadersStep(part.title, words.does, who, _lasts(rows, days), words.has, days))
    days = sum(step.days for step in steps)
    return Guide(process.key, story, steps, in_words(days) if days else "")


def _days(row, rule):
    """The days allowed in a state; 0 where nobody is late, or only a day of the matter's own says when."""
    days = rule(row.code).days
    return (row.days if days is None else days) or 0


def _who(process, part, rows):
    """Whose turn it is there, or who brings matters there where all ends."""
    roles = [role for row in rows for role in (*row.responsible, *row.then)]
    if not roles:
        ways = [step for step in process.steps if step.target in part.states and not step.is_quiet]
        roles = [role for step in ways for role in step.roles]
    return "・".join(ROLES[role] for role in whose_turn(tuple(dict.fromkeys(roles))) if role != "system")


def _lasts(rows, days):
    if days:
        return in_words(days)
    return next((UNTIL[row.until] for row in rows if row.until in UNTIL), "")


def in_words(days):
    """How long so many days are, as people say it: 10日, 3週間, 2か月半."""
    if days < WEEKS_FROM:
        return f"{days}日"
    if days < MONTHS_FROM:
        return f"{round(days / 7)}週間"
    halves = max(round(days / 15), 2)
    return f"{halves // 2}か月{'半' if halves % 2 else ''}"
