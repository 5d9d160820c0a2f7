"""No address of the admin asks for a column that the page does not show: for every model, as each kind of staff.

A list that takes ?body__regex= from its address tells, in forty questions, what no page shows.
"""

import copy
import logging
from urllib.parse import urlencode

import pytest
from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.db import connection, models
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from guidelines.revisions.loading_actions import load_guideline
from kyodo_portal.common.privacy import private_columns, private_on_path
from kyodo_portal.notices.actions import queue_mail
from tests import build
from tests.house import our_models
from tests.release import WHOLE

from .city import settle

pytestmark = pytest.mark.django_db
WAYS = (
    "",
    "__exact",
    "__iexact",
    "__contains",
    "__icontains",
    "__startswith",
    "__istartswith",
    "__endswith",
    "__regex",
    "__iregex",
)
WAYS += ("__gt", "__gte", "__lt", "__range", "__in", "__isnull", "__length", "__year")
STAFF = ("tanto", "jimukyoku", "kanri")
MOST = 15  # questions of a page of the admin


def faces():
    """Every class of the admin, ours and whatever else is registered."""
    return sorted(admin.site._registry.items(), key=lambda pair: pair[0]._meta.label)


def paths(model, depth=2, seen=()):
    """The columns that a look-up reaches from a model: its own, and over keys in both directions those of the next rows."""
    for field in model._meta.get_fields():
        yield field.name
        if field.is_relation and depth > 1 and field.related_model and field.related_model not in seen:
            for rest in paths(field.related_model, depth - 1, (*seen, model)):
                yield f"{field.name}__{rest}"


def asked_for(face, request):
    """What the page itself offers this reader: filters, search fields in whole, days."""
    filters = [item[0] if isinstance(item, tuple) else item for item in face.get_list_filter(request)]
    names = {getattr(item, "parameter_name", item) for item in filters}
    words = {name.lstrip("^=@") for name in face.get_search_fields(request)}
    return names, words, face.date_hierarchy


def answers(face, request, lookup):
    try:
        return face.lookup_allowed(lookup, "x", request)
    except IncorrectLookupParameters:  # no column at all: the list is shown without it
        return False


def requests(who):
    for name in STAFF:
        request = RequestFactory().get("/admin/")
        request.user = getattr(who, name)
        yield name, request


@pytest.fixture(scope="module")
def quiet():
    before = logging.root.manager.disable
    logging.disable(logging.ERROR)
    yield
    logging.disable(before)


@pytest.fixture(scope="module")
def city(lay):
    """The people of a city in which every private column holds a word of its own; laid once for the file."""
    return lay(settle)[0]


@pytest.fixture
def who(quiet, city):
    """This test's copy of the people."""
    return copy.deepcopy(city)


@pytest.mark.one_engine
def test_every_class_refuses_every_lookup_that_its_page_does_not_offer(who):
    told, count = [], 0
    for name, request in requests(who):
        for model, face in faces():
            names, words, days = asked_for(face, request)
            for path in {"pk", *paths(model)} if face.has_view_permission(request) else ():
                for way in WAYS if "__" not in path else WAYS[:5]:
                    count += 1
                    lookup = f"{path}{way}"
                    if not answers(face, request, lookup):
                        continue
                    offered = path in names or path.rpartition("__")[0] in names and not private_on_path(model, path)
                    offered = offered and way in ("", "__exact", "__isnull", "__gte", "__lt")
                    offered |= path in words and way in ("", "__exact", "__icontains")
                    offered |= path == days and way == "__year"
                    if not offered:
                        told.append((name, model._meta.label, lookup))
    assert told == [] and count > 5_000


def test_what_the_page_offers_is_never_a_column_that_its_reader_may_not_see(who):
    told = []
    for name, request in requests(who):
        for model, face in faces():
            names, words, days = asked_for(face, request)
            if face.has_view_permission(request) and not face._ask("private_viewers", request.user):
                told += [(name, path) for path in {*names, *words, days or "pk"} if private_on_path(model, path)]
    assert told == []


