"""見くらべる with libraries that are each their own: too many cities, none but one, and how often the page asks."""

import pytest

from tests.guidelines.build import NIIGATA, OWN, SUNAGAWA, item, put

from .test_comparison import PAGE, checked, words

pytestmark = pytest.mark.django_db


def test_more_than_five_are_refused(client, tmp_path):
    for number in range(6):
        town = {"name": f"見本{number}市", "kana": "みほんし", "code": f"99000{number}", "prefecture": "新潟県"}
        put(tmp_path, town, f"c{number}", principles=[item("a", "対話", code="dialogue")])
    page, html = words(client, "?kind=principles&" + "&".join(f"city=c{number}" for number in range(6)))
    assert "くらべる自治体は5つまでにしてください。いまは6つです。" in page and len(checked(html)) == 6
    assert html.count('<th role="columnheader"') == 6  # the kind and the first five


def test_an_empty_shelf_and_drafts(client, tmp_path):
    put(tmp_path, OWN, "ojiya", principles=[item("taiwa", "対話", code="dialogue")])
    put(tmp_path, NIIGATA, "niigata", published=False, principles=[item("taiwa", "下書きの原則", code="dialogue")])
    page, _ = words(client)
    assert "まだそろっていません" in page and "下書きの原則" not in page


@pytest.mark.parametrize("count", [1, 3])
def test_comparison_is_constant(client, tmp_path, django_assert_num_queries, count):
    for town, slug in ((OWN, "ojiya"), (NIIGATA, "niigata"), (SUNAGAWA, "sunagawa"))[: count + 1]:
        put(tmp_path, town, slug, principles=[item(f"p{n}", f"原則{n}", code="dialogue") for n in range(count)])
    with django_assert_num_queries(2):
        assert client.get(PAGE).status_code == 200
