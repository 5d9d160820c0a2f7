"""除斥 of a joint group's people, and 代決 where it leaves a desk without anybody."""

import pytest

from kyodo_portal.pages.presenters import todos
from kyodo_portal.process.actions import take_step
from projects.models import Exclusion, Proposal, Substitute
from tests import build

from .test_conflicts import admin, fresh, titles

pytestmark = pytest.mark.django_db


def test_a_yes_after_sending_raises_it_like_one_before(client_for):
    _, clerk = build.office("secretariat")
    _, second = build.office("secretariat")
    body, boss, _ = build.group()
    friend, chief, _ = build.group()
    build.join(second, friend)
    before, after = build.draft(body, boss), build.draft(body, boss)
    build.joined(before, friend)
    asked = build.joined(after, friend, state="asked")
    for draft in (before, after):
        take_step(draft, "submit", by=boss, version=0)
    assert [row.proposal for row in Exclusion.objects.all()] == [before]
    client_for(chief).post(asked.get_absolute_url(), {"answer": "yes"})
    assert [(row.proposal, row.user) for row in Exclusion.objects.all()] == [(before, second), (after, second)]
    assert titles(clerk) >= {"「通学路の花いっぱい見守り」の除斥を確かめてください"}
    assert [one.matter for one in todos(fresh(second)).rows] == []
    labels = [one.label for one in todos(fresh(clerk)).rows]
    assert labels == ["書類を確かめて受け付ける"] * 2 + ["除斥を確かめる"] * 2


class OnePersonOffice:
    """The only secretary belongs to the proposing group; an administrator and another department's official are there."""

    def __init__(self):
        self.centre, self.clerk = build.office("secretariat", "市民協働係")
        self.body, self.boss, _ = build.group()
        build.join(self.clerk, self.body)
        self.keeper, self.other = build.system_admin(), build.office("department", "防災課")[1]
        self.proposal = build.submitted(self.body, self.boss)
        self.address = f"/admin/projects/substitute/proposal/{self.proposal.pk}/name/"

    def named(self, user, **more):
        words = {"desk": "secretariat", "user": user.pk, "reason": "事務局の全員が団体の人であるため"}
        return {**words, "form_key": build.uuid4(), **more}


def test_where_nobody_is_left_a_named_substitute_acts(client_for):
    city = OnePersonOffice()
    step = f"/admin/projects/proposal/{city.proposal.pk}/step/receive/"
    assert client_for(city.clerk).get(step).status_code == 403
    assert client_for(city.other).get(step).status_code == 404
    # Nobody of the desk hears of it: the administrator does.
    assert any("提案を受け取りました" in title for title in titles(city.keeper))
    keeper = client_for(city.keeper)
    assert "代決する人を決める" in keeper.get(admin(city.proposal)).text
    assert city.clerk.name not in str(keeper.get(city.address).context["form"]["user"])
    key = build.uuid4()
    for _ in range(2):
        assert keeper.post(city.address, city.named(city.other, form_key=key)).status_code == 302
    row = Substitute.objects.get()
    assert (row.user, row.desk, row.named_by) == (city.other, "secretariat", city.keeper)
    assert any("代決" in title for title in titles(city.other))
    assert [one.matter for one in todos(fresh(city.other)).rows] == [str(city.proposal)]
    acting = client_for(fresh(city.other))
    assert acting.get(step).status_code == 200
    assert acting.post(step, {"version": 1}).status_code == 302
    change = Proposal.objects.get().changes.get(step="receive")
    assert change.by == city.other
    end = f"/admin/projects/substitute/{row.pk}/end/"
    # The button stands in the page's own form and says where it sends: a form in a form is none to a browser.
    form = keeper.get(admin(city.proposal)).text.partition('id="proposal_form"')[2].partition("</form>")[0]
    assert f'<button class="button" type="submit" formaction="{end}">終える</button>' in form and "<form" not in form
    assert keeper.post(end).status_code == 302
    assert client_for(fresh(city.other)).get(f"/admin/projects/proposal/{city.proposal.pk}/step/start_review/").status_code == 404


def test_a_substitute_acts_on_the_one_proposal_until_the_last_day(client_for):
    city = OnePersonOffice()
    second = build.submitted(city.body, city.boss)
    client_for(city.keeper).post(city.address, city.named(city.other, until=f"{build.days(1):%Y-%m-%d}"))
    assert client_for(fresh(city.other)).get(f"/admin/projects/proposal/{second.pk}/step/receive/").status_code == 404
    Substitute.objects.update(until=build.days(-1))
    step = f"/admin/projects/proposal/{city.proposal.pk}/step/receive/"
    assert client_for(fresh(city.other)).get(step).status_code == 404


def test_no_substitute_while_somebody_is_left_or_by_or_for_somebody_in_it(client_for):
    city = OnePersonOffice()
    assert client_for(city.clerk).post(city.address, city.named(city.other)).status_code == 403
    keeper = client_for(city.keeper)
    assert keeper.post(city.address, city.named(city.clerk)).status_code == 200  # of the group
    assert keeper.post(city.address, city.named(build.user())).status_code == 200  # no official
    build.join(build.user("見本 応援"), city.centre)
    assert keeper.post(city.address, city.named(city.other)).status_code == 200
    assert not Substitute.objects.exists()
    assert "代決する人を決める" not in keeper.get(admin(city.proposal)).text
    build.join(city.keeper, city.body)
    assert client_for(fresh(city.keeper)).post(city.address, city.named(city.other)).status_code == 403


def test_a_department_without_anybody_is_substituted_too(client_for):
    _, clerk = build.office("secretariat")
    office, official = build.office("department", "福祉課")
    body, boss, _ = build.group()
    build.join(official, body)
    proposal = build.submitted(body, boss)
    for step, answers in (("receive", {}), ("start_talks", {"department": office})):
        proposal = take_step(proposal, step, by=clerk, version=proposal.version, **answers)
    other, keeper = build.office("department", "防災課")[1], build.system_admin()
    words = {"desk": "department", "user": other.pk, "reason": "担当課の全員が団体の人", "form_key": build.uuid4()}
    assert client_for(keeper).post(f"/admin/projects/substitute/proposal/{proposal.pk}/name/", words).status_code == 302
    assert client_for(other).get(f"/admin/projects/proposal/{proposal.pk}/talk/").status_code == 200
    assert client_for(official).get(f"/admin/projects/proposal/{proposal.pk}/talk/").status_code == 403
