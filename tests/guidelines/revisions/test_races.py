"""Two who publish at once, on a database with real simultaneity: one text stands, the other is told."""

from django.core.exceptions import ValidationError

from guidelines.models import Chapter, Revision
from guidelines.revisions.actions import open_revision
from guidelines.revisions.loading_actions import load_guideline
from guidelines.revisions.publication_actions import publish_due
from guidelines.revisions.row_codec import stored_rows
from kyodo_portal.process.actions import take_step
from tests import build
from tests.races import ON_POSTGRESQL, together

pytestmark = ON_POSTGRESQL


def checked(guideline, secretary, lead):
    """A revision of chapter 3 that waits for publication."""
    row = stored_rows(guideline)["chapters", "3"]
    revision = open_revision(guideline, title=lead, by=secretary, changes=[("chapters", "3", row, {**row, "lead": lead})])
    return take_step(revision, "ask_check", by=secretary, version=0)


def test_two_revisions_of_one_chapter_published_at_once():
    guideline, (_, secretary) = load_guideline(build.OJIYA), build.office("secretariat")
    ours = [checked(guideline, secretary, lead) for lead in ("ひとつめ。", "ふたつめ。")]
    results = together(
        *[
            lambda revision=revision: take_step(
                Revision.objects.get(pk=revision.pk), "publish", by=secretary, version=revision.version
            )
            for revision in ours
        ]
    )
    assert sorted(type(result) is ValidationError for result in results) == [False, True]
    published = Revision.objects.get(status="published", author=secretary)
    assert Chapter.objects.get(guideline=guideline, number=3).lead == published.title


def test_two_clocks_publish_a_scheduled_revision_once():
    guideline, (_, secretary) = load_guideline(build.OJIYA), build.office("secretariat")
    waiting = checked(guideline, secretary, "予約した要点。")
    take_step(waiting, "schedule", by=secretary, version=waiting.version, publish_at=build.timezone.now())
    assert together(publish_due, publish_due) == [None, None]
    waiting.refresh_from_db()
    assert waiting.status == "published" and waiting.changes.filter(step="go_live").count() == 1
