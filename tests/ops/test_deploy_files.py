"""deploy/ runs as written: its commands exist, systemd understands the units, and docs/operations.md cites every file."""

import datetime
import importlib.util
import json
import logging
import re
import shutil
import subprocess
import sys

import pytest
from django.conf import settings as portal
from django.core import mail as mailbox
from django.core.management import CommandError, call_command, get_commands
from django.utils import timezone

from tests.house import ROOT

DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())
SERVICES = [unit for unit in UNITS if unit.suffix == ".service"]
MANUAL = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
APP = "/srv/kyodo/app"
HARDENED = {
    "NoNewPrivileges=yes", "CapabilityBoundingSet=", "ProtectSystem=strict", "ProtectHome=yes", "PrivateDevices=yes", "PrivateTmp=yes",
    "ProtectKernelLogs=yes", "ProtectKernelModules=yes", "ProtectKernelTunables=yes", "ProtectControlGroups=yes",
    "SystemCallFilter=@system-service", "RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6", "UMask=0077", "User=kyodo",
    "Environment=TZ=Asia/Tokyo", "Environment=KYODO_DATA_DIR=/var/lib/kyodo", f"WorkingDirectory={APP}",
}  # fmt: skip


def name_of(path):
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("unit", SERVICES, ids=lambda path: path.name)
def test_a_service_calls_what_is_there(unit):
    (line,) = re.findall(r"^ExecStart=(.*)$", unit.read_text(), re.MULTILINE)
    assert set(re.findall(r"manage\.py (\w+)", line)) <= set(get_commands())
    for program in re.findall(r"\.venv/bin/(\w+)", line):
        assert program == "python" or importlib.util.find_spec(program), line
    for file in re.findall(r"\b(?:manage\.py|gunicorn\.conf\.py)\b", line):
        assert (ROOT / file).is_file(), line
    # A bare Debian has these and no others: /bin/kill is in a package of its own.
    called = re.findall(r"^Exec\w+=(\S+)|'(/\S+)", unit.read_text(), re.MULTILINE)
    programs = {first or second for first, second in called}
    assert {name for name in programs if not name.startswith(f"{APP}/.venv/bin/")} <= {"/bin/sh", "/usr/bin/journalctl"}


@pytest.mark.parametrize("unit", SERVICES, ids=lambda path: path.name)
def test_a_service_may_do_little_and_tells_when_it_fails(unit):
    lines = set(unit.read_text().splitlines())
    assert HARDENED - lines == set()
    assert unit.name == "kyodo-failed@.service" or "OnFailure=kyodo-failed@%n.service" in lines


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not here")
def test_systemd_understands_every_unit(tmp_path):
    """With the places of this machine instead of the city's: systemd looks whether programs are there."""
    programs = tmp_path / "bin"
    programs.mkdir()
    for program in ("python", "gunicorn"):
        (programs / program).symlink_to(sys.executable)
    for unit in UNITS:
        text = unit.read_text().replace(f"{APP}/.venv/bin", str(programs)).replace(APP, str(ROOT))
        (tmp_path / unit.name).write_text(text)
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *sorted(str(tmp_path / unit.name) for unit in UNITS)],
        env={"SYSTEMD_UNIT_PATH": f"{tmp_path}:", "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
    )
    ours = [line for line in done.stderr.splitlines() if "kyodo-" in line]
    assert ours == [] and done.returncode == 0, done.stderr


def test_an_error_of_the_program_is_the_line_that_the_unit_looks_for():
    """Of what the program writes to the journal: an error, but no stack, no refused page and no warning."""
    (pattern,) = re.findall(r'--grep="(.*?)"', (DEPLOY / "systemd" / "kyodo-errors.service").read_text())
    plain = portal.LOGGING["formatters"]["plain"]
    formatter = logging.Formatter(plain["format"], style=plain["style"])

    def lines(level, stack=None):
        record = logging.LogRecord("django.request", level, "", 1, "Internal Server Error: /projects/1/", (), stack)
        return [bool(re.match(pattern, line)) for line in formatter.format(record).splitlines()]

    try:
        raise ValueError("ERROR in what was typed")
    except ValueError:
        found = lines(logging.ERROR, sys.exc_info())
    assert found[0] and not any(found[1:]) and len(found) > 3
    assert (lines(logging.WARNING), lines(logging.INFO), lines(logging.CRITICAL)) == ([False], [False], [True])


def test_no_error_falls_between_two_rounds_of_the_timer():
    """The timer may be a minute late: each round looks back over that minute too."""
    timer, unit = ((DEPLOY / "systemd" / f"kyodo-errors.{kind}").read_text() for kind in ("timer", "service"))
    assert "OnCalendar=*-*-* *:50:00 " in timer and "AccuracySec=1min" in timer and " --since=-61min " in unit


