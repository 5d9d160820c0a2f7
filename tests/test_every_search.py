"""One folding in every search box: columns that hold what was typed are looked into by it as those that are folded."""

import pytest
from django.urls import get_resolver
from django.utils import timezone

from kyodo_portal.common.japanese.dates import fiscal_year
from kyodo_portal.common.lists.filters import ListFilter, WordsFilter
from projects.models import Ask, AskedGroup, InventoryRound, Possibility
from tests import build, house
from tests.projects.voices import build as voices
from tests.sent import text_of


def lists():
    """(who, address, what stands there in a column that is not folded, by which words it is looked for)."""
    office, clerk = build.office()
    body = build.partner("光ヶ丘　ﾜｶﾊﾞの会", kana="ひかりがおか わかばのかい")
    ask = Ask.objects.create(
        by=clerk,
        office=office,
        fiscal_year=fiscal_year(timezone.localdate()),
        kind="attend",
        title="ガーデンの水やり",
        form_key=build.uuid4(),
    )
    AskedGroup.objects.create(ask=ask, partner=body)
    Possibility.objects.create(office=office, title="佐々木邸のガーデン", what="三ヶ月")
    person = build.user()
    build.join(person, body, "representative")
    build.submitted(body, person)
    secretary = build.office("secretariat")[1]
    topic = voices.World().topic
    type(topic).objects.filter(pk=topic.pk).update(
        title="夜の停留所", search_text="夜の停留所", theme=voices.theme(), area=voices.area("かわべ")
    )
    InventoryRound.objects.create(fiscal_year=2026, status="preparing", opens_on=build.days(-3), closes_on=build.days(3))
    return (
        (secretary, "/staff/asks/?kind=all&", "ﾜｶﾊﾞ", ("わかば", "光が丘", "光ケ丘", "ワカバ", "ひかり")),
        (secretary, "/staff/asks/sent/?", "ガーデン", ("ｶﾞｰﾃﾞﾝ", "がーでん", "水やり")),
        (clerk, "/ledger/possible/?", "ガーデン", ("ｶﾞｰﾃﾞﾝ", "がーでん", "佐佐木", "三箇月", "3カ月", office.name[:2], "考え中")),
        (clerk, "/voices/?", "夜の停留所", ("停", "移動", "ｲﾄﾞｳ", "ｶﾜﾍﾞ")),
        (secretary, "/admin/projects/proposal/?", "ﾜｶﾊﾞ", ("ワカバ", "光が丘", "光ヶ丘ワカバ", "ひかり", "ﾋｶﾘｶﾞｵｶ", "丘")),
        (secretary, "/admin/partners/membership/?", "ﾜｶﾊﾞ", ("ひかりがおか", "ヒカリ")),
        (secretary, "/admin/projects/inventoryround/?", "令和8年度", ("令和8年度", "R8", "２０２６")),
    )


@pytest.mark.django_db
def test_every_list_is_searched_by_one_folding(client_for):
    for by, address, stands, asked in lists():
        client = client_for(by)
        assert stands not in text_of(client.get(address, {"q": "ないことば"})), address
        for typed in asked:
            assert stands in text_of(client.get(f"{address}q={typed}")), (address, typed)


def test_every_list_has_a_search_box():
    """Of whoever made a list of the kit: sixty rows are looked through by a word."""
    get_resolver().url_patterns  # noqa: B018 (loads every view, and with it every list)
    found, waiting = [], [ListFilter]
    while waiting:
        waiting += (one := waiting.pop()).__subclasses__()
        found.append(one)
    lists = [one for one in found if one.base_filters and one.__module__.split(".")[0] != "tests"]
    assert len(lists) > 25
    assert [one.__name__ for one in lists if not any(isinstance(each, WordsFilter) for each in one.base_filters.values())] == []


def test_no_search_box_goes_past_the_folding():
    """`matching` of what is folded, `matching_typed` of what is not: a plain icontains finds no half width, no katakana, no 髙."""
    held = {str(path) for path in house.app_code() if "__icontains" in house.text(path)}
    assert held == {
        "kyodo_portal/common/private_admin.py",
        "projects/consultations/filters.py",
    }  # names of lookups; a code in JSON
