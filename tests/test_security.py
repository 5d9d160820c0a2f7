"""What every answer carries, and what a city's server refuses to start with."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client

from tests.access import world
from tests.check import PRODUCTION

ROOT = Path(__file__).resolve().parent.parent
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def unguarded(answer):
    """The headers of this answer that are not as they must be."""
    wrong = {name: answer.get(name) for name, value in HEADERS.items() if answer.get(name) != value}
    policy = answer.get("Content-Security-Policy", "")
    if "default-src 'none'" not in policy or "frame-ancestors 'none'" not in policy:
        wrong["Content-Security-Policy"] = policy
    if not answer.get("Permissions-Policy", "").startswith("camera=()"):
        wrong["Permissions-Policy"] = answer.get("Permissions-Policy")
    return wrong


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/accounts/login/", 200), ("/inbox/", 302), ("/nowhere/", 404), ("/?q=%00", 400), ("/static/css/base.css", 200), ("/static/nowhere.css", 404),
        ("/healthz", 200), ("/admin/", 302),
    ],
)  # fmt: skip
def test_every_answer_carries_the_headers(client, path, status):
    answer = client.get(path)
    assert (answer.status_code, unguarded(answer)) == (status, {})


@pytest.mark.django_db
def test_refusals_carry_the_headers():
    answer = Client(enforce_csrf_checks=True).post("/accounts/login/", {})
    assert (answer.status_code, unguarded(answer)) == (403, {})


@pytest.mark.django_db
@pytest.mark.urls("tests.common.urls")
def test_faults_carry_the_headers():
    answer = Client(raise_request_exception=False).post("/t/unclean/", {"text": "x"})
    assert (answer.status_code, unguarded(answer)) == (500, {})


@pytest.mark.django_db
def test_a_download_carries_the_headers_and_runs_nowhere(client_for, settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    who = world.people()
    proposal, file = world.review_file(who)
    answer = client_for(who["jimukyoku"]).get(f"/projects/proposals/{proposal}/files/{file}/")
    assert (answer.status_code, unguarded(answer)) == (200, {})
    assert answer["Content-Disposition"].startswith("attachment") and answer["Cache-Control"] == "private, no-store"


# ---- a city's server, started in a process of its own --------------------------------------------------------------


def run(*words, **env):
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "LANG", "HOME")}
    return subprocess.run([sys.executable, *words], cwd=ROOT, env={**kept, **env}, capture_output=True, text=True)


def test_without_a_key_nothing_starts(tmp_path):
    answer = run("manage.py", "check", KYODO_DATA_DIR=str(tmp_path))
    assert answer.returncode != 0 and "SECRET_KEY" in answer.stderr


def test_a_citys_server_has_nothing_to_warn_of(tmp_path):
    answer = run("manage.py", "check", "--deploy", "--fail-level", "WARNING", KYODO_DATA_DIR=str(tmp_path), **PRODUCTION)
    assert answer.returncode == 0, answer.stderr


LOOK = """
import django, json
django.setup()
from django.test import Client
from django.conf import settings
plain = Client(HTTP_HOST="portal.example.jp").get("/accounts/signup/")
page = Client(HTTP_HOST="portal.example.jp").get("/accounts/signup/", HTTP_X_FORWARDED_PROTO="https")
cookie = page.cookies["__Host-csrftoken"]
print(json.dumps({
    "plain": [plain.status_code, plain["Location"]], "hsts": page["Strict-Transport-Security"], "status": page.status_code,
    "csrf": [cookie["secure"], cookie["httponly"], cookie["path"], cookie["domain"], cookie["samesite"]],
    "session": [settings.SESSION_COOKIE_NAME, settings.SESSION_COOKIE_SECURE, settings.SESSION_COOKIE_HTTPONLY, settings.SESSION_COOKIE_SAMESITE],
}))
"""


def test_over_https_cookies_belong_to_this_host_alone(tmp_path):
    env = {
        **PRODUCTION,
        "DATABASE_URL": "sqlite://:memory:",
        "DJANGO_SETTINGS_MODULE": "kyodo_portal.settings",
        "KYODO_DATA_DIR": str(tmp_path),
    }
    assert run("manage.py", "collectstatic", "--noinput", "-v", "0", **env).returncode == 0
    answer = run("-c", LOOK, **env)
    assert answer.returncode == 0, answer.stderr
    seen = json.loads(answer.stdout)
    assert seen["plain"] == [301, "https://portal.example.jp/accounts/signup/"]
    assert (seen["status"], seen["hsts"]) == (200, "max-age=31536000")
    assert seen["csrf"] == [True, True, "/", "", "Lax"]
    assert seen["session"] == ["__Host-sessionid", True, True, "Lax"]


@pytest.mark.parametrize(
    ("chosen", "header"),
    [
        ({"KYODO_HSTS_SECONDS": "0"}, "None"),
        ({"KYODO_HSTS_SECONDS": "3600", "KYODO_HSTS_SUBDOMAINS": "1"}, "3600 True False"),
        ({"KYODO_HSTS_SUBDOMAINS": "1", "KYODO_HSTS_PRELOAD": "1"}, "31536000 True True"),
    ],
)
def test_how_strictly_browsers_remember_https_is_the_citys_choice(tmp_path, chosen, header):
    look = (
        "from django.conf import settings as s; "
        "print(s.SECURE_HSTS_SECONDS and f'{s.SECURE_HSTS_SECONDS} {s.SECURE_HSTS_INCLUDE_SUBDOMAINS} {s.SECURE_HSTS_PRELOAD}' or None)"
    )
    env = {**PRODUCTION, **chosen, "DJANGO_SETTINGS_MODULE": "kyodo_portal.settings", "KYODO_DATA_DIR": str(tmp_path)}
    assert run("-c", look, **env).stdout == f"{header}\n"
