"""What becomes of a letter: agreed, refused, called off, stopped and opened again, ended by silence; who stands in at a desk."""

import copy

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from kyodo_portal.notices.models import Notice
from kyodo_portal.process.actions import take_step
from kyodo_portal.process.models import Task
from partners.models import Request
from partners.requests.care_actions import dismiss, etag_of_reports, report
from partners.requests.clock_actions import turn_days
from tests import build

from .build import TEXT, World, texts, write

pytestmark = pytest.mark.django_db

JUDGE = "困ったという知らせを読んで、どうするかを決める"


@pytest.fixture(scope="module")
def laid(lay):
    def make():
        world = World()
        return world, world.send(place="集会所")

    return lay(make)


@pytest.fixture
def made(laid):
    return copy.deepcopy(laid)


def step(row, name, by, **answers):
    return take_step(row, name, by=by, version=row.version, **answers)


def titles(user, row):
    """What this person was told of the letter, the newest first."""
    return [*Notice.objects.filter(user=user, url=row.get_absolute_url()).order_by("-pk").values_list("title", flat=True)]


def waiting(row):
    """{party: its one holder, or None} of who is waited for."""
    return dict(Task.objects.open().filter(process__in=("request", "report"), subject_id=row.pk).values_list("party", "holder"))


def test_what_is_agreed_is_called_off_and_both_sides_hear_of_it(made, client_for):
    world, row = made
    with pytest.raises(PermissionDenied):
        step(row, "agree", world.writer, on=None, place="", note="")
    page = f"/requests/{row.pk}/step/agree/"
    said = {"version": row.version, "on": build.days(3).isoformat(), "place": "", "note": "土曜の9時に待っています。"}
    assert client_for(world.member).post(page, said).status_code == 302
    row.refresh_from_db()
    assert (row.status, row.agreed_on, row.place) == (
        "agreed",
        build.days(3),
        "集会所",
    )  # what was wished, where nothing else is said
    assert titles(world.writer, row)[0] == "「寺子屋の会」への手伝いの申し出が決まりました"
    assert texts(row) == [TEXT, "土曜の9時に待っています。"] and "土曜の9時" not in str(
        row.changes.values_list("details", "reason")
    )
    row = step(row, "cancel", world.writer, text="かぜをひきました。")
    assert (row.status, texts(row)[-1]) == ("cancelled", "かぜをひきました。")
    for person in (world.writer, world.head, world.member):
        assert titles(person, row)[0] == "「寺子屋の会」への手伝いの申し出がとりやめになりました"
    with pytest.raises(ValidationError):
        write(row, world.writer, "まだ書く")
    assert step(row, "undo_cancel", world.writer).status == "agreed" and len(texts(row)) == 2


def test_a_question_is_not_agreed_and_a_refusal_says_why(made):
    world, _ = made
    row = world.send(kind="ask", text="何時からですか。")
    assert "agree" not in {one.name for one in row.offered_to(world.head)}
    row = step(row, "decline", world.head, refusal="scope", note="その日は休みです。")
    assert (row.status, row.get_refusal_display(), texts(row)[-1]) == ("declined", "行っていないこと", "その日は休みです。")
    assert row.answered_at is not None and titles(world.writer, row)[0].endswith("お断りの返事が届きました")
    row = step(row, "undo_decline", world.head)
    assert (row.status, row.refusal, row.answered_at, len(texts(row))) == ("sent", "", None, 1)


def test_who_wrote_takes_it_back_before_and_after_the_answer(made):
    world, row = made
    row = step(row, "reply", world.head, text="お願いします。")
    assert waiting(row) == {f"u{world.writer.pk}": None}
    with pytest.raises(PermissionDenied):
        step(row, "withdraw", world.head)
    row = step(row, "withdraw", world.writer)
    assert row.status == "withdrawn" and waiting(row) == {} and titles(world.member, row)[0].endswith("取り下げられました")
    assert step(row, "undo_withdraw", world.writer).status == "talking"


