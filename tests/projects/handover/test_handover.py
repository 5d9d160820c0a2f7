"""引継ぎ: a person leaves, the sheets are there, somebody is named, hands over, takes, and the windows go over on the day."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from kyodo_portal.common.forms.doubts import SURE
from kyodo_portal.common.templatetags.kyodo import jdate
from kyodo_portal.notices.models import Notice
from kyodo_portal.process.actions import take_step
from kyodo_portal.process.models import Task
from kyodo_portal.process.task_actions import sync_due
from kyodo_portal.process.task_checks import wrong_tasks
from partners.models import Membership
from projects.entries.window_models import ContactWindow
from projects.handover.actions import membership_ends, turn_days
from projects.ledger.window_actions import name_window
from projects.models import Handover, HandoverSheet
from tests import build
from tests.projects.ledger.build import World, join, partner, person

pytestmark = pytest.mark.django_db


def make():
    world = World()
    world.next = join(person("後任"), world.office, "member")
    world.matter = world.cycle(title="雪の日の見守り")
    world.clerk_plan(world.matter)
    world.other = world.cycle(title="ほかの人の案件")
    name_window(world.matter.project, by=world.clerk, main=world.clerk, deputy=world.next)
    name_window(world.other.project, by=world.clerk, main=world.next)
    name_window(world.matter.project, by=world.representative, main=world.representative)
    return world


@pytest.fixture(scope="module")
def laid_world(lay):
    return lay(make)


def leave(world, days=9, by=None):
    """The clerk's last day is set; the Handover that this lays out."""
    row = Membership.objects.select_related("user", "partner").get(user=world.clerk)
    row.until = build.days(days)
    row.save()
    return membership_ends(row, by=by or world.chief)


def step(handover, name, by, **answers):
    now = Handover.objects.get(pk=handover.pk)
    return take_step(now, name, by=by, version=now.version, **answers)


def later(monkeypatch, days):
    """The clock stands `days` from today at nine."""
    at = timezone.make_aware(datetime.datetime.combine(build.days(days), datetime.time(9)))
    monkeypatch.setattr(timezone, "now", lambda: at)


def tasks(handover):
    found = Task.objects.open().filter(process="handover", subject_id=handover.pk).order_by("label")
    return [(row.label, row.party, row.due_on) for row in found]


def test_a_last_day_lays_out_the_sheets_and_says_so_before(client_for, world):
    membership = Membership.objects.get(user=world.clerk)
    page = reverse("admin:partners_membership_change", args=[membership.pk])
    client, values = client_for(world.chief), {"user": world.clerk.email, "partner": world.office.pk, "part": "member"}
    sent = {**values, "since": "2020-04-01", "until": build.days(9).isoformat()}
    asked = client.post(page, sent)
    text = build.markup(asked)
    assert "この人が受けもっている協働が1件あります：雪の日の見守り" in text and not Handover.objects.exists()
    token = asked.context["adminform"].form.fields[SURE].widget.attrs["value"]
    assert client.post(page, {**sent, SURE: token}).status_code == 302
    made = Handover.objects.get()
    assert (made.kind, made.side, made.partner, made.giver, made.taker, made.on) == (
        "person", "city", world.office, world.clerk, None, build.days(10),
    )  # fmt: skip
    assert [sheet.project.title for sheet in made.sheets.all()] == ["雪の日の見守り"]
    last = build.days(9)
    assert tasks(made) == [("引継書を書いて渡す", f"u{world.clerk.pk}", last), ("後任を決める", f"r{world.office.pk}", last)]
    assert Notice.objects.filter(user=world.clerk, title__contains="引継ぎ」の準備が始まりました（1件）").exists()
    turn_days()
    membership_ends(Membership.objects.get(user=world.clerk), by=world.chief)
    assert Handover.objects.count() == 1 and not [*wrong_tasks()]


