"""Reads a process table: where a matter can stand, and who may take which step from there.

A process (registration, proposal, cycle, publication) is two aligned tables in its app's `workflow.py`: `State` rows and
`Step` rows. Buttons, confirm pages, the admin, マイページ, the board, reminders, mails, the public 手続きの流れ page and the
tests are all drawn from them: a new step or a new state is a new row (and, for a state, a migration of the constraint that
lists them). A row that says too little stops the program as it starts, with a sentence that names the row and the column.
"""
from dataclasses import dataclass, field
from functools import cached_property

from django.core.exceptions import ImproperlyConfigured
from django.db import models
from django.utils.module_loading import import_string

# The kinds of people a table speaks of, and what the pages call them.
ROLES = {
    "applicant": "団体の代表者",
    "member": "団体の人",
    "secretariat": "事務局",
    "department": "担当課",
    "coordinator": "コーディネーター",
    "panel": "審査委員",
    "author": "原稿を書いた人",
    "system": "自動",
}
# Who finds a matter besides its own people: the column `readers`.
READERS = {
    "city": "市の職員",
    "panel": "その募集の審査委員",
    "public": "だれでも",
    "public_if_told": "結果を公表する募集なら、だれでも",
}
# What a step is besides a way from state to state: the column `marks`.
MARKS = {
    "quiet": "すすめる手続きではない。強いボタンにしない",
    "inside": "市の中の手続き。団体の経過にも、公開の記録にも出さない",
}
SAME = "="  # a step's target: the matter stays where it stands, and `status_since` too
NO_LIMIT = 0  # days: nobody is late here


@dataclass(frozen=True)
class State:
    """One row: where a matter can stand, and everything that any page knows of that."""

    code: str  # as stored; the constant in Python is the same in capitals
    label: str  # as every list and page calls it
    responsible: tuple = ()  # whose turn it is: names out of ROLES. Nobody: the matter has ended
    next_task: str = ""  # what they do next, beginning with a verb's object: マイページ, board, admin, reminders
    stage: str = ""  # the place on the process's track; "" (ends only): wherever its history left it
    days: int | None = None  # days allowed since the state began; NO_LIMIT where nobody is late
    until: str = ""  # name of the matter's column or property that holds the last day; `days` counts where that is empty
    page: str = ""  # name of the address where the task is done; "": a step on the matter's own page
    opens: tuple = ()  # what can be done or read here besides steps: names out of the process's `opens`
    readers: tuple = ("city",)  # who finds it besides its own people: names out of READERS
    then: tuple = ()  # whose turn it is once everybody responsible has done their part; (): the system goes on
    least: int = 0  # with `until`: nobody is late before so many days have passed here
    queue: str = ""  # the label under which it waits in the admin's list of work; "": it does not
    says: str = ""  # the sentence that the matter's page says of this state, where label and turn are not enough

    @property
    def is_end(self):
        return not self.responsible


@dataclass(frozen=True)
class Step:
    """One row: from any of `source` to `target`, taken by any of `roles`, after asking `questions`, telling `notifies`."""

    name: str
    label: str  # a verb: what the button says
    source: tuple
    target: str  # a state, or SAME
    roles: tuple  # who may take it: names out of ROLES
    questions: tuple = ()  # names of questions on the confirm page: process/forms.py, or the process's own `questions`
    notifies: tuple = ()  # names out of ROLES; they get a notice and a mail
    notice_title: str = ""  # {subject} is the matter's name
    condition: str = ""  # name of a true-or-false property of the matter: the row counts only while it is true
    public: str = ""  # what the public record of the matter says was done, where the process keeps one
    page: str = ""  # name of the address that asks more than a confirm page could
    marks: tuple = ()  # names out of MARKS
    ways: tuple = ()  # the row is there only for matters whose `way` is one of these; (): for all

    @property
    def needs_reason(self):
        return "reason" in self.questions

    @property
    def is_quiet(self):
        return "quiet" in self.marks

    @property
    def is_inside(self):
        return "inside" in self.marks

    def to(self, state):
        """The state after this step, taken in `state`."""
        return state if self.target == SAME else self.target

    def applies_to(self, subject):
        """False while the row's condition does not hold for this matter, or where its way has no such step."""
        if self.ways and subject.way not in self.ways:
            return False
        return not self.condition or bool(getattr(subject, self.condition))


@dataclass(frozen=True)
class Hook:
    """What one step does besides moving the state. Each is called as f(subject, by=…, reason=…, **answers)."""

    prepare: object = None  # before the state moves: raises ValidationError, or writes what the rest of the step reads
    notice: object = None  # what the notices say, where it is not the reason; asked after `prepare`
    details: object = None  # JSON for the history, where it is not simply the answers
    effect: object = None  # after the state moved, in the same transaction


def codes_of(name, rows):
    """The states as TextChoices: S.DRAFT, S.choices, S.values. The rows are the only place that lists them."""
    return models.TextChoices(name, [(row.code.upper(), (row.code, row.label)) for row in rows])


