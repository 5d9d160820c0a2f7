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

    @property
    def needs_reason(self):
        return "reason" in self.asks


@dataclass(frozen=True)
class Process:
    """A whole table. `rooms` is the app's access module: `roles(user, subject)` and `audience(subject, who)`."""

    key: str
    label: str
    states: type  # TextChoices
    start: str
    ends: frozenset
    access: str  # dotted path of a module-like object with `roles` and `audience`
    steps: tuple

    def step(self, name):
        """The row of this name; KeyError where there is none."""
        return {row.name: row for row in self.steps}[name]

    def steps_from(self, state):
        """The rows that leave this state, in the table's order."""
        return [row for row in self.steps if state in row.source]

    def offered(self, state, roles):
        """The rows that somebody with these roles may take now."""
        return [row for row in self.steps_from(state) if roles & set(row.who)]

    def roles(self, user, subject):
        """What `user` is to `subject`: a set of names out of WHO. None is the clock, called "system"."""
        if user is None:
            return {"system"}
        return import_string(f"{self.access}_roles")(user, subject)

    def audience(self, subject, who):
        """The users who are `who` to `subject`: those whom a step tells."""
        return import_string(f"{self.access}_audience")(subject, who)
