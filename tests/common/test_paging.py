"""Whatever stands in `page`, a page of the list is the answer."""

import pytest
from django.test import RequestFactory

from kyodo_portal.common.lists.paging import get_page
from partners.models import Area


def page(items, query, per_page=20):
    return get_page(items, RequestFactory().get(f"/x/?{query}"), per_page)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("2", 2), ("3", 3), ("4", 3), ("99999999999999999999", 3), ("9" * 5000, 3), ("0", 1), ("-1", 1), ("1.5", 1), ("1e3", 1), ("abc", 1), ("", 1),
        ("%EF%BC%91", 1), ("%D9%A1", 1), ("1_0", 1), ("[]", 1), ("1%00", 1), ("%ff", 1), ("%202%20", 2),
    ],
)  # fmt: skip
def test_any_number_leads_to_a_page(text, number):
    assert page(range(55), f"page={text}").number == number


def test_no_page_lies_beyond_the_five_hundredth():
    last_page = page(range(100_000), "page=4999", per_page=1)
    assert last_page.number == 500 and last_page.next_url is None


def test_links_keep_the_filters_and_leave_gaps():
    fifth_page = page(range(200), "q=川&area=2&page=5")
    assert [number for number, _ in fifth_page.links] == [1, None, 4, 5, 6, None, 10]
    assert dict(fifth_page.links)[5] is None
    assert dict(fifth_page.links)[1] == "?q=%E5%B7%9D&area=2"
    assert (fifth_page.previous_url, fifth_page.next_url) == ("?q=%E5%B7%9D&area=2&page=4", "?q=%E5%B7%9D&area=2&page=6")
    assert page(range(30), "page=2").previous_url == "/x/"


@pytest.mark.django_db
@pytest.mark.parametrize("how_many", [1, 3])
def test_a_page_costs_two_queries(how_many, django_assert_num_queries):
    Area.objects.bulk_create(Area(name=str(number)) for number in range(how_many))
    with django_assert_num_queries(2):
        first_page = page(Area.objects.all(), "page=1")
        assert len(list(first_page)) == how_many
    assert first_page.total_label == f"{how_many}件"


@pytest.mark.django_db
def test_the_keys_of_a_page_come_first_and_its_rows_in_their_order(django_assert_num_queries):
    Area.objects.bulk_create(Area(name=name) for name in "いろはにほへと")
    kana = Area.objects.filter(name__in="ろはにほ").order_by("-name")
    with django_assert_num_queries(2):
        second_page = get_page(kana, RequestFactory().get("/x/?page=2"), 2, rows=Area.objects.only("name"))
        assert [area.name for area in second_page] == ["は", "に"]
    empty = get_page(kana.none(), RequestFactory().get("/x/"), 2, rows=Area.objects.all())
    assert list(empty) == [] and empty.total_label == "0件"


def test_the_label_counts_in_the_unit_of_the_list_and_no_further_than_ten_thousand():
    request = RequestFactory().get("/x/")
    assert get_page(range(1234), request, unit="団体").total_label == "1,234団体"
    assert get_page(range(10_001), request, unit="団体").total_label == "10,000団体以上"
