"""The rows and files of an export into an empty database: all of them, or none."""

import itertools
import json

from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, models, transaction

from guidelines.models import Guideline
from kyodo_portal.accounts.models import User
from kyodo_portal.audit.models import AuditEvent
from kyodo_portal.common.files import storage
from kyodo_portal.pages.database_copy import count_on
from partners.models import Partner
from projects.models import Project

from . import places
from .taken import SECRET_COLUMNS, columns_taken, label, lists_taken, models_taken
from .values import from_json

AT_ONCE = 500
# Whoever has used a portal has left one of these. What else stands in one that was only prepared is laid anew by the export.
SOMEBODYS = (User, AuditEvent, Partner, Guideline, Project)


class Refused(Exception):
    """What the export holds cannot come in; in Japanese, with file and line."""


def somebodys():
    """What speaks of a city that works here already: 「利用者 3件、…」, "" where only `prepare` has been. Five queries."""
    counts = [(model._meta.verbose_name, model._base_manager.count()) for model in SOMEBODYS]
    return "、".join(f"{name} {count}件" for name, count in counts if count)


def bring_in(place, manifest, say=lambda words: None):
    """Write files and rows. Refused where anything does not fit; then nothing has changed. Returns how many rows and files.

    The tables are emptied of what `prepare` laid: the city brings its own. Guards, marks and indexes stand meanwhile and see every row.
    """
    written = []
    try:
        for name in manifest.uploads():
            with place.open(f"files/{name}") as file:
                if storage.put_back(name, file.read()):
                    written.append(name)
        say(f"預かったファイル：{len(manifest.uploads()):,}個")
        with transaction.atomic():
            rows = _bring_rows(place, manifest, say)
    except (OSError, DatabaseError, ValueError, Refused) as error:
        for name in written:
            storage.discard(name)
        raise Refused(str(error)) from error
    return rows, len(manifest.uploads())


def _bring_rows(place, manifest, say):
    options = {name: bool(manifest.options.get(name)) for name in ("secrets", "mails")}
    taken, total = models_taken(secrets=options["secrets"]), 0
    for model in reversed(taken):
        for field in lists_taken(model):
            _empty(field.remote_field.through)
        _empty(model)
    for model in taken:
        count = _bring_model(place, model, columns_taken(model, **options))
        expected = manifest.rows()[label(model)]
        if count != expected or model._base_manager.count() != expected:
            raise Refused(f"{label(model)}: {count}行（{expected}行のはず）")
        total += count
        say(f"{model._meta.verbose_name}（{label(model)}）：{count:,}行")
    try:
        connection.check_constraints()
    except DatabaseError as error:
        raise Refused(f"どこかの行が、ない行を指しています（データベースの言葉：{' '.join(str(error).split())}）") from error
    count_on([*taken, *(field.remote_field.through for model in taken for field in lists_taken(model))])
    return total


def _empty(model):
    rows = model._base_manager.all()
    rows._raw_delete(rows.db)


def _bring_model(place, model, columns):
    """Write the rows of one file as they stand there: no hook of a model and no clock changes them."""
    path, count, lists = f"data/{label(model)}.jsonl", 0, lists_taken(model)
    with place.open(path) as file:
        numbered = enumerate(places.lines(file), 1)
        while batch := list(itertools.islice(numbered, AT_ONCE)):
            rows = [_row(model, columns, lists, path, number, line) for number, line in batch]
            try:
                _insert(model, [row for row, _ in rows])
                for field in lists:
                    _insert(field.remote_field.through, _links(field, rows))
            except (DatabaseError, ValueError, TypeError) as error:
                where = f"{path} の{batch[0][0]}〜{batch[-1][0]}行"
                raise Refused(f"{where}: データベースが受け付けません（{' '.join(str(error).split())[:300]}）") from error
            count += len(rows)
    return count


def _row(model, columns, lists, path, number, line):
    """(the instance, {name of a many-to-many column: keys}) of one line."""
    try:
        said = json.loads(line)
        wanted = {field.name for field in (*columns, *lists)}
        if not isinstance(said, dict):
            raise ValueError("1行が1件のJSON（{…}）になっていません")
        if strange := sorted(said.keys() - wanted):
            raise ValueError(f"この版にない列があります（{'、'.join(strange)}）")
        if lost := sorted(wanted - said.keys()):
            raise ValueError(f"列が足りません（{'、'.join(lost)}）")
        values = {field.attname: from_json(field, said[field.name]) for field in columns}
    except json.JSONDecodeError as error:
        raise Refused(f"{path} の{number}行: JSONとして読めません（{error.pos + 1}文字目）") from error
    except (ValueError, TypeError, ValidationError) as error:
        reason = "、".join(error.messages) if isinstance(error, ValidationError) else error
        raise Refused(f"{path} の{number}行: {reason}") from error
    if "password" in SECRET_COLUMNS.get(label(model), ()) and "password" not in values:
        values["password"] = make_password(None)  # nobody's: its owner signs in by a mailed code
    return model(**values), {field.name: said[field.name] for field in lists}


def _links(field, rows):
    through = field.remote_field.through
    own, other = (through._meta.get_field(name).attname for name in (field.m2m_field_name(), field.m2m_reverse_field_name()))
    return [through(**{own: row.pk, other: key}) for row, keys in rows for key in keys[field.name]]


def _insert(model, rows):
    fields = [field for field in model._meta.concrete_fields if rows and (rows[0].pk or not isinstance(field, models.AutoField))]
    size = max(connection.ops.bulk_batch_size(fields, rows), 1)
    for at in range(0, len(rows), size):
        model._base_manager._insert(rows[at : at + size], fields=fields, using=connection.alias, raw=True)
