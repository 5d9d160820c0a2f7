"""A body leaves the directory while letters go on with it: who waits for its answer is told, and told anew where that is taken back."""

from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from kyodo_portal.notices.models import Delivery, Notice
from kyodo_portal.process.actions import take_step
from kyodo_portal.process.models import Task
from kyodo_portal.process.task_actions import sync_everything
from partners.models import Registration, Request
from partners.registration.leaving_actions import give_notice
from partners.requests.actions import introduce
from tests import build

from .build import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(settings):
    settings.KYODO_UNDO_MINUTES = 0
    return World()


def leaves(world):
    """The representative gives notice, the secretariat accepts it."""
    paper = give_notice(partner=world.group, by=world.head, reason="会を閉じます。", form_key=uuid4())
    return take_step(paper, "accept", by=world.clerk, version=paper.version)


def told(user):
    return list(Notice.objects.filter(user=user, title__contains="名簿から外れ").order_by("pk").values_list("title", flat=True))


def test_who_wrote_to_a_body_that_leaves_is_told_once(world, client_for):
    row = world.send()
    over = world.send(text="前の手紙です。")
    take_step(over, "withdraw", by=world.writer, version=over.version)
    leaves(world)
    title = "「寺子屋の会」への手伝いの相手が、協働の名簿から外れました"
    assert told(world.writer) == [title.replace("手伝い", row.get_kind_display())]
    assert told(world.head) == told(world.member) == []
    mail = Delivery.objects.get(to=world.writer.email, subject__contains="名簿から外れ")
    assert "火曜の夜" not in mail.body
    page = client_for(world.writer).get(row.get_absolute_url()).text
    assert "取り下げる" in page and "相手は、登録をやめています" in page


def test_taken_back_it_is_told_that_the_body_stays(world):
    row = world.send()
    paper = leaves(world)
    take_step(paper, "undo_accept", by=world.clerk, version=paper.version, reason="受理する届けをまちがえました。")
    assert told(world.writer)[1:] == [f"{row}の相手が協働の名簿から外れたことは、取り消されました"]
    assert Registration.objects.get(pk=paper.pk).status == "submitted"


def test_of_two_that_were_brought_together_the_other_one_and_the_coordinator_hear(world):
    other, chair, _ = build.group("雪かきの会")
    words = {"about": f"partner:{world.group.pk}", "about_label": "送り迎え", "form_key": uuid4()}
    introduce(by=world.guide, one=world.group, other=other, text="車のある会です。", **words)
    leaves(world)
    title = "「送り迎え」をつなぐ手紙の相手が、協働の名簿から外れました"
    assert told(chair) == told(world.guide) == [title]
    assert told(world.head) == []


def test_nobody_hears_of_it_where_no_letter_is_under_way(world):
    row = world.send()
    take_step(row, "withdraw", by=world.writer, version=row.version)
    leaves(world)
    assert told(world.writer) == []


def asks_to_join(world, to=None, **more):
    return world.send(to=to or world.group, kind="join", **{"text": "いっしょに活動したいです。", **more})


def test_who_asked_to_join_asks_once_and_again_after_the_answer(world):
    row = asks_to_join(world)
    with pytest.raises(ValidationError, match="もう送っています"):
        asks_to_join(world, text="もう一度、お願いします。")
    assert Request.objects.filter(kind="join").count() == 1
    row = take_step(row, "decline", by=world.head, version=row.version, refusal="other")
    assert asks_to_join(world).status == "sent"


def test_nobody_is_let_into_a_group_that_left_and_becomes_part_of_a_person(world, client_for):
    row, head = asks_to_join(world), client_for(world.head)
    assert head.get(f"{row.get_absolute_url()}step/admit/").status_code == 200
    leaves(world)
    head.post(
        f"{row.get_absolute_url()}step/admit/", {"version": row.version, "part": "member", "since": build.days(0).isoformat()}
    )
    row.refresh_from_db()
    assert row.status == "sent" and not world.group.memberships.filter(user=world.writer).exists()
    page = head.get(row.get_absolute_url()).text
    assert "step/admit/" not in page and "いま人を加えられません" in page
    person = build.partner("見本 花", kind="citizen", name_consent=True)
    build.join(build.user(), person, "representative")
    asked = client_for(world.writer).get(f"/ask/partner:{person.pk}/").text
    assert "手伝えます" in asked and "いっしょに活動したい" not in asked


def test_a_coordinators_body_gets_its_people_from_the_secretariat_alone(world, client_for):
    body = world.guide.memberships.get().partner
    type(world.guide.memberships.get()).objects.filter(user=world.guide).update(part="representative")
    row = asks_to_join(world, to=body)
    guide = client_for(world.guide)
    guide.post(
        f"{row.get_absolute_url()}step/admit/", {"version": row.version, "part": "member", "since": build.days(0).isoformat()}
    )
    row.refresh_from_db()
    assert row.status == "sent" and not body.memberships.filter(user=world.writer).exists()


def test_the_heading_of_a_letter_forgets_the_name_that_a_person_took_back(world, client_for):
    person = build.partner("見本 花", kind="citizen", name_consent=True)
    build.join(own := build.user("見本 花"), person, "representative")
    offer = build.offer(person, "書道を教えます", kind="know")
    plain = world.send(to=person, kind="ask")
    world.send(
        to=person,
        kind="apply",
        about=f"offer:{offer.pk}",
        about_label="書道を教えます（見本 花）",
        offer=offer,
        text="習います。",
    )
    sync_everything()
    paper = give_notice(partner=person, by=own, reason="", form_key=uuid4())
    assert sorted(map(str, Request.objects.all())) == ["「市民（個人）」への質問", "「書道を教えます（市民（個人））」への申込み"]
    asker, office = client_for(world.writer), client_for(world.clerk)
    for client, page in (
        (asker, plain.get_absolute_url()), (asker, "/requests/"), (office, plain.get_absolute_url()),
        (office, f"/admin/partners/request/{plain.pk}/change/"), (office, "/admin/partners/request/"),
    ):  # fmt: skip
        text = client.get(page).text
        assert "市民（個人）" in text and "見本 花" not in text
    assert not Notice.objects.filter(user=world.writer, title__contains="見本 花").exists()
    assert not Task.objects.filter(process="request", matter__contains="見本 花").exists()
    assert paper.status == "done"
