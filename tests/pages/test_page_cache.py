"""Public pages are kept for visitors, and nobody ever reads a stale one, somebody else's, or one without its headers."""

import datetime

import pytest
from django.db import OperationalError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kyodo_portal.pages import data_triggers
from partners.models import Partner
from projects.models import Call
from tests import build

pytestmark = pytest.mark.django_db(transaction=True)  # PostgreSQL tells of a write when it is committed


@pytest.fixture
def process(settings):
    """process(): a client of a process of its own, with a memory for pages of its own."""
    settings.KYODO_PAGE_CACHE_MB = 4
    return lambda **headers: Client(**headers)


def queries(client, address, **more):
    """(answer, number of queries)"""
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address, **more)
    return answer, len(asked)


def is_kept(client, address, **more):
    return queries(client, address, **more)[1] == 1


def test_the_second_visitor_gets_the_first_ones_page_with_all_its_headers(process, settings):
    body = build.partner("雪かきの会")
    address = body.get_absolute_url()
    bare = Client()
    settings.KYODO_PAGE_CACHE_MB = 0
    fresh = bare.get(address)
    settings.KYODO_PAGE_CACHE_MB = 4
    visitor = process()
    (first, asked), (second, once) = queries(visitor, address), queries(visitor, address)
    assert asked > 2 and once == 1 and first.content == second.content == fresh.content
    assert dict(first.headers) == dict(second.headers)
    added = {"ETag": first["ETag"], "Cache-Control": "no-cache"}
    assert dict(second.headers) == {**fresh.headers, **added} and second["Vary"] == "Cookie"
    head = visitor.head(address)
    assert dict(head.headers) == dict(second.headers) and head.status_code == 200 and is_kept(visitor, address)
    head = process().head(address)  # and the first to ask may ask for the headers only
    assert dict(head.headers) == dict(second.headers)


def test_who_holds_the_page_is_told_so_and_who_holds_an_old_one_gets_the_new(process):
    body = build.partner("雪かきの会")
    address, visitor = body.get_absolute_url(), process()
    tag = visitor.get(address)["ETag"]
    for known in (tag, f"W/{tag}", f'"other", W/{tag}', "*"):
        answer, asked = queries(visitor, address, headers={"if-none-match": known})
        assert (answer.status_code, answer.content, asked, answer["ETag"]) == (304, b"", 1, tag)
        assert answer["Cache-Control"] == "no-cache" and answer["Vary"] == "Cookie" and "Content-Type" not in answer
        assert answer["Content-Security-Policy"] and answer["X-Frame-Options"] == "DENY"
    assert process().get(address, headers={"if-none-match": tag}).status_code == 304  # another process has made the same page
    Partner.objects.filter(pk=body.pk).update(name="除雪の会")
    answer = visitor.get(address, headers={"if-none-match": tag})
    assert answer.status_code == 200 and "除雪の会" in answer.content.decode() and answer["ETag"] != tag
    assert visitor.get(address, headers={"if-none-match": answer["ETag"]}).status_code == 304
    build.partner("よその会")  # changes the data and not this page
    assert visitor.get(address, headers={"if-none-match": answer["ETag"]}).status_code == 304


def test_who_is_signed_in_neither_gets_nor_makes_a_kept_page(process, client_for):
    body = build.partner("雪かきの会")
    address, visitor = body.get_absolute_url(), process()
    person = build.user("見本 花子")
    visitor.force_login(person)
    own, asked = queries(visitor, address)
    assert (
        asked > 2 and "サインアウト" in own.content.decode() and own["Cache-Control"] == "private, no-store" and "ETag" not in own
    )
    visitor.cookies.clear()
    anonymous, asked = queries(visitor, address)
    assert asked > 2 and "サインアウト" not in anonymous.content.decode() and is_kept(visitor, address)
    visitor.force_login(person)
    assert "サインアウト" in visitor.get(address).content.decode()
    visitor.cookies.clear()
    for cookie in ("sessionid", "messages"):
        visitor.cookies[cookie] = "of-nobody"
        answer, asked = queries(visitor, address)
        assert asked > 1 and "ETag" not in answer
        del visitor.cookies[cookie]
    assert "ETag" not in visitor.get(address, headers={"authorization": "Basic eDp5"})


def test_what_an_answer_depends_on_tells_pages_apart(process):
    body = build.partner("雪かきの会")
    address, visitor = body.get_absolute_url(), process()
    assert not is_kept(visitor, address) and is_kept(visitor, address)
    for more in ({"query_params": {"x": "1"}}, {"secure": True}, {"headers": {"host": "kyodo.example.jp"}}):
        assert not is_kept(visitor, address, **more) and is_kept(visitor, address, **more)
    visitor.cookies["kyodo_reading"] = "r"
    assert not is_kept(visitor, address) and is_kept(visitor, address)
    visitor.cookies["kyodo_reading"] = "nobody-chose-this"
    assert is_kept(visitor, address)
    visitor.cookies["csrftoken"] = "a" * 32  # left by the sign-in page: public pages do not read it
    assert is_kept(visitor, address)


