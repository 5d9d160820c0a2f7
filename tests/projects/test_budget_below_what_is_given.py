"""A budget that is made smaller than what was granted out of it is asked about in words, and saved once somebody says that it is meant."""

import re

import pytest

from kyodo_portal.common.forms.doubts import SURE
from projects.models import Call, GrantRule
from tests.projects.grants.test_story import World as GrantWorld
from tests.projects.reviews.build import World as CallWorld
from tests.sent import opened

pytestmark = pytest.mark.django_db


def asked(page):
    return re.search(rf'name="{SURE}"[^>]*value="(\w+)"|value="(\w+)"[^>]*name="{SURE}"', page)


def save(client, address, **typed):
    answer = client.post(address, opened(client, address, **typed))
    return answer, answer.content.decode()


def test_of_a_call(client_for):
    world = CallWorld(budget=500_000)
    world.all_sheets()
    world.decide()
    client, address = client_for(world.clerk), f"/admin/projects/call/{world.call.pk}/change/"
    answer, page = save(client, address, budget="50000", change_reason="予算が減りました。")
    assert (
        answer.status_code == 200 and "予算の50,000円は、もう決めた額の合計200,000円より、150,000円少なくなっています。" in page
    )
    token = next(filter(None, asked(page).groups()))
    assert Call.objects.get(pk=world.call.pk).budget == 500_000
    other, _ = save(client, address, budget="60000", change_reason="予算が減りました。", sure=token)
    assert other.status_code == 200  # it was said of another sum
    saved, _ = save(client, address, budget="50000", change_reason="予算が減りました。", sure=token)
    assert saved.status_code == 302 and Call.objects.get(pk=world.call.pk).budget == 50_000
    enough, _ = save(client, address, budget="200000", change_reason="予算がもどりました。")
    assert enough.status_code == 302


def test_of_a_rule_of_grants(client_for):
    world = GrantWorld()
    grant = world.decided()
    client, address = client_for(world.clerk), f"/admin/projects/grantrule/{world.rule.pk}/change/"
    answer, page = save(client, address, budget_total="1万円")
    assert answer.status_code == 200
    assert (
        f"予算の10,000円は、もう決めた額の合計{grant.decided:,}円より、{grant.decided - 10_000:,}円少なくなっています。" in page
    )
    token = next(filter(None, asked(page).groups()))
    assert GrantRule.objects.get(pk=world.rule.pk).budget_total == 1_000_000
    saved, _ = save(client, address, budget_total="1万円", sure=token)
    assert saved.status_code == 302 and GrantRule.objects.get(pk=world.rule.pk).budget_total == 10_000
