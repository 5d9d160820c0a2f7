"""The deploy checks refuse what must not go live."""

import json

import pytest
from django.core.exceptions import ImproperlyConfigured
from environ import Env

from kyodo_portal.accounts.checks import (
    commands_go_round_the_pooler,
    database_is_named,
    deploy_settings,
    doors_can_open,
    saml_can_open,
)
from kyodo_portal.accounts.outside import door_from, doors_from
from kyodo_portal.accounts.outside_saml import saml_door_from


def ids():
    return {error.id for error in deploy_settings(None)}


def test_a_real_site_says_its_proxies_and_keeps_the_second_factor(settings, monkeypatch):
    settings.KYODO_SAMPLE, settings.KYODO_STAFF_MFA = False, False
    monkeypatch.delenv("KYODO_PROXY_COUNT", raising=False)
    assert ids() == {"kyodo.E001", "kyodo.E003"}
    monkeypatch.setenv("KYODO_PROXY_COUNT", "1")
    settings.KYODO_STAFF_MFA = True
    assert ids() == set()


def test_a_sample_site_answers_to_this_machine_only(settings):
    settings.KYODO_SAMPLE, settings.ALLOWED_HOSTS = True, ["127.0.0.1", "portal.example.jp"]
    assert ids() == {"kyodo.E002"}
    settings.ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
    assert ids() == set()


def test_a_real_site_names_its_database(settings, monkeypatch):
    settings.KYODO_SAMPLE = False
    monkeypatch.delenv("DATABASE_URL", raising=False)
    assert [error.id for error in database_is_named(None)] == ["kyodo.E005"]
    for nowhere in ("", " ", "sqlite://", "sqlite://:memory:"):
        monkeypatch.setenv("DATABASE_URL", nowhere)
        assert [error.id for error in database_is_named(None)] == ["kyodo.E005"]
    monkeypatch.setenv("DATABASE_URL", "postgres://kyodo@127.0.0.1/kyodo")
    assert database_is_named(None) == []
    monkeypatch.delenv("DATABASE_URL")
    settings.KYODO_SAMPLE = True
    assert database_is_named(None) == []


def test_behind_a_pooler_the_commands_need_a_way_of_their_own(settings, monkeypatch):
    monkeypatch.delenv("DATABASE_DIRECT_URL", raising=False)
    settings.KYODO_DATABASE_POOLER = False
    assert commands_go_round_the_pooler(None) == []
    settings.KYODO_DATABASE_POOLER = True
    assert [found.id for found in commands_go_round_the_pooler(None)] == ["kyodo.E006"]
    monkeypatch.setenv("DATABASE_DIRECT_URL", "postgres://kyodo@127.0.0.1/kyodo")
    assert commands_go_round_the_pooler(None) == []


def test_a_door_needs_a_secret_that_can_be_read(settings, tmp_path):
    secret = tmp_path / "secret"
    said = json.dumps({"issuer": "https://login.example.jp", "client_id": "kyodo", "client_secret_file": str(secret)})
    settings.KYODO_DOORS = {"gbizid": door_from("gbizid", said)}
    assert [found.id for found in doors_can_open(None)] == ["kyodo.E020"]
    secret.write_text("a-secret\n")
    assert doors_can_open(None) == [] and settings.KYODO_DOORS["gbizid"].client_secret() == "a-secret"


@pytest.mark.parametrize(
    "said",
    [
        "[]",
        "{",
        '{"issuer": "http://login.example.jp", "client_id": "a", "client_secret": "b"}',
        '{"issuer": "https://a"}',
        '{"isuer": "https://a"}',
    ],
)
def test_a_door_that_is_said_wrongly_names_its_setting(said):
    with pytest.raises(ImproperlyConfigured, match="KYODO_GBIZID_OIDC"):
        door_from("gbizid", said)


SAML = {
    "idp": "https://idp.example.jp",
    "sso_url": "https://idp.example.jp/sso",
    "certificate_file": "/nowhere.pem",
    "match": "mail",
}


@pytest.mark.parametrize(
    "said",
    [
        "[]",
        "{",
        *(
            json.dumps(SAML | more)
            for more in ({"idp": ""}, {"sso_url": "http://a/"}, {"sso_url": "https://a/?b&c"}, {"only": "yes"}, {"id": "staff"})
        ),
    ],
)
def test_a_door_of_saml_that_is_said_wrongly_names_its_setting(said):
    with pytest.raises(ImproperlyConfigured, match="KYODO_STAFF_SAML"):
        saml_door_from(said)


def test_the_office_has_one_door(monkeypatch):
    monkeypatch.setenv("KYODO_STAFF_SAML", json.dumps(SAML))
    assert list(doors_from(Env())) == ["saml"]
    monkeypatch.setenv("KYODO_STAFF_OIDC", '{"issuer": "https://a", "client_id": "b", "client_secret": "c"}')
    with pytest.raises(ImproperlyConfigured, match="one door"):
        doors_from(Env())


def test_a_door_of_saml_needs_a_certificate_that_can_be_read(settings, tmp_path):
    settings.KYODO_DOORS = {}
    assert saml_can_open(None) == []
    path = tmp_path / "cert.pem"
    settings.KYODO_DOORS = {"saml": saml_door_from(json.dumps(SAML | {"certificate_file": str(path)}))}
    assert doors_can_open(None) == [] and "kyodo.E022" in {found.id for found in saml_can_open(None)}
    path.write_text("no certificate")
    assert "kyodo.E022" in {found.id for found in saml_can_open(None)}
