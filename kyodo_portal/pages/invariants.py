"""What must always be true of the stored data, whatever happened: asked by `manage.py verify` and after fault tests.

Each function yields one Japanese line per breach. They look at every process and every file field there is, by model, so
that a new app is checked without a word here.
"""

import hashlib

from django.apps import apps
from django.db import connection
from django.db.models import Count, Q

from kyodo_portal.audit import guard
from kyodo_portal.audit.models import AuditEvent, Blanking
from kyodo_portal.common.files import trash
from kyodo_portal.common.files.stores import file_store
from kyodo_portal.common.lists import grams
from kyodo_portal.letters.models import FROZEN, OfficialLetter
from kyodo_portal.notices.models import Delivery, Notice
from kyodo_portal.personal.closed_again import open_again
from kyodo_portal.personal.words import GONE, NOBODY
from kyodo_portal.process.models import subject_models
from kyodo_portal.process.task_checks import wrong_tasks
from projects.cycles.check.kept_actions import rows_of, well_kept
from projects.cycles.current_actions import current_cycles
from projects.grants import freeze
from projects.models import KeptPrinciple, Project

from . import data_triggers, instance, keys
from .archive import file_models


def chains():
    """I2, I3: versions 1…n without gap or double, each step starts where the last one ended, the last one is the state."""
    for model in subject_models():
        for subject in model._base_manager.iterator(chunk_size=500):
            state, version = model.process.start, 0
            for change in subject.changes.order_by("version"):
                if (change.version, change.from_state) != (version + 1, state):
                    yield f"{subject} ({model._meta.label} {subject.pk}): 版 {change.version} の手続きが前とつながりません"
                version, state = change.version, change.to_state
            if (subject.version, subject.status) != (version, state):
                yield f"{subject} ({model._meta.label} {subject.pk}): 状態が記録と合いません（{subject.status}、記録では {state}）"


def decisions_are_recorded():
    """I7: every step stands in the audit trail too."""
    for model in subject_models():
        label = model._meta.label_lower
        recorded = dict(
            AuditEvent.objects.filter(act="step", target_type=label).order_by().values_list("target_id").annotate(n=Count("pk"))
        )
        for subject in model._base_manager.only("pk", "version").iterator(chunk_size=500):
            if recorded.get(str(subject.pk), 0) != subject.version:
                yield f"{model._meta.label} {subject.pk}: 手続き {subject.version}件に対して、記録が {recorded.get(str(subject.pk), 0)}件です"


def keys_are_unique():
    """I2: a one-time key made one row at most (the database refuses more; this notices a lost constraint)."""
    for model in apps.get_models():
        if any(field.name == "form_key" for field in model._meta.local_fields) and not hasattr(model, "history_object"):
            doubles = (
                model._base_manager.exclude(form_key=None).order_by().values("form_key").annotate(n=Count("pk")).filter(n__gt=1)
            )
            for row in doubles:
                yield f"{model._meta.label}: 同じ鍵 {row['form_key']} の行が {row['n']}件あります"


def files_and_rows():
    """I4: every row's file is there, with the size and digest that the row says; a file of no row is listed."""
    named = set()
    for model in file_models():
        for row in model._base_manager.iterator(chunk_size=500):
            named.add(row.stored_as)
            what = f"{model._meta.label} {row.pk}"
            try:
                with file_store().opened(row.stored_as) as file:
                    as_it_came = hashlib.file_digest(file, "sha256").hexdigest() == row.sha256 and file.tell() == row.size
            except FileNotFoundError:
                yield f"{what}: ファイルがありません（{row.stored_as}）"
                continue
            if not as_it_came:
                yield f"{what}: ファイルの中身が、預かったときと違います（{row.stored_as}）"
    for name in sorted(trash.stored_names() - named):
        yield f"どの行のものでもないファイル: {name}"


def marks():
    """Database and file store are one portal's: otherwise the clock removes no files."""
    if instance.of_database() != instance.of_store():
        yield instance.DISAGREE


def secret_key():
    """What lies encrypted or marked with SECRET_KEY can be read with it."""
    if problem := keys.problem():
        yield problem