def test_what_was_stopped_is_opened_again_by_the_secretariat(made, client_for):
    world, row = made
    clerk, page = client_for(world.clerk), row.get_absolute_url()
    report(row, by=world.member, why="しつこく書いてきます。")
    assert waiting(row)["s"] is None
    assert JUDGE in build.read(clerk, "/me/")
    assert (
        clerk.post(f"{page}step/stop/", {"version": row.version, "cause": ""}).status_code == 200
    )  # nobody is called rude unasked
    for shown in (page, f"{page}dismiss/", f"/admin/partners/request/{row.pk}/change/"):
        assert "しつこく書いてきます。" in build.read(clerk, shown)
    assert "受けた団体・課から" in build.read(clerk, page) and "しつこく書いてきます。" not in build.read(
        client_for(world.writer), page
    )
    row = step(row, "stop", world.clerk, cause="rude")
    assert (row.status, row.reports.get().upheld) == ("stopped", True) and waiting(row) == {}
    row = step(row, "reopen", world.clerk)
    assert (row.status, row.cause) == ("talking", "")
    report(row, by=world.member, why="また書いてきます。")
    dismiss(row, by=world.clerk, etag=etag_of_reports(row))
    assert JUDGE not in build.read(clerk, "/me/")
    assert TEXT not in build.read(clerk, page) and titles(world.member, row)[0].endswith("確かめました")
    with pytest.raises(PermissionDenied):
        dismiss(row, by=world.official, etag=etag_of_reports(row))


def test_sixty_days_without_a_letter_end_it_and_it_can_be_opened_again(made):
    world, row = made
    row = step(row, "reply", world.head, text="お願いします。")
    Request.objects.update(status_since=timezone.now() - build.timedelta(days=61))
    row.letters.update(at=timezone.now() - build.timedelta(days=59))
    turn_days()
    row.refresh_from_db()
    assert row.status == "talking"
    row.letters.update(at=timezone.now() - build.timedelta(days=61))
    turn_days()
    row.refresh_from_db()
    assert row.status == "done" and row.changes.last().by is None
    for person in (world.writer, world.head):
        assert titles(person, row)[0] == "「寺子屋の会」への手伝いの申し出を、手紙がないまま終えました"
    row = step(row, "reopen", world.clerk)
    assert row.status == "talking" and write(row, world.writer, "続きです。").number == 3


def test_a_desk_that_is_away_has_its_letters_done_by_the_deputy(made, client_for):
    world, row = made
    party, clerk = f"p{world.group.pk}", client_for(world.clerk)
    assert waiting(row) == {party: None}
    page, said = "/admin/partners/desk/add/", {"partner": world.group.pk, "answer_days": "3"}
    away = {**said, "deputy": world.member.email, "away_until": build.days(9).isoformat()}
    assert "代わりの人は、同じ団体・課の人から" in build.markup(clerk.post(page, {**away, "deputy": world.writer.email}))
    assert "だれが代わりに受けるか" in build.markup(clerk.post(page, {**away, "deputy": ""}))
    assert clerk.post(page, away).status_code == 302
    assert waiting(row) == {party: world.member.pk}
    desk = world.group.__class__.objects.get(pk=world.group.pk).desk
    back = {**said, "deputy": world.member.email, "away_until": ""}
    assert clerk.post(f"/admin/partners/desk/{desk.pk}/change/", back).status_code == 302
    assert waiting(row) == {party: None}
    # Late: it is the deputy's, who is told with the secretariat, once.
    Request.objects.update(answer_by=build.days(-1))
    turn_days()
    turn_days()
    assert waiting(row) == {party: world.member.pk, "s": None}
    late = "「寺子屋の会」への手伝いの申し出の返事がおくれています"
    assert [titles(person, row).count(late) for person in (world.member, world.clerk, world.head)] == [1, 1, 0]
    row = step(row, "reply", world.head, text="おそくなりました。")
    assert waiting(row) == {f"u{world.writer.pk}": None}
