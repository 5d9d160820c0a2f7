"""Offers through their pages: made, read, narrowed, changed, closed, opened again, confirmed; what the clock does with them."""

from datetime import date, datetime, time, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from kyodo_portal.notices.models import Notice
from kyodo_portal.process.models import Task
from partners.models import Area, Offer, OfferTerms, Partner, Request, Theme
from partners.offers.actions import make_offer
from partners.offers.clock_actions import turn_days
from partners.offers.numbers import year_numbers
from tests import build
from tests.sent import opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def group():
    return build.group("雪あかりの会")


@pytest.fixture
def at_day(monkeypatch):
    """Nine in the morning of a day, for years and terms that literal days speak of."""

    def set_day(day):
        moment = timezone.make_aware(datetime.combine(day, time(9)))
        monkeypatch.setattr(timezone, "now", lambda: moment)

    return set_day


def titles(answer):
    return [card.title for card in answer.context["cards"]]


def test_one_is_put_there_read_by_everybody_and_stands_on_the_partners_page(group, client_for):
    body, representative, _ = group
    client, address = client_for(representative), f"/partners/{body.pk}/offers/new/?side=give"
    sent = opened(
        client, address, side="give", kind="place", form="plain", title="集会所の和室", text="20人まで。", times=["on_evenings"]
    )
    answer = client.post(address, sent)
    assert answer.status_code == 302 and answer.url.startswith(f"/partners/{body.pk}/offers/")
    client.post(address, sent)
    made = Offer.objects.get()
    assert (made.since, made.until, made.on_evenings, made.on_weekends) == (build.days(0), None, True, False)
    visitor = client_for()
    assert titles(visitor.get("/partners/offers/")) == ["集会所の和室"]
    page = build.markup(visitor.get(f"/partners/offers/{made.pk}/"))
    assert "できる：場所" in page and "20人まで。" in page and "雪あかりの会" in page
    assert "集会所の和室" in build.markup(visitor.get(f"/partners/{body.pk}/"))
    assert "集会所の和室" in build.markup(visitor.get("/partners/?has=offers"))
    assert [row.name for row in visitor.get("/partners/?q=和室").context["page"]] == ["雪あかりの会"]
    assert f'href="{made.get_absolute_url()}"' in visitor.get("/search/?q=和室").text


def test_the_list_is_narrowed_by_tab_side_kind_time_theme_area_and_words(group, client_for):
    body, _, _ = group
    snow, area = Theme.objects.create(code="yuki", name="雪", kana="ゆき"), Area.objects.create(name="岩沢")
    person = build.partner("みほん 四季", kind="citizen", name_consent=True)
    build.offer(body, "雪かき", side="seek", kind="people", theme=snow, on_weekends=True, search_text="雪かき")
    build.offer(body, "講座", kind="know", form="lecture", fiscal_year=2026, until=build.days(90), area=area)
    build.offer(person, "包丁とぎ", kind="know", on_weekdays=True)
    build.offer(body, "軽トラック", form="oneday", since=build.days(7), until=build.days(7), on_weekdays=True)
    build.offer(body, "委員2人", side="seek", kind="people", form="seat")
    build.offer(build.partner("休む会", standing="dormant"), "休み")
    build.offer(build.partner("申請中の会", standing="applying"), "まだ")
    build.offer(body, "終わった", until=build.days(-1))
    client = client_for()

    def asked(query):
        return sorted(titles(client.get(f"/partners/offers/?{query}")))

    assert asked("") == ["包丁とぎ", "委員2人", "講座", "軽トラック", "雪かき"]
    assert asked("tab=lecture") == ["講座"] and asked("tab=people") == ["包丁とぎ"] and asked("tab=oneday") == ["軽トラック"]
    assert asked("tab=help") == ["雪かき"] and asked("tab=seat") == ["委員2人"] and len(asked("tab=nonsense")) == 5
    assert asked("side=seek") == ["委員2人", "雪かき"] and asked("kind=know&kind=things") == ["包丁とぎ", "講座", "軽トラック"]
    assert asked("time=on_weekends") == ["委員2人", "講座", "雪かき"]  # who says no time is free at any; a day is that day
    assert asked(f"theme={snow.pk}") == ["雪かき"] and "講座" in asked(f"area={area.pk}") and asked("q=雪かき") == ["雪かき"]
    assert titles(client.get("/partners/offers/?sort=end"))[:2] == ["軽トラック", "講座"]
    page = build.markup(client.get("/partners/offers/"))
    assert "1日だけ、いまだけ" in page and "あと7日" in page
    page = build.markup(client.get("/partners/offers/?tab=help&time=on_weekends"))
    assert page.count('class="kp-remove"') == 1 and "（1つ選択中）" in page  # the tab is no condition beside itself
    assert 'href="?tab=help#results">条件をすべて外す' in page


