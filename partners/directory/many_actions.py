"""What write_values does, for thousands of bodies at once: the same number of statements for one body and for two hundred."""

from itertools import chain

from django.db.models import prefetch_related_objects

from kyodo_portal.common.privacy import private_columns
from kyodo_portal.common.upwards import name_changed, off_the_page

from .actions import CALLED, MANY, put_values, whole_search_text
from .consent_models import Consent
from .models import Partner
from .name_actions import forget_names, keep_names
from .name_models import PartnerName
from .news import sync_news_of
from .offer_models import Offer
from .schema import EXTRA

AT_A_TIME = 500


def published_of(bodies):
    """{key of a body: {columns that its consents publish}}. One query."""
    published = {}
    for pk, name in Consent.objects.in_force().filter(partner__in=bodies).values_list("partner", "field"):
        published.setdefault(pk, set()).add(name)
    return published


def write_values_of_many(pairs, *, by, is_back=False):
    """`write_values` of many bodies, whose rows are held; pairs: [(Partner, {column: cleaned value})], a body once.

    is_back: a change is taken back, and neither the name that goes nor the one that the body has again is one of before.
    Some twenty queries; more for the news that were told of them and for the entries of the ledger that name them. What no page for
    everybody shows (contacts, mostly) changes neither search nor news, and asks less.
    """
    if not pairs:
        return
    loud = _shown_ones(pairs)
    for body, values in pairs:
        put_values(body, values)
    called = [body for body, values in pairs if "name" in values]
    if is_back:
        forget_names({body.pk: body.name for body in called})
    else:
        keep_names(called)
    for name in MANY:
        write_tags(name, [(body, values[name]) for body, values in pairs if name in values])
    _put_search_texts(loud)
    written = {"extra" if name.startswith(EXTRA) else name for _, values in pairs for name in values} - {*MANY}
    _store([body for body, _ in pairs], [*sorted(written), "members_unit", "kana_key", "search_text"], by)
    off_the_page("partner", *(body.pk for body in loud))
    sync_news_of(loud)
    name_changed(*(body for body, values in pairs if CALLED & values.keys()))


def _shown_ones(pairs):
    """[Partner] of those of which something changes that somebody may read, by what is public or by consent."""
    quiet, published = {*private_columns(Partner)} - {"extra"}, published_of([body.pk for body, _ in pairs])
    return [body for body, values in pairs if not values.keys() <= quiet - published.get(body.pk, set())]


def write_tags(name, pairs):
    """Make `name` (fields, areas) of bodies be these rows, or their keys, and no others; pairs: [(Partner, rows)]. Three queries."""
    if not pairs:
        return
    through, column = getattr(Partner, name).through, Partner._meta.get_field(name).m2m_reverse_name()
    wanted = {(body.pk, int(getattr(row, "pk", row))) for body, rows in pairs for row in rows}
    stored = through.objects.filter(partner__in=[body.pk for body, _ in pairs])
    there = {(body, row): pk for pk, body, row in stored.values_list("pk", "partner", column)}
    through.objects.filter(pk__in=[pk for pair, pk in there.items() if pair not in wanted]).delete()
    missing = sorted(wanted - there.keys())
    through.objects.bulk_create((through(partner_id=body, **{column: row}) for body, row in missing), batch_size=AT_A_TIME)


def _put_search_texts(bodies):
    """What refresh_search writes, as columns of these bodies; not saved. Five queries, three more for each rule of theirs."""
    offered, former, rules = {}, {}, {}
    for pk, *words in Offer.objects.live().filter(partner__in=bodies).values_list("partner", "title", "text"):
        offered.setdefault(pk, []).extend(words)
    names_of_before = PartnerName.objects.filter(partner__in=bodies).values_list("partner", "name")
    for pk, name in chain(names_of_before, Partner.objects.filter(merged_into__in=bodies).values_list("merged_into", "name")):
        former.setdefault(pk, []).append(name)
    for body in bodies:
        body.__dict__.pop("_prefetched_objects_cache", None)  # read before their rows were written
        body.rule = rules[body.rule_id] if body.rule_id in rules else rules.setdefault(body.rule_id, body.rule)
    prefetch_related_objects(bodies, *MANY)
    for body in bodies:
        body.search_text = whole_search_text(body, former=former.get(body.pk, ()), offered=offered.get(body.pk, ()))


def _store(bodies, columns, by):
    """These columns of bodies that stand, and a row of history each."""
    made_at = {body.pk: body.created_at for body in bodies}
    Partner.objects.bulk_create(
        bodies, AT_A_TIME, update_conflicts=True, unique_fields=["pk"], update_fields=[*columns, "updated_at"]
    )
    for body in bodies:  # an upsert takes them for new
        body.created_at = made_at[body.pk]
    Partner.history.bulk_history_create(bodies, batch_size=AT_A_TIME, update=True, default_user=by)
