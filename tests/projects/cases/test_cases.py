"""事例にする: from the record of an ended collaboration to a case of the guideline, with both sides' word."""

import pytest
from django.urls import reverse

from guidelines.models import CaseStudy
from partners.models import Membership
from projects.cases.models import CaseDraft
from projects.models import Project
from tests import build
from tests.projects.ledger import build as ledger

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    """見守り配達, carried through its year: agreed, reported, evaluated, talked about, closed."""
    world = ledger.World()
    world.year = world.cycle(problem="買い物に行けない家がありました。")
    world.clerk_plan(world.year)
    world.step(world.year, "agree_on_paper", by=world.clerk, document_number="福第1号", agreed_on=build.days(0))
    world.step(world.year, "start", by=world.clerk)
    world.step(world.year, "finish", by=world.clerk)
    world.report(world.year)
    for person in (world.representative, world.clerk):
        world.evaluate(world.year, person)
    world.talk(world.year)
    world.step(world.year, "close", by=world.clerk, outcome="end", new_form=None, why="役目を終えました。", next_plan="")
    world.project = Project.objects.get()
    return world


def begin(world, client):
    """The department presses 「下書きにする」 on what the record says."""
    page = client.get(reverse("project-case", args=[world.project.pk]))
    said = {name: value for name, value in page.context["form"].initial.items() if name != "topics"}
    said["form_key"] = page.context["form"]["form_key"].value()
    client.post(page.wsgi_request.path, {**said, "topics": ["welfare"]})
    return CaseDraft.objects.get()


def take(client, draft, name, **said):
    """Press a step on its confirm page."""
    address = reverse("case-step", args=[draft.pk, name])
    version = CaseDraft.objects.get(pk=draft.pk).version
    return client.post(address, build.sure(client, address, version=version, **said), follow=True)


def test_the_record_becomes_a_case_once_both_sides_have_said_yes(world, client_for, client):
    clerk, group, chief = (client_for(person) for person in (world.clerk, world.representative, world.chief))
    assert "ガイドラインの事例にする" in build.read(clerk, world.project.get_absolute_url())
    assert "ガイドラインの事例にする" not in build.read(group, world.project.get_absolute_url())
    draft = begin(world, clerk)
    assert (draft.title, draft.leader, draft.partners) == ("見守り配達", "ひだまりの会", "福祉課")
    assert (draft.problem, draft.result, draft.review) == (
        "買い物に行けない家がありました。",
        "した\n\nできた",
        "役目を終えました。",
    )
    take(clerk, draft, "ask")
    assert "「見守り配達」を事例として紹介してよいか、確かめてください" in build.read(group, "/inbox/")
    take(group, draft, "send_back", reason="「した」では伝わりません。")
    edit = clerk.get(reverse("case-edit", args=[draft.pk])).context["form"]
    clerk.post(reverse("case-edit", args=[draft.pk]), {**edit.initial, "result": "毎週、30軒を回りました。"})
    take(clerk, draft, "ask")
    page = build.read(group, draft.get_absolute_url())
    assert "毎週、30軒を回りました。" in page and "声をかける：配達のたび" in page and "いまは、あなたの番です" in page
    take(group, draft, "accept")
    assert client.get("/guidelines/own/cases/").status_code in (200, 404) and not CaseStudy.objects.exists()
    assert "事例をガイドラインに載せる" in build.read(chief, "/me/")
    take(chief, draft, "list")
    case = CaseStudy.objects.get()
    assert (case.title, case.form_codes, case.topics) == ("見守り配達", ["cooperation"], ["welfare"])
    assert case.actors == ["group", "government"]
    read = build.read(client, case.get_absolute_url())
    assert "毎週、30軒を回りました。" in read and "見守り配達" in read and world.project.get_absolute_url() in read
    assert case.get_absolute_url() in build.read(client, world.project.get_absolute_url())
    assert client_for(world.outsider).get(draft.get_absolute_url()).status_code == 404


def test_what_was_listed_can_be_taken_down_again(world, client_for, client):
    clerk, chief = client_for(world.clerk), client_for(world.chief)
    Membership.objects.filter(partner=world.group).delete()  # they answer on paper
    draft = begin(world, clerk)
    take(clerk, draft, "ask")
    take(clerk, draft, "accept_on_paper", agreed_on=build.days(0).isoformat())
    take(chief, draft, "list")
    address = CaseStudy.objects.get().get_absolute_url()
    take(chief, draft, "undo_list", reason="写真の確認が先でした。")
    assert client.get(address).status_code == 404 and Project.objects.get().case is None
    assert CaseDraft.objects.get().status_label == "双方が了承"
    take(chief, draft, "list")
    assert client.get(address).status_code == 200


def test_nothing_is_asked_before_it_says_what_the_trouble_was_and_one_draft_is_enough(world, client_for):
    clerk = client_for(world.clerk)
    draft = begin(world, clerk)
    answer = clerk.get(reverse("project-case", args=[world.project.pk]))
    assert answer.url == f"{draft.get_absolute_url()}#main"
    CaseDraft.objects.update(problem="")
    assert "「困りごと」と「実現したこと」を書くと" in build.read(clerk, draft.get_absolute_url())
    assert ">団体に確認をお願いする</a>" not in build.read(clerk, draft.get_absolute_url())
