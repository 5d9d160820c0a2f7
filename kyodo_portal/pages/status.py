"""How the portal is doing, for whoever keeps it: asked by `manage.py status` and by /readyz?full.

One point for each thing that can go wrong unseen. Every limit stands here; docs/operations.md explains what to do.
"""

import json
import logging
import os
import shutil
import time
from datetime import timedelta
from enum import IntEnum
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Max, Min
from django.db.models.functions import Coalesce
from django.utils import timezone

from kyodo_portal.common.files.stores import StoreAway
from kyodo_portal.common.files.virus import scanner_answers
from kyodo_portal.common.version import version
from kyodo_portal.notices.models import Delivery, ScheduledJob

from . import backup_places, instance, keys
from .archive import is_incomplete
from .data_version import mark_of
from .database import misfit
from .replica import ALIAS

log = logging.getLogger(__name__)

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TICK_LIMITS = timedelta(minutes=3), timedelta(minutes=15)  # since the clock's last work: warn, bad
JOB_LATE = 2 * HOUR  # since a job was due: four workers have taken it and given no word
MAIL_LIMITS = timedelta(minutes=10), HOUR  # since the oldest waiting mail was written
BACKUP_LIMITS = 26 * HOUR, 50 * HOUR  # one night forgotten, two nights
DISK_LIMITS = 15, 5  # percent still free
FAILED_SINCE = 2 * DAY
FAR_BEHIND = 16 * 1024 * 1024  # bytes that a standby has still to take over
UNKNOWN = "データベースに届かないので、分かりません"


class Level(IntEnum):
    """The exit codes of a monitor's plug-in (Nagios, Icinga, Zabbix, Mackerel understand them)."""

    OK = 0
    WARN = 1
    BAD = 2


class Point(NamedTuple):
    name: str  # never changes: monitors look for it
    level: Level
    title: str
    words: str  # what is so, and nothing personal

    def line(self):
        return f"{self.level.name:<4} {self.title}: {self.words}"


def points():
    """Every point, the worst first. A point that cannot be asked is bad, and never stops the others. About eleven queries."""
    found = [asked("database", "データベース", database)]
    away = found[0].level == Level.BAD  # asked once: a server that does not answer takes its time each time
    for name, (title, ask) in {**IN_DATABASE, **ON_MACHINE}.items():
        unknown = away and name in IN_DATABASE
        found.append(Point(name, Level.BAD, title, UNKNOWN) if unknown else asked(name, title, ask))
    return sorted(found, key=lambda point: -point.level)


def asked(name, title, ask):
    try:
        level, words = ask()
    except (DatabaseError, InterfaceError):
        level, words = Level.BAD, UNKNOWN if ask is not database else "届きません"
    except Exception as problem:  # a monitor must hear of what we did not think of
        log.exception("status point %s failed", name)
        level, words = Level.BAD, f"調べられませんでした（{type(problem).__name__}）"
    return Point(name, level, title, words)


def worst(found):
    return max(point.level for point in found)


def as_text(found):
    return "\n".join(point.line() for point in found)


def as_json(found):
    """{"level": the worst, "points": [{"name", "level", "title", "words"}]}"""
    rows = [{**point._asdict(), "level": point.level.name} for point in found]
    return json.dumps({"level": worst(found).name, "points": rows}, ensure_ascii=False, indent=1)


def judged(age, limits):
    """The level of something that long ago. A time that lies ahead (the clock was set back) counts by its distance."""
    warn, bad = limits
    return Level.BAD if abs(age) > bad else Level.WARN if abs(age) > warn else Level.OK


def ago(age):
    seconds = abs(int(age.total_seconds()))
    for unit, size in (("日", 86_400), ("時間", 3600), ("分", 60)):
        if seconds >= 2 * size:
            return f"{seconds // size}{unit}前"
    return f"{seconds}秒前"


# ---- the points --------------------------------------------------------------------------------------------------
def database():
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return Level.OK, "届きます"


def migrations():
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        return Level.BAD, f"{len(waiting)}件がまだです。manage.py prepare をしてください"
    if problem := misfit():
        return Level.BAD, problem
    return Level.OK, "すべて済んでいます"


def mark():
    problem = instance.problem()
    return (Level.BAD, problem) if problem else (Level.OK, "データベースとファイルは同じサイトのものです")


def secret_key():
    problem = keys.problem()
    return (Level.WARN, problem) if problem else (Level.OK, "データを書いた鍵です")


def clock():
    """The last work of the clock: a worker that died shows here."""
    last = ScheduledJob.objects.aggregate(last=Max("finished_at"))["last"]
    if last is None:
        return Level.BAD, "まだ一度も終わっていません。worker が動いているか確かめてください"
    age = timezone.now() - last
    return judged(age, TICK_LIMITS), f"最後は{ago(age)}"