def test_the_list_costs_the_same_for_one_and_for_many(group, client_for, django_assert_num_queries):
    body, _, _ = group
    build.offer(body, "1つめ", form="oneday", until=build.days(3))
    client = client_for()
    client.get("/partners/offers/")
    with django_assert_num_queries(4):  # choices, the days that are near, how many, the page
        client.get("/partners/offers/")
    for number in range(3):
        build.offer(build.partner(), f"もう1つ{number}", form="oneday", until=build.days(3))
    with django_assert_num_queries(4):
        client.get("/partners/offers/")


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"kind": "place", "form": "lecture"}, "出前講座は、「できること」の「知識」として載せてください。"),
        ({"form": "oneday", "since": "2026年12月1日", "until": "2027年1月5日"}, "1日だけ・いまだけのものは、はじめの日から31日までにしてください。"),
        ({"since": "2026年12月20日", "until": "2026年12月19日"}, "「いつまで」は、「いつから」と同じ日か、それより後の日にしてください。"),
        ({"form": "seat"}, "かたちを、並んでいるものから選び直してください。"),  # the city's alone
        ({"title": ""}, "見出しを入れてください。"),
    ],
)  # fmt: skip
def test_what_cannot_be_says_what_to_do(group, client_for, at_day, sent, words):
    at_day(date(2026, 11, 27))
    body, representative, _ = group
    address = f"/partners/{body.pk}/offers/new/"
    client = client_for(representative)
    answer = client.post(
        address, opened(client, address, **{"side": "give", "kind": "know", "form": "plain", "title": "講座", **sent})
    )
    assert answer.status_code == 200 and words in build.markup(answer) and not Offer.objects.exists()


def test_a_lecture_lasts_to_the_end_of_its_year_and_its_terms_are_asked_next(client_for, at_day):
    at_day(date(2026, 11, 27))
    office, official = build.office()
    client, address = client_for(official), f"/partners/{office.pk}/offers/new/"
    sent = opened(client, address, side="give", kind="know", form="lecture", title="避難の講座")
    answer = client.post(address, sent)
    made = Offer.objects.get()
    assert (made.fiscal_year, made.until) == (2026, date(2027, 3, 31)) and f"/{made.pk}/terms/" in answer.url
    terms = f"/partners/{office.pk}/offers/{made.pk}/terms/"
    sent = opened(
        client, terms, min_people="10", max_minutes="120", notice_days="14", opens="09:00", closes="21:00", closed="毎年12月28日（月）～翌年1月4日（月）まで",
        days=[str(day) for day in range(7)],
    )  # fmt: skip
    assert client.post(terms, sent).status_code == 302
    page = build.markup(client_for().get(made.get_absolute_url()))
    assert "いま申し込むと、いちばん早い日は2026年12月11日（金）です。" in page and "12月28日から1月4日まで" in page
    menu = build.markup(client_for().get("/partners/offers/menu/"))
    assert "避難の講座" in menu and "人数：10人から、長さ：120分まで" in menu and office.name in menu
    assert "まだ載っていません" in build.markup(client_for().get("/partners/offers/menu/?year=2027"))
    for words in ("10人から", "9時から21時まで", "12月28日から1月4日", office.get_kind_display()):
        assert made.get_absolute_url() in client_for().get("/search/", {"q": words}).text, words
    answer = client.post(terms, {**sent, "closed": "年末年始"})
    assert "毎年休む期間を「12月28日から1月4日まで」のように書いてください。" in build.markup(answer)
    assert OfferTerms.objects.get().closed_to == "01-04"


