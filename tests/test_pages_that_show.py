"""A page that only shows takes nothing: what is sent to it is refused (405), and its text given back."""

import inspect
from html import unescape

import pytest
from django.contrib import admin
from django.urls import URLResolver, get_resolver

from tests import build

pytestmark = pytest.mark.django_db
TEXT = "冬のあいだ、三日おきに声をかけて回りました。"


def views(resolver, start="/"):
    """(address as it is written, view) of every page but the admin's."""
    for pattern in resolver.url_patterns:
        address = f"{start}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            if pattern.app_name != "admin":
                yield from views(pattern, address)
        else:
            yield address, pattern.callback


def methods_of(view):
    """What a view says of the methods that it answers (django.views.decorators.http); None where it says nothing."""
    while view is not None:
        code = getattr(view, "__code__", None)
        if code is not None and code.co_name == "inner" and "request_method_list" in code.co_freevars:
            return view.__closure__[code.co_freevars.index("request_method_list")].cell_contents
        view = getattr(view, "__wrapped__", None)
    return None


def ours():
    """The views that are functions of ours."""
    for address, view in views(get_resolver()):
        home = inspect.unwrap(view).__module__ if hasattr(view, "__name__") else ""
        if not hasattr(view, "view_class") and home.startswith(("kyodo_portal.", "partners.", "projects.", "guidelines.")):
            yield address, view


def test_every_view_says_which_methods_it_answers():
    rows = list(ours())
    assert [address for address, view in rows if methods_of(view) is None] == [] and len(rows) > 400


def said(answer):
    return unescape(answer.content.decode()).replace("<wbr>", "")


@pytest.mark.one_engine
def test_a_page_that_only_shows_refuses_what_is_sent_to_it_and_gives_it_back(client_for):
    client, asked = client_for(build.office("secretariat")[1]), []
    for address, view in ours():
        if "<" in address or methods_of(view) != ["GET", "HEAD"]:
            continue
        answer = client.post(address, {"text": TEXT})
        assert answer.status_code == 405 and TEXT in said(answer), (address, answer.status_code)
        asked.append(address)
    assert {"/", "/me/", "/search/", "/projects/", "/projects/board/", "/report/", "/partners/"} <= {*asked} and len(asked) > 60


@pytest.mark.one_engine
def test_the_lists_and_histories_of_the_admin_do_so_too(client_for):
    """A list of which something is done takes its ticks; one that only shows takes nothing."""
    keeper, (body, clerk) = build.system_admin(), build.office("secretariat")
    client, shown = client_for(keeper), 0
    for page in ("/admin/", "/admin/partners/", f"/admin/partners/partner/{body.pk}/history/", "/admin/projects/review/"):
        answer = client_for(clerk).post(page, {"text": TEXT})
        assert answer.status_code == 405 and TEXT in said(answer), page
    for model in admin.site._registry:
        page = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        if client.get(page).status_code == 200 and 'name="action"' not in client.get(page).text:
            answer = client.post(page, {"text": TEXT})
            assert answer.status_code in (405, 302) and (answer.status_code == 302 or TEXT in said(answer)), page
            shown += answer.status_code == 405
    assert shown > 15
