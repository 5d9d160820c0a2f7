"""Who is signed out in the middle of a long form: the page gives all of it back, and sent again after signing in it is there."""

import pytest
from django.test import Client

from projects.models import Application, Call, Decision, Grant, Proposal, Review
from tests import build
from tests.projects.applications.build import World as Applications
from tests.projects.applications.build import spec
from tests.projects.grants.build import World as Grants
from tests.projects.reviews.build import World as Reviews
from tests.sent import form_of, opened

pytestmark = pytest.mark.django_db
WORDS = "冬のあいだ、三日おきに声をかけて回りました。\nまた来てほしいと言われました。"


def application():
    world = Applications()
    row, own = world.made(), {f"x_{field.pk}": None for field in spec().fields.all()}
    return (
        world.chair,
        f"/applications/{row.pk}/edit/",
        {"summary": WORDS, **own},
        lambda: Application.objects.get(pk=row.pk).summary,
    )


def grant_report():
    world = Grants()
    row = world.decided()
    empty = {f"actual_{line.pk}": "" for line in row.lines.all()}  # a browser sends an empty box
    return (
        world.leader,
        f"{row.get_absolute_url()}report/",
        {"result": WORDS, **empty},
        lambda: Grant.objects.get(pk=row.pk).result,
    )


def call_in_the_admin():
    clerk, call = build.office("secretariat")[1], build.call(published=False)
    return clerk, f"/admin/projects/call/{call.pk}/change/", {"summary": WORDS}, lambda: Call.objects.get(pk=call.pk).summary


def proposal():
    body, leader, _ = build.group()
    draft = build.draft(body, leader)
    page, question = f"/projects/proposals/{draft.pk}/edit/why/", draft.call.questions.filter(section="why", kind="text").first()
    return (
        leader,
        page,
        {question.name: WORDS, "next": "1"},
        lambda: Proposal.objects.get(pk=draft.pk).answers.get(question=question).text,
    )


def panel_sheet():
    world = Reviews()
    page = f"/projects/review/{world.proposal.pk}/"
    return world.panel[0], page, {"opinion": WORDS, "draft": "1"}, lambda: Review.objects.get().opinion


def decision_table():
    world = Reviews()
    world.all_sheets()
    key = f"p{world.proposal.pk}"
    said = {
        "document_number": "観交第9号", "decided_on": "令和8年11月20日", "why_won": WORDS, "ahead_reason": "そろったため。", "record": "1",
        f"{key}-result": "adopted", f"{key}-form": str(world.form.pk), f"{key}-amount": "20万円",
    }  # fmt: skip
    return world.clerk, f"/admin/projects/review/call/{world.call.pk}/decide/", said, lambda: Decision.objects.get().why


FORMS = (application, grant_report, call_in_the_admin, proposal, panel_sheet, decision_table)


@pytest.mark.parametrize("make", FORMS, ids=[make.__name__ for make in FORMS])
def test_a_long_form_outlives_the_session(make):
    person, page, typed, kept = make()
    client = Client()
    client.force_login(person)
    sent = opened(client, page, **typed)
    client.session.flush()
    answer = client.post(page, sent)
    assert answer.status_code == 403
    again = {}
    for name, value in form_of(answer.content.decode()).form_values():
        again.setdefault(name, []).append(value)
    client.force_login(person)
    # what a person pressed is the button of that page; the rest goes as it came
    assert client.post(page, again).status_code == 302
    assert kept().replace("\r\n", "\n") == WORDS
