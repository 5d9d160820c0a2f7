"""What the pages of 名簿の取込 show. Nothing here writes."""

from collections import Counter
from typing import NamedTuple

from django.db.models import prefetch_related_objects

from kyodo_portal.common.lists.table_pages import OUT, SHOWN, Checked, columns_shown, remarks_of
from partners.directory.schema import LABELS

from .lines import JOIN, NEW, TAGS, Reader, changes_to, table_of
from .models import PartnerImport, PartnerImportRow
from .words import HEADINGS

ASKED = 300  # lines that are asked about one by one: a page takes no more; of the others what is proposed is done
RUNS = 50
STEPS = (
    ("begin", "ファイル"),
    ("head", "見出しの行"),
    ("columns", "列を合わせる"),
    ("words", "種類を合わせる"),
    ("check", "確かめる"),
    ("done", "入れた"),
)
Outcome = PartnerImportRow.Outcome


def runs_of(user):
    """The newest PartnerImport with who read and who took them in, without their cells. One query."""
    rows = PartnerImport.objects.visible_to(user).select_related("by", "taken_by").defer("sheets", "words", "columns", "chosen")
    return list(rows[:RUNS])


def columns_of(run, form):
    """The Columns of the list."""
    _, rows = table_of(run)
    return columns_shown(run, rows, form, HEADINGS)


def words_shown(run, form):
    """[(word, rows that hold nothing else, its box)]."""
    text = Counter(cell for _, cells in table_of(run)[1] for cell in cells)
    return [(word, text[word], form[f"kind{place}"]) for place, word in enumerate(form.words)]


class Counts(NamedTuple):
    """How many lines make a new group, go to one that is there, stay out."""

    new: int
    join: int
    out: int


class CheckedGroups(Checked):
    """The lines of a list by what will become of them where nobody says otherwise."""

    @property
    def asked(self):
        return self.looked[:ASKED]

    @property
    def unasked(self):
        """How many lines to look at are done as proposed, without being asked about."""
        return len(self.looked) - len(self.asked)

    @property
    def unknown(self):
        """[(item, word, rows)] of 分野 and 地域 that the list names and the portal has none of, the most frequent first."""
        lines = (*self.plain, *self.looked)
        counted = Counter(word for line in lines for word in dict.fromkeys(line.unknown))
        return [(item, word, rows) for (item, word), rows in counted.most_common(SHOWN)]

    @property
    def counts(self):
        """The Counts of what becomes of the lines where nobody says otherwise."""
        codes = Counter(line.choice.split(":")[0] for line in (*self.plain, *self.looked))
        return Counts(codes[NEW], codes[JOIN], codes[OUT] + len(self.out))

    def ticks(self, form):
        """[(line, its box, what it changes in words)] of the lines to look at. Two queries."""
        prefetch_related_objects([line.own for line in self.asked if line.own is not None], *TAGS)
        return [(line, form[f"line{line.index}"], _changes(line)) for line in self.asked]


def checked(run):
    """The CheckedGroups of the list as it is matched now. Six queries."""
    return CheckedGroups.of(Reader(run).lines())


def _changes(line):
    if line.own is None:
        return ""
    return "、".join(LABELS[name] for name in changes_to(line.own, line))


def marked_table(run):
    """(header, rows): the list as it was handed in, with a first column that says what to look at."""
    head, rows = table_of(run)
    lines = Reader(run).lines()
    for line in lines:
        line.look += [f"{item}の「{word}」は、ありません。入れません" for item, word in line.unknown]
    said = remarks_of(lines)
    return ["見たこと", *head], [[said[index], *cells] for index, cells in rows]


class Result(NamedTuple):
    """What became of a list: [(what, how many)], how many rows stand (`stay`), the rows that were left out, and the groups that it made or joined."""

    counts: list
    left_out: list
    bodies: list
    stay: int


def result_of(run):
    """The Result of a list that was taken in. One query."""
    rows = list(run.rows.select_related("partner"))
    counts = Counter(row.outcome for row in rows)
    left, stay = [row for row in rows if row.outcome == Outcome.LEFT_OUT], counts[Outcome.MADE] + counts[Outcome.JOINED]
    bodies = [row for row in rows if row.partner is not None]
    return Result([(one.label, counts[one]) for one in Outcome if counts[one]], left[:SHOWN], bodies[:SHOWN], stay)
