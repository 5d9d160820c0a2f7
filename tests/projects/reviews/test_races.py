"""Two people at once: one sheet, one decision, one telling. On PostgreSQL, because SQLite lets one writer in at a time."""

from django.db import connection, connections  # noqa: F401  (the mark below reads it)

from kyodo_portal.accounts.models import User
from kyodo_portal.notices.models import Notice
from kyodo_portal.process.actions import take_step
from projects.models import Decision, Project, Proposal, Review
from projects.reviews.actions import save_draft, submit
from projects.reviews.release_actions import release_all
from tests.races import ON_POSTGRESQL, ends

from .build import World

pytestmark = ON_POSTGRESQL


def again(row):
    """The row as another request would read it."""
    return type(row).objects.get(pk=row.pk)


def test_two_decide_ends():
    world = World()
    world.all_sheets()
    version = Proposal.objects.get(pk=world.proposal.pk).version
    works = [
        lambda why=why: take_step(
            again(world.proposal), "decide", by=User.objects.get(pk=world.clerk.pk), version=version, **world.answers(why=why)
        )
        for why in ("ひとりめ", "ふたりめ")
    ]
    assert ends(*works) == ["Stale", "done"]
    assert Decision.objects.count() == 1
    assert world.proposal.changes.filter(step="decide").count() == 1


def test_two_tell_ends():
    world = World()
    world.all_sheets()
    version = world.decide().version
    work = lambda: take_step(again(world.proposal), "adopt", by=again(world.clerk), version=version)  # noqa: E731
    assert ends(work, work) == ["Stale", "done"]
    assert Project.objects.count() == 1
    assert Notice.objects.filter(user=world.representative, title__contains="採択されました").count() == 1


def test_all_told_at_once_by_two():
    world = World()
    second, _ = world.another()
    world.all_sheets()
    world.all_sheets(second)
    versions = {
        world.proposal.pk: world.decide().version,
        second.pk: world.decide(second, result="declined", amount=None, tie_note="話し合った。").version,
    }
    work = lambda: release_all(again(world.call), by=again(world.clerk), versions=versions)  # noqa: E731
    answers = ends(work, work)
    assert answers == ["done", "done"]  # the second press is answered by what the first did
    assert Decision.objects.filter(released_at__isnull=False).count() == 2


def test_sheet_sent_while_the_decision_is_recorded():
    world = World()
    world.sheet(world.panel[0], 4, 3, 5)
    world.conflict(world.panel[2])
    save_draft(world.proposal, by=world.panel[1], revision=1, marks=world.marks(1, 1, 1))
    version = Proposal.objects.get(pk=world.proposal.pk).version
    answers = ends(
        lambda: submit(again(world.proposal), by=again(world.panel[1]), revision=1),
        lambda: take_step(
            again(world.proposal),
            "decide",
            by=again(world.clerk),
            version=version,
            **world.answers(early=True, early_reason="欠席", despite="低い"),
        ),
    )
    assert answers in (["SheetClosed", "done"], ["done", "done"])
    # Whichever came first: the record says how many sheets it rests on, and no sheet came after it.
    counted = Review.objects.filter(submitted_at__isnull=False).count()
    assert world.proposal.changes.get(step="decide").details["sheets"] == counted


def test_one_member_saves_in_two_windows():
    world = World()
    work = lambda: save_draft(again(world.proposal), by=again(world.panel[0]), revision=1, marks=world.marks(1, 2, 3))  # noqa: E731
    assert ends(work, work) == ["done", "done"]
    assert Review.objects.count() == 1
