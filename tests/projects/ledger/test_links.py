"""Where the library shows the ledger: the projects that live a principle."""

import datetime
import re
from importlib import import_module

import pytest
from django.apps import apps
from django.utils import timezone

from guidelines.models import CaseStudy, Principle, Term
from kyodo_portal.common.japanese.dates import fiscal_label
from kyodo_portal.pages.invariants import kept_principles
from projects.models import Cycle, KeptPrinciple, Project
from tests.projects.ledger.build import World
from tests.projects.ledger.test_public import evaluated

pytestmark = pytest.mark.django_db


def principled():
    """A world whose guideline has a principle and a word."""
    made = World()
    guideline = made.form.guideline
    Term.objects.create(guideline=guideline, key="kyodo", title="協働", kana="きょうどう", body="いっしょに。")
    Principle.objects.create(guideline=guideline, key="taiwa", title="対話", body="話します。")
    return made


@pytest.fixture(scope="module")
def laid_world(lay):
    return lay(principled)


def shown(client_for):
    """The links of the box, as words."""
    html = client_for().get("/guidelines/").content.decode()
    box = re.search(r"この原則を大切にした協働.*?</details>", html, re.DOTALL)
    return re.findall(r"<a [^>]*>(.*?)</a><span[^>]*>(.*?)</span>", box[0]) if box else []


def test_only_what_both_sides_found_well_kept_and_everybody_may_read(client_for, world, settings):
    evaluated(world, title="市は低くつけた見守り")  # 5 from the group, 2 from the city
    assert shown(client_for) == []
    kept = evaluated(world, city_points=4, title="よく話した見守り")
    assert shown(client_for) == [("よく話した見守り", f"（団体5・市4、{fiscal_label(kept.fiscal_year)}）")]
    settings.KYODO_UNDO_MINUTES = 10  # whoever recorded the talk can still take it back
    Cycle.objects.filter(pk=kept.pk).update(status="improving", status_since=timezone.now())
    assert shown(client_for) == []
    Cycle.objects.filter(pk=kept.pk).update(status_since=timezone.now() - datetime.timedelta(minutes=11))
    assert len(shown(client_for)) == 1
    Cycle.objects.update(disclosure="summary")
    assert shown(client_for) == [("よく話した見守り", f"（平均4.5、{fiscal_label(kept.fiscal_year)}）")]
    Cycle.objects.update(disclosure="none")
    assert shown(client_for) == []
    Cycle.objects.update(disclosure="full")
    Project.objects.update(published_at=None)
    assert shown(client_for) == []


def test_answers_of_one_side_stay_closed(client_for, world):
    cycle = evaluated(world, city_points=5, title="まだ片方だけの評価")
    cycle.project.cycles.update(status="evaluating")
    assert shown(client_for) == []


def test_what_is_wrong_is_found_and_filled_again(client_for, world):
    cycle = evaluated(world, city_points=4, title="よく話した見守り")
    item = cycle.kept_principles.get().item
    assert list(kept_principles()) == []
    KeptPrinciple.objects.update(city_points=5)
    wrong = f"年度ごとの実施 {cycle.pk}、評価の項目 {item.pk}: 大切にした原則の記録が、双方の評価と合いません"
    assert list(kept_principles()) == [wrong, wrong]  # the row that stands, and the one that should
    KeptPrinciple.objects.all().delete()
    assert list(kept_principles()) == [wrong] and shown(client_for) == []
    import_module("projects.migrations.0015_kept_principles_of_years").kept_principles(apps, None)
    assert list(kept_principles()) == []
    assert shown(client_for) == [("よく話した見守り", f"（団体5・市4、{fiscal_label(cycle.fiscal_year)}）")]


@pytest.mark.parametrize("count", [1, 4])
def test_at_most_three_with_one_question(client_for, world, django_assert_num_queries, count):
    for number in range(count):
        evaluated(world, city_points=4, title=f"見守り{number}")
    client = client_for()
    with django_assert_num_queries(5):
        client.get("/guidelines/")
    assert [title for title, _ in shown(client_for)] == [f"見守り{number}" for number in reversed(range(count))][:3]


def test_a_department_ties_its_entry_to_a_case(client_for, world):
    case = CaseStudy.objects.create(guideline=world.form.guideline, key="bus", title="地域のバス")
    entry = world.entry()
    about = {"title": "地域のバス", "form": world.form.pk, "summary": "s", "published": "on", "case": case.pk}
    client, page = client_for(world.clerk), f"/admin/projects/project/{entry.pk}/change/"
    answer = client.post(page, {**about, "etag": client.get(page).context["form"]["etag"].value()})
    assert answer.status_code == 302
    assert 'href="/guidelines/cases/own/bus/"' in client_for().get(f"/projects/{entry.pk}/").content.decode()
