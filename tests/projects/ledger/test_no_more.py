"""Who is no more is named for a year in which it stood: offices, groups, forms of collaboration."""

import datetime

import pytest

from guidelines.models import CollaborationForm
from kyodo_portal.process.actions import take_step
from partners.directory.standing import Standing
from partners.models import Partner
from projects.models import Participation, Project
from tests import build
from tests.sent import opened

from .build import World, partner

pytestmark = pytest.mark.django_db
ENTER = "/admin/projects/project/add/"
LAST = datetime.date(2022, 9, 30)


@pytest.fixture
def world():
    world = World()
    world.gone = partner("民生課", "department", "department", standing=Standing.LEFT)
    Partner.objects.filter(pk=world.gone.pk).update(ended_on=LAST, successor=world.office)
    world.gone.refresh_from_db()
    world.old = partner("あじさい会", standing=Standing.LEFT)
    Partner.objects.filter(pk=world.old.pk).update(search_text="あじさい会")
    world.former = CollaborationForm.objects.create(
        guideline=world.form.guideline, key="old", title="旧共催", code="joint_host", is_active=False
    )
    return world


def sent(client, world, year, **more):
    values = opened(client, f"{ENTER}?find=あじさい", title="配食", form=str(world.former.pk), fiscal_year=year, only_record="on")
    return client.post(ENTER, {**values, "partners": [str(world.old.pk)], "department": str(world.gone.pk), **more})


def test_the_choices_say_who_is_no_more(world, client_for):
    text = build.read(client_for(world.clerk), f"{ENTER}?find=あじさい")
    for said in ("民生課（現在はありません）", "あじさい会（現在は登録がありません）", "旧共催（いまは使っていません）"):
        assert said in text
    assert "民生課" not in build.read(client_for(world.outsider), ENTER)


def test_a_year_that_is_over_names_who_stood_then_and_somebody_has_it_now(world, client_for):
    answer = sent(client_for(world.clerk), world, "令和3年度")
    assert answer.status_code == 302, build.markup(answer)
    made = Project.objects.get(title="配食")
    rows = Participation.objects.filter(project=made, side="city").order_by("pk")
    assert [(row.partner.name, row.since, row.until) for row in rows] == [
        ("民生課", None, LAST), ("福祉課", datetime.date(2022, 10, 1), None),
    ]  # fmt: skip
    assert made.cycles.get().fiscal_year == 2021 and made.form == world.former
    client = client_for(world.clerk)  # it is theirs to put right, under the form that it has
    values = opened(client, f"/admin/projects/project/{made.pk}/change/", summary="ひとこと")
    assert client.post(f"/admin/projects/project/{made.pk}/change/", values).status_code == 302
    made.refresh_from_db()
    assert (made.summary, made.form) == ("ひとこと", world.former)


def test_a_year_in_which_it_did_not_stand_is_refused_with_what_to_do(world, client_for):
    text = build.markup(sent(client_for(world.clerk), world, "令和5年度"))
    assert "「民生課」は、令和5年度にはない課です。その年度にあった課を選んでください。" in text
    text = build.markup(sent(client_for(world.clerk), world, ""))
    assert "「あじさい会」は、いまは登録がありません。登録のない団体を選べるのは、過ぎた年度だけです。" in text
    assert "「旧共催」は、いまは使っていない形態です。選べるのは、過ぎた年度だけです。" in text
    assert not Project.objects.filter(title="配食").exists()


def test_another_office_enters_nothing_for_it(world, client_for):
    text = build.markup(sent(client_for(world.outsider), world, "令和3年度"))
    assert "担当課を、並んでいるものから選び直してください。" in text and not Project.objects.filter(title="配食").exists()


def test_an_entry_moves_to_it_only_for_days_on_which_it_stood(world, client_for):
    entry = world.entry(fiscal_year=2020, only_record=True, department=world.elsewhere, by=world.outsider)
    page = f"/admin/projects/project/{entry.pk}/step/move/"
    client = client_for(world.chief)
    values = opened(client, page, office=str(world.gone.pk), on="2022-10-01", reason="書きまちがい")
    said = "「民生課」は、2022年9月30日（金）までの課です。その日にある課を選んでください。"
    assert said in build.markup(client.post(page, values))
    take_step(entry, "move", by=world.chief, version=entry.version, office=world.gone, on=LAST, reason="移った日")
    rows = Participation.objects.filter(project=entry, side="city").order_by("pk").values_list("partner__name", "since", "until")
    day = datetime.timedelta(days=1)
    assert list(rows) == [("土木課", None, LAST - day), ("民生課", LAST, LAST), ("福祉課", LAST + day, None)]


def test_who_left_since_joins_an_entry_for_days_before_today(world, client_for):
    entry = world.entry(fiscal_year=2021, only_record=True)
    page, client = f"/admin/projects/project/{entry.pk}/step/join/", client_for(world.clerk)
    values = opened(client, page, partner="あじさい会", on=build.days(0).isoformat(), reason="入れ忘れ")
    said = "「あじさい会」は、いまは登録がありません。加えられるのは、きょうより前の日からだけです。"
    assert said in build.markup(client.post(page, values))
    values = opened(client, page, partner="あじさい会", on="2021-05-01", reason="入れ忘れ")
    assert client.post(page, values).status_code == 302
    assert Participation.objects.filter(project=entry, partner=world.old, since="2021-05-01", side="group").exists()
