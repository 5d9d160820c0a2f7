"""15,000 offers of 3,000 partners: what the list, one's own matches and those of the desk ask and cost.

.venv/bin/python tests/bench/offers.py [how many]
"""

import sys
import time
from datetime import timedelta

from stage import database, partners


def main(many):
    with database() as chance:
        from django.db import connection
        from django.test import RequestFactory
        from django.test.utils import CaptureQueriesContext
        from django.utils import timezone

        from kyodo_portal.common.lists.paging import get_page
        from partners.models import Area, Offer, Partner, Theme
        from partners.offers.filters import OfferFilter
        from partners.offers.matches import matched, named_rows, rows_of
        from partners.offers.presenters import card, for_cards, near_days

        partners(chance, many // 5)
        keys, today = list(Partner.objects.values_list("pk", flat=True)), timezone.localdate()
        themes = [Theme.objects.create(code=f"t{n}", name=f"テーマ{n}", kana="て").pk for n in range(12)] + [None] * 4
        areas = [*Area.objects.values_list("pk", flat=True), None]
        Offer.objects.bulk_create(
            [
                Offer(
                    partner_id=chance.choice(keys), side=chance.choice(Offer.Side.values), kind=chance.choice(Offer.Kind.values),
                    title=f"もの{number}", text="くわしいこと" * 20, theme_id=chance.choice(themes), area_id=chance.choice(areas),
                    since=today, confirmed_on=today - timedelta(days=chance.randint(0, 500)), search_text=f"もの{number}くわしいこと",
                )
                for number in range(many)
            ],
            batch_size=1000,
        )  # fmt: skip

        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")

        def measured(name, ask):
            ask()
            with CaptureQueriesContext(connection) as asked:
                ask()
            began = time.process_time()
            for _ in range(5):
                ask()
            print(f"| {name} | {len(asked)} | {(time.process_time() - began) * 200:.1f} |")

        def listed(query):
            def ask():
                request = RequestFactory().get(f"/partners/offers/{query}")
                found = OfferFilter(request, Offer.objects.open_to_all(), rows=for_cards())
                return [card(row) for row in found.page], near_days(), list(found.form.fields)

            return ask

        def desk():
            page = get_page(Offer.objects.sought(), RequestFactory().get("/desk/matches/"), 10, rows=named_rows())
            return matched(list(page), most=2, near=True)

        own = Partner.objects.filter(offers__isnull=False).first()
        print("| page | SQL | ms of the processor |\n|---|---|---|")
        for query in ("", "?side=seek&kind=people", "?q=くわしい", "?time=on_weekends", "?tab=help"):
            measured(f"list {query}", listed(query))
        measured("matches of a partner", lambda: matched(rows_of(own.offers.live().order_by("-pk"))))
        measured("matches of the desk", desk)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 15_000)
