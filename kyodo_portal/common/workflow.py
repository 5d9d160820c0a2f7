"""Reads a process table: who may take which step from which state.

A process (registration, proposal, cycle) is one aligned table of `Step` rows in its app's
`workflow.py`. Buttons, confirm pages, the admin, mails, the public 手続きの流れ page and the tests
are all drawn from the same rows, so a new step is a new row and nothing else.
"""
from dataclasses import dataclass

from django.utils.module_loading import import_string

# The kinds of people a table speaks of, and what the pages call them.
WHO = {
    "applicant": "団体の代表者",
    "member": "団体の人",
    "secretariat": "事務局",
    "department": "担当課",
    "coordinator": "コーディネーター",
    "panel": "審査委員",
    "author": "原稿を書いた人",
    "system": "自動",
}


@dataclass(frozen=True)
class Step:
    """One row: from any of `source` to `target`, done by any of `who`, after asking `asks`, telling `tells`."""

    name: str
    label: str  # a verb: what the button says
    source: tuple
    target: str
    who: tuple
    asks: tuple = ()  # names of questions on the confirm page, see process/forms.py
    tells: tuple = ()  # names out of WHO; they get a notice and a mail
    says: str = ""  # the notice's title; {subject} is the matter's name
    when: str = ""  # name of a true-or-false property of the matter: the row counts only while it is true

    @property
    def needs_reason(self):
        return "reason" in self.asks

    def applies_to(self, subject):
        """False while the row's condition does not hold for this matter."""
        return not self.when or bool(getattr(subject, self.when))


@dataclass(frozen=True)
class Process:
    """A whole table. The app's access module answers who is what: `…_roles(user, subject)`, `…_audience(subject, who)`."""

    key: str
    label: str
    states: type  # TextChoices
    start: str
    ends: frozenset
    access: str  # dotted path to which "_roles" and "_audience" are added
    steps: tuple
    holders: dict  # whose turn it is in each state: names out of WHO, nobody in the ends

    def step(self, name):
        """The row of this name; KeyError where there is none."""
        return {row.name: row for row in self.steps}[name]

    def steps_from(self, state):
        """The rows that leave this state, in the table's order."""
        return [row for row in self.steps if state in row.source]

    def offered(self, subject, roles):
        """The rows that somebody with these roles may take with `subject` now."""
        return [row for row in self.steps_from(subject.status) if roles & set(row.who) and row.applies_to(subject)]

    def roles(self, user, subject):
        """What `user` is to `subject`: a set of names out of WHO. None is the clock, called "system"."""
        if user is None:
            return {"system"}
        return import_string(f"{self.access}_roles")(user, subject)

    def audience(self, subject, who):
        """The users who are `who` to `subject`: those whom a step tells."""
        return import_string(f"{self.access}_audience")(subject, who)
