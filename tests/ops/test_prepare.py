"""`manage.py prepare`: one at a time, and the static files of the version that still runs stay."""

import os
import threading
import time
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

from kyodo_portal.pages.one_at_a_time import only_one
from kyodo_portal.pages.static_files import collect

DAY = 86_400


@pytest.fixture
def site(settings, tmp_path):
    """A place for static files, filled with a single style sheet of our own."""
    source = tmp_path / "source"
    (source / "css").mkdir(parents=True)
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATICFILES_DIRS = [source]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }
    return source / "css" / "base.css"


def hashed(settings):
    """The names under which the style sheet can be asked for, without those of packed copies."""
    return {path.name for path in Path(settings.STATIC_ROOT, "css").glob("base.*.css")}


def version(source, text, *, days_ago=0):
    """The style sheet of another version, as a package unpacks it: with the time at which it was made."""
    source.write_text(text)
    os.utime(source, (time.time() - days_ago * DAY,) * 2)
    collect()


def age(settings, days):
    """So many days go by for everything that lies there."""
    for path in Path(settings.STATIC_ROOT).rglob("*"):
        if path.is_file():
            os.utime(path, (path.stat().st_mtime - days * DAY,) * 2)


def test_the_running_version_keeps_its_style_sheet_and_loses_it_a_month_later(site, settings):
    version(site, "a{}")
    (first,) = hashed(settings)
    age(settings, 90)  # it has run for three months when the next version comes
    version(site, "b{}", days_ago=200)
    assert len(hashed(settings)) == 2 and first in hashed(settings)
    assert Path(settings.STATIC_ROOT, "css", "base.css").read_text() == "b{}"
    (second,) = hashed(settings) - {first}
    age(settings, 29)
    collect()
    assert hashed(settings) == {first, second}
    age(settings, 2)
    collect()
    assert hashed(settings) == {second}
    assert Path(settings.STATIC_ROOT, "css", "base.css").exists()


def test_what_somebody_laid_there_by_hand_does_not_stop_the_next_version(site, settings):
    version(site, "a{}")
    Path(settings.STATIC_ROOT, "css", "base.css").write_text("changed by hand")
    version(site, "c{}", days_ago=3)
    assert Path(settings.STATIC_ROOT, "css", "base.css").read_text() == "c{}"


@pytest.mark.django_db(transaction=True)
def test_whoever_comes_second_waits_until_the_first_is_through(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    order, inside = [], threading.Event()

    def second():
        inside.wait(10)
        try:
            with only_one(waiting=lambda: order.append("waits")):
                order.append("second")
        finally:
            connection.close()

    thread = threading.Thread(target=second)
    thread.start()
    with only_one():
        inside.set()
        time.sleep(0.6)
        order.append("first")
    thread.join(10)
    assert order == ["waits", "first", "second"]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="two machines share a PostgreSQL only")
@pytest.mark.django_db(transaction=True)
def test_two_machines_wait_for_each_other(settings, tmp_path):
    """Each has a data folder of its own; the lock is the database's."""
    order = []

    def second():
        try:
            with only_one(waiting=lambda: order.append("waits")):
                order.append("second")
        finally:
            connection.close()

    settings.DATA_DIR = tmp_path
    with only_one():
        (tmp_path / "other").mkdir()
        settings.DATA_DIR = tmp_path / "other"
        thread = threading.Thread(target=second)
        thread.start()
        time.sleep(0.6)
        order.append("first")
    thread.join(10)
    assert order == ["waits", "first", "second"]


@pytest.mark.django_db(transaction=True)
def test_a_second_prepare_says_that_it_waits_and_then_does_its_work(site, settings, tmp_path, capsys):
    site.write_text("a{}")
    settings.DATA_DIR = tmp_path
    held, over = threading.Event(), threading.Event()

    def first():
        try:
            with only_one():
                held.set()
                over.wait(10)
        finally:
            connection.close()

    thread = threading.Thread(target=first)
    thread.start()
    held.wait(10)
    threading.Timer(0.6, over.set).start()
    call_command("prepare")
    thread.join(10)
    assert capsys.readouterr().out == "もう1つの prepare が終わるのを待っています。\n"
    assert len(hashed(settings)) == 1


@pytest.mark.django_db
def test_prepare_may_run_before_every_start(site, settings, tmp_path):
    site.write_text("a{}")
    settings.DATA_DIR = tmp_path
    call_command("prepare")
    before = hashed(settings)
    call_command("prepare")
    assert hashed(settings) == before and len(before) == 1


@pytest.mark.django_db
def test_the_two_halves_of_prepare(site, settings, tmp_path, django_assert_num_queries):
    """The database once a version; the static files on each machine, which asks no database for them."""
    settings.DATA_DIR = tmp_path
    site.write_text("a{}")
    with django_assert_num_queries(0):
        call_command("prepare", "--static")
    assert len(hashed(settings)) == 1
    site.write_text("b{}")
    call_command("prepare", "--database")
    assert len(hashed(settings)) == 1
