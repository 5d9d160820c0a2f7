"""The blocks of commands in docs/operations.md, as an operator reads them out: with what only the city knows filled in."""

import re

from tests.house import ROOT

MANUAL = ROOT / "docs" / "operations.md"
SHEET = ROOT / "docs" / "incident.md"
PASSWORD, NAME = "nagaipassword", "kyodo.city.example.jp"
ADMINISTRATOR, OPERATOR = "hajime@example.jp", "hoshu@example.jp"
# What stands in the manual for something that each city has of its own.
OURS = {
    "<このリポジトリ>": "/mnt/source/kyodo.git",
    "長いパスワード": PASSWORD,
    "smtp+tls://利用者:パスワード@mail.city.example.jp:587": "smtp://127.0.0.1:1025",
    '（50文字以上のでたらめな文字。 python3 -c "import secrets; print(secrets.token_urlsafe(50))"）': "0a1b2c3d4e" * 6,
    "sendtestemail 自分のアドレス": f"sendtestemail {ADMINISTRATOR}",
    # Questions and answers of a terminal.
    "manage.py createsuperuser": f"manage.py createsuperuser --noinput --email {ADMINISTRATOR}",
}


def blocks(number, text=None):
    """[[line, …], …] of the blocks of one section, by its number; of another version's manual where `text` is that."""
    whole = MANUAL.read_text(encoding="utf-8") if text is None else text
    section = re.search(rf"^## {number}\. .*?(?=^## |\Z)", whole, re.MULTILINE | re.DOTALL)[0]
    for standing, ours in OURS.items():
        section = section.replace(standing, ours)
    return [block.splitlines() for block in re.findall(r"^```\w+\n(.*?)^```", section, re.DOTALL | re.MULTILINE)]


def incident():
    """The blocks of docs/incident.md: to stop all, to let everybody only read, to keep what proves it, to begin again."""
    return [
        block.splitlines()
        for block in re.findall(r"^```sh\n(.*?)^```", SHEET.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    ]


def restore(newest):
    """Section 6 for a portal whose PostgreSQL was lost with its folder: a new cluster first, and no hand on the files."""
    lines, cluster = blocks(6)
    lines = [line for line in lines if not line.startswith(("mv ", "chown "))]
    (at,) = [number for number, line in enumerate(lines) if "dropdb" in line]
    return [of(line, newest) for line in [*lines[:at], *cluster, *lines[at:]]]


def of(line, newest):
    """A line with the name of the newest back-up in it."""
    return re.sub(r"/var/backups/kyodo/kyodo-\d+-\d+\.tar", newest, line)


def old_units(text):
    """{name: text} of the units that the first version's manual printed: the worker's is the web's with two lines changed."""
    (web, *_) = [block for block in blocks(3, text) if block[0] == "[Unit]"]
    unit = "\n".join(web) + "\n"
    worker = re.sub(
        "ExecStart=.*", "ExecStart=/srv/kyodo/app/.venv/bin/python manage.py worker", unit.replace("portal web", "portal worker")
    )
    return {"kyodo-web.service": unit, "kyodo-worker.service": worker}
