"""個人情報の取り扱い says what the program does: each sentence that names a number or a thing is held against the code."""

from pathlib import Path

import pytest
from django.conf import settings

from kyodo_portal.personal.disposal_actions import ERASERS
from kyodo_portal.personal.models import RetentionRule
from kyodo_portal.personal.retention import KINDS
from kyodo_portal.personal.retention_records import FINDERS
from projects.consultations.actions import OPEN
from tests import build

pytestmark = pytest.mark.django_db
PAGE = "/policies/privacy/"


def test_the_table_is_what_is_stored(client):
    RetentionRule.objects.filter(kind="registration_declined").update(years=5, basis="文書管理規程 第40条")
    page = build.read(client, PAGE)
    page = page.split("いつまで残るか")[1]
    for rule in RetentionRule.objects.all():
        row = page.split(f'scope="row">{rule.label}</th>')[1].split("</tr>")[0]
        assert f">{rule.term}<" in row and rule.basis in row and rule.get_counted_from_display() in row
    assert page.count('<th role="rowheader" scope="row">') == len(KINDS)
    assert ">5年<" in page.split("不承認の登録の申請")[1].split("</tr>")[0]
    assert ">3年<" in page.split("団体や人のあいだの手紙")[1].split("</tr>")[0]
    assert ">90日<" in page.split("送ったメール")[1].split("</tr>")[0]


def test_every_kind_that_the_page_names_is_found_and_erased():
    documents = {kind.code for kind in KINDS if kind.counted_from == "fiscal"}
    assert set(FINDERS) == documents
    assert set(ERASERS) | {"decision"} == documents
    jobs = {path for _, path, _ in settings.KYODO_TICK_JOBS}
    assert "kyodo_portal.personal.retention_actions.clean_daily" in jobs
    assert "kyodo_portal.personal.erasing_actions.erase_what_was_held" in jobs


def test_the_numbers_are_those_of_the_program(client, settings):
    page = build.read(client, PAGE)
    assert "サインインの状態は12時間（職員は操作がないまま30分）で終わります。" in page
    assert "10分以内にサインインしたか" in page and "「退会した人」に変えます" in page
    assert 'href="/me/data/"' in page
    settings.SESSION_COOKIE_AGE = 8 * 3600
    assert "サインインの状態は8時間" in build.read(client, PAGE)


def test_every_cookie_and_every_open_column_of_a_consultation_is_named(client):
    page = build.read(client, PAGE)
    code = "".join(path.read_text() for app in ("kyodo_portal", "projects", "partners") for path in Path(app).rglob("*.py"))
    assert code.count(".set_cookie(") == 4  # how one reads, half of the key, who pressed 「わたしも」, the way back from SAML
    for words in (
        "読みかた（やさしい日本語とふりがな）の記憶",
        "サインインしないで「わたしも」を押したこと",
        "職員認証から戻るまで",
        "鍵の半分もCookieに入ります",
    ):
        assert words in page
    outside = page.split("封の外にあるものは")[1].split("です。")[0]
    words = {
        "on": "日", "method": "方法", "minutes": "かかった時間", "is_first": "はじめて", "who_kind": "相談した人の種類", "topics": "内容",
        "responses": "おこなったこと", "partner_id": "団体", "proposal_id": "案件", "project_id": "案件", "request_id": "手紙",
        "next_on": "次の日", "state": "",
    }  # fmt: skip
    assert set(words) == set(OPEN) and all(word in outside for word in words.values()) and "紹介した団体" in outside


def test_the_page_costs_one_query_more(client, django_assert_max_num_queries):
    client.get(PAGE)
    with django_assert_max_num_queries(2):
        client.get(PAGE)
