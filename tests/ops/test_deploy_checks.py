"""`manage.py check --deploy` refuses what must not go live."""

import pytest
from django.core.checks import run_checks
from django.db import connection, connections

from kyodo_portal.environment import lines_to_databases
from tests import build
from tests.check import PRODUCTION

CITY = {"name": "見本市", "code": "131016", "office": "見本市役所", "address": "見本市中央1-1", "phone": "03-1234-5678"}


@pytest.fixture
def city(settings, monkeypatch):
    """A city's own server that has said everything."""
    for name, value in PRODUCTION.items():
        monkeypatch.setenv(name, value)
    settings.KYODO_CITY = {**settings.KYODO_CITY, **CITY, "fax": "", "coordinator": "", "coordinator_phone": ""}
    settings.KYODO_SAMPLE, settings.KYODO_STAFF_MFA, settings.DEBUG = False, True, False
    settings.KYODO_HTTPS, settings.CSRF_TRUSTED_ORIGINS = True, []
    settings.ALLOWED_HOSTS, settings.KYODO_ORIGIN = ["portal.example.jp"], "https://portal.example.jp"
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = "django.core.mail.backends.smtp.EmailBackend", "mail.example.jp"
    settings.DEFAULT_FROM_EMAIL = "見本市 <kyodo@example.jp>"
    return settings


def errors():
    """{id: how often} of what our own checks find."""
    ids = [problem.id for problem in run_checks(include_deployment_checks=True) if problem.id.startswith("kyodo.E")]
    return {name: ids.count(name) for name in ids}


def test_a_city_that_said_everything_hears_nothing(city):
    assert errors() == {}


@pytest.mark.parametrize("word", ["name", "code", "office", "address", "phone"])
def test_what_every_page_names_must_be_said(city, word):
    city.KYODO_CITY = {**city.KYODO_CITY, word: ""}
    assert errors() == {"kyodo.E010": 1}


@pytest.mark.parametrize("name", ["KYODO_OFFICE_FAX", "KYODO_COORDINATOR_NAME", "KYODO_COORDINATOR_PHONE"])
def test_what_a_city_may_not_have_must_be_said_too(city, monkeypatch, name):
    monkeypatch.delenv(name)
    assert errors() == {"kyodo.E010": 1}


@pytest.mark.parametrize("code", ["131017", "13101", "1310160", "１３１０１６", "abcdef"])
def test_a_code_is_a_code(city, code):
    city.KYODO_CITY = {**city.KYODO_CITY, "code": code}
    assert errors() == {"kyodo.E011": 1}


@pytest.mark.parametrize("code", ["152081", "401307", "011002"])
def test_codes_of_cities_are_codes(city, code):
    city.KYODO_CITY = {**city.KYODO_CITY, "code": code}
    assert errors() == {}


@pytest.mark.parametrize(
    ("hosts", "expected"),
    [
        (["*"], {"kyodo.E012": 1}),
        (["portal.example.jp", "*"], {"kyodo.E012": 1}),
        ([], {"kyodo.E012": 1, "kyodo.E013": 1}),
        ([".jp"], {"kyodo.E012": 1}),
        ([".lg.jp", "portal.example.jp"], {"kyodo.E012": 1}),
        (["other.example.jp"], {"kyodo.E013": 1}),
        ([".city.example.jp", "portal.example.jp"], {}),
    ],
)
def test_the_site_answers_to_its_own_name(city, hosts, expected):
    city.ALLOWED_HOSTS = hosts
    assert errors() == expected


@pytest.mark.parametrize(
    "origin",
    [
        "http://portal.example.jp", "portal.example.jp", "https://portal.example.jp/", "https://evil.example.com", "",
        "https://localhost", "https://127.0.0.1", "https://portal.local", "https://[portal", "https://portal.example.jp:port",
    ],
)  # fmt: skip
def test_mails_lead_to_the_site(city, origin):
    city.KYODO_ORIGIN, city.ALLOWED_HOSTS = origin, [*city.ALLOWED_HOSTS, "localhost", "127.0.0.1", "portal.local"]
    assert errors() == {"kyodo.E013": 1}


def test_the_address_in_mails_must_be_said(city, monkeypatch):
    monkeypatch.delenv("KYODO_ORIGIN")
    assert errors() == {"kyodo.E013": 1}


@pytest.mark.parametrize("kind", ["console", "dummy", "locmem", "filebased"])
def test_codes_do_not_go_into_the_log(city, kind):
    city.EMAIL_BACKEND = f"django.core.mail.backends.{kind}.EmailBackend"
    assert errors() == {"kyodo.E014": 1}


def test_a_mail_server_has_a_name(city):
    city.EMAIL_HOST = ""
    assert errors() == {"kyodo.E014": 1}


@pytest.mark.parametrize("sender", ["kyodo@localhost", "kyodo", "", "kyodo@web.localdomain", "kyodo@[127.0.0.1]"])
def test_mails_come_from_an_address_that_can_be_answered(city, sender):
    city.DEFAULT_FROM_EMAIL = sender
    assert errors() == {"kyodo.E015": 1}


