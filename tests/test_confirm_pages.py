"""What is sent or frozen is what was read: a text that was changed while the confirm page stood open is shown beside the one read."""

import pytest

from guidelines.models import Revision
from guidelines.revisions.loading_actions import load_guideline
from projects.models import Cycle, Proposal
from tests import build
from tests.projects.ledger.build import World
from tests.sent import opened, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]
MEANWHILE = "開いたときの内容と、いまの内容を並べています"


def pressed_late(client, address, change, *words, **typed):
    """Open the page, change the text elsewhere, press: both texts stand there. Press again: it is done.

    A press from a page that carries no reading, as one from before an upgrade, is shown what stands now.
    """
    old = opened(client, address, **typed)
    change()
    answer = client.post(address, old)
    text = text_of(answer)
    assert answer.status_code == 409 and MEANWHILE in text, address
    assert [word for word in words if word not in text] == []
    again = opened(client, address, **typed)
    assert {**again, "csrfmiddlewaretoken": ""} != {**old, "csrfmiddlewaretoken": ""}
    unread = client.post(address, {name: value for name, value in again.items() if name != "etag"})
    assert unread.status_code == 409 and "どの内容を読んだのかが分かりません" in text_of(unread), address
    assert client.post(address, again).status_code == 302, address


def test_a_proposal_is_sent_as_it_was_read(client_for):
    body, leader, member = build.group()
    draft, client, other = build.draft(body, leader), client_for(leader), client_for(member)
    idea, check = f"{draft.get_absolute_url()}edit/idea/", f"{draft.get_absolute_url()}check/"

    def change():
        assert other.post(idea, opened(other, idea, summary="会員が書き足した紹介")).status_code == 302

    pressed_late(client, check, change, "会員", "企画の内容：ひとことで言うと", agreed="on", public="on", clean="on")
    sent = Proposal.objects.get()
    assert (sent.status, sent.summary) == ("submitted", "会員が書き足した紹介")


def test_an_application_is_sent_as_it_was_read(client_for):
    leader = build.user()
    row, client = build.registration(leader, status="draft"), client_for(leader)
    page = f"/partners/registrations/{row.pk}/about/"

    def change():
        assert client.post(page, opened(client, page, purpose="子どもを見守ります。")).status_code == 302

    pressed_late(client, f"/partners/registrations/{row.pk}/check/", change, "子どもを見守ります。")
    row.refresh_from_db()
    assert (row.status, row.payload["purpose"]) == ("submitted", "子どもを見守ります。")


def test_an_agreement_on_paper_is_of_the_plan_that_was_read(client_for):
    world = World()
    cycle, client = world.cycle(), client_for(world.clerk)
    world.clerk_plan(cycle)
    address = f"/admin/projects/cycle/{cycle.pk}/step/agree_on_paper/"
    given = {"document_number": "観交第1号", "agreed_on": str(build.days(0))}
    pressed_late(
        client,
        address,
        lambda: world.clerk_plan(Cycle.objects.get(), goal="だれもが話せる町"),
        "だれもが",
        "この年度の目標",
        **given,
    )
    assert Cycle.objects.get().status == "agreed"


def test_a_revision_is_checked_as_it_was_read(client_for):
    guide, (_, clerk) = load_guideline(build.OJIYA), build.office("secretariat")
    made = Revision.objects.create(guideline=guide, title="要点を直す", author=clerk, status="draft")
    client, row = client_for(clerk), f"/admin/guidelines/revision/{made.pk}/row/chapters/3/"

    def write(lead):
        assert client.post(row, opened(client, row, lead=lead)).status_code == 302

    write("要点その一")
    ask = f"/admin/guidelines/revision/{made.pk}/step/ask_check/"
    pressed_late(client, ask, lambda: write("要点その二"), "要点その")
    made.refresh_from_db()
    assert made.status == "checking"


def test_what_was_read_of_a_revision_is_said_in_words(client_for):
    """A chapter and other words that a term points at stand there as people call them, not by their keys."""
    guide, (_, clerk) = load_guideline(build.OJIYA), build.office("secretariat")
    made = Revision.objects.create(guideline=guide, title="用語を直す", author=clerk, status="draft")
    client, row = client_for(clerk), f"/admin/guidelines/revision/{made.pk}/row/terms/kokusetsu/"
    assert client.post(row, opened(client, row, body="雪を資源にもする宣言です。")).status_code == 302
    ask = f"/admin/guidelines/revision/{made.pk}/step/ask_check/"
    old = opened(client, ask)
    other = f"/admin/guidelines/revision/{made.pk}/row/terms/kyodo/"
    assert client.post(other, opened(client, other, body="いっしょに取り組むことです。")).status_code == 302
    text = text_of(client.post(ask, old))
    assert MEANWHILE in text and "関連する用語：役割分担、克雪都市宣言、こしゃる" in text
    assert "載せる節：1 そもそも「協働」って？" in text and "固定の名前" not in text and "yakuwari-buntan" not in text