def planted_words(model):
    """The private columns of a model that hold a word, with the word of one row."""
    for name in private_columns(model):
        field = model._meta.get_field(name)
        if isinstance(field, models.CharField | models.TextField) and not field.choices:
            word = (
                model._base_manager.exclude(**{name: ""})
                .exclude(**{f"{name}__isnull": True})
                .values_list(name, flat=True)
                .first()
            )
            if word:
                yield name, str(word)[:40]


@pytest.mark.one_engine
def test_no_private_word_answers_by_http(who, client_for):
    """The same through the public door: whether the guess is right makes no difference to the answer. Every column by one way, the
    first of each list by three: what one way is refused all are (the test above asks them all of the list's own rule).
    """
    asked = 0
    for name in STAFF:
        client = client_for(getattr(who, name))
        for model in our_models():
            if model not in admin.site._registry:
                continue
            face, request = admin.site._registry[model], RequestFactory().get("/")
            request.user = getattr(who, name)
            _, words, _ = asked_for(face, request)
            page = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
            if client.get(page).status_code != 200:
                continue
            for number, (column, word) in enumerate(planted_words(model)):
                for way in ("regex", "startswith", "exact") if WHOLE or not number else ("regex",):
                    if column in words and way == "exact":
                        continue
                    query = urlencode({f"{column}__{way}": word, "o": "-1", "all": "", "_popup": "1"})
                    answer = client.get(f"{page}?{query}")
                    if answer.status_code == 200:  # a page of our own that reads no address at all
                        assert "cl" not in (answer.context or {}), (name, page, query)
                    else:
                        assert answer.status_code == 400, (name, page, query)
                    asked += 1
    assert asked > 100


def test_sorting_leaves_out_what_the_reader_is_not_shown(who):
    """?o= names a column of the list by its number; what it sorts by is a column that the list may show."""
    told = []
    for name, request in requests(who):
        for model, face in faces():
            if not face.has_view_permission(request):
                continue
            page = face.get_changelist_instance(request)
            for column in page.list_display:
                ordering = page.get_ordering_field(column)
                path = ordering if isinstance(ordering, str) else getattr(getattr(ordering, "expression", ordering), "name", "")
                if private_on_path(model, path.lstrip("-")) and not face._ask("private_viewers", request.user):
                    told.append((name, model._meta.label, column))
    assert told == []


def test_the_code_in_a_waiting_mail_is_asked_for_in_vain(who, client_for):
    queue_mail("kanri@example.jp", "サインインの番号", "番号：482913", secret=True)
    for name in STAFF:
        client = client_for(getattr(who, name))
        for model in ("delivery", "notice"):
            for guess in ("482913", "zzz"):
                answer = client.get(f"/admin/notices/{model}/?body__regex={guess}")
                assert answer.status_code in (400, 403, 404), (name, model)


def test_keys_and_popups_name_no_other_column(who, client_for):
    client = client_for(who.kanri)
    for query in ("_to_field=password", "_to_field=email", "_popup=1&_to_field=name"):
        assert client.get(f"/admin/accounts/user/?{query}").status_code == 400, query
        assert client.get(f"/admin/accounts/user/{who.kaiin.pk}/change/?{query}").status_code == 400, query


def test_completion_searches_what_the_list_searches_and_nothing_else(who, client_for):
    """/admin/autocomplete/ can be asked over any key of any registered model."""
    client, told = client_for(who.tanto), []
    for model, _ in faces():
        for field in model._meta.fields:
            if not field.is_relation or field.related_model not in admin.site._registry:
                continue
            target = field.related_model
            words = dict(planted_words(target))
            face, request = admin.site._registry[target], RequestFactory().get("/")
            request.user = who.tanto
            for column, word in words.items():
                if column in {name.lstrip("^=@") for name in face.get_search_fields(request)}:
                    continue
                query = {"app_label": model._meta.app_label, "model_name": model._meta.model_name, "field_name": field.name}
                answer = client.get(f"/admin/autocomplete/?{urlencode({**query, 'term': word})}")
                if answer.status_code == 200 and answer.json()["results"]:
                    told.append((model._meta.label, field.name, column))
    assert told == []


