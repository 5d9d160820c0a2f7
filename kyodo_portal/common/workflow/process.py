"""One process: its tables, and what everybody asks of them."""

from dataclasses import dataclass, field, replace
from functools import cached_property

from django.core.exceptions import ImproperlyConfigured
from django.db import models
from django.utils.module_loading import import_string

from kyodo_portal.common.own_words import own_words, own_words_in

from .problems import problems_of
from .rows import Hook

# What people read of the tables.
SAYS = ("label", "states", "steps", "undoes", "notices", "sentences", "parts", "queues", "stages", "opens", "ways")


def codes_of(name, states):
    """The states as TextChoices: S.DRAFT, S.choices, S.values. The rows are the only place that lists them."""
    return models.TextChoices(name, [(row.code.upper(), (row.code, own_words(row.label))) for row in states])


@dataclass(frozen=True)
class Process:
    """The tables. The app's access module answers who is what: `…_roles(user, subject)`, `…_audience(subject, role)`,
    for whom somebody acted: `…_actors(subject, changes)`, and where there are queues, at which desks of the admin somebody sits:
    `…_desks(user)`."""

    key: str
    label: str
    states: tuple  # State rows; the first is where a matter begins
    steps: tuple  # Step rows
    access: str  # dotted path to which "_roles", "_audience", "_actors", "_desks" are added
    undoes: tuple = ()  # Undo rows: which steps can be taken back, by whom, how long
    notices: dict = field(default_factory=dict)  # step name → (notifies, notice_title) or (notifies, notice_title, public)
    letters: tuple = ()  # names of steps that bring somebody a letter: told by the mails of 届いた連絡, which one may not want
    sentences: dict = field(default_factory=dict)  # step name → who did what, in a sentence of the history; of Undo rows too
    parts: tuple = ()  # Part rows: the few steps in which readers are told of it; (): it is not for readers
    queues: tuple = ()  # Queue rows, in the order of the admin's first page
    stages: dict = field(default_factory=dict)  # the track that people see: code → label, in order
    opens: dict = field(default_factory=dict)  # the words of the states' column `opens` → what they mean
    ways: dict = field(default_factory=dict)  # the words of the steps' column `ways` → what they mean
    hooks: tuple = ()  # dotted paths of {step name: Hook}: what a step needs before it and brings with it, room by room
    tasks: str = ""  # dotted path of f(matters) → [TaskFacts]: who holds each of them now (process/task_rows.py)
    done: str = ""  # dotted path of f(matters): sets `done_by` on each, the roles that have done their part where it stands
    bodies: str = ""  # dotted path of f(subject, role) → [Partner] whom a step tells: written to where nobody has an account; "": as `tasks` say
    questions: tuple = ()  # dotted paths of {question: function(subject) → form field}: what only this process asks

    def __post_init__(self):
        for name in SAYS:
            object.__setattr__(self, name, own_words_in(getattr(self, name)))
        columns = ("notifies", "notice_title", "public")
        columns_of_step = {name: dict(zip(columns, words, strict=False)) for name, words in self.notices.items()}
        steps = [replace(row, **columns_of_step.get(row.name, {})) for row in self.steps]
        named = {row.name: row for row in steps}
        steps += [
            undo.as_step(named[undo.step], self.label) for undo in self.undoes if undo.step in named and undo.name not in named
        ]
        steps = [replace(row, sentence=self.sentences.get(row.name, row.sentence)) for row in steps]
        object.__setattr__(self, "steps", tuple(steps))
        problems = [*problems_of(self)]
        if problems:
            raise ImproperlyConfigured("\n".join(f"手続き「{self.label}」（{self.key}）：{problem}" for problem in problems))

    @property
    def start(self):
        """Where a matter begins: the first row."""
        return self.states[0].code

    @cached_property
    def _states(self):
        return {row.code: row for row in self.states}

    @cached_property
    def _steps(self):
        return {row.name: row for row in self.steps}

    @cached_property
    def ends(self):
        """The states in which it is nobody's turn any more."""
        return frozenset(row.code for row in self.states if row.is_end)

    @property
    def open(self):
        """The rows of the states in which somebody has something to do."""
        return [row for row in self.states if not row.is_end]

    def state(self, code):
        """The row of this state; KeyError where there is none."""
        return self._states[code]

    def label_of(self, code):
        """What people call this state, also one that a later version of the table no longer has (history keeps its code)."""
        return self._states[code].label if code in self._states else code

    def stage_of(self, code):
        """The place on the track; "" for an end without one, and for a state that is no longer in the table."""
        return self._states[code].stage if code in self._states else ""

    def began(self, code):
        """What the track says once this state is reached; "" for most, and for a state that is no longer in the table."""
        return self._states[code].began if code in self._states else ""

    def step(self, name):
        """The row of this name; KeyError where there is none."""
        return self._steps[name]

    def opening(self, word):
        """The states that open this: a tuple of codes for `status__in`."""
        if word not in self.opens:
            raise KeyError(word)
        return tuple(row.code for row in self.states if word in row.opens)

    def read_by(self, reader):
        """The states in which this reader finds a matter: a tuple of codes for `status__in`."""
        return tuple(row.code for row in self.states if reader in row.readers)

    def turn_of(self, *roles):
        """The states in which it is, or may become, the turn of one of these: a tuple of codes for `status__in`."""
        return tuple(row.code for row in self.open if {*roles} & {*row.responsible, *row.then})

    def at(self, stage):
        """The states at this place of the track; the last place also holds what ended on the way."""
        last = [*self.stages][-1]
        return tuple(row.code for row in self.states if (row.stage or last) == stage)

    def hook(self, name):
        """What this step does besides moving the state; "*" is what every step brings with it."""
        return next((table[name] for table in map(import_string, self.hooks) if name in table), Hook())

    def mark_done(self, matters):
        """Set `done_by` on all these matters of one kind; returns them as a list. Constant queries however many there are."""
        matters = list(matters)
        for matter in matters:
            matter.done_by = ()
        if self.done:
            import_string(self.done)(matters)
        return matters

    @cached_property
    def own_questions(self):
        """{name: function(subject) → form field} of what only this process asks."""
        return {name: make for path in self.questions for name, make in import_string(path).items()}

    def steps_from(self, state):
        """The rows that leave this state, in the table's order."""
        return [row for row in self.steps if state in row.source]

    def offered(self, subject, roles):
        """The rows that somebody with these roles may take with `subject` now. One that says and does what an earlier row of theirs does, in
        another role, is not offered beside it."""
        rows = [row for row in self.steps_from(subject.status) if roles & set(row.roles) and row.applies_to(subject)]
        first = {(row.label, row.target): row for row in reversed(rows)}
        return [row for row in rows if row.is_undo or first[row.label, row.target] is row]

    def ripe(self, subject):
        """The row that the system takes as soon as its condition holds, or None."""
        steps = [row for row in self.steps_from(subject.status) if row.roles == ("system",) and row.condition]
        return next((row for row in steps if row.applies_to(subject)), None)

    def undo_of(self, name):
        """The row that takes this step back, or None: one that does nothing else goes before others."""
        rows = sorted((row for row in self.steps if name in row.undoes), key=lambda row: not row.is_undo)
        return next(iter(rows), None)

    def queue(self, key):
        """The row of this queue, or None."""
        return next((row for row in self.queues if row.key == key), None)

    def roles_of(self, user, subject):
        """What `user` is to `subject`: a set of names out of ROLES. None is the clock, called "system"."""
        if user is None:
            return {"system"}
        return import_string(f"{self.access}_roles")(user, subject)

    def audience(self, subject, role):
        """The users who are `role` to `subject`: those whom a step notifies."""
        return import_string(f"{self.access}_audience")(subject, role)

    def actors_of(self, subject, changes):
        """For whom each of these changes was made: {version: common.workflow.Actor}; nothing for what the clock did."""
        return import_string(f"{self.access}_actors")(subject, changes)

    def desks_of(self, user):
        """At which desks of the admin `user` sits, without a matter in hand: a set of names out of ROLES."""
        return import_string(f"{self.access}_desks")(user)
