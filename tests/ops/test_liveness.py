"""The process answers its monitor whatever else happens, and knows which methods it knows."""

import threading

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory

from kyodo_portal.common.web.methods import methods
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


def test_who_asks_for_the_headers_alone_gets_no_body():
    """The server would throw it away and write a warning; Django's test client takes bodies away itself."""
    ask = RequestFactory()
    for page in (HttpResponse(b"page", headers={"Content-Length": 4}), StreamingHttpResponse([b"pa", b"ge"])):
        site = methods(lambda request, page=page: page)
        whole = site(ask.get("/")).getvalue()
        alone = site(ask.head("/"))
        assert (whole, alone.getvalue(), alone.get("Content-Length", "4")) == (b"page", b"", "4")
