"""What write_values does, for thousands of bodies at once."""

from kyodo_portal.common.privacy import private_columns

from .actions import write_values
from .consent_models import Consent
from .models import Partner

AT_A_TIME = 500


def published_of(bodies):
    """{key of a body: {columns that its consents publish}}. One query."""
    published = {}
    for pk, name in Consent.objects.in_force().filter(partner__in=bodies).values_list("partner", "field"):
        published.setdefault(pk, set()).add(name)
    return published


def write_values_of_many(pairs, *, by):
    """`write_values` of many bodies, whose rows are held; pairs: [(Partner, {column: cleaned value})].

    What no page for everybody shows (contacts, mostly) changes neither search nor news: it is written in a few statements, with a row
    of history each. Where anything else changes, that body is written by itself.
    """
    quiet, published = private_columns(Partner), published_of([body.pk for body, _ in pairs])
    quick = []
    for body, values in pairs:
        if values.keys() <= {*quiet} - {"extra"} - published.get(body.pk, set()):
            quick.append((body, values))
        else:
            write_values(body, values)
    names = sorted({name for _, values in quick for name in values})
    if not names:
        return
    made_at = {body.pk: body.created_at for body, _ in quick}
    for body, values in quick:
        for name, value in values.items():
            setattr(body, name, value or "")
    rows = [body for body, _ in quick]
    Partner.objects.bulk_create(
        rows, AT_A_TIME, update_conflicts=True, unique_fields=["pk"], update_fields=[*names, "updated_at"]
    )
    for body in rows:  # an upsert takes them for new
        body.created_at = made_at[body.pk]
    Partner.history.bulk_history_create(rows, batch_size=AT_A_TIME, update=True, default_user=by)
