"""One key pressed twice at once asks once; an answer and a withdrawal at once leave one of the two. On PostgreSQL only."""

from uuid import uuid4

from kyodo_portal.notices.models import Notice
from kyodo_portal.process.edits import etag_of
from kyodo_portal.process.errors import EditConflict
from kyodo_portal.process.models import Task
from projects.asks.actions import answer_ask, answer_of, ask_groups, withdraw_ask
from projects.models import Ask, AskedGroup
from tests import build
from tests.races import ON_POSTGRESQL, together

pytestmark = ON_POSTGRESQL
WORDS = {"kind": "work", "title": "草刈り", "what": "参加", "people": None, "due_on": None, "place": "", "when": ""}


def asking():
    """(who asks, the groups with their representatives, a press of the button)"""
    office, clerk = build.office("department")
    groups = [build.group(name)[:2] for name in ("あさひ町内会", "いずみ町内会")]
    key, partners = uuid4(), [group for group, _ in groups]
    return clerk, groups, lambda: ask_groups(by=clerk, office=office, partners=partners, form_key=key, fiscal_year=2026, **WORDS)


def test_two_presses_ask_each_group_once():
    _, groups, press = asking()
    found = together(press, press)
    assert found[0] == found[1] == Ask.objects.get()
    assert AskedGroup.objects.count() == Task.objects.filter(process="ask", done_at=None).count() == 2
    assert Notice.objects.filter(user=groups[0][1], key__endswith=":asked").count() == 1


def test_an_answer_and_a_withdrawal_at_once():
    clerk, ((group, head), _), press = asking()
    ask = press()
    asked = ask.groups.get(partner=group)
    found = together(
        lambda: answer_ask(asked, by=head, etag=etag_of(answer_of(asked)), answer="yes"),
        lambda: withdraw_ask(ask, by=clerk, partners=[group], why="中止"),
    )
    asked.refresh_from_db()
    refused = sum(isinstance(one, EditConflict) for one in found)
    assert not asked.stands and (asked.answer, refused) in (("yes", 0), ("", 1))
    assert not Task.objects.filter(process="ask", subject_id=asked.pk, done_at=None).exists()
