"""The way of somebody who writes a year's report in the admin: what is missing is said before it is sent, and each part leads back."""

import copy

import pytest
from django.utils import timezone

from kyodo_portal.process.models import Task
from projects.models import Remark, YearReport
from projects.report.actions import open_report
from tests import build

from .build import World
from .test_story import ADMIN, chapter_page

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def laid(lay):
    return lay(World)


@pytest.fixture
def world(laid):
    return copy.deepcopy(laid)


def saved(client, page, **said):
    """Where one stands after the page was saved as it came, with these boxes filled in."""
    form = client.get(page).context["adminform"].form
    sent = {name: form[name].value() for name in form.fields}
    answer = client.post(page, {name: "" if value is None else value for name, value in (sent | said).items()})
    assert answer.status_code == 302, build.markup(answer)
    return answer["Location"]


def test_a_chapter_and_a_measure_lead_back_to_their_report(world, client_for):
    clerk, report = client_for(world.clerk), world.report()
    back = f"{ADMIN}{report.pk}/change/"
    assert saved(clerk, chapter_page(report), text="文").split("#")[0] == back
    review = report.reviews.first()
    assert saved(clerk, f"/admin/projects/policyreview/{review.pk}/change/", office=world.office.pk).split("#")[0] == back
    report.chapters.first().refresh_from_db()
    assert report.chapters.first().text == "文" and report.reviews.get(pk=review.pk).office == world.office


def test_what_is_missing_is_said_before_the_committee_is_asked(world, client_for):
    clerk, report = client_for(world.clerk), world.report()
    measures, chapters = report.reviews.count(), report.chapters.count()
    said = f"市がすすめることのうち、{measures}件は、答える課が決まっていません。どの課にも頼まれません。"
    for step in ("ask_opinions", "skip_opinions"):
        text = build.read(clerk, f"{ADMIN}{report.pk}/step/{step}/")
        assert said in text and f"文のない章が{chapters}つあります。図と表だけが出ます。" in text
    report.reviews.update(office=world.office)
    report.chapters.update(text="文")
    text = build.read(clerk, f"{ADMIN}{report.pk}/step/ask_opinions/")
    assert "どの課にも頼まれません" not in text and "文のない章" not in text


def test_a_report_that_was_begun_for_a_wrong_year_is_thrown_away(world, client_for):
    clerk, official, report = client_for(world.clerk), client_for(world.official), world.report()
    page = f"{ADMIN}{report.pk}/"
    assert f"{page}delete/" in build.markup(clerk.get(f"{page}change/"))
    assert official.post(f"{page}delete/", {"post": "yes"}).status_code == 403
    assert clerk.post(f"{page}delete/", {"post": "yes"}).status_code == 302
    assert not YearReport.objects.exists() and not Task.objects.open().filter(process="year_report").exists()
    again = world.report()
    again.reviews.update(office=world.office, progress="done", did="出前講座を2回開いた", answered_at=timezone.now())
    assert f"/{again.pk}/delete/" not in build.markup(clerk.get(f"{ADMIN}{again.pk}/change/"))
    assert clerk.post(f"{ADMIN}{again.pk}/delete/", {"post": "yes"}).status_code == 403 and YearReport.objects.get() == again


def test_an_answer_offers_the_chapters_and_measures_of_its_own_year(world, client_for):
    clerk, report, other = client_for(world.clerk), world.report(), open_report(2024, by=world.clerk)
    other.chapters.update(title="前の年の章")
    YearReport.objects.filter(pk=report.pk).update(status="ready")
    said = Remark.objects.create(committee=world.committee, report=report, text="新しい団体が少ない。", by=world.member)
    fields = clerk.get(f"/admin/projects/remark/{said.pk}/change/").context["adminform"].form.fields
    assert {*fields["chapter"].queryset} == {*report.chapters.all()} and {*fields["review"].queryset} == {*report.reviews.all()}