def test_whoever_comes_takes_it_and_the_window_goes_over_on_the_day(client_for, world, monkeypatch):
    window = ContactWindow.objects.filter(project=world.matter.project, main=world.clerk)
    window.update(desk="雪係", phone="0258-83-0001", extension="312", person_public=True)
    handover = leave(world)
    assert "後任" in build.read(client_for(world.chief), handover.step_url(handover.process.step("name")))
    step(handover, "name", world.chief, taker=world.next)
    giver, taker = client_for(world.clerk), client_for(world.next)
    sheet = HandoverSheet.objects.get()
    page = sheet.get_absolute_url()
    first = giver.get(page)
    for words in (
        "ひだまりの会",
        "窓口：正 担当　副 後任　雪係　0258-83-0001　内線312",
        "声をかける：団体など 配達のたび",
        "計画を決める",
    ):
        assert words in build.markup(first)
    sent = {"advice": "昼はメールがよい。", "open_points": "券の返し方", "etag": first.context["form"].initial["etag"]}
    assert giver.post(page, sent).status_code == 302 and giver.post(page, sent).status_code == 302  # pressed twice
    late = giver.post(page, {**sent, "advice": "別のことば"})
    assert late.status_code == 409 and "いまの内容：昼はメールがよい。" in build.markup(late)
    step(handover, "hand", world.clerk)
    giver.post(page, {"advice": "もう書けない", "etag": giver.get(page).context["form"].initial["etag"]})
    assert HandoverSheet.objects.get().advice == "昼はメールがよい。"
    world.step(world.matter, "cancel", world.clerk, reason="雪がない", public_reason="雪がない")
    assert "計画を決める" in build.read(taker, page)  # as it was handed over
    assert "昼はメールがよい。" in build.read(taker, f"{handover.get_absolute_url()}print/")
    step(handover, "ask", world.next, reason="券はどこですか")
    step(handover, "hand", world.clerk)
    step(handover, "take", world.next, met_on=build.days(0))
    assert ContactWindow.objects.open().get(project=world.matter.project, side="city").main == world.clerk
    later(monkeypatch, 10)
    turn_days()
    turn_days()
    now = ContactWindow.objects.open().get(project=world.matter.project, side="city")
    assert (now.main, now.deputy, now.since) == (world.next, None, build.days(0))
    # The desk stays; the name of who comes is published by nobody but the office, and an extension is a person's.
    assert (now.desk, now.phone, now.extension, now.person_public) == ("雪係", "0258-83-0001", "", False)
    former = ContactWindow.objects.get(project=world.matter.project, side="city", main=world.clerk)
    assert former.until == build.days(-1)
    told = Notice.objects.filter(user=world.representative, title="連絡窓口が替わりました（市）")
    assert told.count() == 1 and "担当さんのあとは、後任さんです。" in told.get().body
    assert ContactWindow.objects.open().get(project=world.other.project, side="city").main == world.next
    assert tasks(handover) == []


def test_without_anybody_named_it_is_ownerless_and_done_by_word_of_mouth(client_for, world, monkeypatch):
    handover = leave(world, days=0)
    later(monkeypatch, 1)
    turn_days()
    handover.refresh_from_db()
    assert handover.status == "ownerless" and tasks(handover) == [
        ("後任を決める", f"r{world.office.pk}", build.days(7)), ("後任を決める", "s", build.days(7)),
    ]  # fmt: skip
    assert Notice.objects.filter(user=world.chief, title__contains="に後任がいません").exists()
    index = build.read(client_for(world.chief), "/admin/")
    assert "後任のいない引継ぎ" in index
    step(handover, "name", world.chief, taker=world.next)
    assert [row[1] for row in tasks(handover)] == [
        f"r{world.office.pk}",
        "s",
    ]  # the giver has gone: who sees to the office holds it
    step(handover, "orally", world.chief, met_on=build.days(0))
    assert ContactWindow.objects.open().get(project=world.matter.project, side="city").main == world.next
    assert HandoverSheet.objects.get().facts_at is not None
    handover.refresh_from_db()
    assert (handover.status, handover.met_on) == ("done", build.days(0)) and handover.passed_at is not None
    assert not [row.name for row in handover.offered_to(world.chief)]  # the windows have gone over: nothing is taken back


