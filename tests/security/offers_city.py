"""What the group gives: open with its terms, and closed."""

from datetime import time

from partners.models import OfferTerms, Theme
from tests import build


def lay_out(who, samples):
    theme = Theme.objects.create(code="x", name="x", kana="x")
    own = build.offer(who.group, "x", kind="know", form="lecture", fiscal_year=2026, until=build.days(99), theme=theme, text="x",
                      amount="x", when="x", asked_on=build.days(0))  # fmt: skip
    terms = OfferTerms.objects.create(offer=own, opens=time(9), closes=time(21), cost="x", conditions="x")
    build.offer(who.group, "x", closed_at=build.timezone.now(), ended="closed")
    build.offer(build.partner("x"), "x", side="seek", kind="know")
    samples |= {"partners.Offer": own, "partners.OfferTerms": terms, "partners.Theme": theme}
    group = f"/partners/{who.group.pk}"
    return [own.get_absolute_url(), f"{group}/offers/", f"{group}/offers/new/", f"{group}/offers/{own.pk}/", f"{group}/offers/{own.pk}/terms/",
            f"{group}/matches/", "/desk/matches/", "/partners/offers/menu/?year=2026"]  # fmt: skip
