"""What staff print: who may, what of it is recorded, how the pages are numbered, and how much it asks of the database."""

import pytest
from django.utils import timezone

from kyodo_portal.audit.models import AuditEvent
from projects.models import Exclusion, Proposal
from projects.prints.room import PAGES, SIZES, fit
from projects.proposals.content_presenters import DrawnLine, DrawnRow, DrawnSection, DrawnTable
from tests import build

pytestmark = pytest.mark.django_db


def test_a_job_holds_what_came_to_the_desk_in_the_panels_order_and_is_recorded(client_for, django_assert_num_queries):
    body, representative, _ = build.group("花の会")
    office, official = build.office("secretariat")
    call, mine = build.call(), build.group("職員の会")
    build.submitted(body, representative, to=call, title="一番目の企画")
    build.draft(body, representative, to=call, title="まだの企画")
    browser, url = client_for(official), f"/projects/calls/{call.pk}/print/"
    browser.get(url)
    for more in (False, True):
        if more:
            build.submitted(body, representative, to=call, title="二番目の企画")
            kept_away = build.submitted(mine[0], mine[1], to=call, title="除斥の企画")
            Exclusion.objects.create(
                proposal=kept_away,
                user=official,
                partner=mine[0],
                state="confirmed",
                decided_by=official,
                decided_at=timezone.now(),
            )
        with django_assert_num_queries(10):
            page = browser.get(url)
    words = page.content.decode()
    assert words.index("一番目の企画") < words.index("二番目の企画")
    assert "まだの企画" not in words and "除斥の企画" not in words
    assert [(one.first, one.last) for one in page.context["job"].proposals] == [(3, 4), (5, 6)]  # behind two pages of contents
    look = AuditEvent.objects.filter(act="look").latest("pk")
    assert (look.by, look.note, look.rows) == (official, "提案書をまとめて印刷", 1)  # of the first look of the day


def test_one_proposal_is_printed_as_it_was_sent_and_a_look_of_staff_is_recorded(client_for):
    body, representative, member = build.group()
    official = build.office("secretariat")[1]
    proposal = build.submitted(body, representative, title="送ったときの名前")
    Proposal.objects.filter(pk=proposal.pk).update(summary="あとから変わった文")
    url = f"/projects/proposals/{proposal.pk}/print/"
    own = client_for(member).get(url).content.decode()
    assert "花を植えながら子どもを見守ります。" in own and "あとから変わった文" not in own
    assert not AuditEvent.objects.filter(act="look").exists()
    client_for(official).get(url)
    assert AuditEvent.objects.get(act="look").note == "提案の全文（印刷）"


def test_the_approval_paper_says_what_was_recorded_and_leaves_room_for_what_was_not(client_for, django_assert_num_queries):
    body, representative, _ = build.group()
    official = build.office("secretariat")[1]
    call = build.call(budget=500_000)
    proposal = build.under_review(body, representative, official, to=call, title="花の企画")
    browser = client_for(official)
    before = browser.get(f"/projects/proposals/{proposal.pk}/approval/").content.decode()
    assert "採択　・　条件付採択　・　不採択　・　継続協議" in before and "100,000円" in before
    url = f"/projects/calls/{call.pk}/approval/"
    for more in (False, True):
        for number in range(2 * more):
            build.under_review(body, representative, official, to=call, title=f"ほかの企画{number}")
        with django_assert_num_queries(12):
            page = browser.get(url).content.decode()
    assert "3件（これから決めるもの 3件）" in page and "予算 500,000円（残り 500,000円）" in page
    assert AuditEvent.objects.filter(act="look").latest("pk").note == "起案用紙（印刷）"


def section(letters=0, rows=1, lines=0):
    drawn = [DrawnRow("質問", "あ" * letters)] * rows
    table = DrawnTable("表", ["a", "b", "c", "d"], [DrawnLine("あ" * 40, [("b", "い" * 40)] * 3)] * lines)
    return DrawnSection("why", "協働で行うわけ", drawn, [], [table] if lines else [], [], "")


def test_letters_are_as_large_as_two_pages_allow():
    assert fit([section(50, 5)]) == (1, PAGES)
    assert fit([section(800, 6), section(800, 2)]) == (3, PAGES)
    assert fit([section(800, 9), section(lines=20)])[0] == len(SIZES)
    assert fit([section(2000, 20)]) == (len(SIZES), 9)  # said on the page: nothing is left out
