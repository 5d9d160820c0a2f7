"""The rows of a process table and the words that they may use."""

from dataclasses import dataclass
from typing import NamedTuple

from kyodo_portal.common.own_words import own_words, own_words_in

# The kinds of people a table speaks of, and what the pages call them.
ROLES = own_words_in(
    {
        "applicant": "団体の代表者",
        "member": "団体の人",
        "filer": "代わりに入れる人",
        "claimant": "名乗り出た人",
        "secretariat": "事務局",
        "department": "担当課",
        "coordinator": "コーディネーター",
        "panel": "審査委員",
        "committee": "委員会の委員",
        "author": "原稿を書いた人",
        "writer": "声を寄せた人",
        "giver": "前任の人",
        "taker": "後任の人",
        "head": "課・団体の代表者",
        "asker": "連絡した人",
        "desk": "受けた団体・課",
        "sender": "意見を出した人",
        "system": "自動",
    }
)
# Who finds a matter besides its own people: the column `readers`.
READERS = own_words_in(
    {
        "city": "市の職員",
        "panel": "その募集の審査委員",
        "public": "だれでも",
        "public_if_told": "結果を公表する募集なら、だれでも",
    }
)
# What a step is besides a way from state to state: the column `marks`.
MARKS = {
    "quiet": "すすめる手続きではない。強いボタンにしない",
    "inside": own_words("市の中の手続き。団体の経過にも、公開の記録にも出さない"),
}
SAME = "="  # a step's target: the matter stays where it stands, and `status_since` too
BACK = "<"  # a step's target: where the matter stood before the step that is taken back, with the days that it had there
NO_LIMIT = 0  # days: nobody is late here
# How the title of a notice ends that asks its readers for what the state is about into which the step leads.
ASKING = ("ください", "お願いします", "ほしいところがあります", "ほしいところが増えました")


class Actor(NamedTuple):
    """For whom somebody acted: what the history calls them, and the shape of their face (common/drawing/faces.py)."""

    name: str
    shape: str


CITY, GUIDE, AUTOMATIC = Actor(own_words("市"), "city"), Actor("コーディネーター", "person"), Actor("自動", "other")


class Row:
    """What the rows have in common: where several words may stand, one may stand alone."""

    several = ()

    def __post_init__(self):
        for column in self.several:
            word = getattr(self, column)
            if isinstance(word, str):
                object.__setattr__(self, column, (word,))


@dataclass(frozen=True)
class State(Row):
    """One row: where a matter can stand, and everything that any page knows of that."""

    several = ("responsible", "opens", "readers", "then", "ends_by", "past_turn")

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
    then_task: str = ""  # what those do next
    least: int = 0  # with `until`: nobody is late before so many days have passed here
    says: str = ""  # the sentence that the matter's page says of this state, where label and turn are not enough
    began: str = ""  # what the track says of it, under the stage that it ended; {day} is the day on which it was reached
    # With `until`, where work goes on until then: the steps of which the first that applies is the task once that day is near.
    ends_by: tuple = ()
    near: int = 14  # with `ends_by`: from so many days before the last one
    active: str = (
        ""  # with `ends_by`: name of the property that holds the day of the last sign of life; before, silence is what is late
    )
    now: str = ""  # ends only: what its people can do now, as notices say it
    # Where its time can run out before anybody moved it on: name of the property that holds the last day of that time. After it whose
    # turn it is, what is left to do, and what its page says of it.
    past: str = ""
    past_turn: tuple = ()
    past_task: str = ""
    past_says: str = ""

    @property
    def is_end(self):
        return not self.responsible


@dataclass(frozen=True)
class Step(Row):
    """One row: from any of `source` to `target`, taken by any of `roles`, after asking `questions`, telling `notifies`."""

    several = ("source", "roles", "questions", "marks", "ways", "undoes", "notifies")

    name: str
    label: str  # a verb: what the button says
    source: tuple
    target: str  # a state, or SAME
    roles: tuple  # who may take it: names out of ROLES
    questions: tuple = ()  # names of questions on the confirm page: process/forms.py, or the process's own `questions`
    condition: str = ""  # name of a true-or-false property of the matter: the row counts only while it is true
    page: str = ""  # name of the address that asks more than a confirm page could
    marks: tuple = ()  # names out of MARKS
    ways: tuple = ()  # the row is there only for matters whose `way` is one of these; (): for all
    undoes: tuple = ()  # names of the steps that this one takes back: what still waits of their notices tells nobody
    says: str = ""  # of a row that leads BACK: how long it can be taken back, in words
    # The next three stand in the process's `notices`, beside the table.
    notifies: tuple = ()  # names out of ROLES; they get a notice and a mail
    notice_title: str = ""  # {subject} is the matter's name; of a taking back, {state} is where it stands now
    public: str = ""  # what the public record of the matter says was done, where the process keeps one
    sentence: str = (
        ""  # who did what, as the matter's history says it; {who} is whoever did it. Stands in the process's `sentences`
    )

    @property
    def needs_reason(self):
        return "reason" in self.questions

    @property
    def asks(self):
        """Its notice asks somebody for something: told once that is done, it would ask for nothing that there is to do."""
        return self.notice_title.endswith(ASKING)

    @property
    def is_quiet(self):
        return "quiet" in self.marks

    @property
    def is_inside(self):
        return "inside" in self.marks

    @property
    def is_undo(self):
        """It takes the last step back and does nothing else: it stands beside the history, not among the steps."""
        return self.target == BACK

    def to(self, state):
        """The state after this step, taken in `state`."""
        return state if self.target == SAME else self.target

    def applies_to(self, subject):
        """False while the row's condition does not hold for this matter, or where its way has no such step."""
        if self.ways and subject.way not in self.ways:
            return False
        if self.is_undo and not self._can_take_back(subject, subject.last_step):
            return False
        return not self.condition or bool(getattr(subject, self.condition))

    def _can_take_back(self, subject, change):
        """The last change is one of this row's, and what has to be put back is known still: a step from before steps kept anything,
        or whose words were erased, is taken back only where its hook keeps nothing of its own."""
        if change is None or change.step not in self.undoes:
            return False
        return bool(change.kept) or subject.process.hook(change.step).keep is None


