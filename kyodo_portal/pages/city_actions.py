"""市の情報 is saved: every process says it from then on, and the library's own city is the same."""

import datetime

from guidelines.models import Municipality
from kyodo_portal.common import city
from kyodo_portal.common.japanese.hours import hours_in_words, office_hours
from kyodo_portal.common.japanese.municipalities import prefecture_of

from .city_models import City


def city_row():
    """{name: value} as `the_city` says it (common/city.py), None where no row is saved. One query."""
    row = City.objects.first()
    return row and _values(row)


def city_saved(row):
    """After 市の情報 was written, in its transaction. At most five queries."""
    _own_municipality(row)
    city.keep(_values(row))


def first_values():
    """{column: value} of a row that is opened for the first time: what the settings said until now."""
    said = city.the_city()
    opens = said["open"]
    return {
        **{
            field.name: said[field.name]
            for field in City._meta.fields
            if field.name in said and said[field.name] not in ("", None)
        },
        "kind": next((kind for kind, word in city.KIND_WORDS.items() if word == said["kind_word"]), "prefecture"),
        "hours_text": "" if said["hours"] == hours_in_words(opens) else said["hours"],
        "open_hours": "-".join(f"{time:%-H:%M}" for time in opens) if opens else "",
        "closed_days": "\n".join(day.isoformat() for day in sorted(said["closed_days"])),
    }


def _values(row):
    opens = office_hours(row.open_hours)
    own = {field.name: getattr(row, field.name) for field in City._meta.fields if field.name not in ("id", "saved_at")}
    kana = f"{row.name}|{row.kana.replace(' ', '')}" if row.kana else ""
    return own | {
        "hours": row.hours_text or hours_in_words(opens),
        "open": opens,
        "closed_days": frozenset(datetime.date.fromisoformat(line) for line in row.closed_days.split()),
        "readings": f"{kana} {row.readings}".strip(),
        "as_of": "",
    }


def _own_municipality(row):
    """The library's own city has the row's name and code: the row of this code, otherwise the one that was the own city until now."""
    towns = Municipality.objects.select_for_update()
    town = towns.filter(code=row.code).first() or towns.filter(is_own=True).first() or Municipality()
    Municipality.objects.filter(is_own=True).exclude(pk=town.pk).update(is_own=False)
    said = {"code": row.code, "name": row.name, "kana": row.kana, "prefecture": prefecture_of(row.code), "is_own": True}
    if any(getattr(town, name) != value for name, value in said.items()):
        for name, value in said.items():
            setattr(town, name, value)
        town.save()
