"""市の情報: one row in the admin says what every page says of the city, in its colour; until it is saved the settings do."""

import datetime
import re
import time

import pytest
from django.test import Client
from django.utils import timezone

from guidelines.models import Municipality
from kyodo_portal.accounts.sample import CITY
from kyodo_portal.common import city
from kyodo_portal.pages.models import City
from tests import build

ADD, ROW = "/admin/pages/city/add/", "/admin/pages/city/1/change/"
VILLAGE = {
    "name": "見本谷村", "kana": "みほんだにむら", "kind": "village", "code": "13101-6", "site": "むらの協働", "office": "見本谷村役場 総務課",
    "desk": "協働係", "address": "〒100-0001 見本谷村1-1", "phone": "03（1234）5678", "fax": "", "email": "kyodo@example.jp", "hours_text": "",
    "open_hours": "午前8時30分から午後5時まで", "closed_days": "令和8年12月28日\n2026/8/14", "answer_days": "5", "coordinator": "",
    "coordinator_phone": "", "readings": "", "hue": "210", "licence": "CC BY 4.0", "licence_url": "https://creativecommons.org/licenses/by/4.0/",
}  # fmt: skip


@pytest.fixture
def secretariat(db, client_for):
    return client_for(build.office("secretariat")[1])


def save(client, address=ADD, **changed):
    page = client.get(address)
    hidden = {name: page.context[name] for name in ("row_token",) if page.context.get(name)}
    return client.post(address, VILLAGE | hidden | changed)


def test_until_it_is_saved_the_settings_speak_and_open_the_page_of_the_row(secretariat, settings):
    settings.KYODO_OFFICE_OPEN = datetime.time(8, 30), datetime.time(17, 15)
    assert secretariat.get("/admin/pages/city/")["Location"] == ADD
    page = secretariat.get(ADD).context["adminform"].form
    said = {name: page.initial.get(name) for name in ("name", "code", "office", "phone", "coordinator", "open_hours", "hue")}
    assert said == {
        "name": CITY["KYODO_CITY_NAME"], "code": "152081", "office": CITY["KYODO_OFFICE_NAME"], "phone": CITY["KYODO_OFFICE_PHONE"],
        "coordinator": CITY["KYODO_COORDINATOR_NAME"], "open_hours": "8:30-17:15", "hue": None,
    }  # fmt: skip


def test_what_is_saved_stands_on_every_page_and_nothing_of_the_settings(secretariat, settings):
    assert save(secretariat).status_code == 302
    row = City.objects.get()
    assert (row.code, row.phone, row.open_hours) == ("131016", "03-1234-5678", "8:30-17:00")
    assert row.closed_days == "2026-08-14\n2026-12-28"
    page = build.markup(Client().get("/easy/"))
    text = re.sub("<[^>]+>", "", page)
    assert "見本谷村役場 総務課　協働係" in text and "平日 午前8時30分〜午後5時" in text and "kyodo@example.jp" in text
    assert "見本谷村 むらの協働" in text and "<ruby>村役場<rp>（</rp><rt>むらやくば" in page
    assert not [word for word in CITY.values() if word in text and len(word) > 3]
    assert city.the_city()["answer_days"] == 5 and secretariat.get("/admin/pages/city/")["Location"] == ROW
    own = Municipality.objects.get(is_own=True)
    assert (own.name, own.code, own.kana, own.prefecture) == ("見本谷村", "131016", "みほんだにむら", "東京都")


def test_the_librarys_own_city_is_renamed_and_no_second_one_made(secretariat):
    old = Municipality.objects.create(code="152081", name="旧市", kana="きゅうし", prefecture="新潟県", is_own=True)
    assert save(secretariat).status_code == 302
    assert Municipality.objects.get().pk == old.pk and Municipality.objects.get().name == "見本谷村"
    assert save(secretariat, ROW, code="072028").status_code == 302
    assert Municipality.objects.get().prefecture == "福島県"


