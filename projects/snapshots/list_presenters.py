"""What the page of a year's list shows, and its table as it is taken out. Nothing here writes."""

from typing import NamedTuple

from guidelines.models import FormCode
from kyodo_portal.common.japanese.dates import fiscal_label
from partners.models import PartnerKind
from projects.cycles.act.models import Improvement

from .actions import newest
from .models import Counted, PublishedYear, Snapshot, SnapshotRow

ROWS_AT_A_TIME = 500
FORMS, KINDS, COUNTED, OUTCOMES = (dict(choices.choices) for choices in (FormCode, PartnerKind, Counted, Improvement.Outcome))
HEADER = [
    "年度", "台帳番号", "名前", "相手", "相手の種類", "形態", "形態の種類", "ほかの形態", "担当課", "数え方", "市の負担(円)", "相手の負担(円)",
    "参加した人数", "これからの扱い", "新規", "この年度で終わり", "分野", "地域",
]  # fmt: skip


class Listed(NamedTuple):
    """One row of the page: plain words. `href`: the page of the entry, "" where nobody may open it (any more)."""

    title: str
    href: str
    number: str
    partners: str
    form: str
    office: str
    city_cost: int | None
    people: int | None
    marks: tuple[str, ...]
    more: tuple[tuple[str, str], ...]


def version_of(year, asked=""):
    """The version that the address asks for, the newest for nothing and for nonsense; None where there is none. One or two queries."""
    if asked.isascii() and asked.isdigit() and len(asked) < 5:
        found = Snapshot.objects.filter(fiscal_year=year, version=int(asked)).exclude(source=Snapshot.Source.WITHDRAWN).first()
        if found is not None:
            return found
    return newest(year)


def is_published(year):
    """Whether everybody reads this year's newest version. One query."""
    return PublishedYear.objects.filter(fiscal_year=year).exists()


def versions_of(year):
    """All versions of a year, the newest first, without their rows. One query."""
    return list(Snapshot.objects.filter(fiscal_year=year).defer("summary").select_related("by"))


def listed(rows):
    """[Listed] of rows that carry their project."""
    return [_listed(row) for row in rows]


def _listed(row):
    marks = [label for is_so, label in ((row.is_new, "新規"), (row.is_last, "この年度まで")) if is_so]
    if row.counted != Counted.MATTER:
        marks.append("件数に入れない" if row.counted == Counted.NO else "支援")
    return Listed(
        title=row.title,
        href=row.project.get_absolute_url() if row.project is not None and row.project.is_published else "",
        number=row.number,
        partners=row.partners,
        form=row.form_words or FORMS[row.form_code],
        office=row.office,
        city_cost=row.city_cost,
        people=row.people,
        marks=tuple(marks),
        more=tuple(row.extra.items()),
    )


def table_of(snapshot):
    """(header, rows) of a version as CSV and xlsx hold it: the public columns, and those of `extra` behind them. Two queries or more."""
    rows = SnapshotRow.objects.filter(snapshot=snapshot).order_by("order")
    labels = list(dict.fromkeys(label for extra in rows.values_list("extra", flat=True) for label in extra))
    return [*HEADER, *labels], (_cells(snapshot, row, labels) for row in rows.iterator(ROWS_AT_A_TIME))


def _cells(snapshot, row, labels):
    also = [FORMS.get(code, code) for code in row.form_codes if code != row.form_code]
    return [
        fiscal_label(snapshot.fiscal_year), row.number, row.title, row.partners, _words(KINDS, row.partner_kinds),
        row.form_words or FORMS[row.form_code], FORMS[row.form_code], "、".join(also), row.office, COUNTED[row.counted],
        row.city_cost, row.group_cost, row.people, OUTCOMES.get(row.outcome, ""),
        None if row.is_new is None else row.is_new, row.is_last, "、".join(row.fields), "、".join(row.areas),
        *(row.extra.get(label, "") for label in labels),
    ]  # fmt: skip


def _words(words, codes):
    return "、".join(words.get(code, code) for code in codes)


def json_of(snapshot):
    """A version as programs read it: codes and words, its figures and what they mean. One query."""
    rows = SnapshotRow.objects.filter(snapshot=snapshot).order_by("order")
    columns = (
        "number", "title", "partners", "partner_kinds", "form_code", "form_codes", "form_words", "office", "counted", "city_cost",
        "group_cost", "people", "outcome", "is_new", "is_last", "fields", "areas", "extra",
    )  # fmt: skip
    return {
        "fiscal_year": snapshot.fiscal_year,
        "version": snapshot.version,
        "source": snapshot.source,
        "frozen_at": snapshot.at.isoformat(),
        "sha256": snapshot.sha256,
        "summary": snapshot.summary,
        "rows": [{column: getattr(row, column) for column in columns} for row in rows.iterator(ROWS_AT_A_TIME)],
    }
