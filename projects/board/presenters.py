"""The board: every submitted matter, every voice and every topic by stage, how long it has stood there, who holds it, what is late. No texts, no
contact data; of a voice its number.

It is read from the tasks (process/task_models.py) alone, whose front row of each matter holds all that a line shows.
"""

import datetime
from functools import cached_property
from typing import NamedTuple

from django.db.models import BooleanField, Count, ExpressionWrapper, Q, Value
from django.utils import timezone

from kyodo_portal.common.lists.search import matching
from kyodo_portal.common.lists.together import first_of_each, together
from kyodo_portal.common.templatetags.kyodo import days_left
from kyodo_portal.notices.waiting import waiting_time
from kyodo_portal.process.models import Task
from kyodo_portal.process.task_models import one_of
from kyodo_portal.process.waiting import untold_matters
from partners.directory.access import accompanied_by, is_secretariat, partners_of
from partners.models import Partner
from projects.applications.workflow import APPLICATION
from projects.cycles.models import Cycle
from projects.cycles.workflow import CYCLE
from projects.proposals.workflow import PROPOSAL
from projects.voices.workflow import TOPIC, VOICE

from .models import DeskVisit
from .seen import is_moved_since, seen_by

KINDS = {
    "proposal": PROPOSAL,
    "cycle": CYCLE,
    "application": APPLICATION,
    "voice": VOICE,
    "topic": TOPIC,
}  # in the order of the page
WORDS = {"proposal": "提案", "cycle": "協働", "application": "申請", "voice": "声", "topic": "みんなの声"}
# Every state that the board shows, in the order of the tables: somebody has something to do, and the city finds the matter.
STAGES = [(kind, row.code) for kind, process in KINDS.items() for row in process.open if "city" in row.readers]
SHOWN = 50  # in one section; the table view pages through the rest
SHOWN_OF_MANY, MANY = 4, 150  # where there are more than so many in all: the page stays short, and as quick
COLUMNS = (
    "process", "stage", "matter", "matter_url", "public_url", "people", "holders", "since", "due_on", "label", "is_sample", "involved",
    "is_moved",
)  # fmt: skip


def stage_label(kind, state):
    """提案：受付済 / 協働：評価中 / 声：読んでいるところ."""
    return f"{WORDS[kind]}：{KINDS[kind].state(state).label}"


def open_matters():
    """The QuerySet of the board: one Task for each open matter."""
    shown = Q(pk__in=[])
    for kind in KINDS:
        shown |= Q(process=kind, stage__in=[state for of, state in STAGES if of == kind])
    return Task.objects.open().of_matters().filter(shown, process__in=[*KINDS])


def offices():
    """[(id, name)] of the city's offices, by name. One query."""
    return _by_name(_offices())


def offices_and_seen(user):
    """(offices(), when this person last said that all was seen: None for never). One query."""
    rows, seen = together(_offices(), DeskVisit.objects.filter(user=user.pk).values_list("at"))
    return _by_name(rows), seen[0][0] if seen else None


def _offices():
    rows = Partner.objects.filter(office__in=(Partner.Office.DEPARTMENT, Partner.Office.SECRETARIAT)).order_by()
    return rows.values_list("pk", "name")


def _by_name(rows):
    return sorted(((str(pk), name) for pk, name in rows), key=lambda pair: (pair[1], pair[0]))


class Matter(NamedTuple):
    """One row of the board: an open proposal, the open year of a collaboration, a voice that waits, a topic that goes on.

    `url` is "" for whoever may not open it; `holder`: whose turn it is, in names; `days`: how long it has been in its state;
    `left`: how far its last day is, in words; `is_mine`: the reader accompanies one of its groups; `is_moved`: others brought it on
    since the reader last said that all was seen.
    """

    stage: str
    title: str
    url: str
    partner: str
    holder: str
    days: int
    due: datetime.date | None
    left: str
    is_late: bool
    next: str
    is_sample: bool
    is_mine: bool
    is_moved: bool


class Moved(NamedTuple):
    """What others brought on since somebody last said that all was seen (`seen`, None for never): the newest [Matter], and how many."""

    seen: datetime.datetime | None
    matters: list[Matter]
    count: int


def moved_for(user, most):
    """The Moved of who works in the city: all for the secretariat, for others what has to do with their own bodies. Three queries at
    most, one for who never said so."""
    if (seen := seen_by(user)) is None:
        return Moved(None, [], 0)
    tasks, own = open_matters().filter(is_moved_since(seen, user)), partners_of(user)
    if not is_secretariat(user):
        tasks = tasks.filter(involved__regex=f" [go]{one_of(own)} ") if own else tasks.none()
    keys = list(tasks.order_by("-since", "-pk").values_list("pk", flat=True))
    rows = Task.objects.filter(pk__in=keys[:most]).annotate(is_moved=Value(True)).order_by("-since", "-pk") if keys else None
    reader = Reader(user)
    return Moved(seen, [reader.matter(row) for row in rows.values_list(*COLUMNS)] if keys else [], len(keys))


