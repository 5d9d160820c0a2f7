"""The process answers its monitor whatever else happens, and knows which methods it knows."""

import threading

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpResponse
from django.test import RequestFactory

from kyodo_portal.pages import liveness


@pytest.mark.django_db
def test_health_asks_the_database_nothing_whoever_asks(client, django_assert_num_queries):
    client.cookies["sessionid"] = "a" * 32
    with django_assert_num_queries(0):
        answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")


def test_a_page_that_gets_no_place_says_503_and_health_still_answers(settings, monkeypatch):
    """One place, held by a page that does not come to its end."""
    settings.KYODO_THREADS = 1
    monkeypatch.setattr(liveness, "WAIT", 0.1)
    inside, over = threading.Event(), threading.Event()

    def page(request):
        inside.set()
        over.wait(10)
        return HttpResponse("page")

    site = liveness.alive(liveness.slots(page))
    ask = RequestFactory().get
    held = threading.Thread(target=site, args=(ask("/"),))
    held.start()
    inside.wait(10)
    try:
        assert [site(ask(path)).status_code for path in ("/", "/healthz")] == [503, 200]
    finally:
        over.set()
        held.join(10)
    assert site(ask("/")).content == b"page"


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/guidelines/", "/accounts/login/", "/admin/", "/me/", "/healthz", "/nowhere/"])
@pytest.mark.parametrize(
    ("method", "status"), [("TRACE", 405), ("PUT", 405), ("DELETE", 405), ("PATCH", 405), ("CONNECT", 405), ("OPTIONS", 204)]
)
def test_other_methods_get_no_page(client, path, method, status):
    answer = client.generic(method, path)
    assert (answer.status_code, answer["Allow"], answer.content) == (status, "GET, HEAD, POST, OPTIONS", b"")
    assert answer["X-Content-Type-Options"] == "nosniff"


def head(path):
    """(headers with the status, body) out of the server's own door: the client of the tests takes bodies away itself."""
    sent = {}
    environment = RequestFactory()._base_environ(REQUEST_METHOD="HEAD", PATH_INFO=path)
    body = WSGIHandler()(environment, lambda status, headers: sent.update(headers, status=status))
    return sent, b"".join(body)


@pytest.mark.django_db
def test_who_asks_for_the_headers_alone_gets_no_body():
    for path, kind in (("/", "text/html"), ("/healthz", "text/plain"), ("/open-data/partners.csv", "text/csv")):
        sent, body = head(path)
        assert (sent["status"], body) == ("200 OK", b"")
        assert sent["Content-Type"].startswith(kind) and sent.get("Content-Length") != "0"