def test_an_end_that_is_taken_back_calls_it_off_and_another_day_moves_it(world):
    handover = leave(world)
    assert leave(world, days=20).pk == handover.pk
    handover.refresh_from_db()
    assert handover.on == build.days(21) and {due for _, _, due in tasks(handover)} == {build.days(20)}
    Membership.objects.filter(user=world.clerk).update(until=None)
    membership_ends(Membership.objects.get(user=world.clerk), by=world.chief)
    handover.refresh_from_db()
    assert handover.status == "dropped" and tasks(handover) == []
    assert leave(world).pk != handover.pk


def test_who_reads_and_who_may_not(client_for, world):
    handover = leave(world)
    page, sheet = handover.get_absolute_url(), HandoverSheet.objects.get().get_absolute_url()
    answers = {
        who: (client_for(user).get(page).status_code, client_for(user).get(sheet).status_code)
        for who, user in {
            "giver": world.clerk, "office": world.next, "secretariat": world.chief, "elsewhere": world.outsider,
            "group": world.representative, "coordinator": world.guide, "nobody": None,
        }.items()
    }  # fmt: skip
    yes, no = (200, 200), (404, 404)
    assert answers == {
        "giver": yes, "office": yes, "secretariat": yes, "elsewhere": no, "group": no, "coordinator": no, "nobody": (302, 302),
    }  # fmt: skip
    with pytest.raises(PermissionDenied):
        step(handover, "name", world.next, taker=world.next)
    form = client_for(world.chief).post(handover.step_url(handover.process.step("name")), {"taker": world.clerk.pk, "version": 0})
    assert form.status_code == 200 and Handover.objects.get().taker is None  # nobody hands over to themselves
    refused = client_for(world.next).post(sheet, {"advice": "写しておきたい文", "etag": ""})
    assert refused.status_code == 403 and "写しておきたい文" in refused.text  # what was typed is given back
    assert HandoverSheet.objects.get().advice == ""


def test_a_head_hands_over_the_whole_office_and_stays_no_window(world):
    head = join(person("課長"), world.office)
    row = Membership.objects.get(user=head)
    row.until = build.days(5)
    row.save()
    made = membership_ends(row, by=world.chief)
    assert made.kind == "office" and made.sheets.count() == 2
    assert membership_ends(Membership.objects.get(user=world.outsider), by=world.chief) is None  # no end, nothing to do


def test_the_clock_lays_it_out_before_the_last_day_of_a_dated_place(world):
    Membership.objects.filter(user=world.clerk).update(until=build.days(60))
    turn_days()
    assert not Handover.objects.exists()
    Membership.objects.filter(user=world.clerk).update(until=build.days(44))
    turn_days()
    assert Handover.objects.get().on == build.days(45)
    Membership.objects.filter(user=world.mate).update(until=build.days(3))  # of a group, without a matter of their own
    turn_days()
    assert Handover.objects.count() == 1


def test_the_last_one_of_an_office_is_not_ended_by_accident(client_for, world):
    page = reverse("admin:partners_membership_change", args=[Membership.objects.get(user=world.outsider).pk])
    sent = {"user": world.outsider.email, "partner": world.elsewhere.pk, "part": "member", "since": "2020-04-01"}
    text = build.markup(client_for(world.chief).post(page, {**sent, "until": build.days(3).isoformat()}))
    assert "「土木課」は、" in text and "から人が1人もいなくなります" in text
    own = reverse("membership-end", args=[world.elsewhere.pk, Membership.objects.get(user=world.outsider).pk])
    assert "この課に人が1人もいなくなるので" in build.markup(client_for(world.outsider).post(own))
    assert Membership.objects.get(user=world.outsider).until is None
    wrong = {**sent, "partner": world.group.pk, "user": world.mate.email, "part": "promoter"}
    mate = reverse("admin:partners_membership_change", args=[Membership.objects.get(user=world.mate).pk])
    assert "協働推進員は、市の課にだけ置けます" in build.markup(client_for(world.chief).post(mate, wrong))


