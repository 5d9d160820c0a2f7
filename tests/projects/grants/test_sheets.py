"""様式 on A4: blank for everybody, filled for the group and the city."""

import copy

import pytest

from projects.grants.sheets import KINDS
from tests import build

from .build import World

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]


@pytest.fixture(scope="module")
def laid(lay):
    return lay(World)


@pytest.fixture
def world(laid):
    return copy.deepcopy(laid)


def test_blank_sheets_for_whoever_writes_by_hand(world, client):
    base = world.scheme.get_absolute_url()
    for kind, title in KINDS.items():
        assert f'href="{base}paper/{kind}/"' in build.read(client, base)
        page = build.read(client, f"{base}paper/{kind}/")
        assert f">{title}</h1>" in page.replace("<wbr>", "") and "出すところ：福祉課" in page and "代表者の名前" in page
    page = build.read(client, f"{base}paper/report/")
    assert all(
        words in page for words in ("事業を終えた日", "したことと成果", "<caption>支出</caption>", '<th scope="col">実績</th>')
    )


def test_filled_sheets_say_what_is_written_and_rule_the_rest(world, client_for):
    grant = world.decided()
    leader = client_for(world.leader)
    page = build.read(leader, f"{grant.get_absolute_url()}sheet/apply/")
    for words in (
        "R8-G-0001",
        "ひだまりの会",
        "子どもが放課後に集まります。",
        "140,000円",
        "材料",
        "280,000円",
        "補助率 1/2 をかける",
    ):
        assert words in page
    assert "（書く欄）" in page  # 住所と電話番号
    page = build.read(leader, f"{grant.get_absolute_url()}sheet/accounts/")
    assert "<td>材料</td><td>280,000円</td>" in page.replace("\n", "")
    grant = world.confirmed(world.reported(grant), 140_000)
    page = build.read(leader, f"{grant.get_absolute_url()}sheet/claim/")
    assert "140,000円" in page and "請求する額" in page
    page = build.read(client_for(world.clerk), f"{grant.get_absolute_url()}sheet/report/")
    assert "20回ひらき、延べ300人が来ました。" in page and "領収書・支払いの書類" in page
