"""A round in which every office is done says what comes next."""

from tests.projects.inventory.build import YEAR, go, say, sheet_of
from tests.sent import text_of

NEXT = "すべての課がすみました。締め切って「確定する」を押すと、この年度の一覧が決まります。"


def test_the_page_leads_to_the_freezing(city, client_for):
    chief, url = client_for(city.chief), f"/ledger/inventory/{YEAR}/"
    for title in ("防災訓練", "花いっぱい運動", "見守り配達"):
        say(sheet_of(city.office), city.clerk, **{title: {"answer": "same"}})
    go(sheet_of(city.office), "hand_in", by=city.clerk)
    for office, by in ((city.elsewhere, city.outsider), (city.centre, city.chief)):
        go(sheet_of(office), "nothing", by=by)
    assert "ありません（該当なし）" in text_of(chief.post(f"{url}accept/", {"office": [city.elsewhere.pk]}))
    for office in (city.elsewhere, city.centre):
        go(sheet_of(office), "accept", by=city.chief)
    assert NEXT not in text_of(chief.get(url))
    go(sheet_of(city.office), "accept", by=city.chief)
    assert NEXT in text_of(chief.get(url))
