"""取込をなかったことにする: what a list made goes while nothing has come of it, and what it changed says again what it said."""

from typing import NamedTuple

from partners.directory.many_actions import write_values_of_many
from partners.directory.models import Partner
from partners.directory.payload import READERS, as_json
from partners.directory.schema import ITEMS, Kind
from partners.directory.standing import Standing

from .merge_rows import STAYS, movable
from .models import PartnerImportRow

TAGS, COUNT = ("fields", "areas"), "members_count"
Outcome = PartnerImportRow.Outcome


def kept_values(body, names):
    """{column: its value as JSON} of a body, for a row of an import: keys of fields and areas, a number of members with its unit."""
    kept = {}
    for name in names:
        value = getattr(body, name)
        if name == COUNT and value is not None:
            value = f"{int(value)}{body.get_members_unit_display()}"
        kept[name] = as_json(value.all()) if name in TAGS else value
    return kept


def _value(name, kept):
    """What write_values takes, of a value that `kept_values` kept."""
    return READERS[Kind.PEOPLE](ITEMS[name], kept) if name == COUNT and kept is not None else kept


class Undoing(NamedTuple):
    """What taking a list back does: groups that go, groups that say again what they said, rows that stay as they are."""

    go: int
    back: int
    stay: int


def what_undoing_does(run):
    """The Undoing of a list that was taken in. One query a table that names groups."""
    rows = list(rows_of(run))
    going = _untouched(run, rows)
    back = [
        row for row in rows if row.outcome == Outcome.JOINED and row.partner and len(_standing_values(row)) == len(row.changed)
    ]
    return Undoing(len(going), len(back), len(rows) - len(going) - len(back))


def put_back(run, rows, by):
    """Take these rows back. A group that one made is deleted while nothing else names it and nobody has changed it; a value that one
    wrote goes back while it still stands. What has been worked with since stays, and its row says so.
    """
    going = _untouched(run, rows)
    done = [row.pk for row in rows if row.outcome == Outcome.MADE and row.partner_id in going] + _put_back(rows, by)
    PartnerImportRow.objects.filter(pk__in=done).update(outcome=Outcome.TAKEN_BACK)
    Partner.objects.filter(pk__in=going).delete()


def rows_of(run):
    """The QuerySet of what a list made or changed, the last one first, with their groups. Four queries."""
    rows = run.rows.exclude(outcome=Outcome.LEFT_OUT).select_related("partner").order_by("-pk")
    return rows.prefetch_related(*(f"partner__{name}" for name in TAGS))


def _untouched(run, rows):
    """{key} of the groups that nothing names but the import itself, and that nobody has changed since. One query a table."""
    made = [row for row in rows if row.outcome == Outcome.MADE and row.partner]
    still = [row.partner for row in made if row.partner.updated_at <= (row.at or run.taken_at)]
    keys = {body.pk for body in still if body.standing in (Standing.LISTED, Standing.UNLISTED)}
    names = [(column.model, column.name) for _, column in movable()]
    names += [(model, field.name) for model in STAYS for field in model._meta.fields if field.related_model is Partner]
    for model, name in names:
        if model is not PartnerImportRow:
            keys -= set(model._base_manager.filter(**{f"{name}__in": list(keys)}).values_list(name, flat=True))
    return keys


def _standing_values(row):
    """{column: what it said before} of what the group still says as the list wrote it."""
    now = kept_values(row.partner, row.changed)
    return {name: before for name, (before, after) in row.changed.items() if now[name] == after}


def _put_back(rows, by):
    """Write what groups said before, where they still say what the list wrote; [key] of the rows of which nothing else stays."""
    rows, whole = [row for row in rows if row.outcome == Outcome.JOINED and row.partner], []
    while rows:  # of several rows of one group the last one that was written goes back first
        now = {row.partner_id: row for row in reversed(rows)}
        taken = {row.pk for row in now.values()}
        rows = [row for row in rows if row.pk not in taken]
        held = Partner.objects.select_for_update().prefetch_related(*TAGS).in_bulk(list(now))
        back = {}
        for pk, row in now.items():
            row.partner = held[pk]
            back[pk] = _standing_values(row)
            if len(back[pk]) == len(row.changed):
                whole.append(row.pk)
        written = [
            (held[pk], {name: _value(name, kept) for name, kept in values.items()}) for pk, values in back.items() if values
        ]
        write_values_of_many(written, by=by, is_back=True)
    return whole