def test_a_person_stands_there_to_the_end_of_the_next_year_at_most_and_is_of_age(client_for, at_day):
    at_day(date(2026, 11, 27))
    body, person, _ = build.group("みほん 四季", kind="citizen", name_consent=True)
    client, address = client_for(person), f"/partners/{body.pk}/offers/new/"
    sent = opened(client, address, side="give", kind="know", form="plain", title="包丁とぎ", until="2029年3月31日")
    assert "18歳未満の人は載せられません" in build.markup(client.post(address, {**sent, "adult": ""}))
    assert "空けておくと、2028年3月31日まで載せます。" in build.read(client, address)
    said = "「いつまで」は、2028年3月31日にしました。個人は、次の年度の終わりまでです。"
    assert said in build.markup(client.post(address, {**sent, "adult": "on"}, follow=True))
    row = Offer.objects.get()
    assert row.until == date(2028, 3, 31)
    page = f"/partners/{body.pk}/offers/{row.pk}/"
    for typed, is_said in (("2028年2月1日", False), ("2028年4月1日", True)):
        assert (said in build.markup(client.post(page, opened(client, page, until=typed), follow=True))) is is_said, typed


def test_a_person_writes_nowhere_how_to_be_reached(client_for):
    person = build.user("見本 花")
    body = build.partner("見本 花", kind="citizen", name_consent=True)
    build.join(person, body, "representative")
    page, said = f"/partners/{body.pk}/offers/new/", {"side": "give", "kind": "know", "form": "plain", "title": "将棋を教えます"}
    for name in ("title", "text", "amount", "when"):
        sent = {**said, "adult": "on", "form_key": uuid4(), name: "0258-82-1234へ電話を"}
        assert "電話番号やメールアドレスは書かないでください" in build.markup(client_for(person).post(page, sent)), name
    assert not Offer.objects.filter(partner=body).exists()


def test_the_second_of_two_who_change_it_is_told(group, client_for):
    body, representative, member = group
    made = build.offer(body, "除雪機", text="2台")
    first, second, address = client_for(representative), client_for(member), f"/partners/{body.pk}/offers/{made.pk}/"
    early, late = opened(first, address, text="3台"), opened(second, address, text="4台")
    assert first.post(address, early).status_code == 302
    answer = second.post(address, late)
    assert answer.status_code == 409 and "いまの内容：3台" in build.markup(answer) and "4台" in build.markup(answer)
    assert Offer.objects.get().text == "3台"


def test_closed_opened_again_and_confirmed(group, client_for):
    body, representative, _ = group
    made = build.offer(body, "除雪機", confirmed_on=build.days(-200))
    own, client = f"/partners/{body.pk}/offers/", client_for(representative)
    assert client.post(f"{own}confirm/").status_code == 302 and Offer.objects.get().confirmed_on == build.days(0)
    client.post(f"{own}{made.pk}/close/")
    assert client_for().get(made.get_absolute_url()).status_code == 404
    assert "団体が終えました" in build.markup(client.get(own)) and "除雪機" not in Partner.objects.get(pk=body.pk).search_text
    client.post(f"{own}{made.pk}/open/")
    assert Offer.objects.get().is_open and client_for().get(made.get_absolute_url()).status_code == 200
    Offer.objects.update(since=build.days(-9), until=build.days(-1), closed_at=build.timezone.now(), ended="over")
    assert "で終わっています。新しく載せてください。" in build.markup(client.post(f"{own}{made.pk}/open/", follow=True))


def test_twenty_at_a_time(group, client_for):
    body, representative, _ = group
    Offer.objects.bulk_create(
        Offer(partner=body, side="give", kind="things", title=f"物{n}", since=build.days(0), confirmed_on=build.days(0))
        for n in range(20)
    )
    values = {"side": "give", "kind": "things", "form": "plain", "title": "21こめ", "since": build.days(0)}
    with pytest.raises(ValidationError, match="1つの団体で20件まで"):
        make_offer(partner=body, by=representative, form_key=uuid4(), values=values)
    assert "もう要らないものを終えると" in build.markup(client_for(representative).get(f"/partners/{body.pk}/offers/"))


