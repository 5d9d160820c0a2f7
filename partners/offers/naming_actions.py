"""Offers after their partner is another one, or is called otherwise."""

from partners.directory.offer_models import Offer

from .actions import search_text


def refresh_offers(offers):
    """Write anew what a search finds these offers by (a QuerySet). One query, and one for each few hundred of them.

    Whoever changes an offer at this moment holds it and waits for its partner, whose name somebody else is changing: that one is
    left to them.
    """
    rows = list(offers.select_for_update(of=("self",), skip_locked=True).select_related("partner", "theme", "area", "terms"))
    for row in rows:
        row.search_text = search_text(row)
    Offer.objects.bulk_update(rows, ["search_text"], batch_size=200)
