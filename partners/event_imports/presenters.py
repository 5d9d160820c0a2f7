"""What the pages of 催しの取込 show. Nothing here writes."""

from collections import Counter
from typing import NamedTuple

from kyodo_portal.common.lists.table_pages import OUT, SHOWN, Checked, columns_shown, remarks_of
from kyodo_portal.common.templatetags.kyodo import jdate
from partners.events.models import Event
from partners.events.texts import hours

from .lines import JOIN, NEW, Reader, changes_to
from .models import EventImport, EventImportRow
from .reading import cells_of, table_of
from .words import HEADINGS

ASKED = 300  # lines that are asked about one by one: a page takes no more; of the others what is proposed is done
RUNS = 50
STEPS = (
    ("begin", "ファイル"),
    ("head", "見出しの行"),
    ("columns", "列を合わせる"),
    ("hosts", "主催者を合わせる"),
    ("check", "確かめる"),
    ("done", "入れた"),
)
Outcome = EventImportRow.Outcome


def runs_of(user):
    """The newest EventImport with who read and who took them in, without their cells. One query."""
    rows = EventImport.objects.visible_to(user).select_related("by", "taken_by").defer("sheets", "words", "columns", "chosen")
    return list(rows[:RUNS])


def columns_of(run, form):
    """The Columns of the list."""
    return columns_shown(run, table_of(run)[1], form, HEADINGS)


def hosts_shown(run, form):
    """[(word, rows that name it, its box)]."""
    named = Counter(cells["host"].text for _, cells in cells_of(run) if "host" in cells)
    return [(word, named[word], form[f"host{place}"]) for place, word in enumerate(form.words)]


class Counts(NamedTuple):
    """How many lines make a draft, put an event right, stay out."""

    new: int
    join: int
    out: int


class CheckedEvents(Checked):
    """The lines of a list by what will become of them where nobody says otherwise."""

    @property
    def asked(self):
        return self.looked[:ASKED]

    @property
    def unasked(self):
        """How many lines to look at are done as proposed, without being asked about."""
        return len(self.looked) - len(self.asked)

    @property
    def counts(self):
        """The Counts of what becomes of the lines where nobody says otherwise."""
        codes = Counter(line.choice for line in (*self.plain, *self.looked))
        return Counts(codes[NEW], codes[JOIN], codes[OUT] + len(self.out))

    def ticks(self, form):
        """[(line, its box, what it changes in words)] of the lines to look at."""
        return [(line, form[f"line{line.index}"], changed_words(line)) for line in self.asked]

    @property
    def shown_plain(self):
        """[(line, when, what becomes of it)] of examples of those that are taken in as they are."""
        return [(line, when_of(line), changed_words(line)) for line in self.examples]


def checked(run):
    """The CheckedEvents of the list as it is matched now. Twelve queries."""
    return CheckedEvents.of(Reader(run).lines())


def when_of(line):
    """「2026年12月5日（土）午前9時〜11時」."""
    starts, ends = line.values["starts_at"], line.values["ends_at"]
    return f"{jdate(starts)}{hours(starts, ends)}"


def changed_words(line):
    """What a line puts right, in words; "" of a new one."""
    if line.there is None:
        return ""
    names = changes_to(line)
    return "、".join(str(Event._meta.get_field(name).verbose_name) for name in names) if names else "変わりません"


def marked_table(run):
    """(header, rows): the list as it was handed in, with a first column that says what to look at."""
    head, rows = table_of(run)
    said = remarks_of(Reader(run).lines())
    return ["見たこと", *head], [[said[index], *cells] for index, cells in rows]


class Result(NamedTuple):
    """What became of a list: [(what, how many)], how many rows stand (`stay`), the rows that were left out, and those with events."""

    counts: list
    left_out: list
    events: list
    stay: int


def result_of(run):
    """The Result of a list that was taken in. One query."""
    rows = list(run.rows.select_related("event__host"))
    counts = Counter(row.outcome for row in rows)
    left, stay = [row for row in rows if row.outcome == Outcome.LEFT_OUT], counts[Outcome.MADE] + counts[Outcome.JOINED]
    events = [row for row in rows if row.event is not None]
    return Result([(one.label, counts[one]) for one in Outcome if counts[one]], left[:SHOWN], events[:SHOWN], stay)
