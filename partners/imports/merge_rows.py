"""Which rows go along when two bodies are made one: every table that names a body, found by itself, but for what has to stay."""

from partners.directory.consent_models import Consent
from partners.directory.models import Partner
from partners.directory.name_models import PartnerName
from partners.directory.schema import ITEMS, WRITTEN, Kind

from .merge_models import PartnerMerge

# What was said of one row of the directory and of no other: its own consents, the names that it had, merges of before.
STAYS = (Consent, PartnerName, PartnerMerge, Partner)
TAGS = ("fields", "areas")  # of Partner; the kept one has its own
# Columns that are filled where the kept body says nothing, and how an empty one looks: all that a body says of itself.
FILLED = {
    **{name: None if ITEMS[name].kind is Kind.PEOPLE else "" for name in WRITTEN if name not in ("name", "kind", *TAGS)},
    "source_note": "",
}


def movable():
    """[("app.Model.column", the foreign key)] of what goes along. No query."""
    tags = [getattr(Partner, name).through for name in TAGS]
    found = []
    for relation in Partner._meta.get_fields(include_hidden=True):
        column = getattr(relation, "field", None)
        if not relation.auto_created or relation.concrete or relation.many_to_many or column is None:
            continue
        model = relation.related_model
        if model in STAYS or model in tags or getattr(model, "append_only", False) or hasattr(model, "history_date"):
            continue
        found.append((f"{model._meta.label}.{column.name}", column))
    return sorted(found, key=lambda pair: pair[0])


def rows_of(column, partner):
    """The rows of the foreign key's table that name this body, whatever else hides them."""
    return column.model._base_manager.filter(**{column.name: partner})


def counted(partner):
    """[(what, how many)] of what would go along, as the page before a merge says it. One query a table."""
    counts = {}
    for _, column in movable():
        if count := rows_of(column, partner).count():
            name = _called(column.model)
            counts[name] = counts.get(name, 0) + count
    return sorted(counts.items())


def _called(table):
    """What a table is called; one between two others by what names the body: 相談の記録（紹介した団体）."""
    owner = table._meta.auto_created
    if not owner:
        return str(table._meta.verbose_name)
    between = next(field for field in owner._meta.many_to_many if field.remote_field.through is table)
    return f"{owner._meta.verbose_name}（{between.verbose_name}）"