def test_a_lecture_goes_on_in_the_year_that_follows_once_and_a_person_stays_a_year_longer(client_for, at_day):
    at_day(date(2026, 9, 30))
    office, official = build.office(name="防災課")
    held = build.offer(
        office, "避難の講座", kind="know", form="lecture", fiscal_year=2026, until=date(2027, 3, 31), text="地図で"
    )
    summer = build.offer(office, "川あそび", kind="know", form="lecture", fiscal_year=2026, until=date(2026, 10, 31))
    OfferTerms.objects.create(offer=held, min_people=10)
    own, client = f"/partners/{office.pk}/offers/", client_for(official)
    assert "令和9年度も出す" not in build.markup(client.get(own))
    at_day(date(2026, 10, 1))
    client = client_for(official)
    assert "2件とも、次の年度も出す" in build.markup(client.get(own))
    answer = client.post(f"{own}continue/", {"offer": [held.pk, summer.pk]}, follow=True)
    assert "2件を、次の年度も出します。" in build.markup(answer)
    assert "もう次の年度に出ています。" in build.markup(client.post(f"{own}continue/", {"offer": held.pk}, follow=True))
    new, later = Offer.objects.filter(fiscal_year=2027).order_by("pk")
    assert (new.title, new.text, new.since, new.until, new.terms.min_people) == (
        "避難の講座", "地図で", date(2027, 4, 1), date(2028, 3, 31), 10,
    )  # fmt: skip
    assert later.until == date(2027, 10, 31) and Offer.objects.get(pk=held.pk).until == date(2027, 3, 31)
    listed = build.markup(client_for().get("/partners/offers/?tab=lecture"))
    assert listed.count("避難の講座") == 2 and listed.count("令和9年度") == 2
    assert "避難の講座" in build.markup(client_for().get("/partners/offers/menu/?year=2027"))
    client.post(f"{own}{new.pk}/close/")
    client.post(f"{own}continue/", {"offer": held.pk})
    assert Offer.objects.get(pk=new.pk).is_open  # the one that was made and closed, again
    at_day(date(2027, 4, 2))
    turn_days()
    Offer.objects.filter(pk=later.pk).delete()
    page = build.markup(client_for(official).get(own))
    assert page.count("令和9年度も出す") == 1 and page.count("もう一度出す") == 1  # 川あそび, over since autumn, and 避難の講座
    body, person, _ = build.group("みほん 四季", kind="citizen", name_consent=True)
    row = build.offer(body, "包丁とぎ", kind="know", since=date(2026, 5, 1), until=date(2028, 3, 31))
    at_day(date(2027, 11, 1))
    client_for(person).post(f"/partners/{body.pk}/offers/continue/", {"offer": row.pk})
    assert Offer.objects.get(pk=row.pk).until == date(2029, 3, 31)


def test_what_follows_counts_once_the_year_before_is_over(group, client_for, at_day):
    at_day(date(2026, 11, 27))
    body, representative, _ = group
    Offer.objects.bulk_create(
        Offer(partner=body, side="give", kind="know", form="lecture", title=f"講座{n}", since=date(2026, 4, 1), until=date(2027, 3, 31),
              fiscal_year=2026, confirmed_on=date(2026, 4, 1))
        for n in range(20)
    )  # fmt: skip
    own, client = f"/partners/{body.pk}/offers/", client_for(representative)
    client.post(f"{own}continue/", {"offer": list(Offer.objects.values_list("pk", flat=True))})
    assert Offer.objects.filter(fiscal_year=2027).count() == 20
    assert "もう要らないものを終えると" in build.markup(client.get(own))


def test_in_february_offices_are_asked_about_the_year_that_follows(client_for, at_day):
    at_day(date(2027, 1, 31))
    office, official = build.office(name="防災課")
    held = build.offer(office, "避難の講座", kind="know", form="lecture", fiscal_year=2026, until=date(2027, 3, 31))
    turn_days()
    assert not Notice.objects.exists()
    at_day(date(2027, 2, 1))
    turn_days()
    at_day(date(2027, 2, 2))
    turn_days()
    told = Notice.objects.get(user=official)
    assert "次の年度も出しますか" in told.title and "「避難の講座」" in told.body and told.url == f"/partners/{office.pk}/offers/"
    client_for(official).post(f"/partners/{office.pk}/offers/continue/", {"offer": held.pk})
    Notice.objects.all().delete()
    at_day(date(2027, 2, 3))
    turn_days()
    assert not Notice.objects.exists()


