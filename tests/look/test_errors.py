"""Pages for what went wrong: designed, in Japanese, and never losing what was typed."""

import logging

import pytest
from django.core.exceptions import PermissionDenied
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from lxml import html

from kyodo_portal.common.web.log import StacksOfFaults
from kyodo_portal.pages import errors
from kyodo_portal.process.errors import Stale
from kyodo_portal.process.middleware import EditConflictMiddleware

pytestmark = pytest.mark.django_db


def visitor(path="/x/", **kwargs):
    from django.contrib.auth.models import AnonymousUser

    request = RequestFactory().get(path, **kwargs)
    request.user = AnonymousUser()
    return request


def test_not_found_leads_on(client):
    response = client.get("/nai-peeji/")
    assert response.status_code == 404
    tree = html.fromstring(response.content.decode())
    assert tree.xpath("//title/text()") == ["ページが見つかりません｜小千谷市 協働ポータル"]
    assert tree.xpath("//main//form/@action") == ["/search/"]
    assert tree.xpath("//main//h3/a/@href") == ["/guidelines/help/", "/take-part/", "/whats-on/", "/partners/"]
    assert "0258-83-3512" in tree.xpath("string(//main)")


def test_forbidden_says_why_and_what_helps():
    response = errors.forbidden(visitor(), PermissionDenied("この募集の審査委員だけが見られます。"))
    text = response.content.decode()
    assert response.status_code == 403
    assert "この募集の審査委員だけが見られます。" in text and "/accounts/login/" in text


def test_somebody_was_faster():
    class Matter:
        def __str__(self):
            return "見守りの提案"

        def get_absolute_url(self):
            return "/projects/proposals/7/"

    response = EditConflictMiddleware(lambda r: None).process_exception(visitor(), Stale(Matter()))
    text = response.content.decode()
    assert response.status_code == 409
    assert "この画面は古くなりました" in text and "見守りの提案" in text and "/projects/proposals/7/" in text


@pytest.mark.parametrize(
    "name, heading",
    [
        ("400", "受け取れません"),
        ("413", "大きすぎます"),
        ("429", "少し待って"),
        ("500", "うまく表示"),
        ("503", "いまは使えません"),
    ],
)
def test_pages_that_need_neither_request_nor_database(name, heading, django_assert_num_queries):
    with django_assert_num_queries(0):
        tree = html.fromstring(render_to_string(f"{name}.html"))
    assert tree.xpath("//html/@lang") == ["ja"] and len(tree.xpath("//h1")) == 1
    assert heading in tree.xpath("string(//h1)") and "0258-83-3512" in tree.xpath("string(//main)")


def test_server_error_is_our_page(client):
    assert errors.server_error(visitor()).status_code == 500


def strict_post(path, data):
    return Client(enforce_csrf_checks=True).post(path, data)


def test_an_old_form_can_be_sent_again_with_everything_typed():
    response = strict_post(
        "/accounts/signup/?next=/inbox/",
        {"email": "taro@example.jp", "name": '見本 "太郎"\n<b>', "password1": "himitsu", "agree": "on"},
    )
    assert response.status_code == 403
    text = response.content.decode()
    assert "入力は残っています" in text and "himitsu" not in text and "パスワードと資料は残していません" in text
    tree = html.fromstring(text)
    form = tree.xpath("//main//form")[0]
    assert form.get("action") == "/accounts/signup/?next=/inbox/" and form.get("method") == "post"
    kept = {control.get("name"): control.get("value") for control in form.xpath(".//input[@type='hidden']")}
    assert kept.pop("csrfmiddlewaretoken")
    assert kept == {"email": "taro@example.jp", "name": '見本 "太郎"\n<b>', "agree": "on"}


def test_the_second_try_of_an_old_form_goes_through():
    client = Client(enforce_csrf_checks=True)
    page = html.fromstring(client.post("/accounts/login/code/", {"email": "taro@example.jp"}).content.decode())
    data = {control.get("name"): control.get("value") for control in page.xpath("//main//form//input[@type='hidden']")}
    assert client.post("/accounts/login/code/", data).status_code == 302


def test_a_postal_code_is_no_secret_code():
    request = RequestFactory().post("/x/", {"postal_code": "9470028", "code": "ABC123"})
    assert errors.kept_of(request) == {
        "hidden": [{"name": "postal_code", "value": "9470028"}],
        "fields": [("郵便番号", "9470028")],
        "lost": True,
    }


def test_a_refused_page_is_one_line_in_the_log_and_a_fault_has_its_stack(settings):
    assert settings.LOGGING["handlers"]["console"]["filters"] == ["stacks_of_faults", "no_keys"]
    for name, level, has_stack in (
        ("django.request", logging.WARNING, False),
        ("django.security.SuspiciousOperation", logging.ERROR, False),
        ("django.request", logging.ERROR, True),
        ("kyodo_portal.notices", logging.WARNING, True),
    ):
        record = logging.LogRecord(name, level, __file__, 1, "said", None, (ValueError, ValueError("x"), None))
        assert StacksOfFaults().filter(record) and bool(record.exc_info) is has_stack, (name, level)
