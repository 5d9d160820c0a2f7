"""Which offers go on in another 年度, and when that can be said."""

import datetime

from kyodo_portal.common.japanese.dates import fiscal_label, fiscal_span, fiscal_year
from partners.directory.kind import PartnerKind
from partners.directory.offer_models import Offer

SECOND_HALF = datetime.timedelta(
    days=182
)  # before the last day of a 年度: from October on. Menus are ready by the end of February


def next_year_of(offer, today):
    """The 年度 in which an offer can be said to go on as it is; None where it goes on already, cannot yet, or ends otherwise.

    A lecture goes on in the year after its own, also once its year is over. A person of the 人材バンク stands there to the end of
    the next 年度 at most. offer: read with partner and `following`. No query.
    """
    year = _after(offer)
    if year is None or not fiscal_year(today) <= year <= fiscal_year(today) + 1:
        return None
    begins = fiscal_span(year)[0]
    return year if begins - today <= SECOND_HALF else None


def _after(offer):
    if offer.form == Offer.Form.LECTURE:
        there = getattr(offer, "following", None)
        goes_on = there is not None and there.is_open
        return offer.fiscal_year + 1 if not goes_on and offer.ended in ("", Offer.Ended.OVER) else None
    if offer.partner.kind == PartnerKind.CITIZEN and offer.form == Offer.Form.PLAIN and offer.is_open and offer.until:
        return fiscal_year(offer.until) + 1
    return None


def in_words(year):
    """「令和9年度も出す」."""
    return f"{fiscal_label(year)}も出す"