class Reader:
    """Who looks at the board, and what that opens: the secretariat all rows, a department those in which it has a part, a
    coordinator those that are assigned. One query, two where the user's memberships were not asked yet.
    """

    def __init__(self, user):
        self.accompanied = {f"g{pk}" for pk in accompanied_by(user)}
        own = partners_of(user)
        self.own = {f"g{pk}" for pk in own} | {f"o{pk}" for pk in own}
        self.all_open, self.today = is_secretariat(user), timezone.localdate()

    def matter(self, row):
        """The Matter of one row of COLUMNS."""
        kind, stage, title, url, published, people, holders, since, due, label, is_sample, words, is_moved = row
        involved = set(words.split())
        opens = self.all_open or bool(involved & (self.accompanied | self.own))
        return Matter(
            stage_label(kind, stage),
            title,
            url if opens else published,
            people,
            holders,
            (self.today - since).days,
            due,
            days_left(due),
            due is not None and due < self.today,
            label,
            is_sample,
            bool(involved & self.accompanied),
            bool(is_moved),
        )


class Section(NamedTuple):
    """One stage of the board: how many matters stand in it and are late, the first of them, and how many more there are."""

    place: tuple  # of which kind, in which state
    label: str
    size: int
    late: int
    matters: list[Matter]

    @property
    def key(self):
        """What stands in addresses."""
        return "-".join(self.place)

    @property
    def more(self):
        return self.size - len(self.matters)


class Board:
    """All that is open and that the conditions of the form keep, the longest waiting first within each kind.

    It is counted in the database; rows are read for what is shown. As a sequence it is what the table view pages through.
    """

    def __init__(self, user, *, seen=None, **asked):
        """seen: when the reader last said that all was seen."""
        self.reader, self.user, self.seen = Reader(user), user, seen
        only_moved = asked.pop("moved", False)
        self.tasks = self._told_to(user, self._narrowed(**asked))
        if only_moved and self.seen:
            self.tasks = self.tasks.filter(self._is_moved)

    def _told_to(self, user, tasks):
        """Without the matters of which nobody was told yet where they stand, for whoever is not of the city. Two queries then."""
        if user.is_staff or not waiting_time():
            return tasks
        waiting = untold_matters()
        for kind in KINDS:
            keys = [int(key) for process, key in waiting if process == kind]
            tasks = tasks.exclude(process=kind, subject_id__in=keys)
        adopted = Cycle.objects.filter(project__published_at__gt=timezone.now())
        return tasks.exclude(process=CYCLE.key, subject_id__in=adopted.values("pk"))

    def _narrowed(self, *, q="", department="", mine=False, late=False, holder="", stage="", kind=""):
        tasks = matching(open_matters(), q)
        if kind:
            tasks = tasks.filter(process=kind)
        if stage:
            process, _, state = stage.partition("-")
            tasks = tasks.filter(process=process, stage=state)
        if department:
            tasks = tasks.filter(involved__contains=f" o{department} ")
        if mine:
            groups = "|".join(sorted(word[1:] for word in self.reader.accompanied))
            tasks = tasks.filter(involved__regex=f" g({groups}) ") if groups else tasks.none()
        if late:
            tasks = tasks.late()
        if holder:
            tasks = tasks.filter(roles__contains=f" {holder} ")
        return tasks

    @property
    def _is_moved(self):
        return is_moved_since(self.seen, self.user)

    def _flagged(self, tasks):
        """With whether others brought each on."""
        flag = ExpressionWrapper(self._is_moved, output_field=BooleanField()) if self.seen else Value(False)
        return tasks.annotate(is_moved=flag)

    @property
    def moved(self):
        """How many others brought on since the reader last said that all was seen."""
        return sum(moved for _, _, moved in self.counts.values())

    @cached_property
    def counts(self):
        """{(kind, state): (how many, how many of them late, how many brought on by others)}. One query."""
        moved = Count("pk", filter=self._is_moved) if self.seen else Value(0)
        rows = self.tasks.order_by().values("process", "stage")
        rows = rows.annotate(size=Count("pk"), late=Count("pk", filter=self._late), moved=moved)
        return {(row["process"], row["stage"]): (row["size"], row["late"], row["moved"]) for row in rows}

    @property
    def _late(self):
        return Q(due_on__lt=self.reader.today)

    def __len__(self):
        return sum(size for size, _, _ in self.counts.values())

    @property
    def late(self):
        """How many are late."""
        return sum(late for _, late, _ in self.counts.values())

    def __getitem__(self, page):
        """[Matter] of one page of the table, kind by kind: each kind is walked in its order, and not put into one order with all
        others. `page` is a slice with both ends. Two queries."""
        parts, passed = [], 0
        for kind in KINDS:
            size = sum(number for (of, _), (number, *_) in self.counts.items() if of == kind)
            first, last = max(page.start - passed, 0), min(page.stop - passed, size)
            if first < last:
                rows = self._flagged(self.tasks.filter(process=kind)).order_by("since", "pk")
                parts.append(rows.values_list(*COLUMNS)[first:last])
            passed += size
        return [self.reader.matter(row) for rows in together(*parts) for row in rows]

    @cached_property
    def sections(self):
        """[Section] for every stage that has something, in the order of the tables. Three questions: the numbers of all stages, the
        keys of the first of each, and what these rows say. All others are counted in the index and not read.
        """
        places = [place for place in STAGES if place in self.counts]
        ordered = self.tasks.order_by("since", "pk").values_list("pk", flat=True)
        keys = first_of_each(ordered, ("process", "stage"), places, SHOWN if len(self) <= MANY else SHOWN_OF_MANY)
        shown = {}
        rows = self._flagged(Task.objects.filter(pk__in=keys)).order_by("since", "pk").values_list(*COLUMNS) if keys else ()
        for row in rows:
            shown.setdefault(tuple(row[:2]), []).append(self.reader.matter(row))
        return [Section(place, stage_label(*place), *self.counts[place][:2], shown.get(place, [])) for place in places]
