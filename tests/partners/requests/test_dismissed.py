"""A report about a letter that the secretariat dismissed by a wrong press waits again."""

import pytest

from kyodo_portal.notices.models import Notice
from kyodo_portal.process.models import Task
from partners.requests.care_actions import report
from tests import build
from tests.sent import opened

from .build import TEXT, World

pytestmark = pytest.mark.django_db


@pytest.mark.usefixtures("ten_minutes")
def test_a_report_that_was_dismissed_by_a_wrong_press_waits_again_and_nobody_was_told(client_for, later):
    world = World()
    row, clerk = world.send(), client_for(world.clerk)
    page, back = f"/requests/{row.pk}/dismiss/", f"/requests/{row.pk}/dismiss/reopen/"
    asked = Task.objects.open().filter(process="report", subject_id=row.pk, party="s")
    answers = Notice.objects.filter(key__startswith="report-answered:")
    report(row, by=world.member, why="しつこい")
    read_then = opened(clerk, page)
    report(row, by=world.writer, why="返事がこわい")
    # What was not read is not dismissed with the rest.
    unread = clerk.post(page, read_then)
    assert unread.status_code == 409 and "知らせが増えたか、別に決められました" in unread.text
    first = opened(clerk, page)
    for _ in range(2):
        assert clerk.post(page, first).status_code == 302
    assert answers.count() == 2 and not answers.released().exists() and not asked.exists()
    assert TEXT not in build.read(clerk, f"/requests/{row.pk}/") and back in build.markup(clerk.get(f"/requests/{row.pk}/"))
    wrong = opened(clerk, back)
    for _ in range(2):
        assert clerk.post(back, wrong).status_code == 302
    assert not answers.exists() and asked.exists() and row.reports.filter(decided_at=None).count() == 2
    assert TEXT in build.read(clerk, f"/requests/{row.pk}/")
    assert clerk.post(page, first).status_code == 409 and asked.exists()  # the first page, from another window
    assert clerk.post(page, opened(clerk, page)).status_code == 302
    later(minutes=11)
    report(row, by=world.member, why="また来ました")  # who reports anew waits with that, and is told the truth all the same
    assert clerk.post(back, opened(clerk, back)).status_code == 302
    later(minutes=11)
    waiting = row.reports.filter(decided_at=None).order_by("pk").values_list("by", "why")
    assert [*waiting] == [(world.writer.pk, "返事がこわい"), (world.member.pk, "また来ました")]
    for reporter in (world.member, world.writer):
        assert [title[:3] for title in answers.filter(user=reporter).order_by("pk").values_list("title", flat=True)] == [
            str(row)[:3],
            "訂正：",
        ]
    assert clerk.post(page, opened(clerk, page)).status_code == 302
    later(days=8)
    clerk = client_for(world.clerk)
    assert clerk.get(back).status_code == 403 and back not in build.markup(clerk.get(f"/requests/{row.pk}/"))
    assert client_for(world.member).get(back).status_code == 403