@pytest.mark.parametrize(
    "address",
    ["/accounts/login/", "/open-data/partners.csv", "/nowhere/", "/partners/999999/", "/me/", "/healthz", "/reading/"],
)
def test_what_is_private_a_download_missing_or_the_processs_own_is_never_kept(process, address):
    visitor = process()
    _, *answers = [queries(visitor, address) for _ in range(3)]  # the first asks the database for what it can do, too
    assert answers[0][1] == answers[1][1]
    # A download is made anew for whoever has none of it; its mark says whether it has changed.
    assert all(("ETag" in answer) == address.startswith("/open-data/") for answer, _ in answers)


def test_a_program_that_has_the_newest_data_is_told_so(process):
    body, visitor = build.partner("雪かきの会"), process()
    for address in ("/open-data/calls.csv", "/open-data/partners.json?q=雪"):
        mark = visitor.get(address)["ETag"]
        answer = visitor.get(address, HTTP_IF_NONE_MATCH=mark)
        assert (answer.status_code, answer.content, answer["Access-Control-Allow-Origin"]) == (304, b"", "*")
    assert visitor.get("/open-data/partners.json", HTTP_IF_NONE_MATCH=mark).status_code == 200
    Partner.objects.filter(pk=body.pk).update(pr="雪をかきます。")
    assert visitor.get(address, HTTP_IF_NONE_MATCH=mark).status_code == 200


def test_time_alone_changes_a_page(process, monkeypatch, settings):
    """A call appears, opens and closes; the office closes; a day ends. Nothing is written meanwhile."""
    settings.KYODO_OFFICE_OPEN = datetime.time(8, 30), datetime.time(17, 15)
    noon = timezone.make_aware(datetime.datetime(2026, 6, 10, 12))
    build.call("雪とくらしの募集")
    moments = [noon + datetime.timedelta(hours=hours) for hours in (1, 2, 3)]
    Call.objects.update(**dict(zip(("published_at", "opens_at", "closes_at"), moments, strict=True)))
    moments += [timezone.make_aware(datetime.datetime(2026, 6, *time)) for time in ((10, 17, 15), (11, 0, 0))]
    visitor, said = process(), []
    for moment in moments:
        for seconds, kept in ((-2, False), (-1, True), (0, False), (0, True)):
            now = moment + datetime.timedelta(seconds=seconds)
            monkeypatch.setattr(timezone, "now", lambda now=now: now)
            for address in ("/projects/calls/", "/"):
                answer, asked = queries(visitor, address)
                said.append("雪とくらしの募集" in build.markup(answer))
                assert answer.content == process().get(address).content and (seconds == -2 or (asked == 1) == kept)
    assert said == [False] * 4 + [True, False] * 4 + [True] * 8 + [True, False] * 10


def test_a_page_is_of_the_data_before_it_was_made(process, monkeypatch):
    """Somebody commits while a page is being made: what was read before must not be kept as what stands now."""
    body = build.partner("雪かきの会")
    address, visitor = body.get_absolute_url(), process()

    def meanwhile(execute, sql, *rest):
        read = execute(sql, *rest)
        if sql.startswith('SELECT "partners_partner"."id"') and Partner.objects.filter(name="雪かきの会").update(name="除雪の会"):
            said.append("written")
        return read

    said = []
    with connection.execute_wrapper(meanwhile):
        assert "雪かきの会" in visitor.get(address).content.decode() and said == ["written"]
    assert "除雪の会" in visitor.get(address).content.decode()


def test_a_database_that_is_away_gives_no_kept_page(process, monkeypatch):
    visitor = process()
    assert not is_kept(visitor, "/partners/") and is_kept(visitor, "/partners/")

    def refuse(execute, *rest):
        raise OperationalError("gone")

    visitor.raise_request_exception = False
    with connection.execute_wrapper(refuse):
        answer = visitor.get("/partners/")
    assert answer.status_code == 503 and answer["Retry-After"] == "30" and answer["X-Frame-Options"] == "DENY"
    assert is_kept(visitor, "/partners/")


def test_without_its_mark_or_its_triggers_nothing_is_kept(process):
    visitor = process()
    assert not is_kept(visitor, "/partners/") and is_kept(visitor, "/partners/")
    data_triggers.suspend(connection)
    name = "partners_partner_data_changed" if connection.vendor == "postgresql" else "partners_partner_data_insert"
    assert "pages_dataversion" in data_triggers.missing_triggers(connection)
    body = build.partner("雪かきの会")
    assert [is_kept(visitor, body.get_absolute_url()) for _ in range(2)] == [False, False]
    data_triggers.install(connection)
    assert name not in data_triggers.missing_triggers(connection) and data_triggers.missing_triggers(connection) == []
    assert [is_kept(visitor, body.get_absolute_url()) for _ in range(2)] == [False, True]


def test_a_write_that_is_taken_back_changes_nothing(process):
    body = build.partner("雪かきの会")
    address, visitor = body.get_absolute_url(), process()
    visitor.get(address)
    with pytest.raises(OSError), transaction.atomic():
        Partner.objects.filter(pk=body.pk).update(name="除雪の会")
        raise OSError
    assert is_kept(visitor, address)
    with transaction.atomic():
        with pytest.raises(OSError), transaction.atomic():
            Partner.objects.filter(pk=body.pk).update(name="除雪の会")
            raise OSError
        Partner.objects.filter(pk=body.pk).update(name="防災の会")
    answer, asked = queries(visitor, address)
    assert asked > 1 and "防災の会" in answer.content.decode()
