"""The pages on which people register, exchange, write and are accompanied, at their sizes: own questions and time against their bars.

.venv/bin/python tests/bench/people.py [share of the sizes, 1 without any]

15,000 offers, 5,000 events, 2,000 topics with 20,000 voices, 2,000 rounds of opinions, 1,000 letters with one thread of 200, 300
町内会 of which each third changes its chair, 2,000 matters, 5,000 consultations with a sealed part and 5,000 dates.
"""

import statistics
import sys
import time
import uuid
from datetime import timedelta
from types import SimpleNamespace

import daily
import desk
import letters
import voices
from stage import database, partners, projects

ROUNDS = 5
BARE = "/partners/helping/"  # what every page asks of who is signed in, and one question of its own
OF_THE_ZONE = 3  # in front of the desk's own: whether one is at it, and whether the zone is still open to them


def own_rows(chance, share):
    """The city: whoever looks, by name, and the thread that is looked at."""
    from django.utils import timezone

    from partners.models import Area, Message, Partner, Request, Takeover, Theme
    from tests import build
    from tests.projects.consultations.build import Desk

    for number in range(12):
        Theme.objects.get_or_create(code=f"t{number}", defaults={"name": f"テーマ{number}", "kana": f"てーま{number}"})
        Area.objects.get_or_create(name=f"地域{number}")
    world, head = Desk(), build.user("見本 代表")
    world.give(world.two)
    partners(chance, int(3_000 * share))
    groups = list(Partner.objects.filter(office="none").order_by("pk"))
    build.join(head, groups[0])
    city = SimpleNamespace(
        clerk=world.chief, resident=build.user(), department=world.office, today=timezone.localdate(), now=timezone.now(),
        groups=groups, offices=[world.office], themes=list(Theme.objects.all()), areas=list(Area.objects.all()),
    )  # fmt: skip
    daily.OFFERS, daily.EVENTS, daily.ROUNDS = (int(number * share) for number in (15_000, 5_000, 2_000))
    for write in (daily.offers, daily.events, daily.opinions):
        write(chance, city)
    voices.write(chance, 0, int(2_000 * share), city)
    people = [build.user(f"人{number}") for number in range(100)]
    letters.write(chance, 0, int(1_000 * share), people, [group.pk for group in groups], groups[0].pk)
    thread = Request.objects.filter(to=groups[0]).order_by("pk").first()
    Request.objects.filter(pk=thread.pk).update(status="talking")
    Message.objects.bulk_create(
        Message(request=thread, number=number, side="asker", by=thread.by, text="手紙の文です。" * 20, form_key=uuid.uuid4())
        for number in range(10, 205)
    )
    projects(chance, int(2_000 * share))
    for group in groups[1:300]:  # the first is accompanied already
        build.assign(world.one, group)
    towns = [group for group in groups if group.kind == "neighbourhood"][:300]
    Takeover.objects.bulk_create(
        Takeover(partner=town, to_name="次の人", to_email=f"t{town.pk}@example.jp", starts_on=city.today + timedelta(days=9),
                 way="mail", by=world.chief, form_key=uuid.uuid4())
        for town in towns[::3]
    )  # fmt: skip
    desk.write(chance, world, int(5_000 * share), int(5_000 * share))
    return {"": None, "chair": head, "clerk": world.chief, "guide": world.one}, groups[0], thread


def measured(client, address):
    """(questions, ms of the processor): the middle of ROUNDS."""
    from django.db import connection

    asked, taken = [], []
    client.get(address)
    with connection.execute_wrapper(lambda do, sql, *rest: (asked.append(sql), do(sql, *rest))[1]):
        answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    for _ in range(ROUNDS):
        began = time.process_time()
        client.get(address)
        taken.append((time.process_time() - began) * 1000)
    return sum(not sql.startswith(("BEGIN", "SAVEPOINT", "RELEASE")) for sql in asked), statistics.median(taken)


def pages_of(group, thread):
    """(page, who, address, most questions of its own, most ms or None)."""
    from kyodo_portal.pages.feeds import FEEDS
    from projects.models import Consultation

    consultation = Consultation.objects.order_by("pk").last()
    lists = [
        ("offers", "/partners/offers/"), ("offers, a word", "/partners/offers/?q=雪国"), ("events", "/events/"),
        ("topics", "/voices/"), ("topics, most heard", "/voices/?sort=many"), ("opinions", "/opinions/"),
        ("opinions, p. 50", "/opinions/?page=50"),
    ]  # fmt: skip
    queues = [
        ("thread of 200", "chair", f"/requests/{thread.pk}/"), ("one's letters", "chair", "/requests/"),
        ("queue of letters", "clerk", "/admin/partners/request/"), ("one's takeover", "chair", f"/partners/{group.pk}/takeover/"),
        ("takeovers of April", "clerk", "/staff/takeovers/"),
    ]  # fmt: skip
    return [
        *[(name, "", address, 4, None) for name, address in lists],
        ("matches", "chair", f"/partners/{group.pk}/matches/", 5, 25),
        ("matches of the desk", "guide", "/desk/matches/", 5, 25),
        *[(name, who, address, 6, None) for name, who, address in queues],
        ("the desk", "guide", "/desk/", 10, None),
        *[(f"feed of {name}", "", f"/feeds/{name}.atom", 2, None) for name in FEEDS],
        ("consultations, unlocked", "guide", "/desk/consultations/", 5, 150),
        ("consultations, unlocked, a word", "guide", "/desk/consultations/?q=聞いた", 5, 150),
        ("a consultation, unlocked", "guide", consultation.get_absolute_url(), 5, 150),
    ]


def main(share):
    with database() as chance:
        from django.db import connection
        from django.test import Client

        from kyodo_portal.process.task_actions import sync_everything
        from tests.projects.consultations.build import unlock

        who, group, thread = own_rows(chance, share)
        sync_everything()
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        clients, frames = {"": Client()}, {"": (0, 0)}
        for name, user in list(who.items())[1:]:
            clients[name] = Client()
            clients[name].force_login(user)
        unlock(clients["guide"])
        for name in list(who)[1:]:
            asked, ms = measured(clients[name], BARE)
            frames[name] = asked - 1, ms
        print(f"{connection.vendor}; every page asks and takes besides: {frames}")
        print("| page | own questions | bar | ms of the page | own ms | bar |\n|---|---|---|---|---|---|")
        for name, reader, address, most, longest in pages_of(group, thread):
            asked, ms = measured(clients[reader], address)
            asked -= frames[reader][0] + (OF_THE_ZONE if address == "/desk/" or "/consultations/" in address else 0)
            own = ms - frames[reader][1]
            more = f"{asked} **missed**" if asked > most else asked
            slow = f"{own:.1f} **missed**" if longest and own > longest else f"{own:.1f}"
            print(f"| {name} | {more} | {most} | {ms:.1f} | {slow} | {longest or ''} |")


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 1.0)
