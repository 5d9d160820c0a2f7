"""The pages of the inventory and what follows it: measures of the guideline that an office answers for, corrections that everybody reads."""

from django.utils import timezone

from projects.models import InventoryRound, PolicyReview, YearReport
from projects.snapshots.actions import freeze_year
from tests.projects.inventory.build import YEAR
from tests.projects.inventory.test_pages import page_of
from tests.sent import text_of


def test_the_sheet_says_for_how_many_measures_of_the_guideline_the_office_answers(city, client_for):
    clerk = client_for(city.clerk)
    assert "市がすすめること" not in text_of(clerk.get(page_of(city.office)))
    report = YearReport.objects.create(
        fiscal_year=YEAR,
        status=YearReport.process.start,
        created_by=city.chief,
        snapshot=freeze_year(YEAR, by=city.chief),
    )
    answered = {"progress": "done", "did": "2回開きました。", "answered_at": timezone.now()}
    for number, more in enumerate(({}, answered)):
        PolicyReview.objects.create(
            report=report, order=number, policy_title="職員の研修", measure=f"研修{number}", office=city.office, **more
        )
    text = text_of(clerk.get(page_of(city.office)))
    assert "1 / 2 答えました" in text and f"/report/{YEAR}/policies/" in text


def test_what_a_correction_says_is_asked_as_what_everybody_reads(city, client_for):
    InventoryRound.objects.update(status="frozen")
    text = text_of(client_for(city.chief).get(f"/ledger/inventory/{YEAR}/step/correct/"))
    assert "訂正したわけ" in text and "一覧と年のまとめに、そのまま出ます" in text
