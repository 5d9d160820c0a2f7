"""Writing rows into the library: the only place where its tables change."""

from django.core.exceptions import ValidationError

from guidelines.library import models as m

from .row_codec import PARTS, fill, instances, words_of


def put_rows(guideline, changes, ids=None):
    """Write changes [(part, key, row or None)] into the library; None takes a row out.

    ids: {(part, key): id} of rows that stood once and are put back, so that they are the rows that they were.

    Raises ValidationError, naming the row, when one does not fit. A form that is taken out is only switched off: the ledger of
    former years counts by it. Called by actions, inside their transaction.
    """
    order = list(PARTS)
    wanted = sorted(changes, key=lambda change: order.index(change[0]))
    existing = instances(guideline)
    for part, key, row in wanted:
        there = guideline if part == "guideline" else existing[part].get(key)
        if row is None:
            _take_out(there)
            existing[part].pop(key, None)
            continue
        instance = there if there is not None else PARTS[part](guideline=guideline, pk=(ids or {}).get((part, key)))
        fill(instance, row, existing)
        _save(instance, row)
        if part != "guideline":
            existing[part][key] = instance


def _take_out(instance):
    if instance is None:
        return
    if isinstance(instance, m.CollaborationForm):
        instance.is_active = False
        instance.save()
    else:
        instance.delete()


def _save(instance, row):
    try:
        # A row is found by its key and points to rows that were just read: nothing here has to be asked of the database again.
        # Only a guideline's address is unique beyond its own rows.
        alone = isinstance(instance, m.Guideline)
        known = [field.name for field in instance._meta.fields if field.is_relation]
        instance.full_clean(exclude=known, validate_unique=alone, validate_constraints=alone)
        roles = [m.CaseRole(order=number, **role) for number, role in enumerate(row.get("roles", []), start=1)]
        for role in roles:
            role.clean_fields(exclude=["case"])
        if hasattr(instance, "search_text"):
            instance.search_text = words_of(instance, roles)
    except ValidationError as error:
        raise ValidationError([f"{instance._meta.verbose_name}「{instance}」：{text}" for text in error.messages]) from error
    instance.save()
    if isinstance(instance, m.CaseStudy):
        instance.roles.all().delete()
        for role in roles:
            role.case = instance
        m.CaseRole.objects.bulk_create(roles)
