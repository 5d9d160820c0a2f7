"""2,000 consultations with a sealed part and 5,000 dates of one body: what the pages of the desk ask and cost, closed and open.

.venv/bin/python tests/bench/desk.py [consultations] [dates]
"""

import statistics
import sys
import time
import uuid
from datetime import timedelta

from stage import database

ROUNDS = 7
GOAL_SQL, GOAL_MS = 10, 150
FRAME = 7  # who is signed in (two), in whose name (two), how many notices are unread, and whether the zone is still theirs to open (two)


def write(chance, world, consultations, dates):
    from django.utils import timezone

    from kyodo_portal.common.sealed import seal
    from projects.consultations.opening import ref_of
    from projects.consultations.sealed_part import seal_words
    from projects.models import Consultation, FollowUp
    from tests import build

    today, public, generation = timezone.localdate(), bytes(world.zone.public_key), world.zone.generation
    groups = [build.partner(f"見本の会{number}") for number in range(60)]
    for group in groups[:40]:
        build.assign(world.one, group)
    rows = []
    for number in range(consultations):
        row = Consultation(
            number=f"R8-C-{number + 2:04}", body=world.body, by=chance.choice((world.one, world.two)), method="phone", minutes=10,
            on=today - timedelta(days=chance.randint(0, 900)), who_kind="town", partner=chance.choice(groups), topics=["people", "money"],
            next_on=today + timedelta(days=chance.randint(-5, 60)) if number % 4 == 0 else None, form_key=uuid.uuid4(), generation=generation,
        )  # fmt: skip
        row.sealed = seal_words(public, generation, row, {"who": "会長", "gist": "聞いたことの文です。" * 30})
        rows.append(row)
    rows = Consultation.objects.bulk_create(rows, batch_size=500)
    promised = []
    for _ in range(dates):
        row = FollowUp(
            consultation=chance.choice(rows), by=world.one, on=today + timedelta(days=chance.randint(-30, 90)), form_key=uuid.uuid4(),
            done_at=timezone.now() if chance.random() < 0.7 else None, generation=generation,
        )  # fmt: skip
        row.sealed = seal(public, "することの文です。", ref=ref_of(row), generation=generation)
        promised.append(row)
    FollowUp.objects.bulk_create(promised, batch_size=500)
    return rows


def measured(client, address):
    from django.db import connection

    asked = []
    client.get(address)
    with connection.execute_wrapper(lambda do, sql, *rest: (asked.append(sql), do(sql, *rest))[1]):
        answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    taken = []
    for _ in range(ROUNDS):
        began = time.process_time()
        client.get(address)
        taken.append((time.process_time() - began) * 1000)
    return len(asked), statistics.median(taken), len(answer.content) / 1000


def main(consultations, dates):
    with database() as chance:
        from django.test import Client

        from kyodo_portal.process.task_actions import sync_everything
        from projects.consultations.periods import month_of
        from tests import build
        from tests.projects.consultations.build import Desk, unlock

        world = Desk()
        world.give(world.two)
        first = world.consult(words={"gist": "はじめの話"})
        pages = [
            "/desk/", "/desk/consultations/", "/desk/consultations/?q=見本の会7&page=2", "/desk/consultations/?sort=next",
            "/desk/consultations/?topic=money", first.get_absolute_url(), f"{first.get_absolute_url()}edit/", "/desk/zone/", "/desk/report/",
            f"/desk/report/{month_of(build.days(0)).key}/",
        ]  # fmt: skip
        client, small = Client(), {}
        client.force_login(world.one)
        unlock(client)
        for address in pages:
            small[address] = measured(client, address)
        write(chance, world, consultations, dates)
        sync_everything()
        print("| page, open | SQL at 1 | SQL | ms at 1 | ms | × | KB | goals |\n|---|---|---|---|---|---|---|---|")
        for address in pages:
            (asked, ms, _), (more, later, size) = small[address], measured(client, address)
            own, over = more - FRAME, []
            over += [f"{own} own questions (goal {GOAL_SQL})"] if own > GOAL_SQL else []
            over += [f"{later:.0f} ms (goal {GOAL_MS})"] if later > GOAL_MS else []
            shown = address.replace(first.get_absolute_url(), "/desk/consultations/1/")
            print(
                f"| {shown} | {asked} | {more} | {ms:.1f} | {later:.1f} | {later / ms:.2f} | {size:.0f} | {', '.join(over) or 'ok'} |"
            )


if __name__ == "__main__":
    main(*(int(number) for number in sys.argv[1:] or (2000, 5000)))
