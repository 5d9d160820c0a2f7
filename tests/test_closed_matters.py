"""An old tab of a matter in which nobody writes any more: it is told what became of the matter, and the text is given back, whether
it was saved once or not."""

import pytest

from kyodo_portal.process.actions import take_step
from partners.offers.actions import close_offer
from tests import build
from tests.projects.applications import build as applications
from tests.projects.grants import build as grants
from tests.projects.handover.build import handed
from tests.projects.ledger import build as ledger
from tests.projects.reviews import build as reviews
from tests.sent import opened, text_of

pytestmark = pytest.mark.django_db
TEXT = "古い画面で書いた、だいじなことば"


def step(row, name, by):
    row.refresh_from_db()
    asked = {key: "やめます。" for key in ("reason", "public_reason") if key in row.process.step(name).questions}
    take_step(row, name, by=by, version=row.version, **asked)


def taken_back(row, by):
    """Sent, and withdrawn by the same people."""

    def close():
        step(row, "submit", by)
        step(row, "withdraw", by)

    return close


def proposal():
    body, leader, _ = build.group()
    row = build.draft(body, leader)
    return leader, f"{row.get_absolute_url()}edit/idea/", "summary", taken_back(row, leader), "いま「取下げ」"


def application():
    world = applications.World()
    row = world.made()
    return world.chair, f"/applications/{row.pk}/edit/", "summary", taken_back(row, world.chair), "いま「取下げ」"


def grant():
    world = grants.World()
    row = world.draft()
    return world.leader, f"{row.get_absolute_url()}edit/", "purpose", taken_back(row, world.leader), "いま「取下げ」"


def grant_change():
    world = grants.World()
    row = world.decided()
    return world.leader, f"{row.get_absolute_url()}change/", "purpose", lambda: step(row, "renounce", world.leader), "いま「"


def registration():
    person = build.user()
    row = build.registration(person, status="draft")
    return person, f"{row.get_absolute_url()}activity/", "activities", taken_back(row, person), "いま「取下げ」"


def offer():
    body, leader, _ = build.group()
    row = build.offer(body)
    return (
        leader,
        f"/partners/{body.pk}/offers/{row.pk}/",
        "text",
        lambda: close_offer(row, by=leader),
        "この間に終えられています",
    )


def sheet():
    world = reviews.World()
    page = f"/projects/review/{world.proposal.pk}/"
    return world.panel[0], page, "opinion", lambda: step(world.proposal, "withdraw", world.representative), "いま「取下げ」"


def plan():
    world = ledger.World()
    row = world.cycle()
    return world.clerk, f"{row.get_absolute_url()}plan/", "goal", lambda: step(row, "cancel", world.clerk), "いま「中止」"


def handover_sheet():
    world, row = handed()
    page = f"{row.get_absolute_url()}sheets/{row.sheets.get().project_id}/"
    return world.clerk, page, "advice", lambda: step(row, "call_off", world.head), "いま「取りやめ」"


CASES = (proposal, application, grant, grant_change, registration, offer, sheet, plan, handover_sheet)


def typed(client, page, box):
    """What the page sends; the empty choice of a radio is sent as nothing (tests/sent.py reads it as "on")."""
    sent = opened(client, page)
    assert box in sent, sent
    sent[box] = TEXT
    button = {"draft": "1"} if page.startswith("/projects/review/") else {}
    return {name: "" if value == ["on"] else value for name, value in sent.items()} | button


@pytest.mark.parametrize("make", CASES, ids=lambda make: make.__name__)
def test_an_old_tab_of_what_was_withdrawn_says_so_and_gives_the_text_back(make, client_for):
    by, page, box, close, cause = make()
    client = client_for(by)
    first = typed(client, page, box)
    assert client.post(page, first).status_code == 302
    close()
    # The page once more, as it was saved, and with other words.
    for sent in (first, {**first, box: f"{TEXT}、もう1行"}):
        answer = client.post(page, sent)
        text = text_of(answer)
        assert answer.status_code == 409 and cause in text and sent[box] in text, text
        assert "もう行われています" not in text


def test_a_decision_that_nobody_was_told_of_is_not_told_by_an_old_tab(client_for, ten_minutes):
    body, leader, _ = build.group()
    row, (_, clerk) = build.submitted(body, leader), build.office("secretariat")
    page = f"{row.get_absolute_url()}edit/idea/"
    step(row, "undo_submit", leader)
    client = client_for(leader)
    sent = typed(client, page, "summary")
    step(row, "submit", leader)
    step(row, "not_accept", clerk)
    text = text_of(client.post(page, sent))
    assert TEXT in text and "いま「提出済" in text and "不受理" not in text
