"""担当課との協議: another department, several departments, a record that was wrong."""

import copy
import uuid

import pytest
from django.core.exceptions import PermissionDenied

from kyodo_portal.accounts.models import User
from kyodo_portal.notices.models import Notice
from kyodo_portal.process.actions import take_step
from projects.models import Proposal, Talk
from projects.proposals.talk_actions import record_talk
from tests import build

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]
SAID = {"attendees": "団体2人、課から1人", "summary": "植える場所を決めた。", "opinion": "道路の外なら植えられます。"}


class Talks:
    def __init__(self):
        self.road, self.official = build.office("department", "道路課")
        self.school, self.teacher = build.office("department", "学校教育課")
        self.body, self.representative, self.mate = build.group()
        self.clerk = build.office("secretariat")[1]
        self.proposal = build.submitted(self.body, self.representative)
        for step, answers in (("receive", {}), ("start_talks", {"department": self.road})):
            take_step(self.proposal, step, by=self.clerk, version=self.proposal.version, **answers)


@pytest.fixture(scope="module")
def laid_world(lay):
    return lay(Talks)


@pytest.fixture
def city(laid_world, client_for):
    made = copy.deepcopy(laid_world)
    made.page = f"/admin/projects/proposal/{made.proposal.pk}/"
    made.desk = client_for(made.clerk)
    return made


def words(person):
    return list(Notice.objects.filter(user=person).order_by("pk").values_list("title", flat=True))


def record(**changed):
    return {"held_on": f"{build.days(0)}", **SAID, "form_key": str(uuid.uuid4()), **changed}


def test_the_department_of_the_talks_is_changed_and_everybody_concerned_is_told(city, client_for):
    asked = {"version": city.proposal.version, "department": city.school.pk, "reason": "学校の前の道だからです。"}
    same = city.desk.post(f"{city.page}step/change_department/", {**asked, "department": city.road.pk})
    assert "いまの担当課も、道路課です。ほかの課を選んでください。" in build.markup(same)
    assert city.desk.post(f"{city.page}step/change_department/", asked).status_code == 302
    proposal, name = Proposal.objects.get(pk=city.proposal.pk), str(city.proposal)
    assert (proposal.department, proposal.status, proposal.status_since) == (city.school, "in_talks", city.proposal.status_since)
    assert words(city.official)[-1] == f"「{name}」の担当課は、学校教育課に替わりました"
    assert words(city.teacher) == words(city.representative)[-1:] == [f"「{name}」の担当課が替わりました"]
    assert Notice.objects.get(user=city.teacher).body.startswith("担当課：学校教育課\n理由：学校の前の道だからです。\n")
    assert client_for(city.official).get(f"{city.page}change/").status_code == 404
    assert client_for(city.teacher).get(f"{city.page}talk/").status_code == 200


def test_several_departments_record_their_talks_and_the_matter_waits_for_all(city, client_for):
    asked = {"version": city.proposal.version, "other_department": city.school.pk, "reason": "学校の前も植えるからです。"}
    assert client_for(city.teacher).get(f"{city.page}talk/").status_code == 404
    assert city.desk.post(f"{city.page}step/also_ask/", asked, follow=True).status_code == 200
    assert words(city.teacher) == [f"「{city.proposal}」の協議に加わってください"]
    road, school = client_for(city.official), client_for(User.objects.get(pk=city.teacher.pk))
    for client in (road, school):
        assert str(city.proposal) in build.read(client, "/admin/projects/proposal/?queue=talks")
    assert road.post(f"{city.page}talk/", record()).status_code == 302
    now = Proposal.objects.get(pk=city.proposal.pk)
    assert now.responsible == ("department",) and str(now) not in build.read(city.desk, "/admin/projects/proposal/?queue=ready")
    assert str(now) not in build.read(road, "/admin/projects/proposal/?queue=talks")
    assert school.post(f"{city.page}talk/", record(summary="学校にも植える。")).status_code == 302
    now = Proposal.objects.get(pk=city.proposal.pk)
    assert now.responsible == ("secretariat",) and str(now) in build.read(city.desk, "/admin/projects/proposal/?queue=ready")
    assert {talk.summary: talk.department for talk in Talk.objects.all()} == {
        "植える場所を決めた。": city.road,
        "学校にも植える。": city.school,
    }
    page = build.read(city.desk, f"{city.page}change/")
    assert "いっしょに協議する課：学校教育課" in page and "<td>学校教育課</td>" in page
    # The secretariat says for which of them it writes; nobody writes for another department.
    assert "協議した課を選んでください。" in build.markup(city.desk.post(f"{city.page}talk/", record(summary="三つ目")))
    with pytest.raises(PermissionDenied):
        given = {**SAID, "held_on": build.days(0), "summary": "四つ目"}
        record_talk(now, by=city.official, form_key=uuid.uuid4(), department=city.school, **given)


def test_a_record_of_a_talk_is_corrected_and_the_wrong_one_stays_behind_it(city, client_for):
    road = client_for(city.official)
    road.post(f"{city.page}talk/", record())
    wrong = Talk.objects.get()
    address = f"{city.page}talk/{wrong.pk}/"
    assert f'<a href="{address}">訂正する</a>' in build.read(road, f"{city.page}change/")
    assert "植える場所を決めた。" in build.read(road, address)
    right = record(opinion="道路の上には植えられません。", correction_note="見解を書きまちがえました。")
    for _ in range(2):
        assert road.post(address, right).status_code == 302
    assert Talk.objects.standing().get().opinion == "道路の上には植えられません。" and Talk.objects.count() == 2
    late = city.desk.post(address, record(summary="別の直し", correction_note="別の理由"))
    assert late.status_code == 409 and "別の直し" in late.content.decode()
    take_step(city.proposal, "start_review", by=city.clerk, version=city.proposal.version, ahead_reason="急ぎ")
    for who, page in ((city.desk, f"{city.page}change/"), (road, city.proposal.get_absolute_url())):
        shown = build.read(who, page)
        assert "道路の上には植えられません。" in shown and "見解を書きまちがえました。" in shown
        assert "訂正する前の記録" in shown and "道路の外なら植えられます。" in shown
    assert "道路の上には" not in build.read(client_for(city.representative), city.proposal.get_absolute_url())
    standing = Talk.objects.standing().get()
    assert f"talk/{standing.pk}/" in build.read(city.desk, f"{city.page}change/")  # also while it is judged
    assert client_for(city.teacher).get(f"{city.page}talk/{standing.pk}/").status_code == 404


def test_whoever_writes_a_record_while_the_talks_end_hears_that_and_keeps_the_words(city, client_for):
    office, at = client_for(city.official), f"{city.page}talk/"
    first = record()
    assert [office.post(at, first).status_code for _ in range(2)] == [302, 302] and Talk.objects.count() == 1
    ahead = {"ahead_reason": "出した団体がそろったからです。"}
    take_step(city.proposal, "start_review", by=city.clerk, version=city.proposal.version, **ahead)
    late = office.post(at, record(summary="審査の前に話したこと"))
    assert late.status_code == 409 and "いま「審査中」なので" in late.text and "審査の前に話したこと" in late.text
    assert office.post(at, first).status_code == 302  # what was kept is answered as it was
    mending = f"{at}{Talk.objects.get().pk}/"
    take_step(city.proposal, "withdraw", by=city.representative, version=city.proposal.version, reason="会員が足りない")
    late = office.post(mending, record(summary="直した話", correction_note="まちがい"))
    assert late.status_code == 409 and "いま「取下げ」なので" in late.text and "直した話" in late.text
    assert Talk.objects.count() == 1
