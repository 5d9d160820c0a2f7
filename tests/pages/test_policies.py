"""Words of law are versions with a day: the draft until the city confirms one, the one that holds, what is announced, what held before."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kyodo_portal.accounts.models import User
from kyodo_portal.pages.models import AccessibilityTest, PolicyText
from tests import build

pytestmark = pytest.mark.django_db
ADD, TESTS = "/admin/pages/policytext/add/", "/admin/pages/accessibilitytest/"
WALK = {
    "tested_on": "2026-11-20", "tool": "axe-core 4.10", "widths": [360, 1280],
    "pages": [
        {"path": "/", "title": "見本のホーム", "found": []},
        {"path": "/partners/", "title": "見本の一覧", "found": [{"rule": "color-contrast", "help": "色の差", "places": 2, "width": 360}]},
    ],
}  # fmt: skip


@pytest.fixture
def secretariat(client_for):
    return client_for(build.office("secretariat")[1])


def held(kind="terms", days=-9, version=1, body="# 守ること\n\n見本の文です。｛市｝｛知らない言葉｝"):
    return PolicyText.objects.create(kind=kind, version=version, since=build.days(days), body=body)


@pytest.mark.parametrize("kind", PolicyText.Kind.values)
def test_until_the_city_confirms_a_text_its_draft_says_that_it_is_one(kind):
    page = build.read(Client(), f"/policies/{kind}/")
    assert "これは、ひな形です。" in page and "小千谷市" in page and "｛" not in page and "前の版" not in page


def test_a_version_begins_with_the_draft_and_holds_from_its_day(secretariat):
    form = secretariat.get(f"{ADD}?kind=terms").context["adminform"].form
    assert form.initial["kind"] == "terms" and form.initial["body"].startswith("読むだけなら、登録はいりません。")
    assert (
        secretariat.post(ADD, {"kind": "terms", "body": "# 守ること\n\n見本の文。", "note": "", "since": ""}).status_code == 302
    )
    row = PolicyText.objects.get()
    assert (row.version, row.since) == (1, None) and "これは、ひな形です。" in build.read(Client(), "/policies/terms/")
    address = row.get_absolute_url()
    assert Client().get(address).status_code == 404 and "下書きです" in build.read(secretariat, address)
    page = f"/admin/pages/policytext/{row.pk}/change/"
    token = secretariat.get(page).context["row_token"]
    today = f"{build.days(0):%Y-%m-%d}"
    sent = {"body": row.body, "note": "", "since": today, "row_token": token}
    answer = secretariat.post(page, sent)
    assert answer.status_code == 200 and "きょうからの文は、保存すると直せません。" in build.markup(answer)
    assert secretariat.post(page, {**sent, "at_once": "on"}).status_code == 302
    text = build.read(Client(), "/policies/terms/")
    assert "ひな形" not in text and "守ること" in text and "（第1版）" in text


def test_the_tick_alone_puts_a_text_in_force_today_and_no_later_day_stands_beside_it(secretariat):
    sent = {"kind": "terms", "body": "# 守ること\n\n見本の文。", "note": "", "at_once": "on"}
    answer = secretariat.post(ADD, sent | {"since": f"{build.days(5):%Y-%m-%d}"})
    assert "先の日からにするときは、その印を外してください。" in build.markup(answer) and not PolicyText.objects.exists()
    assert secretariat.post(ADD, sent | {"since": ""}).status_code == 302
    assert PolicyText.objects.get().since == build.days(0) and "（第1版）" in build.read(Client(), "/policies/terms/")
    assert secretariat.post(ADD, {"kind": "privacy", "body": "下書きの文。", "since": "", "note": ""}).status_code == 302
    assert ">下書き<" in build.markup(secretariat.get("/admin/pages/policytext/"))


def test_a_new_version_is_begun_with_the_words_that_hold_by_one_press(secretariat):
    held(body="# 守ること\n\nいまの文です。")
    assert '<a href="?kind=terms">利用規約</a>' in build.markup(secretariat.get(ADD))
    page = build.markup(secretariat.get(f"{ADD}?kind=terms"))
    assert "いまの文です。" in page and 'href="?kind=' not in page


def test_what_holds_is_changed_by_nobody_and_no_day_lies_behind(secretariat, client_for):
    row = held()
    page = f"/admin/pages/policytext/{row.pk}/change/"
    assert secretariat.get(page).status_code == 200
    for person in (secretariat, client_for(build.system_admin())):
        assert person.post(page, {"body": "別の文", "since": "2026-11-28"}).status_code == 403
        assert person.post(page.replace("change", "delete"), {"post": "yes"}).status_code == 403
    answer = secretariat.post(ADD, {"kind": "terms", "body": "次の文", "since": f"{build.days(-1):%Y-%m-%d}"})
    assert "きょうか、それより後の日" in answer.content.decode() and "次の文" in answer.content.decode()


def test_the_next_version_is_announced_and_shows_what_changes(secretariat):
    held()
    ahead = held(days=5, version=2, body="# 守ること\n\n新しい文です。｛市｝")
    page = build.read(Client(), "/policies/terms/")
    assert "見本の文です。小千谷市｛知らない言葉｝" in page and "から変わります" in page and ahead.get_absolute_url() in page
    version = build.markup(Client().get(ahead.get_absolute_url()))
    assert "消えた文：</span>見本" in version and "加わった文：</span>新" in version
    PolicyText.objects.filter(pk=ahead.pk).update(since=build.days(0))
    page = build.read(Client(), "/policies/terms/")
    assert "新しい文です。" in page and "前の版" in page and "/policies/terms/versions/1/" in page
    assert "見本の文です。" in build.read(Client(), "/policies/terms/versions/1/")


def test_the_years_test_comes_in_as_a_file_and_is_public_once_staff_say_so(secretariat):
    def send(data):
        file = SimpleUploadedFile("a11y.json", json.dumps(data).encode(), "application/json")
        return secretariat.post(f"{TESTS}add/", {"file": file, "remark": "年度のうちに直します。"})

    for wrong, said in (([], "結果の形"), ({}, "試験した日"), (WALK | {"pages": []}, "ページの結果")):
        assert said in send(wrong).content.decode()
    assert send(WALK).status_code == 302 and "もう入っています" in send(WALK).content.decode()
    row = AccessibilityTest.objects.get()
    assert (row.fiscal_year, row.failed) == (2026, 1) and Client().get(row.get_absolute_url()).status_code == 404
    page = f"{TESTS}{row.pk}/change/"
    token = secretariat.get(page).context["row_token"]
    secretariat.post(page, {"remark": row.remark, "is_public": "on", "row_token": token})
    text = build.read(Client(), row.get_absolute_url())
    assert "2ページを自動検査しました。1ページで" in text and "色の差（color-contrast、幅360、2か所）" in text
    assert "年度のうちに直します。" in text and row.get_absolute_url() in build.read(Client(), "/policies/accessibility/")


def test_a_sign_up_keeps_to_which_versions_it_agreed(client):
    held("terms", version=3)
    data = {"email": "hanako@example.jp", "name": "見本 花子", "password1": "mihon-kyodo-2026", "agree": "on"}
    assert client.post("/accounts/signup/", data).status_code == 302
    person = User.objects.get(email="hanako@example.jp")
    assert person.agreed_to == "利用規約 第3版、個人情報の取り扱い ひな形"
    held("terms", days=-1, version=4)
    client.force_login(person)
    assert "利用規約 第3版、個人情報の取り扱い ひな形" in build.read(client, "/me/data/")
    nameless = build.user(email="jiro@example.jp")
    User.objects.filter(pk=nameless.pk).update(name="")
    client.force_login(nameless)
    client.post("/accounts/name/", {"name": "見本 次郎", "agree": "on", "next": "/me/"})
    nameless.refresh_from_db()
    assert nameless.agreed_to == "利用規約 第4版、個人情報の取り扱い ひな形"


def test_the_year_of_a_test_is_said_by_its_era_in_the_list_and_on_its_page(secretariat):
    row = AccessibilityTest.objects.create(fiscal_year=2026, tested_on=build.days(-1))
    link = f'<a href="/admin/pages/accessibilitytest/{row.pk}/change/">令和8年度</a>'
    assert link in build.markup(secretariat.get(TESTS))
    page = build.markup(secretariat.get(f"{TESTS}{row.pk}/change/"))
    assert '<div class="readonly">令和8年度</div>' in page and '<div class="readonly">2026</div>' not in page
