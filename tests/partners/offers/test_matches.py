"""Who fits whom, and why, in sentences; the same four queries for one offer as for many."""

from datetime import datetime, time, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from partners.models import Area, Block, Request, Theme
from partners.offers.matches import matched, rows_of
from tests import build

pytestmark = pytest.mark.django_db


@pytest.fixture
def town():
    snow, food = (Theme.objects.create(code=code, name=name, kana=code) for code, name in (("yuki", "雪"), ("shoku", "食")))
    here, there = Area.objects.create(name="岩沢"), Area.objects.create(name="真人")
    return snow, food, here, there


def test_the_best_stands_first_with_its_reasons(town):
    snow, food, here, there = town
    seeker = build.partner("雪の会")
    seeker.areas.add(there)
    build.offer(seeker, "除雪の人手", side="seek", kind="people", theme=snow, area=here)
    month = f"{build.days(0).year}年{build.days(0).month}月に確かめています"
    best = build.offer(build.partner("近くの会"), "雪かき", kind="people", theme=snow, area=here)
    open_ = build.offer(build.partner("どこでも会"), "何でも手伝う", kind="people")
    near = build.offer(build.partner("真人の会"), "手伝い", kind="people", area=there, confirmed_on=build.days(-366))
    build.offer(build.partner(), "食の手伝い", kind="people", theme=food)  # another theme
    build.offer(build.partner(), "除雪機", kind="things", theme=snow)  # another kind
    build.offer(build.partner(), "人手がほしい", side="seek", kind="people", theme=snow)  # the same side
    build.offer(seeker, "自分たちの人手", kind="people", theme=snow)  # their own
    build.offer(build.partner(), "終わった", kind="people", closed_at=build.timezone.now(), ended="closed")
    build.offer(build.partner(standing="dormant"), "休止の会", kind="people")
    (found,) = matched(rows_of(seeker.offers.filter(side="seek")))
    assert [(match.pk, match.points, match.reasons) for match in found.matches] == [
        (best.pk, 8, ["同じテーマ（雪）", "同じ地域（岩沢）", month]),
        (open_.pk, 4, ["テーマをかぎっていません", "地域をかぎっていません", month]),
        (near.pk, 2, ["テーマをかぎっていません", "真人で活動しています"]),
    ]


def test_the_queries_do_not_grow_and_the_page_says_why(town, client_for, django_assert_num_queries):
    body, representative, _ = build.group("雪の会")
    for number in range(4):
        build.offer(body, f"人手{number}", side="seek", kind="people")
        build.offer(build.partner(f"助ける会{number}"), f"手伝い{number}", kind="people")
    with django_assert_num_queries(4):
        found = matched(rows_of(body.offers.live()))
    assert [len(own.matches) for own in found] == [4, 4, 4, 4]
    page = build.markup(client_for(representative).get(f"/partners/{body.pk}/matches/"))
    assert "わけ：テーマをかぎっていません、地域をかぎっていません" in page and "助ける会3" in page


def test_the_desk_sees_what_is_sought_and_its_own_groups_alone(town, client_for, django_assert_max_num_queries):
    snow, (_, coordinator) = town[0], build.office("coordinator")
    mine, other = build.partner("伴走の会"), build.partner("ほかの会")
    build.assign(coordinator, mine)
    for body in (mine, other):
        build.offer(body, f"{body.name}の人手", side="seek", kind="people", theme=snow)
    helper = build.partner("助ける会")
    build.offer(helper, "手伝い", kind="people", theme=snow)
    build.offer(build.partner("どこでも会"), "何でも", kind="people")
    client = client_for(coordinator)
    client.get("/desk/matches/")
    with django_assert_max_num_queries(9):  # five of its own; the others are the session's and the page's head
        page = build.markup(client.get("/desk/matches/"))
    assert page.count("同じテーマ（雪）") == 2 and "地域をかぎっていません" not in page and "どこでも会" not in page
    assert f"/requests/introduce/?one={mine.pk}&amp;other={helper.pk}" in page
    page = build.markup(client.get("/desk/matches/?own=1"))
    assert page.count("同じテーマ（雪）") == 1 and "伴走の会の人手" in page and "ほかの会の人手" not in page


def test_where_a_city_office_stands_on_one_side_there_is_somebody_to_write_to(town, client_for):
    """Two are brought together where both are groups; an office is told by a letter, and writes itself."""
    snow, (_, coordinator), (roads, _) = town[0], build.office("coordinator"), build.office(name="土木課")
    clerk = build.office("secretariat")[1]
    sought = build.offer(roads, "雪の見まわり", side="seek", kind="people", theme=snow)
    given = build.offer(build.partner("助ける会"), "手伝い", kind="people", theme=snow)
    place = build.offer(build.partner("さがす会"), "会場", side="seek", kind="place", theme=snow)
    room = build.offer(roads, "会議室", kind="place", theme=snow)
    guide, office = (build.markup(client_for(user).get("/desk/matches/")) for user in (coordinator, clerk))
    for offer, body in ((sought, "土木課"), (room, "土木課")):
        assert f'href="/partners/offers/{offer.pk}/apply/">{body}に手紙で知らせる' in guide
    assert f'href="/partners/offers/{given.pk}/apply/">助ける会に申し込む・聞く' in office
    assert "introduce" not in guide and f"/partners/offers/{place.pk}/apply/" not in guide + office


def test_who_takes_no_letters_of_whom_is_no_match_and_who_answers_in_time_stands_first(client_for):
    seeker, _, writer = build.group("雪の会")
    build.offer(seeker, "人手", side="seek", kind="people")
    refusing, slow, prompt = (build.partner(name) for name in ("受けない会", "おそい会", "早い会"))
    for body in (refusing, prompt, slow):
        build.offer(body, body.name, kind="people")
    Block.objects.create(partner=refusing, user=writer, by=build.user())
    for body, answered in ((prompt, build.days(-2)), (slow, build.days(0))):
        _letter(body, writer, answer_by=build.days(-1), answered=answered)
    (found,) = matched(rows_of(seeker.offers.all()))
    assert [match.partner for match in found.matches] == ["早い会", "おそい会"]
    assert (
        "期日までに返事をしています" in found.matches[0].reasons and "期日までに返事をしています" not in found.matches[1].reasons
    )
    _letter(prompt, writer, answer_by=build.days(-1), answered=None, late_told_on=build.days(0))
    assert {match.points for match in matched(rows_of(seeker.offers.all()))[0].matches} == {4}  # one that was forgotten is enough


def _letter(body, by, *, answer_by, answered, **columns):
    moment = answered and timezone.make_aware(datetime.combine(answered, time(12)))
    return Request.objects.create(
        kind="ask", to=body, about=f"partner:{body.pk}", about_label=body.name, by=by, status="talking", form_key=uuid4(),
        sent_at=timezone.now() - timedelta(days=9), answer_by=answer_by, answered_at=moment, **columns,
    )  # fmt: skip