def mails():
    """I6: one notice, one mail at most, and only a mail that left has a time of leaving."""
    for row in Notice.objects.order_by().values("key", "user").annotate(n=Count("pk")).filter(n__gt=1):
        yield f"同じ出来事 {row['key']} のお知らせが {row['n']}件あります"
    for mail in Delivery.objects.filter(Q(state="sent", sent_at=None) | Q(~Q(state="sent"), sent_at__isnull=False)):
        yield f"送信 {mail.pk}: 状態と送った日時が合いません"


def references():
    """I9: no row points at a row that is not there; on SQLite the file itself is whole."""
    if connection.vendor != "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE NOT convalidated")
            for table, name in cursor.fetchall():
                yield f"{table}: 制約 {name} が確かめられていません"
        return
    with connection.cursor() as cursor:
        for row in cursor.execute("PRAGMA integrity_check").fetchall():
            if row[0] != "ok":
                yield row[0]
        for row in cursor.execute("PRAGMA foreign_key_check").fetchall():
            yield f"{row[0]} {row[1]}: 参照先がありません（{row[2]}）"


def current_years():
    """The year that lists show of an entry is the one that its years say."""
    entries = Project.objects.annotate(expected=current_cycles()).order_by("pk")
    for pk, title, stored, expected in entries.values_list("pk", "title", "current_cycle_id", "expected").iterator():
        if stored != expected:
            yield f"{title} ({pk}): 一覧に出す年度が違います（{stored}、正しくは {expected}）"


def kept_principles():
    """What the guideline's page says of principles is what both sides answered."""
    columns = ("cycle_id", "item_id", "principle_id", "fiscal_year", "group_points", "city_points")
    asked_for = {tuple(row[name] for name in columns) for row in rows_of(well_kept())}
    for row in sorted(asked_for ^ set(KeptPrinciple.objects.values_list(*columns))):
        yield f"年度ごとの実施 {row[0]}、評価の項目 {row[1]}: 大切にした原則の記録が、双方の評価と合いません"


def guards():
    """The triggers that keep trail and history append-only, and those that tell the page cache of every write, are there:
    SQLite drops them when a table is rebuilt.
    """
    for name in guard.missing_triggers(connection):
        yield f"見張り {name} がないか、古いものです。manage.py migrate でもう一度付きます"
    for name in freeze.missing_triggers(connection):
        yield f"補助の決まりを守るトリガー {name} がありません（manage.py migrate で作り直せます）"
    for name in data_triggers.missing_triggers(connection):
        yield f"見張り {name} がないか、古いものです。公開のページが古いままになります。manage.py migrate でもう一度付きます"
    for event in Blanking.objects.values_list("event", flat=True).distinct():
        yield f"記録 {event} の「消す」ための戸が開いたままです"


def official_letters():
    """What a 通知書 says is what it said when it went; one whose words were erased, or a name in them, says no more of it."""
    for row in OfficialLetter.objects.released().exclude(body="").iterator(chunk_size=500):
        said = "".join(str(getattr(row, name)) for name in FROZEN)
        if row.sha256 != row.fingerprint() and not (NOBODY in said or GONE in said):
            yield f"通知書 {row.number} ({row.pk}): 文が、出したときと違います"


def search_indexes():
    """What a search asks (common/lists/grams.py) is there, of this version, and holds the rows."""
    for name in grams.problems(connection):
        yield f"検索の索引 {name} がないか、行と合いません。manage.py search_index で作り直せます"


ALL = {
    "やること": wrong_tasks,
    "手続きのつながり": chains,
    "手続きの記録": decisions_are_recorded,
    "一度きりの鍵": keys_are_unique,
    "ファイル": files_and_rows,
    "サイトの印": marks,
    "鍵": secret_key,
    "お知らせと送信": mails,
    "参照先": references,
    "一覧に出す年度": current_years,
    "大切にした原則": kept_principles,
    "見張り": guards,
    "通知書": official_letters,
    "検索の索引": search_indexes,
    "退会した人": open_again,
}
