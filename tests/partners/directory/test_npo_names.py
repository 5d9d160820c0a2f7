"""An NPO法人 is found by its legal form, whether or not that stands in its name."""

from urllib.parse import quote

import pytest

from partners.directory.actions import refresh_search
from tests import build

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "typed",
    ["NPO法人雪", "特定非営利活動法人 雪", "特定非営利活動法人雪", "（特非）雪", "NPO雪", "ＮＰＯ　雪", "雪 NPO法人", "雪"],
)
def test_a_name_of_one_letter_is_found_with_its_legal_form(client, typed):
    snow, other = build.partner("雪", kind="npo"), build.partner("雪国", kind="civic")
    for partner in (snow, other, flower := build.partner("特定非営利活動法人 花", kind="npo")):
        refresh_search(partner)
    for path in ("/partners/", "/search/"):
        page = client.get(f"{path}?q={quote(typed)}").content.decode()
        assert f'/partners/{snow.pk}/"' in page and f'/partners/{flower.pk}/"' not in page
        assert (f'/partners/{other.pk}/"' in page) == (typed == "雪")
    for typed_so in ("NPO花", "NPO法人花", "(特非)花"):
        assert f'/partners/{flower.pk}/"' in client.get(f"/partners/?q={quote(typed_so)}").content.decode()
