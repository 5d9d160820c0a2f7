"""A list of events: what each line would become, and what the secretariat should look at first. Nothing here writes."""

from dataclasses import dataclass, field

from kyodo_portal.common.japanese.kana import katakana
from kyodo_portal.common.japanese.numbers import small_int
from kyodo_portal.common.lists.headings import several
from kyodo_portal.common.lists.search import fold
from kyodo_portal.common.lists.table_pages import OUT
from partners.directory.models import Partner
from partners.directory.reference_models import Area, Theme
from partners.events.access import can_host
from partners.events.models import Event

from .bodies import Bodies
from .known import KnownEvents
from .reading import Row, cells_of
from .words import ORIGIN, OWN

NEW, JOIN = "new", "join"
NAMED = ("theme", "area")  # what a word of the list names by a row of the portal's


@dataclass
class Line:
    """One line. `out`: why it cannot be taken in, "" where it can; `look`: what should be looked at before."""

    index: int  # of the row in the sheet, from 0
    title: str
    values: dict = field(default_factory=dict)  # {column of Event: cleaned value}; of `co_hosts` a list of Partners
    host: Partner | None = None
    key: str = ""  # the ID that the list gives it
    there: Event | None = None  # the event that it is already
    by_key: bool = False  # its number or ID says so, not only its host, name and beginning
    out: str = ""
    look: list = field(default_factory=list)
    choice: str = NEW  # what is done where nobody says otherwise

    @property
    def number(self):
        """The row as a spreadsheet counts it."""
        return self.index + 1

    @property
    def choices(self):
        """[(code, words)] of what can be done with the line."""
        joins = [(JOIN, f"直す：{self.there.title}（{'公開中' if self.there.is_published else '下書き'}）")] if self.there else []
        return [*joins, *([] if self.there and self.by_key else [(NEW, "下書きに入れる")]), (OUT, "入れない")]


def hosts_found(run):
    """[word] of every host that the list names, in its order."""
    return list(dict.fromkeys(cells["host"].text for _, cells in cells_of(run) if "host" in cells))


class Reader:
    """Reads the lines of one list. Seven queries for any number of lines."""

    def __init__(self, run):
        self.run = run
        self.bodies = Bodies()
        self.tags = {
            "theme": {fold(row.name): row for row in Theme.objects.all()},
            "area": {fold(row.name): row for row in Area.objects.all()},
        }

    def lines(self, only=None):
        """[Line] of everything below the headings, in the order of the list; only: of these indexes, held against no event."""
        read = [Row(index, cells) for index, cells in cells_of(self.run) if only is None or index in only]
        known = KnownEvents(read) if only is None else None
        made, seen = [], {}
        for row in read:
            line = self._line(row, known)
            if line.key and (first := seen.setdefault(line.key, line.number)) != line.number:
                row.wrong(OWN if row.first(OWN) else ORIGIN, f"同じ表の{first}行目と同じIDです")
            line.out, line.look = "。".join(row.problems), row.remarks
            made.append(line)
        return made

    def _line(self, row, known):
        line = Line(row.index, row.title, dict(row.values), key=row.first(OWN) or row.first(ORIGIN)[:60])
        line.host = self._host(row)
        self._name_tags(row, line)
        self._name_co_hosts(row, line)
        if known is not None and line.host is not None and "starts_at" in line.values:
            self._compare(row, line, known)
        return line

    def _host(self, row):
        found = self.bodies.by_key.get(small_int(row.first("host_id"), 0))
        if found is not None and can_host(found):
            return found
        word = row.first("host")
        if not word:
            row.wrong("host", "ありません")
            return None
        found = self.bodies.by_key.get(self.run.words.get("host", {}).get(word) or 0)
        if found is None or not can_host(found):
            row.wrong("host", "だれのことか、わかりません。「主催者を合わせる」で選んでください")
            return None
        return found

    def _name_tags(self, row, line):
        for name in NAMED:
            if not (word := row.first(name)):
                continue
            if found := self.tags[name].get(fold(word)):
                line.values[name] = found
            else:
                row.remark(name, "ありません。空で入れます")

    def _name_co_hosts(self, row, line):
        keys = [small_int(key, 0) for key in several(row.first("co_host_ids"))]
        words = several(row.first("co_hosts"))
        found = [self.bodies.by_key[key] for key in keys if key in self.bodies.by_key] or list(
            filter(None, map(self.bodies.named, words))
        )
        if found:
            line.values["co_hosts"] = [body for body in dict.fromkeys(found) if body != line.host]
        unknown = [] if keys else [word for word in words if self.bodies.named(word) is None]
        if unknown:  # who stands in no directory is named in the words of the event
            line.values["text"] = "\n".join(filter(None, (line.values.get("text", ""), f"共催・協力：{'、'.join(unknown)}")))[
                :2000
            ]

    def _compare(self, row, line, known):
        line.there, line.by_key = known.of(row, line)
        if line.there is None:
            if row.first(OWN):
                row.remark(OWN, "この番号の催しはありません。新しく入れます")
            if row.is_over:
                row.remark("ends_at" if "ends_at" in row.cells else "starts_on", "もう終わっています")
                line.choice = OUT
            return
        line.choice = JOIN
        if not can_host(line.there.host):
            row.wrong("host", f"催しの「{line.there.host.name}」は、いま催しを開く団体ではありません。直せません")
        elif line.there.host_id != line.host.pk:
            row.remark("host", f"いまの「{line.there.host.name}」のままにします")
        changes = changes_to(line)
        if line.there.is_published and changes:
            row.remark("title", "公開中の催しです。直すと、すぐに見えます")


def changes_to(line):
    """{column: new value} of what the line changes of the event that is there. Whoever is named by a number or an ID is put right; of
    one that is only alike what is empty is filled."""
    changed = {}
    for name, value in line.values.items():
        now = list(line.there.co_hosts.all()) if name == "co_hosts" else getattr(line.there, name)
        empty = now in ("", None, [], False)
        differs = (
            {*now} != {*value} if name == "co_hosts" else katakana(now) != katakana(value) if name == "kana" else now != value
        )
        if differs and value not in ("", None, []) and (line.by_key or empty) and name not in ("checked_on", "cancelled_why"):
            changed[name] = value
    return changed
