"""What belongs to a sample year that goes on: meetings with what they decided, and papers of either side."""

import uuid

from django.core.files.uploadedfile import SimpleUploadedFile

from kyodo_portal.common.files.uploads import accept
from projects.cycles.do.meeting_actions import record_meeting
from projects.models import Cycle
from projects.papers.actions import add_paper

from .clock import at, days_ago

# One empty page: readers show it, and nothing in it looks like a real paper.
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)


def settle_years(cast, row):
    """Two meetings and two papers of the entry that this row of fixtures/sample/ledger.json tells."""
    cycle = Cycle.objects.filter(project__title=row["title"], status="running").latest("fiscal_year")
    group, staff = cast[f"{row['partners'][0]}_leader"], cast[f"{row['department']}_staff"]
    with at(days_ago(45)):
        _meet(cycle, staff, "first", talked="秋からの進め方を話しました（見本）。", decided="")
    with at(days_ago(12)):
        decided = "雨や雪の日は、朝7時までに連絡網で知らせる（見本）"
        _meet(cycle, group, "second", talked="天気の悪い日にどうするかを話しました（見本）。", decided=decided)
    with at(days_ago(30)):
        _hand_in(cycle, group, "pact", "協定書（見本）", is_public=True)
        _hand_in(cycle, staff, "roster", "連絡網（見本）", is_public=False)


def _meet(cycle, by, key, **said):
    attendees = "会の3人と担当課の2人（見本）"
    record_meeting(cycle, by=by, form_key=_key(cycle, key), on=days_ago(0), attendees=attendees, **said)


def _hand_in(cycle, by, kind, label, *, is_public):
    file = accept(SimpleUploadedFile(f"{label}.pdf", PDF))
    add_paper(cycle, by=by, file=file, form_key=_key(cycle, kind), kind=kind, label=label, is_public=is_public)


def _key(cycle, what):
    return uuid.uuid5(uuid.NAMESPACE_URL, f"sample:year:{cycle.pk}:{what}")
