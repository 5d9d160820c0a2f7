"""A setting that cannot be read is named and stops the start; an empty one was not said; what a database lacks is said in one sentence."""

import os
import subprocess
import sys

import pytest

from kyodo_portal.environment import Env
from tests.check import PRODUCTION
from tests.house import ROOT

FIRST = "設定を読めません。docs/operations.md の 2 を見てください。（"


def manage(tmp_path, *words, **env):
    """`manage.py` as a city calls it, with nothing of this process's settings."""
    env = {"PATH": os.environ["PATH"], "KYODO_DATA_DIR": str(tmp_path), "SECRET_KEY": "x" * 50, "KYODO_HTTPS": "0", **env}
    return subprocess.run([sys.executable, "manage.py", *words], cwd=ROOT, env=env, capture_output=True, text=True)


@pytest.mark.parametrize(
    ("name", "word", "said"),
    [
        ("KYODO_PROXY_COUNT", "one", "KYODO_PROXY_COUNT: one is no number."),
        ("KYODO_HTTPS", "はい", "KYODO_HTTPS: はい is neither 1 nor 0."),
        ("KYODO_OFFICE_CLOSED_DAYS", "2026/8/14", "KYODO_OFFICE_CLOSED_DAYS: 2026/8/14 are no days like 2026-08-14."),
        ("DATABASE_URL", "mysql://kyodo:geheim@db/kyodo", "DATABASE_URL is neither postgres://"),
        ("DATABASE_URL", "db.example.jp/kyodo", "DATABASE_URL is neither postgres://"),
        ("DATABASE_URL", "postgres://kyodo:geheim@db/", "DATABASE_URL is neither postgres://"),
        ("SECRET_KEY", "", "SECRET_KEY"),
    ],
)
def test_a_setting_that_cannot_be_read_is_named_in_one_sentence(tmp_path, name, word, said):
    done = manage(tmp_path, "check", **{name: word})
    assert done.returncode == 1 and done.stderr.startswith(FIRST) and said in done.stderr
    assert "Traceback" not in done.stderr and "geheim" not in done.stdout + done.stderr


@pytest.mark.parametrize("content", ["SECRET_KEY=かぎ\n".encode("cp932"), None])
def test_a_file_of_settings_that_cannot_be_read_is_named(tmp_path, content):
    place = tmp_path / "env"
    if content is None:
        place.mkdir()  # root reads whatever file there is
    else:
        place.write_bytes(content)
    done = manage(tmp_path, "check")
    assert done.returncode == 1 and done.stderr.startswith(FIRST) and str(place) in done.stderr and "Traceback" not in done.stderr


def test_an_empty_setting_was_not_said(tmp_path):
    """As docs/operations.md writes what there is not: a switch that is left empty is not off."""
    look = (
        "from django.conf import settings as s; import logging;"
        "print(s.KYODO_HTTPS, s.KYODO_STAFF_MFA, s.KYODO_PROXY_COUNT, s.KYODO_UNDO_MINUTES, s.KYODO_BACKUP_DIR == str(s.DATA_DIR / 'backups'),"
        " s.DATABASES['default']['NAME'] == str(s.DATA_DIR / 'kyodo.sqlite3'), logging.getLogger().level)"
    )
    empty = [
        "KYODO_HTTPS",
        "KYODO_STAFF_MFA",
        "KYODO_PROXY_COUNT",
        "KYODO_UNDO_MINUTES",
        "KYODO_BACKUP_DIR",
        "DATABASE_URL",
        "LOG_LEVEL",
    ]
    (tmp_path / "env").write_text("\ufeffKYODO_SAMPLE=0\r\n", encoding="utf-8")  # as an editor of Windows saves it
    done = manage(tmp_path, "shell", "-v0", "-c", look, **dict.fromkeys(empty, ""))
    assert done.stdout == "True True 0 10 True True 20\n", done.stderr


def test_a_key_is_taken_letter_by_letter(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "$a#b=c ")
    assert Env().str("SECRET_KEY") == "$a#b=c "


@pytest.mark.parametrize(("count", "found"), [("", 1), ("-1", 1), ("10", 1), ("0", 0)])
def test_how_many_proxies_there_are_must_be_said(tmp_path, count, found):
    done = manage(
        tmp_path, "check", "--deploy", **PRODUCTION | {"KYODO_PROXY_COUNT": count, "DATABASE_URL": "sqlite:////tmp/no.sqlite3"}
    )
    assert done.stderr.count("kyodo.E001") == found


@pytest.mark.parametrize(
    "words",
    [
        ["verify"],
        ["tick"],
        ["unowned_files"],
        ["search_index"],
        ["join", "hanako@example.jp", "1"],
        ["permit_second_factor", "a@b.jp"],
    ],
)
def test_a_command_in_front_of_an_empty_database_says_what_to_do(tmp_path, words):
    done = manage(tmp_path, *words)
    assert done.returncode == 1 and "先に manage.py prepare をします。" in done.stderr and "Traceback" not in done.stderr


def test_a_command_whose_database_is_away_says_so(tmp_path):
    done = manage(tmp_path, "verify", DATABASE_URL="postgres://kyodo:geheim@127.0.0.1:1/kyodo")
    assert done.returncode == 1 and done.stderr.startswith("データベースかファイルの置き場所を使えません。")
    assert "Traceback" not in done.stderr and "geheim" not in done.stderr


def test_a_status_that_cannot_be_asked_is_bad_and_no_warning(tmp_path):
    """deploy/systemd/kyodo-status.service takes 1 for a success."""
    assert manage(tmp_path, "status", KYODO_PROXY_COUNT="one").returncode == 2
    assert manage(tmp_path, "status", "--traceback", KYODO_PROXY_COUNT="one").returncode == 2
    assert manage(tmp_path, "status", KYODO_DOORS="", KYODO_STAFF_OIDC="{").returncode == 2
