"""The day by which applicants of a seat hear is moved by the office: they are told, and their letters wait for the new one."""

import copy
import uuid

import pytest

from kyodo_portal.common.templatetags.kyodo import jdate
from kyodo_portal.notices.models import Delivery, Notice
from kyodo_portal.process.models import Task
from partners.models import Request
from tests import build

from .build import World

pytestmark = pytest.mark.django_db
TITLE = "結果を知らせる日が変わりました：委員を募集しています（市民協働課）"


@pytest.fixture(scope="module")
def laid(lay):
    return lay(World)


@pytest.fixture
def world(laid):
    return copy.deepcopy(laid)


def move(world, client, call, day):
    page = f"/partners/{world.office.pk}/offers/{call.offer_id}/"
    said = {
        "side": "seek", "kind": "people", "form": "seat", "title": "委員を募集しています", "until": build.days(10).isoformat(),
        "answers_on": build.days(day).isoformat(),
    }  # fmt: skip
    assert client.post(page, build.sure(client, page, **said)).status_code == 302


@pytest.fixture
def applied(world, client_for):
    call = world.recruit(until=build.days(10), answers_on=build.days(25))
    for kind in ("ask", "apply"):
        said = {"kind": kind, "text": "会議のことを書きます。", "form_key": str(uuid.uuid4())}
        assert client_for(world.resident).post(f"/partners/offers/{call.offer_id}/apply/", said).status_code == 302
    return call, Request.objects.get(kind="apply"), Request.objects.get(kind="ask")


def test_who_applied_is_told_the_new_day_and_the_letter_waits_for_it(world, client_for, applied):
    call, letter, question = applied
    before, clerk = question.answer_by, client_for(world.clerk)
    move(world, clerk, call, 40)
    letter.refresh_from_db()
    question.refresh_from_db()
    assert (letter.answer_by, question.answer_by) == (build.days(40), before)
    assert {row.due_on for row in Task.objects.filter(process="request", subject_id=letter.pk, done_at=None)} == {build.days(40)}
    told = Notice.objects.get(title=TITLE)
    assert (told.user, told.url) == (world.resident, f"/requests/{letter.pk}/")
    assert told.body == (
        f"「委員を募集しています（市民協働課）」の結果は、{jdate(build.days(40))}までに知らせます。前に伝えた日から変わりました。\n"
        "送った応募は、そのまま届いています。することはありません。"
    )
    assert jdate(build.days(40)) in build.read(client_for(world.resident), "/requests/")


def test_nobody_hears_of_other_words_and_of_what_was_put_back_in_time(world, client_for, applied, settings):
    settings.KYODO_UNDO_MINUTES = 10
    call, letter, _ = applied
    clerk = client_for(world.clerk)
    move(world, clerk, call, 25)
    assert not Notice.objects.filter(title=TITLE).exists()
    move(world, clerk, call, 40)
    assert Notice.objects.filter(title=TITLE).count() == 1
    move(world, clerk, call, 25)
    letter.refresh_from_db()
    assert letter.answer_by == build.days(25) and not Notice.objects.filter(title=TITLE).exists()


def test_a_letter_that_was_taken_back_keeps_its_day_and_a_guest_reads_of_it_in_a_mail(world, client_for, applied):
    call, letter, _ = applied
    Request.objects.filter(pk=letter.pk).update(status="withdrawn")
    guest = Request.objects.create(
        kind="apply", status="sent", to=world.office, about=letter.about, about_label=letter.about_label, offer=call.offer,
        guest_name="見本 山田", guest_mail="yamada@example.jp", sent_at=letter.sent_at, answer_by=build.days(25), form_key=uuid.uuid4(),
    )  # fmt: skip
    move(world, client_for(world.clerk), call, 40)
    letter.refresh_from_db()
    guest.refresh_from_db()
    assert (letter.answer_by, guest.answer_by) == (build.days(25), build.days(40))
    assert not Notice.objects.filter(title=TITLE).exists()
    assert Delivery.objects.get(to="yamada@example.jp").subject.endswith("結果を知らせる日が変わりました")
