"""One's own data as one file: a zip of data.json for programs, data.html for people, and the files that one handed in.

What somebody wrote for a group is in it while they belong to it; what staff and panel members wrote is the city's document
and is disclosed by the law's own way (開示請求).
"""

import json
import zipfile
from contextlib import suppress
from io import BytesIO

from django.db import models
from django.template.loader import render_to_string
from django.utils import timezone

from kyodo_portal.audit.acts import ACTS
from kyodo_portal.audit.models import AuditEvent
from kyodo_portal.common.city import the_city
from kyodo_portal.common.files import trash
from kyodo_portal.common.templatetags.kyodo import jdate, jdatetime
from kyodo_portal.process.models import StageChange
from partners.models import (
    Consent,
)

from .own_parts import own_files, parts_of
from .written import READ

STEM = "data"  # of the two readings of the same data
IN_WORDS = "（読むため）"  # behind the heading of a column whose names and codes are told in words


def data_of(user):
    """{heading: [{name: value}]} of everything that the portal keeps about a person, in words that people read."""
    found = {heading: _rows(*part) for heading, part in parts_of(user).items()}
    found["操作の記録"] = [
        {"日時": _said(event.at), "行い": ACTS.get(event.act, event.act)}
        for event in AuditEvent.objects.filter(by=user).order_by("at", "pk")
    ]
    return {heading: rows for heading, rows in found.items() if rows}


# What the models of others call their columns is no word of ours.
THEIR_APPS = ("account", "mfa", "socialaccount", "usersessions")
THEIR_COLUMNS = {
    "email": "メールアドレス", "verified": "確認済み", "primary": "メイン", "created_at": "始めた日時", "ip": "IPアドレス",
    "user_agent": "ブラウザー", "type": "種類", "last_used_at": "最後に使った日時", "provider": "サインインの入口", "uid": "入口での番号",
    "date_joined": "結んだ日時", "last_login": "最後に使った日時",
}  # fmt: skip
THEIR_TYPES = {"totp": "アプリの番号", "recovery_codes": "予備の番号", "webauthn": "パスキー"}


def _rows(rows, columns):
    return [{heading: value for name in columns for heading, value in _told(row, name)} for row in rows]


def _told(row, name):
    """(heading, value) of a column; of one that is kept under names of programs, what they say in words behind it."""
    heading = _column_name(row, name)
    yield heading, _value(row, name)
    if read := READ.get((row._meta.model_name, name)):
        yield f"{heading}{IN_WORDS}", [{"項目": one.label, "内容": one.text, "記号": one.key} for one in read(row)]


def _column_name(row, name):
    if row._meta.app_label not in THEIR_APPS:
        return str(row._meta.get_field(name).verbose_name)
    return THEIR_COLUMNS[name]


def _value(row, name):
    field = row._meta.get_field(name)
    if row._meta.app_label in THEIR_APPS and name == "type":
        return THEIR_TYPES[row.type]
    if isinstance(row, StageChange) and name == "step":
        with suppress(KeyError):  # a step of an earlier version of the table
            return str(row._meta.get_field("subject").related_model.process.step(row.step).label)
    if isinstance(row, Consent) and name == "field":
        return row.label
    if field.choices:
        return str(getattr(row, f"get_{name}_display")())
    return _said(getattr(row, name))


def _said(value):
    if isinstance(value, models.Model):
        return str(value)
    return timezone.localtime(value) if hasattr(value, "tzinfo") and value else value


def _for_programs(value):
    return value.isoformat(timespec="seconds") if hasattr(value, "tzinfo") else str(value)


def data_to_read(data):
    """What people read of `data_of`: days and yes in words, of a column that is told in words only the words."""
    return {
        heading: [{name: _for_people(value) for name, value in row.items() if f"{name}{IN_WORDS}" not in row} for row in rows]
        for heading, rows in data.items()
    }


def _for_people(value):
    if isinstance(value, list):
        return [one for one in value if not isinstance(one, dict) or one["内容"]]
    if isinstance(value, bool):
        return "はい" if value else "いいえ"
    if hasattr(value, "isoformat"):
        return jdatetime(value) if hasattr(value, "tzinfo") else jdate(value)
    return value


def archive_of(user):
    """The zip as bytes: data.json, data.html, files/. A file that is lost is named in the data and left out."""
    data, out = data_of(user), BytesIO()
    made = timezone.localtime()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as pack:
        head = {
            "サイト": f"{the_city()['name']} {the_city()['site']}",
            "作った日時": made.isoformat(timespec="seconds"),
        }
        pack.writestr(f"{STEM}.json", json.dumps({**head, **data}, ensure_ascii=False, indent=1, default=_for_programs))
        page = {"sections": data_to_read(data), "made": made, "head": head}
        pack.writestr(f"{STEM}.html", render_to_string("personal/export.html", page))
        for number, file in enumerate(own_files(user), start=1):
            with suppress(FileNotFoundError), trash.open_anywhere(file.stored_as) as content:  # taken off meanwhile: in the trash
                pack.writestr(f"files/{number:03}-{file.name}", content.read())
    return out.getvalue()
