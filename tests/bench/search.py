"""Search in a ledger of any size: time through the index beside that of a LIKE over all rows, wrong answers, price of a write.

`python tests/bench/search.py [ROWS]`, 20,000 without a number. Times are of the processor, of this process and of the server's
process behind it (Linux; the server must run here), the best of several: the count and the first page of twelve.
"""

import datetime
import statistics
import sys
import time
from pathlib import Path

from stage import database, name, sentence

QUERIES = 3_000
KANJI = (
    "市民地域活動支援協働事業計画実施目標評価報告改善交流学習子供高齢者障害福祉環境自然森林農業観光文化芸術防災除雪道路公園図書館"
)
# Common and rare ones, of every length; the last two are nowhere.
ASKED = "会 の 雪 除 除雪 子育て こども食堂 買い物支援 おぢや IT ー 図館 地域活 岩沢(防災 除雪(見守り(福祉 999 鬱 龗 龘靐 どこにもない".split()


def entries(chance, number, how, who):
    """`number` entries with the search column that their action would write: common words and rare ones."""
    from django.utils import timezone

    from kyodo_portal.common.lists.search import doc
    from projects.models import Project

    now, sentences = timezone.now(), [sentence(chance) for _ in range(4000)]
    for count in range(number):
        rare = "".join(chr(0x4E00 + int(chance.paretovariate(0.35)) % 9000) for _ in range(12))
        text = f"{chance.choice(sentences)}{''.join(chance.choices(KANJI, k=40))}。{rare}"
        entry = Project(
            number=f"R7-K-{count:06}",
            title=name(chance),
            summary=chance.choice(sentences),
            problem=text,
            form=how,
            created_by=who,
        )
        entry.published_at = now if chance.random() < 0.95 else None
        entry.updated_at = now - datetime.timedelta(minutes=chance.randrange(3_000_000))
        entry.search_text = doc(entry.title, entry.summary, text, chance.choice(sentences), "市民提案型協働事業")
        yield entry


def write(rows):
    """Without auto_now: the order of the list is not the order of the keys."""
    from projects.models import Project

    column = Project._meta.get_field("updated_at")
    column.auto_now = False
    while some := [row for row, _ in zip(rows, range(2000), strict=False)]:
        Project.objects.bulk_create(some, batch_size=500)
    column.auto_now = True


def clock():
    """A function that says how many seconds of the processor this connection has taken, on both sides of it."""
    from django.db import connection

    if connection.vendor == "sqlite":
        return time.thread_time
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        spent = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")
    return lambda: time.thread_time() + int(spent.read_text().split()[0]) / 1e9


def milliseconds(work, now, times=5):
    taken = []
    for _ in range(times):
        began = now()
        work()
        taken.append((now() - began) * 1000)
    return min(taken)


def main():
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    with database() as chance:
        from django.db import connection

        from kyodo_portal.common.lists import grams
        from tests.projects.ledger.build import form, person

        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET statement_timeout = 0")
        made = entries(chance, rows, form(), person())
        write(row for row, _ in zip(made, range(rows - 2000), strict=False))
        now = clock()
        began = now()
        grams.rebuild(connection)
        print(f"{connection.vendor}: {rows:,} entries; the index built anew in {now() - began:.0f} s")
        write_price(made)
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("VACUUM ANALYZE projects_project")
        table(chance)


def write_price(made):
    """What 1,000 rows cost with the index, and 1,000 without it."""
    from django.db import connection, transaction

    parts = {
        "sqlite": [f"TRIGGER projects_project_grams_{event}" for event in ("insert", "update", "delete")],
        "postgresql": ["INDEX projects_project_grams_1"],
    }
    price, now = [], clock()
    for with_index in (True, False):
        rows = [row for row, _ in zip(made, range(1000), strict=False)]
        with transaction.atomic():
            for part in () if with_index else parts[connection.vendor]:
                with connection.cursor() as cursor:
                    cursor.execute(f"DROP {part}")
            began = now()
            write(iter(rows))
            price.append(now() - began)
            transaction.set_rollback(True)
    print(f"a row costs {price[0]:.2f} ms, of which {price[0] - price[1]:.2f} ms for the index")


def table(chance):
    from kyodo_portal.common.lists.paging import COUNT_CAP
    from kyodo_portal.common.lists.search import found, matching, words
    from projects.models import Project

    now = clock()

    def by_index(asked):
        return list(found(asked, COUNT_CAP).rows(12)[:12])

    def by_like(asked):
        return asked.order_by()[:COUNT_CAP].count(), list(asked[:12])

    print("| query | hits | index, ms | LIKE, ms | gain |\n|---|---|---|---|---|")
    worst = []
    for query in ASKED:
        query = query.replace("(", " ")
        asked = matching(Project.objects.published().only("title"), query)
        hits = found(asked, COUNT_CAP).count
        index, like = milliseconds(lambda a=asked: by_index(a), now), milliseconds(lambda a=asked: by_like(a), now, 2)
        worst.append(index)
        print(f"| {query} | {hits:,} | {index:.1f} | {like:.0f} | {like / index:.0f} × |", flush=True)
    print(f"worst {max(worst):.1f}, median {statistics.median(worst):.1f}")
    some = dict(Project.objects.order_by("pk").values_list("pk", "search_text")[:3000])
    texts, last, wrong = list(some.values()), max(some), 0
    for _ in range(QUERIES):
        text = chance.choice(texts)
        start = chance.randrange(len(text))
        query = text[start : start + chance.randint(1, 6)]
        query = query if chance.random() < 0.8 else f"{query} {chance.choice(texts)[:2]}"
        wanted = {key for key, text in some.items() if all(word in text for word in words(query))}
        hits = found(matching(Project.objects.filter(pk__lte=last), query), COUNT_CAP)
        wrong += hits.count != len(wanted) or {row.pk for row in hits.rows().only("pk")} != wanted
    print(f"{QUERIES:,} random queries: {wrong} wrong")


if __name__ == "__main__":
    main()
