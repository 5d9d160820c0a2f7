"""A made-up city of a fixed seed in a test database that is thrown away, and the clock of the scripts."""

import os
import random
import statistics
import sys
import time
from contextlib import contextmanager
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

SEED = 20261121
HEADS = "おぢや 信濃川 雪国 東山 片貝 真人 岩沢 山辺 川井 千田 さくら ひだまり みどり 未来 越後 闘牛 錦鯉 縮 花火".split()
BODIES = (
    "子育て 見守り 除雪 防災 福祉 環境 観光 読書 音楽 農村 こども食堂 買い物支援 健康 国際交流 歴史 里山 IT コミュニティ".split()
)
TAILS = "の会 クラブ ネットワーク 協議会 サークル 振興会 プロジェクト ひろば ボランティア 委員会".split()
VERBS = "集まります 手伝います 話し合います 歩きます 教え合います 届けます 守ります 育てます".split()


def name(chance):
    return f"{chance.choice(HEADS)}{chance.choice(BODIES)}{chance.choice(TAILS)}{chance.randint(1, 999)}"


def sentence(chance):
    return f"{chance.choice(HEADS)}で{chance.choice(BODIES)}と{chance.choice(BODIES)}のために、みんなで{chance.choice(VERBS)}。"


def open_city(file=None):
    """Django with the settings of the tests on a database that is kept: this SQLite file, or what DATABASE_URL names."""
    import django

    if file:
        os.environ["TESTS_TEMPLATE"] = str(file)
    django.setup()


@contextmanager
def database():
    """The test database with its tables; gone at the end."""
    import django

    django.setup()
    from django.test.utils import setup_databases, setup_test_environment, teardown_databases

    setup_test_environment(debug=False)
    kept = setup_databases(verbosity=0, interactive=False)
    try:
        yield random.Random(SEED)
    finally:
        teardown_databases(kept, verbosity=0)


def partners(chance, number):
    """`number` published groups, with the search column that their action would write."""
    from kyodo_portal.common.lists.search import doc
    from partners.models import Partner

    made = []
    for _ in range(number):
        group = Partner(
            name=name(chance),
            kind=chance.choice(("civic", "npo", "neighbourhood")),
            standing="registered",
            pr=sentence(chance),
            registered_from="2020-04-01",
        )
        group.activities = " ".join(sentence(chance) for _ in range(3))
        group.kana_key = group.name
        group.search_text = doc(group.name, group.get_kind_display(), group.pr, group.activities)
        made.append(group)
    Partner.objects.bulk_create(made, batch_size=500)
    return Partner.objects.all()


def projects(chance, number):
    """`number` published entries of the ledger, each with a group and one year under way."""
    from django.utils import timezone

    from kyodo_portal.common.lists.search import doc
    from partners.models import Partner
    from projects.models import Cycle, Participation, Project
    from tests.projects.ledger.build import form, person

    groups, how, who = list(Partner.objects.all()[:500]), form(), person()
    made = []
    for count in range(number):
        entry = Project(number=f"R6-K-{count:05}", title=name(chance), summary=sentence(chance), form=how, created_by=who)
        entry.published_at = timezone.now()
        entry.search_text = doc(entry.title, entry.summary)
        made.append(entry)
    made = Project.objects.bulk_create(made, batch_size=500)
    Participation.objects.bulk_create(
        [Participation(project=entry, partner=chance.choice(groups), side="group", is_lead=True) for entry in made],
        batch_size=500,
    )
    year = {
        "fiscal_year": 2026,
        "starts_on": date(2026, 4, 1),
        "ends_on": date(2027, 3, 31),
        "status": "running",
        "spec": how.specs.get(),
    }
    Cycle.objects.bulk_create([Cycle(project=entry, **year) for entry in made], batch_size=500)
    derive()
    return Project.objects.all()


def milliseconds(work, times, clock=time.perf_counter):
    """The median of `times` runs, after one that warms up."""
    work()
    taken = []
    for _ in range(times):
        began = clock()
        work()
        taken.append((clock() - began) * 1000)
    return statistics.median(taken)


def derive():
    """What steps and actions would have written beside rows that came in bulk."""
    from projects.cycles.check.kept_actions import rows_of, well_kept
    from projects.cycles.current_actions import current_cycles
    from projects.models import KeptPrinciple, Project

    Project.objects.update(current_cycle=current_cycles())
    KeptPrinciple.objects.all().delete()
    KeptPrinciple.objects.bulk_create([KeptPrinciple(**row) for row in rows_of(well_kept())], batch_size=500)
