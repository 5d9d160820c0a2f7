"""仲間をさがす by area: the numbers, who works there, the drawing out of a file, and a city that has none."""

import json
import re

import pytest
from django.core.checks import run_checks

from partners.directory.actions import refresh_search
from partners.directory.reference import load_reference
from partners.models import Area
from tests import build

pytestmark = pytest.mark.django_db
SQUARE = "M0 0H10V10H0z"


@pytest.fixture
def drawn(settings, tmp_path):
    """drawn(…) lets the city have this map."""

    def write(**data):
        path = tmp_path / f"map-{len(list(tmp_path.iterdir()))}.json"
        path.write_text(json.dumps({"view_box": [0, 0, 20, 20]} | data), encoding="utf-8")
        settings.KYODO_AREA_MAP = str(path)

    return write


def works_in(name, *areas, **fields):
    row = build.partner(name, **fields)
    row.areas.set(Area.objects.filter(name__in=areas))
    refresh_search(row)
    return row


def page_of(client, address="/partners/map/"):
    return re.sub(r"<wbr>|\n", "", client.get(address).content.decode())


def listed(html):
    return dict(re.findall(r"<span>([^<]+)</span><small>(\d+)", html))


def test_areas_are_counted_drawn_and_chosen(client_for, drawn, django_assert_num_queries):
    load_reference()
    drawn(
        areas={
            "iwasawa": {"path": SQUARE, "label": [5, 5]},
            "honcho": {"path": "M10 0H20V10z", "label": [15, 5], "name": "本町"},
            "higashiyama": {"path": SQUARE, "label": [5, 15]},
        }
    )
    works_in("いわさわバスの会", "岩沢", "本町・小千谷", kana="いわさわばすのかい")
    works_in("岩沢の花", "岩沢", "市内全域", kana="いわさわのはな")
    works_in("やめた会", "岩沢", standing="left")
    works_in("岩沢のみなさん", "岩沢", is_collective=True)
    client, area = client_for(), Area.objects.get(name="岩沢")
    html = page_of(client, f"/partners/map/?area={area.pk}")
    counts = listed(html)
    assert {name: counts[name] for name in ("岩沢", "本町・小千谷", "東山", "市内全域")} == {
        "岩沢": "2", "本町・小千谷": "1", "東山": "0", "市内全域": "1",
    }  # fmt: skip
    assert len(counts) == 12
    html_of_map = client.get(f"/partners/map/?area={area.pk}").content.decode()
    areas = re.findall(r'kp-map__area--(\d)"\s+href="[^"]+"(?:\s+aria-current="true")?\s+aria-label="([^"]+)"', html_of_map)
    assert areas == [("2", "本町・小千谷、1の団体と人"), ("4", "岩沢、2の団体と人"), ("0", "東山、0の団体と人")]
    assert ">本町</text>" in html and html.count('class="kp-map__chosen"') == 1
    assert "岩沢の団体と人（2）" in html and html.index("岩沢の花") < html.index("いわさわバスの会")
    assert f'href="/partners/?area={area.pk}"' in html and "やめた会" not in html and "みなさん" not in html
    with django_assert_num_queries(3):  # areas, numbers, and rows with all that stands in them
        client.get(f"/partners/map/?area={area.pk}")
    empty = page_of(client, f"/partners/map/?area={Area.objects.get(name='東山').pk}")
    assert "この地域で登録している団体は、まだありません" in empty
    assert "の団体と人（" not in page_of(client, "/partners/map/?area=999999")


def test_a_city_without_shapes_has_the_list_alone(client_for, settings, drawn):
    load_reference(areas=["見本町", "西町"])
    works_in("見本の会", "見本町")
    assert listed(page_of(client_for())) == {"見本町": "1", "西町": "0"} and "<figure" not in page_of(client_for())
    drawn(areas={"elsewhere": {"path": SQUARE, "label": [5, 5]}})
    assert listed(page_of(client_for())) == {"見本町": "1", "西町": "0"} and "<figure" not in page_of(client_for())


def test_a_map_that_cannot_be_drawn_stops_the_start(settings, drawn):
    settings.KYODO_AREA_MAP = "no/such/file.json"
    assert [error.id for error in run_checks() if error.id.startswith("partners.")] == ["partners.E001"]
    for wrong in ({"path": '"/><script>', "label": [5, 5]}, {"path": SQUARE}, {"path": SQUARE, "label": [5, "x"]}):
        drawn(areas={"a": wrong})
        assert [error.id for error in run_checks() if error.id.startswith("partners.")] == ["partners.E001"]
    drawn(areas={"a": {"path": SQUARE, "label": [5, 5]}})
    assert [error for error in run_checks() if error.id.startswith("partners.")] == []
