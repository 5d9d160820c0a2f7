"""200, 1,000 and 2,000 topics with ten voices each: what the board, the lists and the numbers ask and cost, beside the smallest city.

.venv/bin/python tests/bench/voices.py
"""

import statistics
import time
import uuid
from datetime import timedelta

from stage import database

ROUNDS = 7
PAGES = (
    # what, address, who
    ("みんなの声", "/voices/", ""),
    ("みんなの声, most heard", "/voices/?sort=many", ""),
    ("みんなの声, q=バス, page 2", "/voices/?q=バス&page=2", ""),
    ("one topic", "/voices/{topic}/", ""),
    ("numbers", "/voices/numbers/", ""),
    ("board", "/projects/board/", "guide"),
    ("board, table", "/projects/board/?view=table&page=2", "guide"),
    ("board, voices late", "/projects/board/?kind=voice&late=on", "clerk"),
    ("admin voices", "/admin/projects/voice/", "clerk"),
    ("admin topics", "/admin/projects/topic/", "clerk"),
    ("admin", "/admin/", "clerk"),
    ("me", "/me/", "clerk"),
    ("me of an office", "/me/", "official"),
)


def write(chance, first, last, world):
    """Topics first … last in every state, ten voices each (two of them unread, one at its office), three presses."""
    from django.utils import timezone

    from kyodo_portal.common.lists.search import doc
    from partners.models import Area, Theme
    from projects.models import MeToo, Topic, Voice
    from projects.voices.workflow import TOPIC

    themes, areas, now = list(Theme.objects.all()), list(Area.objects.all()), timezone.now()
    states = [row.code for row in TOPIC.states if row.code not in (TOPIC.start, "working", "closed")]
    topics = Topic.objects.bulk_create(
        Topic(
            title=f"{chance.choice(('バス', '雪', '居場所', '公園'))}の話{number}", summary="困っていることの文です。" * 5,
            search_text=doc("バス" if number % 4 else "雪", f"話{number}"), theme=chance.choice(themes), area=chance.choice([None, *areas]),
            department=world.department, status=states[number % len(states)], created_by=world.clerk,
            opened_at=now - timedelta(days=chance.randint(1, 300)), status_since=now - timedelta(days=chance.randint(1, 40)),
        )
        for number in range(first, last)
    )  # fmt: skip
    Voice.objects.bulk_create(
        (
            Voice(
                number=f"R8-V-{first * 10 + count:06}", text="声の文です。" * 20, theme=topic.theme, area=topic.area, by=world.resident,
                received_on=timezone.localdate() - timedelta(days=count % 200), read_by=timezone.localdate() + timedelta(days=count % 7 - 3),
                status=("sent", "sent", "routed", *["gathered"] * 7)[count % 10], topic=None if count % 10 < 3 else topic,
                routed_to=world.department if count % 10 == 2 else None, may_show=True, shown_text="" if count % 10 < 3 else "見せる文です。",
                form_key=uuid.UUID(int=chance.getrandbits(128)), route="topic" if count % 10 > 2 else "",
            )
            for count, topic in enumerate(topic for topic in topics for _ in range(10))
        ),
        batch_size=500,
    )  # fmt: skip
    MeToo.objects.bulk_create(
        (MeToo(topic=topic, token_hash=uuid.uuid4().hex, note="") for topic in topics for _ in range(3)), batch_size=500
    )


def measured(client, address):
    """(questions, ms of the processor, the middle of ROUNDS; KB)."""
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


def main():
    with database() as chance:
        from django.test import Client

        from kyodo_portal.process.task_actions import sync_everything
        from partners.models import Area, Theme
        from projects.models import Topic
        from tests.projects.voices.build import World

        for number in range(12):
            Theme.objects.get_or_create(code=f"t{number}", defaults={"name": f"テーマ{number}", "kana": f"てーま{number}"})
            Area.objects.get_or_create(name=f"地域{number}")
        world, first = World(), {}
        clients = {who: Client() for who in ("", "guide", "clerk", "official")}
        for who in filter(None, clients):
            clients[who].force_login(getattr(world, who))
        print("| page | topics | SQL | ms | × of the smallest | KB |\n|---|---|---|---|---|---|")
        for begin, many in ((0, 200), (200, 1_000), (1_000, 2_000)):
            write(chance, begin, many, world)
            sync_everything()
            topic = Topic.objects.filter(status="open").last().pk
            for name, address, who in PAGES:
                asked, ms, size = measured(clients[who], address.format(topic=topic))
                times = ms / first.setdefault(name, ms)
                print(f"| {name} | {many:,} | {asked} | {ms:.1f} | {times:.2f} | {size:.0f} |")


if __name__ == "__main__":
    main()
