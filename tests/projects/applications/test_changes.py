"""A change of what was approved, item by item; and an overdue report that bars the next application, until that is lifted."""

import copy
import datetime

import pytest
from django.utils import timezone

from kyodo_portal.notices.models import Notice
from projects.applications.move_actions import move_told
from projects.models import Application, Cycle
from tests import build

from .build import World, spec
from .test_story import take

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def laid(lay):
    return lay(World)


@pytest.fixture
def world(laid):
    return copy.deepcopy(laid)


def test_where_an_overdue_report_bars_the_next_one_the_secretariat_lifts_that_with_a_reason(world, client_for):
    kind = spec()
    type(kind).objects.filter(pk=kind.pk).update(unreported="refuse")
    first = world.approved(title="去年の会")
    world.over(first)
    Application.objects.filter(pk=first.pk).update(report_due=build.days(-1))
    row, sending = world.made(title="今年の会"), "/applications/{}/step/submit/"
    chair = client_for(world.chair)
    form = chair.get(sending.format(row.pk)).context["form"]
    said = {name: form.initial[name] for name in ("version", "etag")}
    answer = build.markup(chair.post(sending.format(row.pk), said))
    assert "前の催しなどの報告が、まだ出ていません：去年の会。" in answer
    assert client_for(world.official).get(f"/applications/{first.pk}/step/lift_bar/").status_code == 403
    take(client_for(world.clerk), first, "lift_bar", reason="会計の方が入院しているため。")
    assert first.bar_lifted_on == timezone.localdate()
    assert Notice.objects.filter(user=world.chair, title="「去年の会」の報告を待たずに、次の申請を送れます").exists()
    assert take(chair, row, "submit").status == "submitted"
    assert "前の申請「去年の会」の報告が、まだ出ていません。" in build.read(client_for(world.clerk), row.get_absolute_url())


def test_a_change_moves_what_it_says_and_the_ledger_follows(world, client_for):
    row, chair, official = (
        world.approved(starts_on=build.days(60), ends_on=build.days(60)),
        client_for(world.chair),
        client_for(world.official),
    )
    assert row.report_due is None
    asking = f"/applications/{row.pk}/step/ask_change/"
    form = chair.get(asking).context["form"]
    now = {name: form[name].value() for name in form.fields}
    now = {
        name: value.isoformat() if isinstance(value, datetime.date) else value
        for name, value in now.items()
        if value not in (None, [])
    }
    unmoved = build.markup(chair.post(asking, {**now, "reason": "広いからです。"}))
    assert "変わるところがありません。" in unmoved
    early = {**now, "ends_on": build.days(50).isoformat(), "reason": "広いからです。"}
    assert "終わる日は、始まる日か、それより後の日にしてください。" in build.markup(chair.post(asking, early))
    far = {**now, "starts_on": build.days(500).isoformat(), "ends_on": build.days(500).isoformat(), "reason": "広いからです。"}
    assert "年度がかわる日には変えられません。" in build.markup(chair.post(asking, far))
    wanted = {**now, "ends_on": build.days(61).isoformat(), "place": "見本公園", "fee": "300円", "title": "見本の大まつり"}
    assert chair.post(asking, {**wanted, "reason": "広いからです。"}).status_code == 302
    row.refresh_from_db()
    assert (row.status, row.place, row.change_to["place"]) == ("change_pending", "見本広場", "見本公園")
    page = build.read(official, f"/applications/{row.pk}/step/allow_change/")
    assert all(word in page for word in ("変わるところ", "見本広場", "見本公園", "300円"))
    take(official, row, "allow_change", document_number="観発第2号", decided_on=timezone.localdate().isoformat())
    assert (row.place, row.fee, row.ends_on, row.change_to) == ("見本公園", 300, build.days(61), {})
    assert row.report_due == build.days(61 + row.spec.report_days)  # a fee is taken now
    year = Cycle.objects.select_related("project").get(pk=row.cycle_id)
    assert (year.place, year.ends_on, year.extra["fee"], year.project.title) == (
        "見本公園",
        build.days(61),
        300,
        "見本の大まつり",
    )
    assert "場所：見本広場 → 見本公園" in row.agreed_changes
    take(official, row, "undo_allow_change", reason="まちがえました。")
    year.refresh_from_db()
    assert (row.place, row.fee, row.report_due, row.change_to["place"]) == ("見本広場", 0, None, "見本公園")
    assert (year.place, year.ends_on, year.project.title) == ("見本広場", build.days(60), "見本のまつり")


@pytest.fixture
def changing(world, client_for, settings):
    """(application, its year, the official's client): a change of the place that was allowed a moment ago."""
    row, chair = world.approved(starts_on=build.days(60), ends_on=build.days(60)), client_for(world.chair)
    asking = f"/applications/{row.pk}/step/ask_change/"
    form = chair.get(asking).context["form"]
    now = {name: form[name].value() for name in form.fields}
    now = {name: f"{value}" for name, value in now.items() if value not in (None, [])}
    assert chair.post(asking, {**now, "place": "見本公園", "reason": "広いからです。"}).status_code == 302
    row.refresh_from_db()
    settings.KYODO_UNDO_MINUTES = 10
    official = client_for(world.official)
    take(official, row, "allow_change", document_number="観発第2号", decided_on=timezone.localdate().isoformat())
    return row, Cycle.objects.get(pk=row.cycle_id), official


def place_of(year):
    return Cycle.objects.get(pk=year.pk).place


def test_the_ledger_says_a_change_once_its_group_was_told(changing):
    row, year, _ = changing
    assert (row.place, place_of(year), move_told()) == ("見本公園", "見本広場", 0)
    Application.objects.filter(pk=row.pk).update(moves_at=timezone.now() - datetime.timedelta(seconds=1))
    assert (move_told(), place_of(year), move_told()) == (1, "見本公園", 0)


def test_a_change_that_is_taken_back_before_it_was_told_never_stood_in_the_ledger(changing):
    row, year, official = changing
    take(official, row, "undo_allow_change", reason="まちがえました。")
    assert (row.place, place_of(year), row.moves_at) == ("見本広場", "見本広場", None)


def test_a_change_waits_for_a_year_that_was_cancelled_meanwhile_to_stand_again(changing):
    row, year, official = changing
    ground = row.spec.grounds.filter(for_revoke=True).first().pk
    said = {"document_number": "観発第3号", "decided_on": timezone.localdate().isoformat()}
    take(official, row, "revoke", ground=ground, reason="名前を無断で使ったため。", **said)
    Application.objects.filter(pk=row.pk).update(moves_at=timezone.now() - datetime.timedelta(seconds=1))
    assert (move_told(), place_of(year)) == (0, "見本広場")
    take(official, row, "undo_revoke", reason="まちがえました。")
    assert (move_told(), place_of(year)) == (1, "見本公園")
