"""The cleaner: what no row names goes into the trash, comes back with its row, and nothing moves where the database
looks wrong.
"""

import os
import re
import time

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from kyodo_portal.common.files import storage, trash
from kyodo_portal.notices import scheduler
from kyodo_portal.notices.models import ScheduledJob
from kyodo_portal.pages import instance
from kyodo_portal.pages.cleanup import remove_unowned_files
from kyodo_portal.pages.models import Installation
from partners.models import RegistrationFile
from tests import build

pytestmark = pytest.mark.django_db
JOBS = [("files of nobody", "kyodo_portal.pages.cleanup.remove_unowned_files", 86400)]
MARKS_DIFFER = "データベースとファイルの置き場所の印が合わない"


@pytest.fixture
def root(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def joined(root):
    """A store that carries its database's mark."""
    assert instance.join() == ""
    return root


@pytest.fixture
def case(db):
    _, clerk = build.office("secretariat")
    return build.registration(build.user(), secretary=clerk)


def lay(root, *names, hours=48):
    """Files of that age under these names."""
    for name in names:
        path = root / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"%PDF-1.4")
        then = time.time() - hours * 3600
        os.utime(path, (then, then))


def hexadecimal(number, folder="ab"):
    return f"{folder}/{number:032x}"


def own(case, *names):
    """A row for each of these files."""
    facts = {
        "name": "規約.pdf",
        "content_type": "application/pdf",
        "size": 8,
        "sha256": "0" * 64,
        "uploaded_by": case.created_by,
    }
    return RegistrationFile.objects.bulk_create(RegistrationFile(registration=case, stored_as=name, **facts) for name in names)


def test_old_files_of_nobody_go_into_the_trash_and_all_others_stay(joined, case):
    lay(joined, "ab/kept", "ab/lost")
    lay(joined, "ab/new", hours=1)
    own(case, "ab/kept")
    remove_unowned_files()
    assert trash.stored_names() == {"ab/kept", "ab/new"} and trash.names_in_trash() == {"ab/lost"}
    assert (joined / ".trash" / "ab" / "lost").read_bytes() == b"%PDF-1.4"


def test_the_trash_is_emptied_after_thirty_days(joined, case):
    (joined / ".trash").mkdir()
    lay(joined / ".trash", "ab/young", hours=29 * 24)
    lay(joined / ".trash", "ab/old", hours=31 * 24)
    remove_unowned_files()
    assert trash.names_in_trash() == {"ab/young"}


def test_a_file_whose_row_is_there_again_comes_back(joined, case):
    (joined / ".trash").mkdir()
    lay(joined / ".trash", "ab/again", hours=31 * 24)
    own(case, "ab/again")
    remove_unowned_files()
    assert trash.stored_names() == {"ab/again"} and trash.names_in_trash() == set()


def test_after_a_restore_prepare_brings_back_what_was_taken_off_since(joined, case, client_for):
    lay(joined, hexadecimal(1))
    storage.remove_stored(hexadecimal(1))
    (paper,) = own(case, hexadecimal(1))
    address = f"/partners/registrations/{case.pk}/papers/{paper.pk}/"
    assert client_for(case.created_by).get(address).status_code == 404
    call_command("prepare")
    assert b"".join(client_for(case.created_by).get(address)) == b"%PDF-1.4"
    assert trash.names_in_trash() == set()


def test_the_clock_brings_back_files_within_minutes(joined, case, settings):
    lay(joined, hexadecimal(1))
    storage.remove_stored(hexadecimal(1))
    own(case, hexadecimal(1))
    (job,) = (job for job in settings.KYODO_TICK_JOBS if job[0] == "files whose row is back")
    assert job[2] <= 600 and scheduler.tick([job]) == ["files whose row is back"]
    assert trash.stored_names() == {hexadecimal(1)}