def test_whatever_renders_pages_in_a_container_lays_its_static_files_first():
    """Each container has a volume of its own: a worker without them could render no page for the search."""
    container = DEPLOY / "container"
    said = re.findall(r"^CMD (\[.*\])$", container.joinpath("Containerfile").read_text(), re.MULTILINE)
    said += re.findall(r"^ +command: (\[.*worker.*\])$", container.joinpath("compose.yaml").read_text(), re.MULTILINE)
    assert [json.loads(line) for line in said] == [
        ["sh", "-c", "python manage.py prepare --static && exec gunicorn -c gunicorn.conf.py kyodo_portal.wsgi"],
        ["sh", "-c", "python manage.py prepare --static && exec python manage.py worker"],
    ]


def test_the_containers_are_called_after_the_portal_whichever_compose_starts_them():
    """podman-compose of Debian 12 reads no `name`: the manual gives it as an option, and calls the containers as both then do."""
    assert re.findall(r"^name: (.*)$", (DEPLOY / "container" / "compose.yaml").read_text(), re.MULTILINE) == ["kyodo"]
    manual = (ROOT / "docs" / "several-nodes.md").read_text(encoding="utf-8")
    assert re.findall(r"^podman-compose (?:-p (\S+) )?-f", manual, re.MULTILINE) == ["kyodo"]
    assert set(re.findall(r"^podman exec (?:-it )?(\S+) ", manual, re.MULTILINE)) == {"kyodo_app-1_1"}


def test_the_manual_cites_every_file_and_repeats_none():
    files = {name_of(path) for path in DEPLOY.rglob("*") if path.is_file()}
    cited = set(re.findall(r"deploy/[\w./@-]*\w", MANUAL))
    assert {name for name in cited if not (ROOT / name).exists()} == set()
    assert files - cited == set()
    assert not re.search(r"^(\[Service\]|server \{|ExecStart=|OnCalendar=)", MANUAL, re.MULTILINE)


def test_the_places_of_the_files_are_those_of_the_manual():
    """A unit, a web server or a log that looks elsewhere than the manual lays things."""
    used = set()
    for path in DEPLOY.rglob("*"):
        if path.is_file():
            used |= set(re.findall(r"/(?:srv|var/lib|var/backups|var/log|etc/ssl)/[\w/.-]*\w", path.read_text()))
    places = {
        "/srv/kyodo/app",
        "/var/lib/kyodo",
        "/var/backups/kyodo",
        "/var/log/kyodo",
        "/etc/ssl/kyodo.pem",
        "/etc/ssl/private/kyodo.key",
    }
    assert {used_path for used_path in used if not any(used_path.startswith(place) for place in places)} == set()
    assert {place for place in places if place not in MANUAL} == set()


def test_what_failed_is_told_by_mail_without_the_database(settings, monkeypatch, tmp_path):
    settings.KYODO_OPERATORS = ["hoshu@example.jp"]
    journal = tmp_path / "journal"
    journal.write_text("ファイルがありません: 60/9a08\n")
    with open(journal) as file:
        monkeypatch.setattr(sys, "stdin", file)
        call_command("mail_operators", "kyodo-backup.service")
    (message,) = mailbox.outbox
    assert message.to == ["hoshu@example.jp"]
    assert message.subject == "【小千谷市 協働ポータル】kyodo-backup.service が失敗しました"
    assert "systemctl status kyodo-backup.service" in message.body and "60/9a08" in message.body


def test_a_failure_that_nobody_hears_of_is_a_failure(settings):
    with pytest.raises(CommandError, match="KYODO_OPERATORS"):
        call_command("mail_operators", "kyodo-backup.service")


@pytest.mark.django_db
def test_whoever_finds_a_weakness_finds_whom_to_tell(client, settings):
    path = "/.well-known/security.txt"
    assert client.get(path).status_code == 404
    settings.KYODO_SECURITY_CONTACT, settings.KYODO_ORIGIN = "anzen@city.example.jp", "https://kyodo.city.example.jp"
    page = client.get(path)
    lines = dict(line.split(": ", 1) for line in page.content.decode().splitlines())
    assert page["Content-Type"] == "text/plain; charset=utf-8"
    assert (lines["Contact"], lines["Canonical"]) == (
        "mailto:anzen@city.example.jp", "https://kyodo.city.example.jp/.well-known/security.txt",
    )  # fmt: skip
    days = (datetime.datetime.fromisoformat(lines["Expires"]) - timezone.now()).days
    assert 170 < days < 365
    settings.KYODO_SECURITY_CONTACT = "https://www.city.example.jp/anzen/"
    assert "Contact: https://www.city.example.jp/anzen/\n" in client.get(path).content.decode()
