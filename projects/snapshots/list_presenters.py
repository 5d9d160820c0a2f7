"""What the page of a year's list shows. Nothing here writes."""

from typing import NamedTuple

from guidelines.models import FormCode
from kyodo_portal.common.japanese.numbers import small_int

from .actions import newest
from .models import Counted, PublishedYear, Snapshot

FORMS = dict(FormCode.choices)


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
    if number := small_int(asked, most=1_000):
        found = Snapshot.objects.filter(fiscal_year=year, version=number).exclude(source=Snapshot.Source.WITHDRAWN).first()
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
