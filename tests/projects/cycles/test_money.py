"""Money of a year: what is unusual about it is said in words, and done once somebody says that it is meant."""

import re

import pytest

from tests.projects.ledger.build import World

from .test_journey import PLAN, Side, sure_in

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def laid_world(lay):
    return lay(World)


def test_money_that_is_unusual_is_said_and_confirmed(world, client_for):
    cycle = world.cycle(city_cost=50_000, group_cost=120_000)
    group, city = Side(client_for(world.representative), cycle), Side(client_for(world.clerk), cycle)
    lines = {
        "money-TOTAL_FORMS": "2", "money-0-side": "income", "money-0-item": "市の補助", "money-0-amount": "5万円", "money-0-from_city": "on",
        "money-1-side": "expense", "money-1-item": "道具", "money-1-amount": "9万円", "money-1-from_city": "", "group_cost": "120,000円",
    }  # fmt: skip
    asked = group.send("plan/", **PLAN | lines)
    page = asked.content.decode()
    assert asked.status_code == 200 and not cycle.budget_lines.exists()
    assert "収入の合計（50,000円）と支出の合計（90,000円）が違います。" in page
    assert "団体などの負担が、120,000円から0円に変わります。" in page and "市の負担が、" not in page
    other = group.send("plan/", **PLAN | lines | {"money-1-amount": "8万円"}, sure=sure_in(asked))  # a yes to other sums is none
    assert other.status_code == 200 and "支出の合計（80,000円）が違います。" in other.content.decode()
    assert group.send("plan/", **PLAN | lines, sure=sure_in(asked)).status_code == 302
    cycle.refresh_from_db()
    assert (cycle.city_cost, cycle.group_cost) == (50_000, 0)
    assert "支出の合計（90,000円）が違います。" in city.client.get(city.home).content.decode().split("この計画でよい</button>")[0]
    group.confirm(), city.confirm()
    city.step("start"), group.step("finish")

    report = {"done": "した", "result": "できた", "income": "50,000", "expense": "99,999,999円"}
    page = group.client.get(f"{group.home}report/").content.decode()
    report |= {f"actual_{pk}": "80" for pk in re.findall(r'name="actual_(\d+)"', page)}
    assert group.send("report/", **report, draft="1").status_code == 302  # a draft is asked nothing
    asked = group.send("report/", **report, send="1")
    page = asked.content.decode()
    assert asked.status_code == 200 and group.status == "reporting"
    assert "収入の合計（50,000円）と支出の合計（99,999,999円）が違います。" in page
    assert "支出の合計（99,999,999円）が、計画（90,000円）より99,909,999円多くなっています。" in page
    empty = group.send("report/", **report | {"income": "", "expense": ""}, send="1").content.decode()
    assert "計画には90,000円のお金がありますが、収入と支出が入っていません。" in empty
    assert group.send("report/", **report, send="1", sure=sure_in(asked)).status_code == 302
    assert group.status == "evaluating"


def test_sums_beyond_what_a_small_column_holds(world, client_for):
    cycle = world.cycle()
    group = Side(client_for(world.representative), cycle)
    assert (
        group.send(
            "plan/", **PLAN | {"money-0-amount": "2000000000", "money-1-amount": "2,000,000,000円", "money-1-from_city": "on"}
        ).status_code
        == 302
    )
    cycle.refresh_from_db()
    assert cycle.city_cost == 4_000_000_000
    assert group.send("plan/", **PLAN | {"money-0-amount": "9" * 30}).status_code == 200
    as_proposed = PLAN | {"money-0-amount": "300,000,000,000円"}  # what a proposal's budget takes, the plan takes too
    asked = group.send("plan/", **as_proposed)
    assert asked.status_code == 200 and "市の負担が、4,000,000,000円から300,000,000,000円に変わります。" in asked.content.decode()
    assert group.send("plan/", **as_proposed, sure=sure_in(asked)).status_code == 302
    cycle.refresh_from_db()
    assert cycle.city_cost == 300_000_000_000