@pytest.mark.parametrize(
    ("owned", "lost", "moved"),
    [(1, 1, True), (60, 3, True), (60, 4, False), (400, 20, True), (500, 21, False), (0, 1, False), (0, 3, False)],
)
def test_many_at_once_or_nothing_but_them_are_left_where_they_are(joined, case, owned, lost, moved):
    keep, go = [hexadecimal(n) for n in range(owned)], [hexadecimal(n, "cd") for n in range(lost)]
    lay(joined, *keep, *go)
    own(case, *keep)
    scheduler.tick(JOBS)
    assert trash.stored_names() == {*keep, *([] if moved else go)}
    error = ScheduledJob.objects.get(name="files of nobody").error
    assert error == "" if moved else error.startswith(f"どの行のものでもないファイルが、{owned + lost}個のうち{lost}個あります。")


def test_an_empty_database_in_front_of_a_full_store_touches_nothing_and_the_staff_read_why(joined, case, client_for):
    lay(joined, "ab/one", "ab/two", "ab/three")
    Installation.objects.all().delete()
    call_command("prepare")
    scheduler.tick(JOBS)
    assert trash.stored_names() == {"ab/one", "ab/two", "ab/three"}
    _, clerk = build.office("secretariat", "見本 事務局")
    first_page = client_for(clerk).get("/admin/").content.decode()
    assert re.search(r"うまくいかなかった定期の処理\D*1", re.sub(r"<[^>]*>", " ", first_page))
    assert MARKS_DIFFER in client_for(clerk).get("/admin/notices/scheduledjob/").content.decode()


def test_a_job_that_was_refused_is_tried_again_within_the_hour(root):
    scheduler.tick(JOBS)
    run = ScheduledJob.objects.get()
    assert run.error.startswith(MARKS_DIFFER) and (run.due_at - run.finished_at).total_seconds() <= 3600


def test_the_database_of_another_portal_is_not_joined_unless_somebody_is_sure(joined, case, capsys):
    lay(joined, "ab/one", "ab/kept")
    own(case, "ab/kept")
    Installation.objects.update(instance="f" * 32)
    call_command("prepare")
    assert MARKS_DIFFER in capsys.readouterr().err
    assert scheduler.tick(JOBS) and ScheduledJob.objects.get().error and trash.stored_names() == {"ab/one", "ab/kept"}
    call_command("prepare", join_files=True)
    assert capsys.readouterr().err == ""
    remove_unowned_files()
    assert trash.stored_names() == {"ab/kept"}


def test_a_portal_from_before_the_marks_is_joined_by_its_files(root, case):
    lay(root, "ab/kept")
    own(case, "ab/kept")
    call_command("prepare")
    assert (root / ".instance").read_text().strip() == Installation.objects.get().instance != ""


def test_files_that_no_row_names_are_not_joined_with_an_empty_database(root, capsys):
    lay(root, "ab/one")
    call_command("prepare")
    assert MARKS_DIFFER in capsys.readouterr().err and not Installation.objects.exists()


def test_an_empty_database_in_front_of_a_store_with_files_stays_empty(joined):
    """Whoever lost the database and calls `prepare` before the restore does not get a second, empty portal."""
    lay(joined, "ab/kept")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations")
    with pytest.raises(CommandError, match="先にバックアップから戻します"):
        call_command("prepare")
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM django_migrations")
        assert cursor.fetchone() == (0,)


def test_a_lost_store_takes_the_mark_of_its_database(joined):
    (joined / ".instance").unlink()
    call_command("prepare")
    assert (joined / ".instance").read_text().strip() == Installation.objects.get().instance


def test_an_operator_sees_the_files_of_nobody_and_puts_away_however_many_they_are(joined, case, capsys):
    names = [hexadecimal(n) for n in range(30)]
    lay(joined, *names)
    call_command("unowned_files")
    assert capsys.readouterr().out.splitlines()[-1] == "30個あります。" and len(trash.stored_names()) == 30
    call_command("unowned_files", to_trash=True)
    assert trash.stored_names() == set() and len(trash.names_in_trash()) == 30


def test_an_operator_cannot_put_away_the_files_of_another_portal(joined):
    lay(joined, "ab/one")
    Installation.objects.update(instance="f" * 32)
    with pytest.raises(CommandError, match=MARKS_DIFFER):
        call_command("unowned_files", to_trash=True)
    assert trash.stored_names() == {"ab/one"}