@dataclass(frozen=True)
class Undo(Row):
    """One row: a step that can be taken back as long as nothing came after it. It asks for the reason, leads back to where the
    matter stood, and corrects what was told: to nobody while the notices of the step still wait, later to those who had them."""

    several = ("roles", "asks")

    step: str  # name of the step that is taken back
    roles: tuple  # who may: names out of ROLES
    condition: str = ""  # name of a property of the matter: the other side has not moved, where that is no step
    says: str = ""  # the same in words, beside the button
    asks: tuple = ("reason",)  # what is asked; (): nothing, where words of one side go to the other through letters alone

    @property
    def name(self):
        """What the step that takes it back is called."""
        return f"undo_{self.step}"

    def as_step(self, row, of):
        """The Step that this row adds to the table; `row` is the one that it takes back. of: what the process is called."""
        return Step(
            name=self.name,
            label=f"「{row.label}」を取り消す",
            source=row.source if row.target == SAME else (row.target,),
            target=BACK,
            roles=self.roles,
            questions=self.asks if self.roles != ("system",) else (),
            condition=self.condition,
            marks=("quiet", *(mark for mark in row.marks if mark == "inside")),
            ways=row.ways,
            undoes=(row.name,),
            says=self.says,
            notifies=row.notifies,
            notice_title=_corrected(row, of) if row.notifies else "",
        )


def _corrected(row, of):
    """The title of the notice that `row` was taken back. A title is read alone: it says what is so now, and never again what is not."""
    name = "「{subject}」" if "「{subject}」" in row.notice_title else f"{{subject}}（{of}）"
    stays = f"前のままです（「{row.label}」は、なかったことになりました）"
    return f"訂正：{name}は、{stays if row.target == SAME else 'いま「{state}」です'}"


@dataclass(frozen=True)
class Part(Row):
    """One row: a step of the process as somebody reads it who takes part once in their life. Every state of the table belongs to
    one of them, so that what is read about a procedure and what the portal does are one."""

    several = ("states", "beside")

    key: str  # what the words about it are filed under
    title: str  # a heading: what happens here
    states: tuple  # where a matter stands on the straight way: these say who acts and how many days it takes
    beside: tuple = ()  # where it can stand besides: what is put right, paused, or ends early

    @property
    def every(self):
        """All its states."""
        return (*self.states, *self.beside)


@dataclass(frozen=True)
class Queue(Row):
    """One row: work that waits on the admin's first page, for whoever sits at one of the desks `roles`."""

    several = ("states", "roles", "turns")

    key: str  # in the address of the admin's list: ?queue=key
    label: str
    states: tuple  # where it waits; (): in every state that is somebody's turn
    roles: tuple  # whose work it is: names out of ROLES
    narrow: str = ""  # name of a method of the matter's QuerySet, called with the user: which of what their tasks name; "": all
    page: str = ""  # name of the address where the work is done, where that is not the admin's list
    turns: tuple = ()  # whose turns it counts, where they watch over others': names out of ROLES; (): those of `roles`
    asks: str = ""  # the own tasks of this source ("exclusion") instead of the turns
    is_late: bool = False  # only what is past its last day


@dataclass(frozen=True)
class Hook(Row):
    """What one step does besides moving the state. Each is called as f(subject, by=…, reason=…, **answers); those of a row that
    takes steps back (`undoes`) get `undone=` too: the StageChange of that step with what it kept, or None."""

    several = ("overwrites", "beside")

    prepare: object = None  # before the state moves: raises ValidationError, or writes on `subject` what the step reads after it
    title: object = None  # f(subject): the notices' title, {subject} in it, where the table's is not it for every matter
    notice: object = None  # what the notices say, where it is not the reason; asked after `prepare`
    details: object = None  # JSON for the history, where it is not simply the answers
    keep: object = None  # JSON that taking this step back will need; asked before `prepare`
    effect: object = None  # after the state moved, in the same transaction
    warns: object = (
        None  # f(subject): [sentence] of what it does, or what is not right yet and stops nobody, for the step's confirm page
    )
    shows: object = None  # f(subject): [text.difference.Compared] of what the step decides about, for its confirm page
    # It writes a value: the names of it in what `keep` returns. Pressed again before anybody was told of the first press, people hear
    # of the last one alone, and of none that leads back to what they know. `beside`: names of answers that must be the same in both
    # presses; where they are not, both hold.
    overwrites: tuple = ()
    beside: tuple = ()
    reads: object = (
        None  # f(subject): (label, text) of what the step sends or freezes: its confirm page carries it (process/readings.py)
    )
