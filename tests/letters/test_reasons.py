"""理由の文例: chosen beside the box of a reason, read and put right there, and sent only then; the same for one and for many."""

import copy

import pytest
from django.utils import timezone

from kyodo_portal.letters.models import ReasonExample
from kyodo_portal.letters.reason_actions import lay_examples
from projects.models import Application
from tests import build
from tests.projects.applications.build import World

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def laid(lay):
    def make():
        ReasonExample.objects.create(process="application", step="decline", name="営利", text="売上が目的だからです。")
        ReasonExample.objects.create(process="application", step="decline", name="古い文", text="使いません。", in_use=False)
        ReasonExample.objects.create(process="application", step="approve", name="保険", text="保険に入ってください。")
        ReasonExample.objects.create(process="application", step="ask_correct", name="場所", text="部屋の名前も。")
        return World()

    return lay(make)


@pytest.fixture
def world(laid):
    return copy.deepcopy(laid)


def example(name):
    return str(ReasonExample.objects.get(name=name).pk)


def test_what_is_chosen_stands_in_the_empty_box_and_goes_once_it_was_read(world, client_for):
    row, official = world.received(), client_for(world.official)
    address = f"/applications/{row.pk}/step/decline/"
    page = build.read(official, address)
    assert "理由の文例" in page and "営利" in page and "古い文" not in page
    document = {"document_number": "観発第1号", "decided_on": timezone.localdate().isoformat()}
    said = {"version": row.version, "ground": row.spec.grounds.filter(for_decline=True).first().pk, **document}
    answer = official.post(address, {**said, "reason": "", "example": example("営利")})
    form = answer.context["form"]
    assert (answer.status_code, form["reason"].value(), form["example"].value(), form.errors) == (
        200,
        "売上が目的だからです。",
        "",
        {},
    )
    assert "「理由」に入れました。まだ送っていません。" in build.markup(answer)
    row.refresh_from_db()
    assert row.status == "received"
    own = official.post(address, {**said, "reason": "会員だけの催しだからです。", "example": example("営利")})
    row.refresh_from_db()
    assert (own.status_code, row.status, row.last_step.reason) == (302, "declined", "会員だけの催しだからです。")


def test_of_several_boxes_somebody_says_which(world, client_for):
    row, official = world.received(), client_for(world.official)
    address = f"/applications/{row.pk}/step/ask_correct/"
    said = {"version": row.version, "due": build.days(10).isoformat(), "example": example("場所")}
    nowhere = official.post(address, said).context["form"]
    assert nowhere["why_place"].value() in ("", None) and nowhere.errors["example_into"][0].startswith("文例を入れる欄を選んで")
    kept = {**said, "why_summary": "短く。", "example_into": "why_summary"}
    written = official.post(address, kept).context["form"]  # what was typed stays, and that the text was not used is said
    assert (written["why_summary"].value(), written["example"].value()) == ("短く。", "")
    assert "もう書いてあるので、文例は入れませんでした" in written.errors["example_into"][0]
    form = official.post(address, {**said, "example_into": "why_place"}).context["form"]
    assert (form["why_place"].value(), form["why_summary"].value() or "") == ("部屋の名前も。", "")


def test_many_at_once_have_the_same_examples(world, client_for):
    row, official = world.received(), client_for(world.official)
    said = {"step": "approve", "row": f"{row.pk}:{row.version}", "run": "1", "document_number": "観発第1号"}
    said |= {"decided_on": timezone.localdate().isoformat(), "conditions": "", "example": example("保険")}
    answer = official.post("/staff/applications/bulk/", said)
    assert answer.context["form"]["conditions"].value() == "保険に入ってください。"
    assert Application.objects.get(pk=row.pk).status == "received"
    official.post("/staff/applications/bulk/", {**said, "example": "", "conditions": "保険に入ってください。"})
    assert Application.objects.get(pk=row.pk).conditions == "保険に入ってください。"


def test_the_secretariat_writes_them_and_ours_are_laid_once(world, client_for):
    clerk, page = client_for(world.clerk), "/admin/letters/reasonexample/add/"
    form = build.read(clerk, page)
    assert "後援・共催・減免の申請：不承認を記録する" in form and "協働の提案：決定を記録する" in form
    said = {"place": "application decline", "name": "営利", "text": "だめです。", "order": "1", "in_use": "on"}
    key = clerk.get(page).context["adminform"].form.initial.get("form_key")
    said |= {"form_key": key} if key else {}
    assert "同じ名前の文例がもうあります" in build.markup(clerk.post(page, said))
    assert client_for(world.official).get(page).status_code == 403
    before = ReasonExample.objects.filter(step="decline").count()
    assert (lay_examples() > 0, lay_examples()) == (True, 0)
    assert ReasonExample.objects.filter(step="decline").count() == before
