"""A database that another version has made is refused in one sentence, by /readyz and by `manage.py prepare`."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from kyodo_portal.notices.models import ScheduledJob
from kyodo_portal.pages import database

pytestmark = pytest.mark.django_db

NEWER = "データベースがプログラムより新しい版のものです（projects.9999_from_tomorrow）。"
OTHER = "データベースの列がプログラムと合いません（process_numberseries.last、process_numberseries.latest）。"


def run(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)


def a_newer_version():
    run("INSERT INTO django_migrations (app, name, applied) VALUES ('projects', '9999_from_tomorrow', CURRENT_TIMESTAMP)")


def another_column():
    run("ALTER TABLE process_numberseries RENAME COLUMN last TO latest")


def no_column():
    run("ALTER TABLE process_numberseries DROP COLUMN last")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (a_newer_version, NEWER),
        (another_column, OTHER),
        (no_column, "データベースの列がプログラムと合いません（process_numberseries.last）。"),
        (lambda: run("DROP TABLE process_numberseries"), "process_numberseries.id"),
    ],
)
def test_readyz_and_prepare_refuse_it_in_one_sentence(client, change, sentence):
    assert client.get("/readyz").content == b"ok\n"
    change()
    answer = client.get("/readyz")
    assert answer.status_code == 503 and sentence in answer.content.decode() and answer.content.decode().count("\n") == 1
    with pytest.raises(CommandError) as refused:
        call_command("prepare")
    assert sentence in str(refused.value) and "\n" not in str(refused.value)


def test_readyz_says_what_to_do_where_a_migration_is_still_to_come(client):
    run("DELETE FROM django_migrations WHERE app = 'pages' AND name = '0010_offers_are_found'")
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.content.decode() == (
        "no: データベースがプログラムより古い版のものです（pages.0010_offers_are_found）。manage.py prepare をしてください。\n"
    )


def test_a_database_of_another_version_is_not_migrated(client):
    """What is recorded as applied must have made what it makes today: otherwise nothing is added to it."""
    another_column()
    run("DELETE FROM django_migrations WHERE app = 'pages'")
    assert OTHER in database.misfit_before_migrating()
    with pytest.raises(CommandError, match="process_numberseries.latest"):
        call_command("prepare")
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM django_migrations WHERE app = 'pages'")
        assert cursor.fetchone() == (0,)


def test_readyz_asks_once(client, django_assert_num_queries):
    client.get("/readyz")
    with django_assert_num_queries(1):
        assert client.get("/readyz").status_code == 200


def test_no_job_of_the_clock_runs_on_a_database_of_another_version():
    """What its jobs take for late, old or nobody's may be none of it: nothing is sent, ended or moved."""
    another_column()
    with pytest.raises(CommandError, match="process_numberseries.latest"):
        call_command("tick")
    assert not ScheduledJob.objects.exists()
