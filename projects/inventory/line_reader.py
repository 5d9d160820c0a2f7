"""What rows of a table say of a sheet's lines: which line it is, what it holds, what does not fit. Nothing here writes."""

import datetime
from functools import cached_property

from django.core.exceptions import ValidationError

from kyodo_portal.common.japanese.dates import fiscal_label, fiscal_mark, fiscal_span
from kyodo_portal.common.lists.search import fold
from kyodo_portal.common.own_words import own_words
from kyodo_portal.common.templatetags.kyodo import jdate
from partners.directory.kind import looks_like_a_person, may_be_a_person
from partners.directory.kind_words import kind_guessed
from partners.models import Partner, PartnerKind
from projects.specs.asking import EMPTY, joined

from .columns import ExtraColumn
from .models import Answer, InventoryLine, LineSource, new_mark
from .prefill_actions import VALUES
from .row_types import Problem, Stands

WRITTEN = ("answer", "next_year", *VALUES)
TICKED = frozenset(("answer", "next_year"))
LABELS = {"mark": "行ID", "sheet": "照会番号"}
NEEDED = ("title", "partner_name", "form_id")
AFTER = "{year}（{last}まで）のことを答える表です。そのあとに始めたことは、次の年度の棚卸しで答えてください。"
OUTSIDE = own_words("相手は、市の外の人や団体にしてください。")
BEFORE = "{year}（{first}から）のことを答える表です。それより前に終わったものは、答えを「終わった」にしてください。"


def sheet_number(sheet):
    """照会番号: which sheet a row of a table belongs to, "R8-12": the round's 年度 and the office."""
    return f"{fiscal_mark(sheet.round.fiscal_year)}-{sheet.office_id}"


