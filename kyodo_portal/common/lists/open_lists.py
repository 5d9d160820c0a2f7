"""A public list as data for programs: its columns are declared once, and CSV, JSON, JSON Schema and the page that documents them
follow from them.

A row is read as plain values of named columns and nothing else: no method of a model runs, and what is not public
(common/privacy.py) stops the program at its start. One question reads all rows, however much stands beside each.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from itertools import islice
from typing import NamedTuple

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from kyodo_portal.common.city import the_city
from kyodo_portal.common.japanese.kana import katakana
from kyodo_portal.common.japanese.numbers import small_int
from kyodo_portal.common.privacy import PrivateColumn, private_on_path

from .beside import Beside
from .pieces import pieces

ROWS_AT_A_TIME = 500  # read from the database
ROWS_OF_A_PART = 200  # sent at once
LONGEST = 40  # characters of a choice in the address
SOME = 2**40  # a key that no row has


class Kind(Enum):
    """How a value is written, as the documentation says it."""

    TEXT = "文字"
    NUMBER = "整数"
    DAY = "日付（例：2026-04-01）"
    MOMENT = "日時（例：2026-04-01T09:00:00+09:00）"
    YES = "はい・いいえ（JSONはtrue・false）"
    WORDS = "文字の並び（CSVは「、」で区切る）"
    ADDRESS = "アドレス（URL）"


_JSON_TYPES = {
    Kind.TEXT: {"type": "string"},
    Kind.NUMBER: {"type": ["integer", "null"]},
    Kind.DAY: {"type": ["string", "null"], "format": "date"},
    Kind.MOMENT: {"type": ["string", "null"], "format": "date-time"},
    Kind.YES: {"type": ["boolean", "null"]},
    Kind.WORDS: {"type": "array", "items": {"type": "string"}},
    Kind.ADDRESS: {"type": "string", "format": "uri"},
}


class Several(NamedTuple):
    """Rows of another table that belong to each row, the nearest first: [[value of each column]]. See `Beside`.

    rows: a queryset that names its row by OuterRef. It is made once, when the program starts: no day and no moment in it.
    """

    rows: models.QuerySet
    columns: tuple[str, ...]


class Column(NamedTuple):
    """One column. `key`: its name in JSON, for ever; `heading`: in CSV. `reads`: paths of public columns and Severals, whose values
    `make` gets in this order. `codes`: {code: label} of what may stand there.
    """

    key: str
    heading: str
    about: str = ""
    reads: tuple = ()
    make: Callable = lambda value: value
    kind: Kind = Kind.TEXT
    unit: str = ""
    codes: dict | None = None

    def in_csv(self, value):
        value = self.in_json(value)
        return "、".join(value) if self.kind is Kind.WORDS else value

    def in_json(self, value):
        if value is None:
            return [] if self.kind is Kind.WORDS else "" if self.kind in (Kind.TEXT, Kind.ADDRESS) else None
        if self.kind is Kind.MOMENT:
            return timezone.localtime(value).isoformat(timespec="seconds")
        return value.isoformat() if self.kind is Kind.DAY else value

    @property
    def schema(self):
        """What JSON Schema says of it."""
        told = {"title": self.heading, **_JSON_TYPES[self.kind]}
        if self.about:
            told["description"] = self.about
        if self.codes:
            told["examples"] = list(self.codes)
        return told


@dataclass(frozen=True)
class OpenList:
    """One public list as data, under /open-data/<name>.csv and .json.

    every: its rows, the same for everybody; narrowed: those that the address of the list asks for, given a request.
    page: the name of the list's own page; of it `narrowed` knows all words. order_by: of the file; ends with what tells rows apart.
    of_rules: columns that data of the city bring along. given: names that `every` annotates; vetted: {a private column: why
    what the columns make of it is public}.
    """

    name: str
    title: str
    about: str
    page: str
    model: type[models.Model]
    every: Callable
    narrowed: Callable
    order_by: tuple
    columns: tuple[Column, ...]
    of_rules: Callable = list
    given: tuple = ()
    vetted: dict = field(default_factory=dict)

    def __post_init__(self):
        self._refuse_private(self.columns)

    def _refuse_private(self, columns):
        reads = [read for column in columns for read in column.reads]
        paths = [(self.model, read) for read in reads if isinstance(read, str) and read not in (*self.given, *self.vetted)]
        paths += [(read.rows.model, path) for read in reads if isinstance(read, Several) for path in read.columns]
        for model, path in paths:
            if private := private_on_path(model, path):
                raise PrivateColumn(f"open data {self.name}: {private} is not public")

    def table(self, rows):
        """(columns, each row of the queryset as a list of values). One query, and that of `of_rules`."""
        columns = [*self.columns, *self.of_rules()]
        self._refuse_private(columns)
        return columns, self._values(rows, columns)

    def _values(self, rows, columns):
        reads = list(dict.fromkeys(read for column in columns for read in column.reads))
        names = [f"beside_{at}" if isinstance(read, Several) else read for at, read in enumerate(reads)]
        beside = {name: Beside(read.rows, *read.columns) for name, read in zip(names, reads, strict=True) if name is not read}
        makers = [(column.make, [reads.index(read) for read in column.reads]) for column in columns]
        found = rows.annotate(**beside).order_by(*self.order_by).values_list(*names)
        for row in pieces(found, ROWS_AT_A_TIME):
            yield [make(*(row[at] for at in places)) for make, places in makers]


def csv_table(open_list, rows):
    """(header, rows) as `csv_parts` takes them."""
    columns, values = open_list.table(rows)
    return [column.heading for column in columns], (
        [column.in_csv(value) for column, value in zip(columns, row, strict=True)] for row in values
    )


def json_parts(open_list, rows, head):
    """The bytes of {…head, "rows": [{key: value}]}, some rows at a time."""
    columns, values = open_list.table(rows)
    start = _json(head)[:-1] + ', "rows": ['
    while some := [*islice(values, ROWS_OF_A_PART)]:
        told = (_json({column.key: column.in_json(value) for column, value in zip(columns, row, strict=True)}) for row in some)
        yield (start + "\n" + ",\n".join(told)).encode()
        start = ","
    yield f"{start if start != ',' else ''}\n]}}\n".encode()


def json_schema(open_list, address):
    """JSON Schema (2020-12) of what `json_parts` sends."""
    row = {
        "type": "object",
        "required": [column.key for column in open_list.columns],
        "properties": {column.key: column.schema for column in open_list.columns},
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": address,
        "title": open_list.title,
        "description": open_list.about,
        "type": "object",
        "required": ["rows"],
        "properties": {"rows": {"type": "array", "items": row}},
    }


def _json(value):
    return json.dumps(value, ensure_ascii=False)


# ---- columns that lists share --------------------------------------------------------------------
def plain(model, name, heading="", about="", **more):
    """A column of the model as it stands; what has choices says its label. `unit` and `key` as in Column."""
    field = model._meta.get_field(name)
    codes = dict(field.choices or ())
    make = (lambda code: codes.get(code, code)) if codes else (lambda value: value)
    kinds = (
        (models.BooleanField, Kind.YES),
        (models.DateTimeField, Kind.MOMENT),
        (models.DateField, Kind.DAY),
        (models.IntegerField, Kind.NUMBER),
        (models.URLField, Kind.ADDRESS),
    )
    kind = next((kind for sort, kind in kinds if isinstance(field, sort)), Kind.TEXT)
    key = more.pop("key", name)
    return Column(key, heading or str(field.verbose_name), about, reads=(name,), make=make, kind=kind, **more)


def code_of(model, name, heading, **more):
    """The code behind the label of a column with choices: it stays the same when the city calls it otherwise."""
    codes = {code: str(label) for code, label in model._meta.get_field(name).choices}
    return Column(f"{name}_code", heading, "", reads=(name,), codes=codes, **more)


def kana_of(path, key="name_kana", heading="名称_カナ"):
    """A reading in full-width katakana."""
    return Column(key, heading, "全角カタカナ。ふりがなを聞いていないものは空", reads=(path,), make=katakana)


def words_of(key, heading, rows, column, about=""):
    """What one column of rows of another table says, as a list of words."""
    several = Several(rows, (column,))
    return Column(key, heading, about, reads=(several,), make=lambda found: [word for (word,) in found or ()], kind=Kind.WORDS)


def page_of(name, path="pk", key="url", heading="ページ", about="くわしい内容がのっているページ", **more):
    """The address of the page `name` that is named by one key."""

    def address(pk):
        return f"{settings.KYODO_ORIGIN}{reverse(name, args=[SOME]).replace(str(SOME), str(pk))}" if pk else ""

    return Column(key, heading, about, reads=(path,), make=address, kind=Kind.ADDRESS, **more)


def note_of(path=""):
    """備考: a made-up row of a sample city, or what the row was taken from. `path` leads to the row that says so."""
    reads = (f"{path}is_sample", f"{path}source_note")
    return Column(
        "note",
        "備考",
        "もとにした資料。「見本」は、ためすために作った行",
        reads,
        lambda sample, source: "見本" if sample else source,
    )


def sample_mark(path="is_sample"):
    """備考 where a row says nothing else of itself."""
    return Column("note", "備考", "「見本」は、ためすために作った行", (path,), lambda sample: "見本" if sample else "")


CITY_CODE = Column("city_code", "全国地方公共団体コード", "6けた", make=lambda: the_city()["code"])
CITY_NAME = Column("city_name", "地方公共団体名", make=lambda: the_city()["name"])


def own_id(about="変わることのない番号"):
    """The key of the row: the same for ever, and the one in the address of its page."""
    return Column("id", "ID", about, reads=("pk",), kind=Kind.NUMBER)


def head_columns():
    """What the common columns of 自治体標準オープンデータセット begin with."""
    return CITY_CODE, own_id(), CITY_NAME


def choices_asked(request, keys=(), words=()):
    """{filter's name: choices} as the address names them, for a list without a form: nobody needs to read what else there is to choose.
    What cannot be the key of a row narrows nothing, as on the list."""
    found = {name: [value for value in request.GET.getlist(name) if small_int(value, 0)] for name in keys}
    found |= {name: [value for value in request.GET.getlist(name) if len(value) <= LONGEST] for name in words}
    return {name: [(value, value) for value in values] for name, values in found.items()}
