"""Two people at one grant: different boxes go together, what both wrote is shown."""

import copy

import pytest

from projects.grants.models import Grant
from tests.sent import opened, text_of

from .build import World

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def laid(lay):
    return lay(World)


@pytest.fixture
def world(laid):
    return copy.deepcopy(laid)


def now(grant):
    return Grant.objects.get(pk=grant.pk)


def test_two_people_at_one_draft(world, client_for):
    """Different boxes and different tables go together; what both wrote is shown, rows too."""
    draft, one, other = world.draft(), client_for(world.leader), client_for(world.mate)
    page = f"{draft.get_absolute_url()}edit/"
    late, both = opened(one, page, place="公民館"), opened(one, page, purpose="あとの文", **{"expenses-0-amount": "30万円"})
    first = opened(other, page, purpose="さきの文", **{"expenses-0-amount": "29万円", "incomes-0-item": "会費と寄付"})
    assert other.post(page, first).status_code == 302
    text = text_of(one.post(page, late, follow=True))
    assert "「目的と内容」「支出の予算」「収入の予算」は、そのまま残しました" in text
    answer = one.post(page, both)
    text = text_of(answer)
    assert (
        answer.status_code == 409
        and "いまの内容：さきの文" in text
        and "いまの支出の予算：材料 290,000円" in text
        and "収入の予算：この画面を開いたあとに、ここが直されました" in text
    )
    assert one.post(page, {**both, "etag": answer.context["form"]["etag"].value()}).status_code == 302
    grant = now(draft)
    assert (grant.purpose, grant.place) == ("あとの文", "公民館")
    assert list(grant.lines.values_list("item", "budget")) == [("会費と寄付", 140_000), ("材料", 300_000)]


def test_two_people_at_a_change_and_at_a_report(world, client_for):
    """A line each; a line that one added is no hindrance for the other's page, and pressed twice it stands once."""
    grant, one, other = world.decided(), client_for(world.leader), client_for(world.mate)
    spent, income = grant.lines.get(side="expense"), grant.lines.get(side="income")
    page, a, b = f"{grant.get_absolute_url()}change/", f"wanted_{spent.pk}", f"wanted_{income.pk}"
    more = {"more-0-cost": spent.cost_id, "more-0-item": "保険", "more-0-amount": "1万円"}
    late, both, first = (
        opened(one, page, **{b: "15万円"}), opened(one, page, **{a: "21万円"}), opened(other, page, **{a: "25万円"}, **more)
    )  # fmt: skip
    assert [other.post(page, first).status_code for _ in range(2)] == [302, 302]
    assert "「材料」は、そのまま残しました" in text_of(one.post(page, late, follow=True))
    answer = one.post(page, both)
    assert (
        answer.status_code == 409
        and "いまの内容：250000" in text_of(answer).replace(",", "")
        and now(grant).lines.get(pk=spent.pk).wanted == 250_000
    )
    assert one.post(page, {**both, "etag": answer.context["form"]["etag"].value()}).status_code == 302
    assert sorted(now(grant).lines.values_list("item", "wanted")) == [("会費", 150_000), ("保険", 10_000), ("材料", 210_000)]

    page, a = f"{grant.get_absolute_url()}report/", f"actual_{spent.pk}"
    empty = {a: "", f"actual_{income.pk}": ""}  # a browser sends an empty box
    late = opened(one, page, **empty, result="30回ひらきました。")
    first = opened(other, page, **{**empty, a: "28万円"}, result="さきの文")
    assert other.post(page, first).status_code == 302
    answer = one.post(page, late)
    text = text_of(answer)
    assert answer.status_code == 409 and "いまの内容：さきの文" in text and "いまの内容：280000" not in text.replace(",", "")
    assert now(grant).lines.get(pk=spent.pk).actual == 280_000
