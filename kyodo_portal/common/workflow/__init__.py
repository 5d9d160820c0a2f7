"""Reads a process table: where a matter can stand, and who may take which step from there.

A process (registration, proposal, cycle, publication) is a few aligned tables in its room's `workflow.py`: `State` rows, `Step`
rows, the notices of the steps, and `Queue` rows. Buttons, confirm pages, the admin, マイページ, the board, reminders, mails, the
public 手続きの流れ page and the tests are all drawn from them: a new step or a new state is a new row (and, for a state, a
migration of the constraint that lists them). A row that says too little stops the program as it starts, with a sentence that
names the row and the column.
"""

from .process import Process, codes_of
from .rows import AUTOMATIC, BACK, CITY, GUIDE, MARKS, NO_LIMIT, READERS, ROLES, SAME, Actor, Hook, Part, Queue, State, Step, Undo

__all__ = [
    "AUTOMATIC",
    "BACK",
    "CITY",
    "GUIDE",
    "MARKS",
    "NO_LIMIT",
    "READERS",
    "ROLES",
    "SAME",
    "Actor",
    "Hook",
    "Part",
    "Process",
    "Queue",
    "State",
    "Step",
    "Undo",
    "codes_of",
]
