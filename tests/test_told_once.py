"""A value written twice before anybody was told of it: the last press is told, from what people know; back at that, nobody hears."""

import copy

import pytest
from django.utils import timezone

from kyodo_portal.notices.models import Delivery, Notice
from kyodo_portal.process.actions import take_step
from partners.errands.models import Errand
from projects.models import Proposal
from tests import build
from tests.projects.ledger import build as ledger
from tests.projects.proposals.test_talks import Talks as TwoOffices
from tests.test_told_of_taking_back import inbox

pytestmark = pytest.mark.django_db


class Talks(TwoOffices):
    def __init__(self):
        super().__init__()
        self.park, self.gardener = build.office("department", "公園課")


@pytest.fixture(scope="module")
def laid_world(lay):
    return lay(Talks)


@pytest.fixture
def city(laid_world, client_for, settings):
    made = copy.deepcopy(laid_world)
    settings.KYODO_UNDO_MINUTES = 10
    made.desk = client_for(made.clerk)
    return made


def press(city, step, **answers):
    now = Proposal.objects.get(pk=city.proposal.pk)
    answer = city.desk.post(f"/admin/projects/proposal/{now.pk}/step/{step}/", {"version": now.version, **answers})
    assert answer.status_code == 302, build.markup(answer)


def hand_to(city, department, reason="学校の前の道だからです。"):
    press(city, "change_department", department=department.pk, reason=reason)


def heard(*people):
    return [inbox(user) for user in people]


def test_a_department_replaced_before_it_heard_never_hears(city, later):
    before = heard(city.representative, city.official)
    hand_to(city, city.school)
    later(minutes=4)
    hand_to(city, city.park, "花だんなので、公園課に替えました。")
    later(minutes=11)
    name = str(city.proposal)
    assert inbox(city.representative) == [*before[0], f"「{name}」の担当課が替わりました"]
    assert "担当課：公園課" in Notice.objects.filter(user=city.representative).latest("pk").body
    assert inbox(city.official) == [*before[1], f"「{name}」の担当課は、公園課に替わりました"]
    assert heard(city.teacher, city.gardener) == [[], [f"「{name}」の担当課が替わりました"]]
    assert not Delivery.objects.filter(body__contains="学校教育課").exists()


def test_a_department_put_back_before_anybody_heard_is_told_nobody(city, later):
    people = (city.representative, city.official, city.teacher)
    before = heard(*people)
    hand_to(city, city.school)
    hand_to(city, city.road, "まちがいでした。")
    later(minutes=11)
    assert heard(*people) == before


def test_the_last_of_two_changes_taken_back_leaves_the_first_to_be_told(city, later):
    before = heard(city.representative, city.official)
    hand_to(city, city.school)
    hand_to(city, city.road, "まちがいでした。")
    press(city, "undo_change_department", reason="学校教育課で合っていました。")
    later(minutes=11)
    name = str(city.proposal)
    assert inbox(city.representative) == [*before[0], f"「{name}」の担当課が替わりました"]
    assert inbox(city.official) == [*before[1], f"「{name}」の担当課は、学校教育課に替わりました"]
    assert inbox(city.teacher) == [f"「{name}」の担当課が替わりました"]


def test_what_was_told_is_told_again_from_there(city, later):
    hand_to(city, city.school)
    later(minutes=11)
    hand_to(city, city.park)
    later(minutes=11)
    name = str(city.proposal)
    assert inbox(city.teacher) == [f"「{name}」の担当課が替わりました", f"「{name}」の担当課は、公園課に替わりました"]
    assert inbox(city.representative)[-2:] == [f"「{name}」の担当課が替わりました"] * 2


def test_whoever_has_no_account_is_to_be_told_once_too(city):
    city.body.memberships.all().delete()
    press(city, "change_department", department=city.school.pk, reason="学校の前の道だからです。")
    press(city, "change_department", department=city.park.pk, reason="花だんだからです。")
    to_tell = Errand.objects.filter(partner=city.body, done_at=None, dropped_by="")
    (errand,) = to_tell.all()
    assert "担当課：公園課" in errand.body
    press(city, "undo_change_department", reason="まちがいでした。")
    (errand,) = to_tell.all()
    assert "担当課：学校教育課" in errand.body


def test_an_entry_moved_twice_for_one_day_is_told_as_one_move(settings, later):
    settings.KYODO_UNDO_MINUTES = 10
    world = ledger.World()
    entry, today = world.cycle().project, timezone.localdate()
    later(minutes=11)
    before = heard(world.representative, world.outsider, world.clerk)

    def move(office):
        take_step(entry, "move", by=world.chief, version=entry.version, office=office, on=today, reason="改組のためです。")

    move(world.elsewhere)
    move(world.centre)
    later(minutes=11)
    assert inbox(world.representative) == [*before[0], "「見守り配達」の担当課が替わります"]
    assert "担当課：福祉課→市民協働課" in Notice.objects.filter(user=world.representative).latest("pk").body
    assert inbox(world.outsider) == before[1]  # 土木課 had it in between
    assert inbox(world.clerk) == [*before[2], "「見守り配達」の担当課が市民協働課に替わりました"]
    move(world.elsewhere)
    move(world.centre)
    later(minutes=11)
    assert len(inbox(world.representative)) == len(before[0]) + 1