@pytest.mark.one_engine
def test_history_pages_quote_no_private_word(who, client_for):
    planted = {word for model in our_models() for _, word in planted_words(model) if "cnry" in word.lower()}
    for name in STAFF:
        client = client_for(getattr(who, name))
        for model in our_models():
            row = model._base_manager.first() if model in admin.site._registry else None
            if row is None:
                continue
            face, request = admin.site._registry[model], RequestFactory().get("/")
            request.user = getattr(who, name)
            page = client.get(f"/admin/{model._meta.app_label}/{model._meta.model_name}/{row.pk}/history/")
            if page.status_code == 200 and not face._ask("private_viewers", request.user):
                text = page.content.decode()
                assert not [word for word in planted if word in text and word not in str(row)], (name, model)


def counted(client, address, most, asked_more):
    """The answer; where it asks more than `most` questions, that is noted. What opens and ends a transaction is none, nor what a
    process asks once (content types)."""
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address)
    words = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
    said = [query["sql"] for query in asked if "django_content_type" not in query["sql"]]
    if (number := sum(not sql.startswith(words) for sql in said)) > most:
        asked_more.append((address, number))
    return answer


def test_the_admins_own_links_still_work_and_no_page_asks_much(who, client_for):
    """What the waiting work leads to, and the first choices of every filter (behind 「すべて」, which is the list) and every day, open.
    First page, lists and the pages of their first rows keep to fifteen questions."""
    clients, asked_more = {name: client_for(getattr(who, name)) for name in STAFF}, []
    first = {name: counted(clients[name], "/admin/", MOST, asked_more) for name in STAFF}
    links = {(name, queue["url"]) for name in STAFF for queue in first[name].context["queues"]}
    client = clients["kanri"]
    for model, face in faces():
        page = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        answer = counted(client, page, MOST, asked_more)
        if answer.status_code == 200 and (row := model._base_manager.order_by("pk").last()):
            counted(client, f"{page}{row.pk}/change/", MOST, asked_more)
        changelist = answer.context["cl"] if answer.status_code == 200 and "cl" in (answer.context or {}) else None
        for spec in changelist.filter_specs if changelist else ():
            links |= {("kanri", page + choice["query_string"]) for choice in list(spec.choices(changelist))[1:3]}
        if changelist and changelist.date_hierarchy:
            day = f"{page}?{face.date_hierarchy}__year=2026&{face.date_hierarchy}__month=11&{face.date_hierarchy}__day=26"
            links.add(("kanri", day))
    followed = 0
    for name, link in sorted(links):
        assert clients[name].get(link).status_code == 200, (name, link)
        followed += 1
    assert followed > 50 and asked_more == []


def test_a_list_asks_the_same_however_many_rows_it_shows(who, client_for, monkeypatch):
    load_guideline(build.OJIYA)
    client, told, lists = client_for(who.kanri), [], 0
    for model, face in faces():
        address, asked = f"/admin/{model._meta.app_label}/{model._meta.model_name}/", {}
        shown = client.get(address)  # the first one also writes down the look
        if shown.status_code != 200 or "cl" not in shown.context:
            continue
        for rows in (1, 50):
            monkeypatch.setattr(type(face), "list_per_page", rows)
            with CaptureQueriesContext(connection) as queries:
                answer = client.get(address)
            asked[len(answer.context["cl"].result_list)] = len(queries)
        lists += len(asked) > 1
        told += [f"{model._meta.label}: {asked}"] if len(set(asked.values())) > 1 else []
    assert told == [] and lists > 25