@pytest.mark.parametrize("name", ["KYODO_STAFF_NETWORKS", "KYODO_MONITOR_NETWORKS"])
@pytest.mark.parametrize(
    ("networks", "expected"),
    [
        (["0.0.0.0/0"], {"kyodo.E016": 1}),
        (["::/0"], {"kyodo.E016": 1}),
        (["::ffff:0.0.0.0/96"], {"kyodo.E016": 1}),
        (["0.0.0.0/1", "128.0.0.0/1"], {"kyodo.E016": 1}),
        (["203.0.0.0/12"], {"kyodo.E016": 1}),
        ([f"{first}.0.0.0/8" for first in range(256)], {"kyodo.E016": 1}),
        (["2001:d00::/24"], {"kyodo.E016": 1}),
        (["yakusho", "192.0.2.0/24"], {"kyodo.E004": 1}),
        (["192.0.2.1/24"], {"kyodo.E004": 1}),
        (["10.0.0.0/8", "192.168.0.0/16", "192.0.2.0/24", "2001:db8:1::/48", "198.51.100.7"], {}),
    ],
)
def test_networks_are_those_of_an_office(city, name, networks, expected):
    setattr(city, name, networks)
    assert errors() == expected


def test_visitors_see_no_debug_pages(city):
    city.DEBUG = True
    assert errors() == {"kyodo.E017": 1}


@pytest.mark.django_db
def test_a_sample_holds_nobody_real(city):
    city.KYODO_SAMPLE, city.ALLOWED_HOSTS = True, ["127.0.0.1"]
    build.user(email="jumin@example.jp")
    assert errors() == {}
    build.user(email="hanako@city.mihon.lg.jp")
    assert errors() == {"kyodo.E018": 1}


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "postgresql", reason="how PostgreSQL keeps text")
def test_a_database_of_bytes_is_no_database(city):
    assert errors() == {}
    ours, bytes_only = connections["default"], connections["default"].copy()
    bytes_only.settings_dict = {**ours.settings_dict, "NAME": "postgres"}
    with bytes_only.cursor() as cursor:
        cursor.execute("DROP DATABASE IF EXISTS kyodo_bytes")
        cursor.execute("CREATE DATABASE kyodo_bytes ENCODING 'SQL_ASCII' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0")
    bytes_only.close()
    bytes_only.settings_dict = {**ours.settings_dict, "NAME": "kyodo_bytes"}
    connections["default"] = bytes_only
    try:
        assert errors()["kyodo.E023"] == 1
    finally:
        connections["default"] = ours
        bytes_only.close()


@pytest.mark.parametrize(
    ("origins", "expected"),
    [
        (["https://*"], {"kyodo.E025": 1}),
        (["https://*.jp", "https://*.lg.jp"], {"kyodo.E025": 2}),
        (["http://portal.example.jp"], {"kyodo.E025": 1}),
        (["https://", "https://*:8443"], {"kyodo.E025": 2}),
        (["https://kyodo.city.example.jp", "https://*.city.example.jp"], {}),
    ],
)
def test_nobody_else_sends_in_peoples_names(city, origins, expected):
    city.CSRF_TRUSTED_ORIGINS = origins
    assert errors() == expected


def test_passwords_come_encrypted(city):
    city.KYODO_HTTPS = False
    assert errors() == {"kyodo.E024": 1}


@pytest.mark.parametrize(
    ("address", "count"),
    [
        ("postgres://kyodo:secret@db.city.example.jp/kyodo", 1),
        ("postgres://kyodo:secret@10.0.3.4/kyodo?sslmode=prefer", 1),
        ("postgres://kyodo:secret@db.city.example.jp/kyodo?sslmode=verify-full", 0),
        ("postgres://kyodo:secret@10.0.3.4/kyodo?sslmode=disable", 0),
        ("postgres://kyodo:secret@127.0.0.1/kyodo", 0),
        ("postgres://kyodo@%2Fvar%2Frun%2Fpostgresql/kyodo", 0),
    ],
)
def test_a_database_on_another_machine_is_asked_how_the_line_is(city, monkeypatch, address, count):
    monkeypatch.setenv("DATABASE_URL", address)
    city.KYODO_DATABASE_LINES = lines_to_databases()
    said = [problem.msg for problem in run_checks(include_deployment_checks=True) if problem.id == "kyodo.W022"]
    assert len(said) == count and not [line for line in said if "secret" in line]


def test_each_setting_that_names_a_database_is_asked(city, monkeypatch):
    """Not only the one that this command goes by."""
    monkeypatch.setenv("DATABASE_URL", "postgres://kyodo:secret@pgbouncer.example.jp:6432/kyodo")
    monkeypatch.setenv(
        "DATABASE_DIRECT_URL", "postgres://kyodo:secret@db1.example.jp:5432,db2.example.jp:5432/kyodo?sslmode=verify-full"
    )
    monkeypatch.setenv("READ_DATABASE_URL", "postgres://kyodo:secret@db2.example.jp/kyodo")
    city.KYODO_DATABASE_LINES = lines_to_databases()
    said = [problem.msg for problem in run_checks(include_deployment_checks=True) if problem.id == "kyodo.W022"]
    assert said == [
        "DATABASE_URL: the line to pgbouncer.example.jp may be in the clear.",
        "READ_DATABASE_URL: the line to db2.example.jp may be in the clear.",
    ]
