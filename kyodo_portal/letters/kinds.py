"""What a process says of its 通知書 (LetterKind), and the marks that every process knows."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import NamedTuple

from django.utils import timezone

from kyodo_portal.common.city import the_city
from kyodo_portal.common.japanese.dates import fiscal_label, fiscal_year
from kyodo_portal.common.upwards import letter_kinds
from kyodo_portal.common.workflow import SAME

from .marks import day_in_words


class LetterFacts(NamedTuple):
    """What a letter takes over from its matter besides the words of its template. Numbers as the city's own filing gives them.

    to_name: the body, without 様; to_person: who stands for it, "" where that is not known. decided_on: the day of the 決裁.
    """

    to_name: str
    to_person: str = ""
    received_number: str = ""
    document_number: str = ""
    decided_on: datetime.date | None = None


class LetterDefault(NamedTuple):
    """The first template of a step. `name`: what the letter is called in lists (採択通知書); `title`: its 件名; `appeal`: a value of
    LetterTemplate.Appeal. `file_name`: the 簿冊; `keep_years`: its 保存年限, counted from 1 April after its 年度."""

    step: str
    name: str
    title: str
    body: str
    appeal: str = "none"
    appeal_text: str = ""
    file_name: str = ""
    keep_years: int = 5


class ReasonDefault(NamedTuple):
    """One of the first 理由の文例 of a step."""

    step: str
    name: str
    text: str


@dataclass(frozen=True)
class LetterKind:
    """The letters of one process; the package's docstring says how it is wired."""

    model: type
    facts: Callable
    found_by: Callable
    at_desk_of: Callable
    marks: dict = field(default_factory=dict)
    defaults: tuple = ()
    reasons: tuple = ()  # [ReasonDefault]
    asks: tuple = ()  # steps whose letter asks for something: out of date once the matter has left the state to which they led
    told: tuple = ("applicant",)  # whom a released letter is told to
    readers: tuple = ("applicant", "member", "viewer", "coordinator")  # who reads it then
    desk: tuple = ("secretariat", "department")  # who edits and releases it
    is_disposition: Callable = lambda matter: (
        True
    )  # f(matter) -> bool: what is decided of it is a 処分, where the city says that it may be

    @property
    def process(self):
        return self.model.process

    @property
    def steps(self):
        """[Step] that can have a template: those that the city or the clock takes. Not what is the city's own affair (a decision that is
        recorded and not told yet), and no taking back."""
        makers = {*self.desk, "system"}
        return [row for row in self.process.steps if makers & {*row.roles} and not (row.is_undo or row.is_inside)]

    @cached_property
    def asked_states(self):
        """The states in which a matter waits for what its letters ask."""
        asking = [row for row in self.process.steps if row.name in self.asks]
        return {state for row in asking for state in (row.source if row.target == SAME else (row.target,))}

    @property
    def known_marks(self):
        """[str] of every mark that a template of this process may use, its own first."""
        return [*self.marks, *(name for name in COMMON if name not in self.marks)]

    def values(self, matter, change, facts):
        """{mark: str} of what each mark stands for in this matter; "" where there is nothing to say."""
        common = {name: make(matter, change, facts) for name, make in COMMON.items()}
        own = {name: make(matter, change) for name, make in self.marks.items()}
        return {name: "" if value is None else str(value).strip() for name, value in {**common, **own}.items()}


# Marks that every process knows: {mark: f(matter, change, facts) → str}.
COMMON = {
    "団体名": lambda matter, change, facts: facts.to_name,
    "件名": lambda matter, change, facts: str(matter),
    "理由": lambda matter, change, facts: change.reason,
    "受付番号": lambda matter, change, facts: facts.received_number,
    "決裁日": lambda matter, change, facts: day_in_words(facts.decided_on),
    "年度": lambda matter, change, facts: fiscal_label(fiscal_year(timezone.localdate())),
    "市": lambda matter, change, facts: the_city()["name"],
    "担当課": lambda matter, change, facts: the_city()["office"],
    "電話": lambda matter, change, facts: the_city()["phone"],
}


@cache
def kinds():
    """{key of the process: LetterKind} in the order of the wiring."""
    return {kind.process.key: kind for kind in letter_kinds()}


def kind_of(process):
    """The LetterKind of this process (its key), or None where it writes no letters."""
    return kinds().get(process)


def step_choices():
    """[("proposal adopt", "協働の提案：採択を知らせる")] of every step that can have a template."""
    return [(f"{key} {row.name}", f"{kind.process.label}：{row.label}") for key, kind in kinds().items() for row in kind.steps]
