"""Guards around every request: a database that is away, headers, input that no link of ours has."""

from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kyodo_portal.accounts.models import User
from kyodo_portal.common.files import handlers
from kyodo_portal.common.web import too_large

pytestmark = [pytest.mark.urls("tests.common.urls"), pytest.mark.django_db]


@pytest.fixture
def person():
    return User.objects.create_user("hito@example.jp", "himitsu-no-kotoba", name="見本の人")


@pytest.mark.parametrize("path", ["/t/away/", "/t/gone/"])
def test_a_database_that_is_away_is_said_so(client, path):
    answer = client.get(path)
    assert answer.status_code == 503 and answer["Retry-After"] == "30" and answer["Cache-Control"] == "no-store"
    assert '<html lang="ja">' in answer.content.decode()


def test_a_database_that_goes_away_before_the_view_is_said_so_too(settings):
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "tests.common.urls.broken"]
    answer = Client(raise_request_exception=False).get("/t/echo/")
    assert answer.status_code == 503 and answer["Retry-After"]


def policy(answer):
    parts = (part.split() for part in answer["Content-Security-Policy"].split(";"))
    return {name: sources for name, *sources in parts}


def test_public_pages_run_nothing(client):
    answer = client.get("/t/away/")
    assert policy(answer) == {
        "default-src": ["'none'"], "style-src": ["'self'"], "img-src": ["'self'"], "form-action": ["'self'"], "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }  # fmt: skip
    assert answer["Permissions-Policy"].startswith("camera=()")
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin" and answer["X-Content-Type-Options"] == "nosniff"


def test_sign_in_and_admin_may_run_our_own_scripts_and_are_never_kept(client):
    for path in ("/accounts/login/", "/admin/"):
        answer = client.get(path)
        assert policy(answer)["script-src"] == ["'self'"] and policy(answer)["img-src"] == ["'self'", "data:"]
        assert policy(answer)["connect-src"] == ["'self'"]
        assert answer["Cache-Control"] == "private, no-store"


def test_nothing_shown_to_somebody_signed_in_is_kept(client_for, person):
    assert client_for(person).post("/t/echo/", {"text": "x"})["Cache-Control"] == "private, no-store"
    assert "Cache-Control" not in Client().post("/t/echo/", {"text": "x"})


@pytest.mark.parametrize("address", ["/?q=%00", "/?q=%ff%fe", "/?%00=1", "/?q=%ed%a0%80", "/partners/%00/"])
def test_addresses_that_are_no_text_get_a_page_in_japanese(client, address):
    answer = client.get(address)
    assert answer.status_code == 400 and "受け取れませんでした" in answer.content.decode()


def test_a_nul_in_a_value_is_left_to_the_form_and_in_a_name_is_not(client):
    assert client.post("/t/echo/", {"text": "a\x00b"}).content == b"'a\\x00b'"
    assert client.post("/t/echo/", "text%00=1", content_type="application/x-www-form-urlencoded").status_code == 400
    assert client.post("/t/echo/", {"te\x00xt": "1"}).status_code == 400


def test_a_view_that_reads_what_was_posted_meets_no_nul(client):
    assert client.post("/t/raw/", {"hidden": "a\x00"}).status_code == 400  # multipart
    assert client.post("/t/raw/", "hidden=%00", content_type="application/x-www-form-urlencoded").status_code == 400
    assert client.post("/accounts/login/", {"login": "a\x00@example.jp", "password": "x"}).status_code == 400
    assert client.post("/t/raw/", {"hidden": "a"}).content == b"read"
    assert client.post("/t/unclean/", {"hidden": "a\x00"}).status_code == 400


def test_what_is_too_large_is_said_so_in_japanese(client, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    answer = client.post("/t/echo/", {"text": "長" * 2000})
    assert answer.status_code == 413 and "大きすぎます" in answer.content.decode()
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 3
    assert client.post("/t/echo/", {str(number): "" for number in range(9)}).status_code == 413


def test_a_body_that_is_too_large_gives_its_words_back_and_names_its_files(client, settings, monkeypatch):
    monkeypatch.setattr(too_large, "MOST_OF_WORDS", 3000)
    monkeypatch.setattr(handlers, "MOST_OF_FILES", 3000)
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 100
    long, short = "長い文です。" * 300, {"text": "先に入れた文です。", "after": "あとの文です。"}
    film = SimpleUploadedFile("動画.mp4", b"0" * 9000, "video/mp4")
    for sent, words in (
        ({**short, "film": film}, ("先に入れた文です。", "あとの文です。", "「動画.mp4」")),
        ({"text": long, "after": "あとの文です。"}, (long, "あとの文です。")),
    ):
        answer = client.post("/t/echo/", sent)
        page = answer.content.decode().replace("<br>", "")
        assert answer.status_code == 413 and all(word in page for word in words)
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000  # beyond what is read at all, the beginning stays
    for kind in ({}, {"content_type": "application/x-www-form-urlencoded"}):
        data = {"text": "先に入れた文です。", "body": long}
        answer = client.post("/t/echo/", urlencode(data) if kind else data, **kind)
        assert answer.status_code == 413 and "先に入れた文です。" in answer.content.decode()


def test_a_method_that_is_not_offered_is_no_fault_of_ours(client):
    assert client.get("/t/echo/").status_code == 405