def jobs():
    """What failed, and what is never finished because its worker dies of it each time: the clock goes on beside it. Jobs of this version
    only: an earlier one's row says nothing any more."""
    known, late = {name for name, _, _ in settings.KYODO_TICK_JOBS}, timezone.now() - JOB_LATE
    runs = [run for run in ScheduledJob.objects.order_by("name") if run.name in known]
    wrong = [run.name for run in runs if run.error]
    endless = [run.name for run in runs if not run.error and run.due_at < late]
    said = [f"うまくいかない処理: {'、'.join(wrong)}"] if wrong else []
    said += [f"予定から2時間たっても済まない処理: {'、'.join(endless)}"] if endless else []
    return (Level.WARN, "。".join(said)) if said else (Level.OK, "うまくいっています")


def waiting_mail():
    since = Coalesce("notice__waits_until", "created_at")
    oldest = Delivery.objects.not_yet_left().released().aggregate(oldest=Min(since))["oldest"]
    if oldest is None:
        return Level.OK, "待っているメールはありません"
    age = timezone.now() - oldest
    return judged(age, MAIL_LIMITS), f"いちばん古いものは{ago(age)}"


def failed_mail():
    count = Delivery.objects.given_up().filter(created_at__gt=timezone.now() - FAILED_SINCE).count()
    return (Level.WARN if count else Level.OK), f"この2日で{count}件"


def read_from():
    """The standby that public pages are read from: whether it answers, and how much it has still to take over."""
    if ALIAS not in settings.DATABASES:
        return Level.OK, "使っていません"
    try:
        same = mark_of(connections[ALIAS]) == mark_of(connection)
        behind = bytes_behind() if connection.vendor == "postgresql" else None
    except (DatabaseError, InterfaceError):
        return Level.WARN, "答えません。公開のページは、もとのデータベースから出しています"
    if behind is None or behind == 0 or (same and behind < FAR_BEHIND):
        return (Level.OK, "追いついています") if same else (Level.WARN, "別のデータです。READ_DATABASE_URL を確かめてください")
    return (Level.WARN if behind > FAR_BEHIND else Level.OK), f"{behind / 1024:.0f}KB 遅れています"


def bytes_behind():
    """What the database has written and the standby has not replayed; None where it is no standby (any more), or not of this one."""
    with connections[ALIAS].cursor() as cursor:
        cursor.execute("SELECT pg_is_in_recovery(), pg_last_wal_replay_lsn()::text")
        is_standby, replayed = cursor.fetchone()
    if not is_standby or replayed is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), %s::pg_lsn)", [replayed])
        return max(0, int(cursor.fetchone()[0]))


def is_only_read(folder):
    """Whether a folder stands and nothing can be written there: another owner, or a disk that is mounted for reading after an error."""
    return Path(folder).exists() and not os.access(folder, os.W_OK, effective_ids=True)


def disk():
    if is_only_read(settings.DATA_DIR):
        return Level.BAD, f"{settings.DATA_DIR} に書けません"
    worst_free, where = 100, ""
    for folder in {settings.DATA_DIR, settings.KYODO_BACKUP_DIR}:
        if Path(folder).exists():
            usage = shutil.disk_usage(folder)
            free = round(100 * usage.free / usage.total)
            if free <= worst_free:
                worst_free, where = free, f"{folder}、{usage.free / 1024**3:.1f}GB"
    warn, bad = DISK_LIMITS
    level = Level.BAD if worst_free < bad else Level.WARN if worst_free < warn else Level.OK
    return level, f"あき {worst_free}%（{where}）"


def backup():
    """The newest whole back-up: neither a half-written one nor one in which something is missing has such a name."""
    if settings.KYODO_SAMPLE:
        return Level.OK, "見本サイトでは取りません"
    try:
        place = backup_places.place_of_settings()
        times = [moment for name, moment in place.moments().items() if not is_incomplete(name)]
    except StoreAway:
        return Level.BAD, "置き場所のストアが答えません"
    if not times:
        return Level.BAD, f"{place} にありません"
    age = timedelta(seconds=time.time() - max(times))
    return judged(age, BACKUP_LIMITS), f"最後は{ago(age)}"


def scanner():
    if not settings.KYODO_CLAMD:
        return Level.OK, "使っていません"
    if scanner_answers():
        return Level.OK, "答えます"
    return Level.BAD, "答えません。添付を受け取れません"


def program():
    return Level.OK, version()


IN_DATABASE = {
    "migrations": ("データベースの形", migrations),
    "mark": ("サイトの印", mark),
    "key": ("鍵（SECRET_KEY）", secret_key),
    "clock": ("定期の処理", clock),
    "replica": ("読み取り用のデータベース", read_from),
    "jobs": ("定期の処理の結果", jobs),
    "waiting_mail": ("送信待ちのメール", waiting_mail),
    "failed_mail": ("送れなかったメール", failed_mail),
}
ON_MACHINE = {
    "version": ("プログラムの版", program),
    "disk": ("ディスク", disk),
    "backup": ("バックアップ", backup),
    "scanner": ("ウイルス検査", scanner),
}
