"""The rows and files of an export into an empty database: all of them, or none."""

import itertools

from django.db import DatabaseError, connection, models, transaction

from guidelines.models import Guideline
from kyodo_portal.accounts.models import User
from kyodo_portal.audit.models import AuditEvent
from kyodo_portal.common.files import storage
from kyodo_portal.pages.database_copy import count_on
from partners.models import Partner
from projects.models import Project

from .rows import Refused, column_of, leads_nowhere, links_of, place_of, row_on, why_not
from .taken import columns_taken, label, lists_taken, models_taken

AT_ONCE = 500
NOT_TAKEN = (DatabaseError, ValueError)  # of the database; of its driver, before it gets there
# Whoever has used a portal has left one of these. What else stands in one that was only prepared is laid anew by the export.
SOMEBODYS = (User, AuditEvent, Partner, Guideline, Project)


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
    except BaseException as error:
        for name in written:
            storage.discard(name)
        if isinstance(error, OSError):
            raise Refused(
                f"ファイルを読むか、置き場所に書くことができません（{error.strerror or type(error).__name__}）"
            ) from error
        raise
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
        with transaction.atomic():
            connection.check_constraints()
    except DatabaseError as error:
        raise Refused(leads_nowhere(place, taken) or "どこかの行が、ない行を指しています") from error
    count_on([*taken, *(field.remote_field.through for model in taken for field in lists_taken(model))])
    return total


def _empty(model):
    rows = model._base_manager.all()
    rows._raw_delete(rows.db)


def _bring_model(place, model, columns):
    """Write the rows of one file as they stand there: no hook of a model and no clock changes them."""
    count, lists = 0, lists_taken(model)
    with place.open(f"data/{label(model)}.jsonl") as file:
        numbered = enumerate(file, 1)
        while batch := list(itertools.islice(numbered, AT_ONCE)):
            rows = [(number, *row_on(model, columns, lists, number, line)) for number, line in batch]
            try:
                _write(model, lists, rows)
            except NOT_TAKEN as error:
                raise Refused(_which(model, lists, rows)) from error
            count += len(rows)
    return count


@transaction.atomic
def _write(model, lists, rows):
    _insert(model, [row for _, row, _ in rows])
    for field in lists:
        through, own, other = links_of(field)
        _insert(through, [through(**{own: row.pk, other: key}) for _, row, keys in rows for key in keys[field.name]])


def _which(model, lists, rows):
    """The sentence for the line that the database does not take, found by writing its batch once more, a row at a time."""
    for one in rows:
        number, row, keys = one
        try:
            _write(model, (), [one])
        except NOT_TAKEN:
            return f"{place_of(model, number)}: {why_not(row)}"
        twice = [field for field in lists if len(set(keys[field.name])) < len(keys[field.name])]
        if twice:
            return f"{place_of(model, number)}: {column_of(twice[0])}：同じ番号が2度あります"
    return f"data/{label(model)}.jsonl の{rows[0][0]}〜{rows[-1][0]}行: データベースの決まりに合わない行があります"


def _insert(model, rows):
    fields = [field for field in model._meta.concrete_fields if rows and (rows[0].pk or not isinstance(field, models.AutoField))]
    size = max(connection.ops.bulk_batch_size(fields, rows), 1)
    for at in range(0, len(rows), size):
        model._base_manager._insert(rows[at : at + size], fields=fields, using=connection.alias, raw=True)