@pytest.mark.parametrize(
    ("changed", "name", "said"),
    [
        ({"code": "131017"}, "code", "検査の数字"),
        ({"code": "991016"}, "code", "検査の数字"),
        ({"open_hours": "8:30"}, "open_hours", "始まりと終わりを入れてください"),
        ({"open_hours": "17:00-9:00"}, "open_hours", "終わりを始まりより後に"),
        ({"closed_days": "12月の28日ごろ"}, "closed_days", "「12月の28日ごろ」"),
        ({"hue": "360"}, "hue", "359"),
        ({"coordinator_phone": "03-1234-5678"}, "coordinator", "だれの電話かも"),
        ({"phone": "電話はありません"}, "phone", "電話"),
    ],
)
def test_a_wrong_entry_is_said_at_its_box_and_kept(secretariat, changed, name, said):
    answer = save(secretariat, **changed)
    form = answer.context["adminform"].form
    assert said in str(form.errors[name]) and [*form.errors] == [name]
    box, typed = next(iter(changed.items()))
    assert typed in answer.content.decode() and form.data[box] == typed and not City.objects.exists()


def test_who_opened_the_page_before_somebody_else_saved_it_is_told(secretariat, client_for):
    save(secretariat)
    other = client_for(build.system_admin())
    token = other.get(ROW).context["row_token"]
    assert save(secretariat, ROW, phone="03-1111-1111").status_code == 302
    answer = other.post(ROW, VILLAGE | {"row_token": token, "phone": "03-2222-2222"})
    assert "いまの内容：03-1111-1111" in answer.content.decode() and City.objects.get().phone == "03-1111-1111"
    history = build.read(secretariat, "/admin/pages/city/1/history/")
    assert "03-1234-5678" in history and "03-1111-1111" in history


def test_only_the_secretariat_writes_it_and_nobody_takes_it_away(secretariat, client_for):
    save(secretariat)
    official = client_for(build.office("department", "見本課")[1])
    assert official.get(ROW).status_code == 200 and official.post(ROW, VILLAGE).status_code == 403
    assert secretariat.get(ADD).status_code == 403
    assert secretariat.post("/admin/pages/city/1/delete/", {"post": "yes"}).status_code == 403


def test_the_citys_colour_is_a_sheet_that_may_be_kept_for_ever(secretariat):
    assert "/colours/" not in Client().get("/").content.decode()
    save(secretariat)
    page = Client().get("/")
    address = re.search(r'href="(/colours/\w+/210\.css)"', page.content.decode())[1]
    sheet = Client().get(address)
    assert sheet["Content-Type"] == "text/css; charset=utf-8" and "immutable" in sheet["Cache-Control"]
    assert sheet.content.decode().count("--hue-") == 9 and "style-src 'self'" in page["Content-Security-Policy"]
    assert "immutable" not in Client().get("/colours/old/210.css")["Cache-Control"]
    assert Client().get("/colours/old/360.css").status_code == 404
    assert re.search(r'theme-color" content="(#\w+)"', page.content.decode())[1] in sheet.content.decode()
    save(secretariat, ROW, hue="")
    assert "/colours/" not in Client().get("/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_what_another_process_saves_is_on_a_kept_page_at_once_and_everywhere_after_a_while(
    settings, client_for, monkeypatch, django_assert_num_queries
):
    settings.KYODO_PAGE_CACHE_MB = 4
    visitor, clerk = Client(), client_for(build.office("secretariat")[1])
    save(clerk)
    assert "03-1234-5678" in visitor.get("/easy/").content.decode()
    City.objects.update(phone="03-8888-8888", saved_at=timezone.now())  # another process: this one is not told
    assert "03-8888-8888" in visitor.get("/easy/").content.decode()
    City.objects.update(phone="03-9999-9999")
    assert city.the_city()["phone"] == "03-8888-8888"
    settings.KYODO_CITY_SECONDS, moment = 5, time.monotonic()
    monkeypatch.setattr(city.time, "monotonic", lambda: moment + 6)
    with django_assert_num_queries(1):  # no BEGIN: whoever only reads does not wait for those who write
        assert city.the_city()["phone"] == "03-9999-9999"


@pytest.mark.parametrize(
    ("name", "kind", "said"),
    [
        ("大阪府", "prefecture", ("府", "府庁", "prefecture")),
        ("見本", "prefecture", ("県", "県庁", "prefecture")),
        ("横浜市鶴見区", "ward", ("区", "区役所", "ward")),
        ("𠮷野町", "town", ("町", "町役場", "town")),
    ],
)
def test_what_people_call_the_building_follows_kind_and_name(db, name, kind, said):
    city.keep({"name": name, "kind": kind})
    told = city.the_city()
    assert (told["kind_word"], told["hall"], told["kind_en"]) == said
