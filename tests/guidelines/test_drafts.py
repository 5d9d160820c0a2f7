"""A guideline that is not published shows nowhere: in no list, filter, search, file or page of another subject."""

import datetime

import pytest
from django.utils import timezone

from guidelines.models import (
    CaseStudy,
    Chapter,
    CollaborationForm,
    ContactPoint,
    Guideline,
    Municipality,
    Principle,
    SupportScheme,
    Term,
    Trouble,
)  # fmt: skip
from projects.models import EvaluationItem
from tests import build
from tests.projects.ledger.build import World

pytestmark = pytest.mark.django_db
WORD = "瑠璃色"


def draft(published_at=None):
    """A whole guideline of the portal's own city, every title and text of which holds the WORD."""
    city = Municipality.objects.filter(is_own=True).first()
    guideline = Guideline.objects.create(
        municipality=city, title=f"{WORD}の手引き", slug="draft", summary=WORD, preface=WORD, published_at=published_at
    )
    chapter = Chapter.objects.create(guideline=guideline, number="1", title=f"{WORD}の節", body=WORD, search_text=WORD)
    same = {"guideline": guideline, "chapter": chapter, "body": WORD, "search_text": WORD}
    for model in (CaseStudy, ContactPoint, Principle, SupportScheme, Term, Trouble):
        model.objects.create(key=f"draft-{model._meta.model_name}", title=f"{WORD}{model._meta.verbose_name}", **same)
    form = CollaborationForm.objects.create(key="draft-form", title=f"{WORD}の形態", code="grant", **same)
    return guideline, form


ADDRESSES = [
    "/", "/guidelines/", "/guidelines/compare/", "/guidelines/terms/", "/guidelines/cases/", "/guidelines/forms/", "/guidelines/help/",
    f"/guidelines/terms/?q={WORD}", f"/guidelines/cases/?q={WORD}", "/search/", "/projects/", "/projects/calls/", "/projects/board/",
    "/partners/", "/open-data/", "/open-data/projects.csv", "/open-data/partners.csv", "/sitemap.xml", "/sitemap/", "/me/",
]  # fmt: skip


@pytest.mark.one_engine
@pytest.mark.parametrize("published_at", [None, timezone.now() + datetime.timedelta(days=3)], ids=["draft", "scheduled"])
def test_no_page_shows_a_word_of_a_draft(client_for, published_at):
    world = World()
    guideline, form = draft(published_at)
    cycle = world.cycle(form=form)  # the city may count by a form before its guideline is out
    addresses = [*ADDRESSES, f"/projects/{cycle.project_id}/"]
    people = [None, world.stranger, world.representative, world.guide, build.user("委員")]
    for person in people:
        client = client_for(person)
        for address in addresses:
            answer = client.get(address, follow=True)
            body = b"".join(answer) if answer.streaming else answer.content
            text = body.decode().replace(f"q={WORD}", "").replace(f'value="{WORD}"', "").replace(f"「{WORD}」", "")
            assert WORD not in text.replace(f"ことば：{WORD}", ""), (person, address)
    for address in (f"/guidelines/{guideline.slug}/", f"/guidelines/{guideline.slug}/1/", f"/guidelines/forms/?{form.key}"):
        assert WORD not in client_for().get(address).content.decode(), address
    page = client_for().get(f"/projects/{cycle.project_id}/").content.decode()
    assert form.get_code_display() in page  # the common word stands in for the city's own


def test_both_sides_are_not_asked_about_a_principle_that_is_not_published(client_for):
    world = World()
    draft()
    cycle = world.cycle()
    world.clerk_plan(cycle)
    world.step(cycle, "agree_on_paper", by=world.clerk, agreed_on=None, document_number="1")
    world.step(cycle, "start", by=world.clerk)
    world.step(cycle, "finish", by=world.clerk)
    world.report(cycle)
    page = client_for(world.representative).get(f"{cycle.get_absolute_url()}evaluation/").content.decode()
    assert "相乗効果" in page and WORD not in page
    assert not EvaluationItem.objects.filter(name__contains=WORD).exists()