@dataclass(frozen=True)
class Process:
    """Both tables. The app's access module answers who is what: `…_roles(user, subject)`, `…_audience(subject, role)`."""

    key: str
    label: str
    states: tuple  # State rows; the first is where a matter begins
    steps: tuple
    access: str  # dotted path to which "_roles" and "_audience" are added
    stages: dict = field(default_factory=dict)  # the track that people see: code → label, in order
    opens: dict = field(default_factory=dict)  # the words of the states' column `opens` → what they mean
    ways: dict = field(default_factory=dict)  # the words of the steps' column `ways` → what they mean
    hooks: tuple = ()  # dotted paths of {step name: Hook}: what a step needs before it and brings with it, room by room
    done: str = ""  # dotted path of f(matters): sets `done_by` on each, the roles that have done their part where it stands
    questions: tuple = ()  # dotted paths of {question: function(subject) → form field}: what only this process asks

    def __post_init__(self):
        problems = [*self._problems_of_states(), *self._problems_of_steps()]
        if problems:
            raise ImproperlyConfigured("\n".join(f"手続き「{self.label}」（{self.key}）：{one}" for one in problems))

    def _problems_of_states(self):
        for row in self.states:
            name = f"状態「{row.label}」（{row.code}）"
            for column, words, known in (
                ("responsible", row.responsible, ROLES),
                ("then", row.then, ROLES),
                ("readers", row.readers, READERS),
                ("opens", row.opens, self.opens),
                ("stage", (row.stage,) if row.stage else (), self.stages),
            ):
                for word in words:
                    if word not in known:
                        yield f"{name}の {column} にある「{word}」は、決められた言葉（{'、'.join(known)}）にありません。"
            if row.is_end and (row.next_task or row.days or row.until or row.page or row.queue):
                yield f"{name}は、だれの番でもない（終わった）のに、next_task、days、until、page、queue のどれかがあります。"
            if not row.is_end and not row.next_task:
                yield f"{name}に next_task（次にすること）がありません。{'・'.join(ROLES.get(w, w) for w in row.responsible)}のマイページと、進みぐあいの一覧に出す言葉です。"
            if not row.is_end and row.days is None and not row.until:
                yield f"{name}に days（何日まで）も until（最後の日をもつ項目）もありません。期限がないときは NO_LIMIT と書きます。"
            if not row.is_end and self.stages and not row.stage:
                yield f"{name}に stage（進み方の図での場所：{'、'.join(self.stages)}）がありません。"
            if not row.is_end and not self.steps_from(row.code):
                yield f"{name}から出る手続きが、表にありません。"
            if row.code != self.start and not any(one.target == row.code for one in self.steps):
                yield f"{name}に入る手続きが、表にありません。"
        if len({row.code for row in self.states}) < len(self.states):
            yield "同じ code の状態が2つあります。"

    def _problems_of_steps(self):
        codes, keeps_record = {row.code for row in self.states}, any(row.public for row in self.steps)
        for row in self.steps:
            name = f"手続き「{row.label}」（{row.name}）"
            for column, words, known in (
                ("source", row.source, codes),
                ("target", (row.target,), {*codes, SAME}),
                ("roles", row.roles, ROLES),
                ("notifies", row.notifies, ROLES),
                ("marks", row.marks, MARKS),
                ("ways", row.ways, self.ways),
            ):
                for word in words:
                    if word not in known:
                        yield f"{name}の {column} にある「{word}」は、決められた言葉にありません。"
            if not row.roles:
                yield f"{name}に roles（だれがするか）がありません。"
            if row.notifies and "{subject}" not in row.notice_title:
                yield f"{name}は{'・'.join(ROLES.get(w, w) for w in row.notifies)}に知らせるのに、notice_title（お知らせの題）に {{subject}} がありません。"
            if keeps_record and not row.public and not row.is_inside:
                yield f"{name}に public（公開の記録に出す言葉）がありません。出さないときは marks に inside と書きます。"
        if len({row.name for row in self.steps}) < len(self.steps):
            yield "同じ name の手続きが2つあります。"

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
        """The rows that somebody with these roles may take with `subject` now."""
        return [row for row in self.steps_from(subject.status) if roles & set(row.roles) and row.applies_to(subject)]

    def ripe(self, subject):
        """The row that the system takes as soon as its condition holds, or None."""
        rows = [row for row in self.steps_from(subject.status) if row.roles == ("system",) and row.condition]
        return next((row for row in rows if row.applies_to(subject)), None)

    def roles_of(self, user, subject):
        """What `user` is to `subject`: a set of names out of ROLES. None is the clock, called "system"."""
        if user is None:
            return {"system"}
        return import_string(f"{self.access}_roles")(user, subject)

    def audience(self, subject, role):
        """The users who are `role` to `subject`: those whom a step notifies."""
        return import_string(f"{self.access}_audience")(subject, role)