class LineReader:
    """Reads rows against the lines that stand, and keeps what is to be written, with every problem. Writes nothing itself.

    After all rows: `problems`, the sheets that change as keys of `touched`, the lines `new` and `changed`, {values: keys} that were
    only `ticked`, how many are `alike`.
    """

    def __init__(self, held, columns, complete):
        self.held, self.columns, self.complete = held, columns, complete
        self.problems, self.touched, self.seen = [], {}, set()
        self.new, self.changed, self.ticked, self.alike = [], [], {}, 0
        lines = list(InventoryLine.objects.filter(sheet__in=held.values()).order_by("sheet", "order", "pk"))
        self.by_mark = {line.mark: line for line in lines}
        self.lines = lines
        self.last = max((line.order for line in lines), default=0)
        self.sheet_of = {sheet.pk: sheet for sheet in held.values()}

    @cached_property
    def by_words(self):
        """{(sheet, folded title, folded partner): the first line that is called so}."""
        known = {}
        for line in self.lines:
            known.setdefault(_words(line.sheet_id, line.title, line.partner_name), line)
        return known

    def read(self, row):
        """One row: a line that stands, a new one, or problems."""
        if not row.mark and not any(str(value or "").strip() for value in row.cells.values()):
            return  # an empty row says nothing
        before = len(self.problems)
        sheet, line = self._sheet(row), self._line(row)
        if len(self.problems) > before:
            return
        self._values(row, line)
        if len(self.problems) > before:
            return
        if line is None:
            line = self.by_words.get(_words(sheet.pk, row.values.get("title", ""), row.values.get("partner_name", "")))
        if line is None:
            self._add(row, sheet)
        else:
            self._change(row, line)

    # ---- which line it is -------------------------------------------------------------------------------------
    def _sheet(self, row):
        if not row.sheet and len(self.held) == 1:
            return next(iter(self.held.values()))
        sheet = self.held.get(row.sheet)
        if sheet is None:
            self._say(row, "sheet", row.sheet, "この表の照会番号ではありません。この課の、この年度の表を使ってください。")
        return sheet

    def _line(self, row):
        if not row.mark:
            return None
        line = self.by_mark.get(row.mark)
        if line is None or (row.sheet and row.sheet != sheet_number(self.sheet_of[line.sheet_id])):
            self._say(row, "mark", row.mark, "この表にない行IDです。行IDと行の版の列は、もらった表のままにしてください。")
        elif row.mark in self.seen:
            self._say(row, "mark", row.mark, "同じ行IDの行が2つあります。どちらかを消してください。")
        self.seen.add(row.mark)
        return line

    # ---- what it says -----------------------------------------------------------------------------------------
    def _values(self, row, line):
        for name, typed in row.cells.items():
            column = self.columns.by_name[name]
            if isinstance(column, ExtraColumn):
                continue
            if line is not None and column.says(typed, getattr(line, name)):
                row.values[name] = getattr(line, name)
                continue
            try:
                row.values[name] = column.read(typed)
            except ValidationError as error:
                self._say(row, name, typed, error.messages[0], line)
        if any(name not in row.values for name in row.cells if not isinstance(self.columns.by_name[name], ExtraColumn)):
            return
        self._extra(row, line)
        now = {name: row.values.get(name, getattr(line, name, None)) for name in WRITTEN}
        starts, ends = now["starts_on"], now["ends_on"]
        if starts and ends and ends < starts:
            self._say(row, "ends_on", ends, "終えた日は、始めた日かそれより後の日にしてください。", line)
        if now["answer"] != Answer.ENDED:
            self._within_the_year(row, line, starts, ends)
        if now["partner_kind"] == PartnerKind.DEPARTMENT:
            self._say(row, "partner_kind", PartnerKind.DEPARTMENT.label, OUTSIDE, line)
        self._person(row, line, now)
        self._answer(row, line, now)

    def _within_the_year(self, row, line, starts, ends):
        """What is typed anew was done on some day of the round's 年度. A matter may have begun before it, and go on after it."""
        year = next(iter(self.held.values())).round.fiscal_year
        first, last = fiscal_span(year)
        if starts and starts > last and starts != getattr(line, "starts_on", None):
            self._say(row, "starts_on", starts, AFTER.format(year=fiscal_label(year), last=jdate(last)), line)
        if ends and ends < first and ends != getattr(line, "ends_on", None):
            self._say(row, "ends_on", ends, BEFORE.format(year=fiscal_label(year), first=jdate(first)), line)

    def _person(self, row, line, now):
        """A private person's name is never made public: whoever types one that looks so says what it is."""
        former, name = line.former.get("partner_name") if line is not None else "", now["partner_name"] or ""
        if now["partner_kind"] not in (None, "", PartnerKind.OTHER) or name == former or not self._may_be_a_person(name):
            return
        says = (
            f"人の名のようです。個人なら「{PartnerKind.CITIZEN.label}」を選んでください。名前は公表しません。"
            "団体なら、その種類を選んでください。"
        )
        self._say(row, "partner_kind", name, says, line)

    def _may_be_a_person(self, name):
        is_unknown = may_be_a_person(name) and not kind_guessed(name) and name not in self.bodies
        return looks_like_a_person(name) or is_unknown

    @cached_property
    def bodies(self):
        """The names of the bodies in the directory. One query, for tables in which a name may be a person's."""
        return set(Partner.objects.choosable().exclude(kind=PartnerKind.CITIZEN).values_list("name", flat=True))

    def _extra(self, row, line):
        """What the row's form asks besides. Another form than before asks other things; what is left of the former one's cells is
        in nobody's way, what was typed anew there is."""
        before = line.form_id if line is not None else None
        form = row.values.get("form_id", before)
        names = [name for name in row.cells if isinstance(self.columns.by_name[name], ExtraColumn)]
        if not names and form == before:
            return
        extra = dict(line.extra) if line is not None and form == before else {}
        for name in names:
            typed, column = row.cells[name], self.columns.for_cell(name, form)
            if line is not None and self.columns.by_name[name].says(typed, line):
                continue
            if column is None:
                if str(typed or "").strip():
                    self._say(row, name, typed, "この行の形態では聞かない欄です。空けてください。", line)
                continue
            try:
                extra[column.name] = column.read(typed)
            except ValidationError as error:
                self._say(row, name, typed, error.messages[0], line)
        row.values["extra"] = joined({}, extra)

    def _answer(self, row, line, now):
        """What goes with what: a line of last year is the same, changed or ended; a row without one is new, and stays so once an
        acceptance has put it into the ledger."""
        is_old = line is not None and line.project_id is not None
        if not is_old:
            row.values["answer"] = Answer.NEW
        elif now["answer"] == Answer.NEW and line.answer != Answer.NEW:
            self._say(row, "answer", "新しい", "去年からある行です。「同じ」「変わった」「終わった」から選んでください。", line)
        elif now["answer"] == Answer.SAME and _differs(line, row.values):
            row.values["answer"] = Answer.CHANGED
        lacking = [] if now["answer"] == Answer.ENDED else [name for name in NEEDED if not now[name]]
        if self.complete or not is_old:
            if is_old and not now["answer"]:
                self._say(row, "answer", "", "「同じ」「変わった」「終わった」から1つ入れてください。", line)
            for name in lacking if now["answer"] or not is_old else []:
                self._say(row, name, "", f"{self.columns.by_name[name].label}を入れてください。", line)
        if line is not None:
            self._locked(row, line)

    def _locked(self, row, line):
        for name in locked_columns(line, self.columns):
            column = self.columns.by_name[name]
            if isinstance(column, ExtraColumn):
                key = column.column_of(line.form_id).name
                is_other = row.values.get("extra", line.extra).get(key) != line.former["extra"][key]
            else:
                is_other = name in row.values and as_json(row.values[name]) != line.former[name]
            if is_other:
                says = "ポータルの記録にある値です。直すときは、台帳のその1件の画面で直してください。"
                self._say(row, name, row.cells.get(name), says, line, is_fixed=True)

    # ---- what is to be written --------------------------------------------------------------------------------
    def _add(self, row, sheet):
        self.last += 1
        line = InventoryLine(sheet=sheet, mark=new_mark(), order=self.last, **row.values)
        self.new.append(line)
        self.touched[sheet] = True
        self.by_words[_words(sheet.pk, line.title, line.partner_name)] = line

    def _change(self, row, line):
        differing = [name for name, value in row.values.items() if getattr(line, name) != value]
        if not differing:
            self.alike += 1
            return
        if not row.mark or row.version != line.version:
            for name in self._cells_of(differing, row, line):
                now = self._now(line, name)[:60]
                says = f"この行は、先に別の値で入っています（いまは「{now}」）。見くらべて、残すほうを入れてください。"
                self._say(row, name, self._in_words(row, name), says, line, is_overtaken=True)
            return
        for name in differing:
            setattr(line, name, row.values[name])
        if TICKED.issuperset(differing):  # the most frequent answer by far: alike lines are written together
            self.ticked.setdefault(tuple((name, row.values[name]) for name in differing), []).append(line.pk)
        else:
            line.version += 1
            self.changed.append(line)
        self.touched[self.sheet_of[line.sheet_id]] = True

    def _cells_of(self, differing, row, line):
        """The names of the cells in which the row differs from the line: what a form asks stands in one column each."""
        for name in differing:
            if name != "extra":
                yield name
                continue
            for extra in self.columns.extras_of([line.form_id]):
                key = extra.column_of(line.form_id).name
                if row.values["extra"].get(key) != line.extra.get(key):
                    yield extra.name

    def _now(self, line, name):
        """What stands in a cell of a line, as it is written in a table."""
        column = self.columns.by_name[name]
        written = column.written_of(line) if isinstance(column, ExtraColumn) else column.written(getattr(line, name))
        return "" if written is None else str(written)

    def _in_words(self, row, name):
        """What a row's cell says, as it is written in a table: a page sends some answers by their codes."""
        column = self.columns.by_name[name]
        return row.cells.get(name) if isinstance(column, ExtraColumn) else column.written(row.values[name])

    def _say(self, row, name, written, says, line=None, *, is_overtaken=False, is_fixed=False):
        label = LABELS.get(name) or self.columns.by_name[name].label
        title = line.title if line is not None else str(row.cells.get("title") or "")
        stands = None
        if is_overtaken or is_fixed:
            stands = Stands(line.mark, line.version, self._now(line, name), is_fixed)
        self.problems.append(Problem(row.place, title, label, _text(written), says, row.mark, stands, name))


def locked_columns(line, columns):
    """[name] of what the portal's own record of the year says already: it is put right there, not in the inventory."""
    if line.source != LineSource.PORTAL:
        return []
    names = [name for name in VALUES if line.former.get(name) not in EMPTY]
    told = line.former.get("extra", {})
    extras = columns.extras_of([line.form_id]) if told else ()
    return names + [extra.name for extra in extras if told.get(extra.column_of(line.form_id).name) not in EMPTY]


def _differs(line, values):
    told = line.former.get("extra")
    if told is not None and values.get("extra", told) != told:
        return True
    return any(name in values and as_json(values[name]) != line.former.get(name) for name in VALUES)


def as_json(value):
    """A day as 2027-04-01; everything else as it is."""
    return value.isoformat() if isinstance(value, datetime.date) else value


def _text(value):
    return "" if value is None else str(value)[:60]


def _words(sheet, title, partner):
    return sheet, fold(title), fold(partner)