def test_the_clock_ends_asks_and_closes(group):
    body, representative, member = group
    over = build.offer(body, "昨日まで", until=build.days(-1))
    today = build.offer(body, "今日まで", until=build.days(0))
    asked = build.offer(body, "1年たった", confirmed_on=build.days(-365))
    fresh = build.offer(body, "まだ新しい", confirmed_on=build.days(-364))
    turn_days()
    turn_days()

    def ended(row):
        row.refresh_from_db()
        return row.ended, row.asked_on

    assert (ended(over), ended(today)) == (("over", None), ("", None))
    assert (ended(asked), ended(fresh)) == (("", build.days(0)), ("", None))
    assert Notice.objects.filter(user=member, title__contains="まだそのとおりですか").count() == 1
    task = Task.objects.get(process="offer", done_at__isnull=True)
    assert (task.party, task.due_on) == (f"p{body.pk}", build.days(35))
    Offer.objects.filter(pk=asked.pk).update(asked_on=build.days(-35))
    turn_days()
    assert ended(asked)[0] == ""
    Offer.objects.filter(pk=asked.pk).update(asked_on=build.days(-36))
    turn_days()
    assert ended(asked)[0] == "unconfirmed" and not Task.objects.filter(process="offer", done_at__isnull=True).exists()
    assert Notice.objects.filter(user=representative, title__contains="掲載を終えました").count() == 1


def test_the_numbers_of_a_year_tell_of_nobody(client_for, at_day):
    at_day(date(2026, 11, 27))
    office = build.office(name="防災課")[0]
    for number in range(3):
        build.offer(office, f"講座{number}", kind="know", form="lecture", fiscal_year=2026, until=date(2027, 3, 31))
    build.offer(build.partner(), "除雪機", since=date(2025, 5, 1))
    build.offer(build.partner(standing="left"), "やめた会の物")
    numbers = year_numbers(2026)
    assert ("知識", "3", "0") in numbers.kinds and ("物", "1", "0") in numbers.kinds and numbers.lectures == [("防災課", "3")]
    assert ("物", "1", "0") in year_numbers(2025).kinds and ("物", "0", "0") in year_numbers(2024).kinds
    asker, lecture = build.user(), Offer.objects.filter(form="lecture").first()
    for days, late, more in (
        (2, None, {"status": "done", "became": "real", "offer": lecture, "people": 12}),
        (4, None, {"status": "done", "became": "real", "offer": lecture, "people": 10}),
        (6, None, {"status": "done", "became": "real", "offer": lecture, "people": 8}),
        (None, date(2026, 6, 20), {"status": "sent"}),
    ):
        sent = timezone.make_aware(datetime(2026, 6, 1, 12))
        Request.objects.create(
            kind="apply", to=office, about="partner:1", about_label="x", by=asker, form_key=uuid4(), sent_at=sent,
            answer_by=date(2026, 6, 8), answered_at=days and sent + timedelta(days=days), late_told_on=late, **more,
        )  # fmt: skip
    numbers = year_numbers(2026)
    assert dict(numbers.letters) == {"返事を待つ": "少数", "済み": "3"}
    assert dict(numbers.facts) == {"返事までの日数": "4日（まんなかの値）", "約束の日よりおくれた割合": "少数"}
    assert numbers.held == [("防災課", "3", "30")] and year_numbers(2025).letters == []
    page = build.markup(client_for().get("/partners/offers/numbers/?year=2026"))
    assert "行われた講座" in page and "4日" in page
    page = build.markup(client_for().get("/partners/offers/numbers/?year=2025"))
    assert "令和7年度に載っていたものの数" in page and "1と2を「少数」としています" in page


def test_the_theme_that_a_list_is_narrowed_to_can_be_followed(client_for):
    theme, reader = Theme.objects.create(code="yuki", name="雪", kana="ゆき"), client_for(build.user())
    assert "/follow/theme:yuki/" in reader.get(f"/partners/offers/?theme={theme.pk}").text
    assert "/follow/theme:yuki/" not in reader.get("/partners/offers/").text


def test_what_has_ended_is_reached_page_by_page(group, client_for):
    for number in range(1, 24):
        build.offer(group[0], f"第{number}号", closed_at=timezone.now() - timedelta(days=number), ended="closed")
    client = client_for(group[1])
    first, second = (build.read(client, f"/partners/{group[0].pk}/offers/?ended={page}") for page in (1, 2))
    assert "終わったもの（23件）" in first and "第1号" in first and "第23号" not in first and "ended=2#ended-h" in first
    assert "第23号" in second and "<b>第1号</b>" not in second
