"""15,000 offers and 5,000 entries of the ledger as open data: what a download asks, costs, and holds in memory while it is sent.

.venv/bin/python tests/bench/open_data.py [offers] [entries]
"""

import sys
import time
import tracemalloc

from stage import database, partners, projects


def main(offers, entries):
    with database() as chance:
        from django.db import connection
        from django.test import Client
        from django.utils import timezone

        from partners.models import Offer, Partner

        partners(chance, 3_000)
        keys, today = list(Partner.objects.values_list("pk", flat=True)), timezone.localdate()
        rows = [
            Offer(
                partner_id=chance.choice(keys), side=chance.choice(Offer.Side.values), kind=chance.choice(Offer.Kind.values),
                title=f"もの{number}", text="くわしいこと" * 20, since=today, confirmed_on=today,
            )
            for number in range(offers)
        ]  # fmt: skip
        Offer.objects.bulk_create(rows, batch_size=1000)
        projects(chance, entries)
        del rows
        client = Client()

        def sent(address):
            """How many bytes of it came; nothing of them is kept."""
            return sum(len(part) for part in client.get(address))

        print("| download | SQL | MB | s of the processor | MB of memory at most |\n|---|---|---|---|---|")
        for name in ("offers", "projects", "partners"):
            for kind in ("csv", "json"):
                address = f"/open-data/{name}.{kind}"
                sent(f"{address}?q=どこにもない")  # what is read once in a process
                asked = []
                with connection.execute_wrapper(lambda ask, *rest, asked=asked: asked.append(rest[0]) or ask(*rest)):
                    began = time.process_time()
                    size = sent(address)
                    taken = time.process_time() - began
                tracemalloc.start()
                sent(address)
                peak = tracemalloc.get_traced_memory()[1]
                tracemalloc.stop()
                print(f"| {name}.{kind} | {len(asked)} | {size / 1e6:.1f} | {taken:.2f} | {peak / 1e6:.1f} |")


if __name__ == "__main__":
    main(*(int(number) for number in (*sys.argv[1:], 15_000, 5_000)[:2]))
