"""除斥 and 代決: naming takes no judge away, a yes does until the secretariat says otherwise, and no matter stands still."""

import pytest

from kyodo_portal.notices.models import Notice
from kyodo_portal.notices.scheduler import tick
from partners.models import Membership
from projects.models import Exclusion, JointGroup, Proposal, Review
from projects.proposals.conflicts.actions import note_all_exclusions
from projects.reviews.scoring import score_table
from tests import build
from tests.projects.reviews.build import World, seat

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def laid_world(lay):
    return lay(World)


def admin(proposal):
    return f"/admin/projects/proposal/{proposal.pk}/change/"


def sheet(client, proposal):
    return client.get(f"/projects/review/{proposal.pk}/").status_code


def fresh(person):
    """The same person in the next request."""
    return type(person).objects.get(pk=person.pk)


def titles(person):
    return set(Notice.objects.filter(user=person).values_list("title", flat=True))


def test_naming_alone_takes_no_judge_and_no_secretary_away(world, client_for):
    judge, clerk = world.panel[0], world.clerk
    for person in (judge, clerk):
        body = build.group()[0]
        build.join(person, body)
        build.joined(world.proposal, body, state="asked")
    tick()
    assert sheet(client_for(judge), world.proposal) == 200
    assert "手続きはできません" not in client_for(clerk).get(admin(world.proposal)).text
    assert [sheet.state for sheet in score_table(world.proposal).sheets] == ["not_yet"] * 3
    assert not Exclusion.objects.exists()


def test_a_yes_keeps_the_judge_away_until_the_secretariat_says_otherwise(world, client_for):
    judge, friend = world.panel[0], build.group("見本だまりの会")[0]
    build.join(judge, friend)
    build.joined(world.proposal, friend)
    assert sheet(client_for(judge), world.proposal) == 403  # at once, before anybody has looked
    tick()
    row = Exclusion.objects.get()
    assert (row.user, row.partner, row.state) == (judge, friend, "open")
    assert "「冬の雪かき応援隊」の除斥を確かめてください" in titles(world.clerk)
    office = client_for(world.clerk)
    assert "除斥を確かめる提案" in office.get("/admin/").text
    assert "冬の雪かき応援隊" in office.get("/admin/projects/proposal/?queue=excluded").text
    page = office.get(admin(world.proposal)).text
    assert "見本 春子" in page and "事務局の確認待ち" in page
    address = f"/admin/projects/exclusion/{row.pk}/judge/"
    assert "理由を書いてください" in office.post(address, {"verdict": "rejected", "reason": ""}).text
    assert sheet(client_for(fresh(judge)), world.proposal) == 403
    rejected = {"verdict": "rejected", "reason": "外すために名前が出されたと認めた"}
    answer = office.post(address, build.sure(office, address, **rejected))
    assert answer.status_code == 302
    assert "「冬の雪かき応援隊」の審査と手続きに加わってください" in titles(judge)
    assert sheet(client_for(fresh(judge)), world.proposal) == 200
    world.sheet(fresh(judge), 4, 3, 5)
    assert Review.objects.get(reviewer=judge).submitted_at is not None
    # Who judges does not write the proposal: for this one the membership does not count.
    assert client_for(fresh(judge)).get(f"/projects/proposals/{world.proposal.pk}/receipt/").status_code == 403
    etag = office.get(address).context["form"]["etag"].value()
    confirmed = {"verdict": "confirmed", "reason": "", "etag": etag}
    assert [office.post(address, confirmed).status_code for _ in range(2)] == [302, 302]
    late = office.post(address, {"verdict": "rejected", "reason": "べつの職員の考えです。", "etag": etag})
    assert late.status_code == 409 and "べつの職員の考えです。" in late.text
    assert sheet(client_for(fresh(judge)), world.proposal) == 403
    assert [sheet.state for sheet in score_table(Proposal.objects.get()).sheets] == ["conflict", "not_yet", "not_yet"]


def test_a_confirmed_exclusion_outlasts_the_membership(world, client_for):
    judge = world.panel[0]
    build.join(judge, world.group)
    tick()
    office = client_for(world.clerk)
    address = f"/admin/projects/exclusion/{Exclusion.objects.get().pk}/judge/"
    office.post(address, build.sure(office, address, verdict="confirmed", reason=""))
    Membership.objects.filter(user=judge).update(until=build.days(-1))
    assert sheet(client_for(fresh(judge)), world.proposal) == 403


def test_an_open_one_ends_with_the_membership(world, client_for):
    judge = world.panel[0]
    build.join(judge, world.group)
    tick()
    Membership.objects.filter(user=judge).update(until=build.days(-1))
    assert sheet(client_for(fresh(judge)), world.proposal) == 200


def test_only_the_secretariat_without_a_part_in_it_confirms(world, client_for):
    colleague = build.user("見本 係長")
    build.join(colleague, world.centre)
    build.join(colleague, world.group)
    tick()
    row = Exclusion.objects.get()
    address = f"/admin/projects/exclusion/{row.pk}/judge/"
    rejected = {"verdict": "rejected", "reason": "自分で自分を"}
    assert client_for(colleague).post(address, rejected).status_code == 403
    assert client_for(world.official).post(address, rejected).status_code == 403
    assert client_for(world.representative).post(address, rejected).status_code == 404
    assert Exclusion.objects.get().state == "open"


def test_the_representative_of_the_sending_group_is_always_kept_away(world, client_for):
    Membership.objects.create(user=world.panel[0], partner=world.group, part=Membership.Part.REPRESENTATIVE, since=build.days(-1))
    tick()
    address = f"/admin/projects/exclusion/{Exclusion.objects.get().pk}/judge/"
    answer = client_for(world.clerk).post(address, {"verdict": "rejected", "reason": "知人なので"})
    assert answer.status_code == 200 and "提案した団体の代表者は" in answer.text
    assert Exclusion.objects.get().state == "open"


def test_a_seat_that_begins_later_is_noted_by_the_clock(world):
    body, _, friend = build.group()
    build.joined(world.proposal, body)
    tick()
    assert not Exclusion.objects.exists()
    seat(world.call, friend)
    assert note_all_exclusions() == 1
    assert note_all_exclusions() == 1
    assert Exclusion.objects.get().user == friend


def test_adoption_opens_the_ledger_with_who_said_yes_only(world):
    yes, silent = build.group("見本だまりの会")[0], build.group("見本しずかな会")[0]
    build.joined(world.proposal, yes)
    build.joined(world.proposal, silent, state="asked")
    world.all_sheets()
    world.decide()
    proposal = world.tell()
    groups = proposal.project.participations.filter(side="group").values_list("partner__name", flat=True)
    assert sorted(groups) == ["見本だまりの会", "見本雪かき隊"]
    assert JointGroup.objects.get(partner=silent).state == "asked"