def test_what_its_giver_left_behind_is_handed_over_by_the_representatives_or_the_secretariat(client_for, world, monkeypatch):
    handover = leave(world)
    step(handover, "name", world.chief, taker=world.next)
    later(monkeypatch, 12)
    turn_days()
    sync_due()
    assert {party for _, party, _ in tasks(handover)} == {f"r{world.office.pk}", "s"}
    text = build.read(client_for(world.chief), handover.get_absolute_url())
    assert "いまは、あなたの番です" in text and "代わりに引継書を渡す" in text
    with pytest.raises(PermissionDenied):
        step(handover, "hand_for", world.next)
    step(handover, "hand_for", world.chief)
    assert {party for _, party, _ in tasks(handover)} == {f"u{world.next.pk}"} and list(wrong_tasks()) == []


def test_what_is_to_be_done_now_stands_on_its_page_as_on_my_page(client_for, world):
    """Not only what has a sheet: whatever the body owes, with whom it falls to; nobody of another body reads it there."""
    Task.objects.create(
        process="inventory", subject_id=1, role="department", party=f"p{world.office.pk}", label="年次棚卸しに答える", matter="令和7年度の棚卸し",
        url="/ledger/inventory/1/", matter_url="/ledger/inventory/1/", since=build.days(0), due_on=build.days(5),
    )  # fmt: skip
    handover = leave(world)
    own = client_for(world.clerk)
    page = own.get(handover.get_absolute_url())
    listed = [(task.label, task.matter) for task, _ in page.context["work"].rows]
    mine = own.get("/me/").context["todos"].rows
    assert listed == [(task.label, task.matter) for task in mine if task.party == f"p{world.office.pk}"]
    assert ("年次棚卸しに答える", "令和7年度の棚卸し") in listed and ("計画を決める", "雪の日の見守り") in listed
    assert "令和7年度の棚卸し" in build.read(own, handover.get_absolute_url())
    names = {task.matter: name for task, name in page.context["work"].rows}
    assert (names["雪の日の見守り"], names["ほかの人の案件"], names["令和7年度の棚卸し"]) == (
        str(world.clerk),
        str(world.next),
        "",
    )
    assert "令和7年度の棚卸し" in build.read(client_for(world.next), handover.get_absolute_url())
    chief = build.read(client_for(world.chief), handover.get_absolute_url())
    assert "令和7年度の棚卸し" not in chief and "いま、しなければならないこと" not in chief


def test_whoever_comes_from_another_body_reads_what_is_to_be_done_and_opens_it_from_the_day_on(client_for, world):
    Task.objects.create(
        process="inventory", subject_id=1, role="department", party=f"p{world.office.pk}", label="年次棚卸しに答える", matter="令和7年度の棚卸し",
        url="/ledger/inventory/1/", matter_url="/ledger/inventory/1/", since=build.days(0), due_on=build.days(5),
    )  # fmt: skip
    handover = leave(world)
    page = handover.get_absolute_url()
    for comer in (world.outsider, world.chief):  # of another office, of the secretariat: there from that day on
        build.join(comer, world.office, since=10)
        step(handover, "name", world.chief, taker=comer)
        text = build.read(client_for(comer), page)
        assert "いま、しなければならないこと" in text and "令和7年度の棚卸し" in text and "計画を決める" in text
        assert f"{jdate(handover.on)}から、マイページの「あなたの番です」に出て" in text and "/ledger/inventory/1/" not in text


def test_whoever_comes_into_a_group_reads_what_passes_to_them_alone(client_for, world):
    """Not what others of the group do, nor what the group begins to write."""
    join(world.stranger, partner("よその会"))
    row = Membership.objects.select_related("user", "partner").get(user=world.representative)
    draft = build.draft(world.group, world.representative, title="まだ送っていない企画")
    row.until = build.days(9)
    row.save()
    handover = membership_ends(row, by=world.chief)
    handover.taker = world.stranger
    handover.save(update_fields=["taker"])
    text = build.read(client_for(world.stranger), handover.get_absolute_url())
    assert "いま、しなければならないこと" in text and "雪の日の見守り" in text and str(draft) not in text
