"""At every moment a grant says to each side whose turn it is: on its page, in マイページ, in the notice."""

import pytest

from kyodo_portal.notices.models import Notice
from projects.grants.models import Grant
from tests import build

from .build import World, paid

pytestmark = pytest.mark.django_db

ADVANCE = "概算払（100,000円）を支払って、記録する"


@pytest.fixture
def asked():
    """A world whose grant waits for its money in advance: (world, grant)."""
    world = World()
    return world, world.step(world.decided(), "ask_advance", amount=100_000, reason="材料を買うため")


def test_an_advance_that_waits_is_the_offices_turn_while_the_group_goes_on(asked, client_for):
    world, grant = asked
    leader, clerk, chief = client_for(world.leader), client_for(world.clerk), client_for(world.chief)
    at = grant.get_absolute_url()
    page = build.read(clerk, at)
    assert "いまは、あなたの番です" in page and "いまは、団体の番です" not in page
    assert f"すること：{ADVANCE}（団体の代表者は「事業を進めて、実績を報告する」）" in page
    assert ADVANCE in build.read(clerk, "/me/")
    page = build.read(leader, at)
    assert "いまは、あなたの番です" in page and "すること：事業を進めて、実績を報告する" in page
    page = build.read(chief, at)
    assert "いまは、団体と市の番です" in page and f"担当課が「{ADVANCE}」番です。" in page
    told = Notice.objects.get(user=world.clerk, title__contains="概算払の請求").body
    assert told.endswith(f"番です（期限 2027年3月30日（火））。担当課が「{ADVANCE}」番です。")

    world.step(grant, "pay_advance", **paid(100_000))
    assert "いまは、団体の番です" in build.read(clerk, at) and "概算払" not in build.read(clerk, "/me/")


def test_an_advance_that_was_never_paid_waits_for_nobody_once_the_report_is_there(asked, client_for):
    """It can no longer be recorded then: what is owed is settled with the sum. A report that goes back lets it wait again."""
    world, grant = asked
    clerk, at = client_for(world.clerk), grant.get_absolute_url()
    grant = world.reported(grant)
    assert "概算払の請求があります" not in build.read(clerk, at) and "すること：実績報告を検査する" in build.read(clerk, at)
    page = build.read(clerk, "/me/")
    assert "実績報告を検査する" in page and ADVANCE not in page
    world.step(Grant.objects.get(pk=grant.pk), "send_back", reason="領収書", due=build.days(10))
    assert ADVANCE in build.read(clerk, "/me/")
