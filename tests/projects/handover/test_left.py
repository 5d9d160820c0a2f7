"""A group leaves the directory while people go on working in its matters: it is read before, told to who leads them, and listed after."""

from uuid import uuid4

import pytest

from kyodo_portal.notices.models import Notice
from kyodo_portal.process.models import Task
from partners.models import Membership, Partner, Registration
from partners.registration.clock_actions import turn_days
from tests import build
from tests.projects.ledger.build import World

pytestmark = pytest.mark.django_db
PAGE = "/staff/ownerless/"
TITLE = "進めている協働の相手の「ひだまりの会」が、協働の名簿から外れました"
BACK = "「ひだまりの会」が名簿から外れたことは、取り消されました"
LISTED = "相手の団体が、名簿から外れました"


@pytest.fixture
def world():
    made = World()
    Partner.objects.filter(pk=made.group.pk).update(registered_from=build.days(-400))
    made.group.refresh_from_db()
    return made


def take_off(client, world):
    answer = client.post(
        f"/admin/partners/registration/removal/{world.group.pk}/",
        {"take_off": "1", "reason": "名簿の整理のためです。", "form_key": str(uuid4())},
    )
    assert answer.status_code == 302
    return Registration.objects.get(purpose="revoke")


def titles_of(person):
    return [row.title for row in Notice.objects.filter(user=person).order_by("pk")]


def test_the_office_reads_before_it_takes_a_group_off_what_stays_open_and_who_sees_to_it(client_for, world):
    office, removal = client_for(world.chief), f"/admin/partners/registration/removal/{world.group.pk}/"
    assert "まだ終わっていないもの" not in build.read(office, removal)
    world.running()
    page = build.read(office, removal)
    assert "進んでいるプロジェクト（1件）：見守り配達" in page and "名簿から外しても、これらは終わりません" in page
    assert "団体の人（2人）は、団体の人のままです。" in page
    Membership.objects.filter(partner=world.group).update(until=build.days(-1))
    assert "団体には、サインインする人がいません。団体から出るものは、市が紙や電話で受けて入れます。" in build.read(
        office, removal
    )


def test_who_leads_a_matter_hears_of_it_and_its_people_go_on(client_for, world):
    cycle = world.running()
    other = world.entry(title="畑の日", department=world.elsewhere, by=world.outsider)
    office, clerk = client_for(world.chief), client_for(world.clerk)
    assert "続けるか終えるかを、団体と決めてください" not in build.read(clerk, PAGE)
    take_off(office, world)
    assert TITLE in titles_of(world.clerk) and TITLE in titles_of(world.outsider)
    told = Notice.objects.get(user=world.clerk, title=TITLE)
    assert "福祉課の協働（1件）：見守り配達" in told.body and "畑の日" not in told.body
    page = build.read(clerk, told.url)
    assert f">{LISTED}" in page and "続けるか終えるかを、団体と決めてください" in page and "畑の日" not in page
    assert other.title in build.read(client_for(world.outsider), told.url)
    theirs = client_for(world.representative)
    assert theirs.get(cycle.get_absolute_url()).status_code == 200
    world.step(cycle, "finish", by=world.representative)
    assert Task.objects.open().filter(subject_id=cycle.pk, process="cycle", party=f"p{world.group.pk}").exists()


def test_what_is_taken_back_is_said_to_whoever_heard_and_listed_no_more(client_for, world):
    world.running()
    office = client_for(world.chief)
    paper = take_off(office, world)
    step = f"/admin/partners/registration/{paper.pk}/step/put_back/"
    answer = office.post(step, {**build.sure(office, step), "version": paper.version, "reason": "まちがいでした。"})
    assert answer.status_code == 302
    assert Partner.objects.get(pk=world.group.pk).standing == "registered"
    assert titles_of(world.clerk)[-1] == BACK
    assert "<table" not in build.read(client_for(world.clerk), f"{PAGE}?why=left")


def test_taken_back_within_its_minutes_nobody_has_heard(client_for, world, settings):
    settings.KYODO_UNDO_MINUTES = 10
    world.running()
    office = client_for(world.chief)
    paper = take_off(office, world)
    step = f"/admin/partners/registration/{paper.pk}/step/put_back/"
    office.post(step, {**build.sure(office, step), "version": paper.version, "reason": "まちがいでした。"})
    assert not {TITLE, BACK} & set(titles_of(world.clerk))


def test_a_term_that_runs_out_is_told_to_who_leads_its_matters_too(world):
    world.running()
    Partner.objects.filter(pk=world.group.pk).update(valid_until=build.days(-40), rule=None)
    turn_days()
    assert Partner.objects.get(pk=world.group.pk).standing == "left"
    assert titles_of(world.clerk).count(TITLE) == 1
