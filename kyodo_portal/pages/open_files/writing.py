"""The export itself: everything as of one moment."""

import hashlib
import json

from django.utils import timezone

from kyodo_portal.common.city import the_city
from kyodo_portal.common.files import trash
from kyodo_portal.common.own_words import words_in_force
from kyodo_portal.pages.archive import rows_files
from kyodo_portal.pages.database_copy import one_moment

from .manifest import FORMAT, NAME, README, Manifest, release
from .schema import document, schema_of
from .taken import columns_taken, label, left_out, lists_taken, models_taken, rows_taken
from .values import to_json

PIECE = 1 << 20


class Counting:
    """A file that counts and digests what is written into it."""

    def __init__(self, file):
        self.file, self.bytes, self.sha256 = file, 0, hashlib.sha256()

    def write(self, piece):
        self.file.write(piece)
        self.bytes += len(piece)
        self.sha256.update(piece)

    def said(self, path, **more):
        return {"path": path, **more, "bytes": self.bytes, "sha256": self.sha256.hexdigest()}


def write(place, *, secrets, mails, say=lambda words: None):
    """Write the whole city into `place` (places.py). Returns (Manifest, [names of files that a row names and that are lost]).

    say(words): called after each file. A column is read as it is stored, a row at a time: memory does not grow with the city.
    """
    files, lost = [], []
    with one_moment():
        for model in models_taken(secrets=secrets):
            files.append(_rows(place, model, secrets=secrets, mails=mails))
            say(f"{files[-1]['title']}（{label(model)}）：{files[-1]['rows']:,}行")
        named = rows_files()
    for model in models_taken(secrets=secrets):
        text = json.dumps(schema_of(model, secrets=secrets, mails=mails), ensure_ascii=False, indent=1) + "\n"
        files.append(_text(place, f"schema/{label(model)}.json", text))
    for number, name in enumerate(sorted(named), 1):
        try:
            content = trash.open_anywhere(name)
        except FileNotFoundError:
            lost.append(name)
            continue
        with content:
            files.append(_upload(place, name, content))
        if number % 100 == 0 or number == len(named):
            say(f"預かったファイル：{number:,}／{len(named):,}")
    files.append(_text(place, README, document()))
    city = the_city()
    manifest = Manifest(
        format=FORMAT,
        made_at=timezone.localtime().isoformat(timespec="seconds"),
        release=release(),
        city={key: city[key] for key in ("name", "code", "site")} | {"own_words": words_in_force()},
        options={"secrets": secrets, "mails": mails},
        files=files,
        left_out=[{"what": what, "why": why} for what, why in left_out(secrets=secrets, mails=mails)],
    )
    _text(place, NAME, manifest.text())
    return manifest, lost


def _rows(place, model, *, secrets, mails):
    path, count = f"data/{label(model)}.jsonl", 0
    columns, lists = columns_taken(model, secrets=secrets, mails=mails), lists_taken(model)
    pairs = {field.name: _pairs(field) for field in lists}
    with place.open(path) as file:
        out = Counting(file)
        for row in rows_taken(model).only(*(field.name for field in columns)).iterator(chunk_size=500):
            line = {field.name: to_json(field, getattr(row, field.attname)) for field in columns}
            line |= {field.name: pairs[field.name].get(row.pk, []) for field in lists}
            out.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")
            count += 1
    return out.said(path, title=str(model._meta.verbose_name), rows=count)


def _pairs(field):
    """{key of a row: [keys that it leads to]} of a many-to-many column. One query."""
    found = {}
    own, other = field.m2m_column_name(), field.m2m_reverse_name()
    rows = field.remote_field.through._base_manager.order_by(own, other).values_list(own, other)
    for one, leads_to in rows.iterator():
        found.setdefault(one, []).append(leads_to)
    return found


def _text(place, path, text):
    with place.open(path) as file:
        out = Counting(file)
        out.write(text.encode())
    return out.said(path)


def _upload(place, name, content):
    path = f"files/{name}"
    with place.open(path) as file:
        out = Counting(file)
        while piece := content.read(PIECE):
            out.write(piece)
    return out.said(path)
