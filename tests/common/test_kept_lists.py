"""A list that is the same for everybody is put together once a day for its conditions; its rows are asked for every time."""

import datetime

import pytest
from django.db.models import F
from django.test import RequestFactory
from django.utils import timezone
from django_filters import ChoiceFilter

from kyodo_portal.common.lists.filters import ListFilter, Sort, WordsFilter
from partners.models import Area, Offer
from tests import build

pytestmark = pytest.mark.django_db

MADE = []


def everybodys():
    MADE.append(1)
    return Offer.objects.filter(created_at__lte=timezone.now()).order_by("title")


def rows():
    return Offer.objects.select_related("partner").annotate(body=F("partner__name"))


class Offers(ListFilter):
    SORTS = {"": Sort("名前の順", ("title",)), "last": Sort("名前の逆", ("-title",))}
    PER_PAGE = 2
    q = WordsFilter()
    area = ChoiceFilter(label="地域", field_name="area_id", empty_label="すべて")


@pytest.fixture
def body():
    MADE.clear()
    return build.partner("見本の会")


def asked(query="", *, areas=(), shown=rows):
    choices = {"area": [(str(area.pk), area.name) for area in areas]}
    page = Offers(RequestFactory().get(f"/x/?{query}"), everybodys, choices=choices, rows=shown).page
    return page.total_label, [row.title for row in page]


def offers(body, *titles, **more):
    return [build.offer(body, title, **more) for title in titles]


def test_what_is_asked_is_kept_and_every_row_is_asked_for(body, django_assert_num_queries):
    offers(body, "あ")
    assert asked() == ("1件", ["あ"])
    offers(body, "い", "う")
    made = len(MADE)
    with django_assert_num_queries(2):
        assert asked() == ("3件", ["あ", "い"])
    with django_assert_num_queries(2):
        assert asked("page=2") == ("3件", ["う"])
    assert len(MADE) == made
    Offer.objects.filter(title="い").update(title="ん")
    assert asked() == ("3件", ["あ", "う"]) and asked("page=9") == ("3件", ["ん"])
    Offer.objects.all().delete()
    assert asked() == ("0件", []) and len(MADE) == made


def test_every_condition_and_order_is_a_list_of_its_own(body):
    here, there = Area.objects.create(name="岩沢"), Area.objects.create(name="真人")
    offers(body, "あ", area=here)
    offers(body, "い", "う", area=there)
    for _ in range(2):
        assert asked(f"area={here.pk}", areas=[here, there]) == ("1件", ["あ"])
        assert asked(f"area={there.pk}&sort=last", areas=[here, there]) == ("2件", ["う", "い"])
        assert asked("sort=last") == ("3件", ["う", "い"])


def test_what_is_no_choice_yet_narrows_as_soon_as_it_is_one(body):
    area = Area.objects.create(name="岩沢")
    offers(body, "あ", area=area)
    offers(body, "い")
    assert asked(f"area={area.pk}") == ("2件", ["あ", "い"])
    assert asked(f"area={area.pk}", areas=[area]) == ("1件", ["あ"])


def test_typed_words_are_never_kept(body):
    offers(body, "あ", search_text="あ")
    for word, found in (("あ", ["あ"]), ("い", [])):
        assert asked(f"q={word}")[1] == found
    made = len(MADE)
    asked("q=あ")
    asked(f"area={'9' * 300}")
    assert len(MADE) > made + 1


def test_the_moment_goes_with_the_clock(body, monkeypatch):
    now = timezone.now().replace(microsecond=1)
    (later,) = offers(body, "あ")
    Offer.objects.filter(pk=later.pk).update(created_at=now + datetime.timedelta(minutes=5))
    found = []
    for minutes in (0, 4, 5, 6):
        monkeypatch.setattr(timezone, "now", lambda minutes=minutes: now + datetime.timedelta(minutes=minutes))
        found.append(asked("sort=last")[1])
    assert found == [[], [], ["あ"], ["あ"]]


def test_a_clock_without_microseconds_keeps_nothing(body, monkeypatch):
    """A moment that looks like a midnight would stay where it is."""
    now = timezone.now().replace(microsecond=0)
    monkeypatch.setattr(timezone, "now", lambda: now)
    for times in (1, 2):
        asked("area=of this test alone")
        assert len(MADE) == times


def test_what_is_read_of_a_row_comes_along(body, django_assert_num_queries):
    offers(body, "あ", "い", "う")
    for _ in range(2):
        with django_assert_num_queries(2):
            page = Offers(RequestFactory().get("/x/"), everybodys, choices={"area": []}, rows=rows).page
            assert [(row.partner.name, row.body, row.since) for row in page] == [("見本の会", "見本の会", build.days(0))] * 2
