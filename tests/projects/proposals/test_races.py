"""Many at once, on a database with real simultaneity: one draft, one submission, numbers without a gap or a twin."""

import re
import uuid

from kyodo_portal.accounts.models import HelperCode
from kyodo_portal.notices.models import Notice
from kyodo_portal.process.actions import take_step
from kyodo_portal.process.errors import EditConflict, Stale
from projects.models import JointGroup, Proposal, ProposalRevision
from projects.proposals.drafting.actions import start_draft
from projects.proposals.joint.actions import answer, leave
from tests import build
from tests.races import ON_POSTGRESQL, together

pytestmark = ON_POSTGRESQL


def test_a_double_click_makes_one_draft():
    body, representative, _ = build.group()
    call, key = build.call(), uuid.uuid4()
    made = together(*[lambda: start_draft(call=call, partner=body, by=representative, form_key=key)] * 4)
    assert {draft.pk for draft in made} == {Proposal.objects.get().pk}


def test_sending_at_once_sends_once():
    body, representative, _ = build.group()
    pk = build.draft(body, representative).pk
    results = together(*[lambda: take_step(Proposal.objects.get(pk=pk), "submit", by=representative, version=0)] * 4)
    assert sorted(type(result) is Stale for result in results) == [False, True, True, True]
    assert ProposalRevision.objects.count() == 1


def test_groups_that_send_at_once_get_numbers_of_their_own():
    call, other = build.call(), build.call()
    drafts = []
    for number in range(4):
        body, representative, _ = build.group()
        drafts.append((build.draft(body, representative, to=(call, other)[number % 2]), representative))
    together(
        *[
            lambda draft=draft, representative=representative: take_step(draft, "submit", by=representative, version=0)
            for draft, representative in drafts
        ]
    )
    numbers = sorted(Proposal.objects.values_list("number", flat=True))
    assert numbers == ["R8-P-0001", "R8-P-0002", "R8-P-0003", "R8-P-0004"]


def _asked():
    """A complete draft that asks a second group: (draft, its representative, the row, the second group's representative)."""
    (body, boss, _), (friend, chief, _) = build.group(), build.group()
    draft = build.draft(body, boss)
    return draft, boss, build.joined(draft, friend, state="asked"), chief


def test_of_two_answers_at_once_one_counts():
    _, _, row, chief = _asked()
    results = together(
        lambda: answer(row, by=chief, accepts=False), lambda: leave(row, by=chief), lambda: answer(row, by=chief, accepts=False)
    )
    assert sorted(type(result) is EditConflict for result in results) == [False, True, True]
    assert JointGroup.objects.get().state == "declined"


def test_an_answer_while_sending_is_in_the_revision_or_comes_after_it():
    draft, boss, row, chief = _asked()
    results = together(
        lambda: take_step(Proposal.objects.get(pk=draft.pk), "submit", by=boss, version=0),
        lambda: answer(row, by=chief, accepts=True),
    )
    assert not any(isinstance(result, Exception) for result in results)
    names = ProposalRevision.objects.get().content[0]["rows"][1]["value"]
    sent, row = Proposal.objects.get().submitted_at, JointGroup.objects.get()
    assert row.state == "accepted" and names in ("", row.partner.name)
    told = [text for text in Notice.objects.values_list("title", flat=True) if "いっしょに提案すると答えました" in text]
    assert sent is not None and len(told) == 2  # the two people of the proposing group


def test_of_two_who_show_digits_at_once_the_later_ones_hold(client_for):
    body, chair, mate = build.group()
    draft, helper = build.draft(body, chair), build.user("見本 孫")
    page = f"{draft.get_absolute_url()}helper/"
    clients = [client_for(chair), client_for(mate)] * 2
    answers = together(*[lambda client=client: client.post(page, {"give": "1"}) for client in clients])
    assert [answer.status_code for answer in answers] == [200, 200, 200, 200]
    shown = [re.search(r">(\d{6})<", build.markup(answer))[1] for answer in answers]
    assert HelperCode.objects.filter(ended_at=None).count() == 1
    typed = [client_for(helper).post("/projects/proposals/helping/", {"number": draft.pk, "code": code}) for code in shown]
    assert sorted(answer.status_code for answer in typed) == [200, 200, 200, 302]


def test_of_six_who_type_the_same_digits_at_once_one_helps(client_for):
    body, chair, _ = build.group()
    draft = build.draft(body, chair)
    code = re.search(r">(\d{6})<", build.markup(client_for(chair).post(f"{draft.get_absolute_url()}helper/", {"give": "1"})))[1]
    clients = [client_for(build.user()) for _ in range(6)]
    said = {"number": draft.pk, "code": code}
    answers = together(*[lambda client=client: client.post("/projects/proposals/helping/", said) for client in clients])
    assert sorted(answer.status_code for answer in answers) == [200, 200, 200, 200, 200, 302]
