"""The clock's work: when due, once, and whatever one job does wrong."""

import os
import time
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from kyodo_portal.notices import scheduler
from kyodo_portal.notices.models import ScheduledJob
from kyodo_portal.pages.sample import clock

pytestmark = pytest.mark.django_db

ran = []
LONG_AGO = timezone.make_aware(datetime(2026, 4, 1, 9))


def note():
    ran.append("note")


def break_down():
    raise ValueError("壊れました")


JOBS = [("break", f"{__name__}.break_down", 60), ("note", f"{__name__}.note", 60)]


@pytest.fixture(autouse=True)
def nothing_ran():
    ran.clear()


def test_a_job_runs_when_it_is_due_and_not_before():
    assert scheduler.tick(JOBS) == ["break", "note"]
    assert scheduler.tick(JOBS) == []
    ScheduledJob.objects.filter(name="note").update(due_at=timezone.now())
    assert scheduler.tick(JOBS) == ["note"]
    assert ran == ["note", "note"]


def test_the_error_of_one_job_is_kept_and_the_others_run():
    scheduler.tick(JOBS)
    assert ScheduledJob.objects.get(name="break").error == "ValueError: 壊れました"
    assert ScheduledJob.objects.get(name="note").error == ""
    assert ran == ["note"]


def test_a_job_that_another_runner_holds_is_left_alone_until_its_lease_ends():
    now = timezone.now()
    ScheduledJob.objects.create(name="note", due_at=now, leased_until=now + timedelta(minutes=5))
    assert scheduler.tick(JOBS[1:]) == []
    ScheduledJob.objects.update(leased_until=now - timedelta(seconds=1))
    assert scheduler.tick(JOBS[1:]) == ["note"]


def at(job, moment):
    """Let the clock do its work at this moment: whether the job ran, and when it is due next."""
    with clock.at(moment):
        ran_now = bool(scheduler.tick([(job, f"{__name__}.note", 60)]))
    return ran_now, ScheduledJob.objects.get(name=job).due_at


def test_a_job_of_a_minute_runs_every_minute_however_unevenly_one_asks():
    start = LONG_AGO
    asked = [0, 60.3, 119.98, 180.4, 239.7, 300.02]
    due = [at("minute", start + timedelta(seconds=second)) for second in asked]
    assert due == [(True, start + timedelta(seconds=60 * number)) for number in range(1, 7)]
    assert at("minute", start + timedelta(seconds=330)) == (False, start + timedelta(seconds=360))


def test_after_a_pause_a_job_runs_once_and_keeps_its_row_of_moments():
    start = LONG_AGO
    at("minute", start)
    assert at("minute", start + timedelta(hours=5, seconds=20)) == (True, start + timedelta(hours=5, minutes=1))
    assert at("minute", start + timedelta(hours=5, seconds=21)) == (False, start + timedelta(hours=5, minutes=1))


def test_a_clock_that_is_set_back_stops_no_job():
    """Planned, and held by a runner, at times that lie ahead of everything we plan."""
    now = LONG_AGO
    at("minute", now + timedelta(days=1))
    assert at("minute", now) == (True, now + timedelta(seconds=60))
    ScheduledJob.objects.update(due_at=now, leased_until=now + timedelta(days=1))
    assert at("minute", now + timedelta(seconds=60))[0] is True


def test_ended_sessions_are_forgotten(settings):
    now = timezone.now()
    Session.objects.create(session_key="a" * 32, session_data="x", expire_date=now - timedelta(hours=1))
    Session.objects.create(session_key="b" * 32, session_data="x", expire_date=now + timedelta(hours=1))
    scheduler.clear_sessions()
    assert [row.session_key for row in Session.objects.all()] == ["b" * 32]


def test_left_uploads_are_removed_after_a_day(settings, tmp_path):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    old, new = tmp_path / "old.upload", tmp_path / "new.upload"
    old.touch()
    new.touch()
    os.utime(old, (time.time() - 90_000,) * 2)
    scheduler.clear_uploads()
    assert list(Path(tmp_path).iterdir()) == [new]
