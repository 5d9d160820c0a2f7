"""A body leaves the directory while letters go on with it: who waits for its answer is told, and told anew where that is taken back."""

from uuid import uuid4

import pytest

from kyodo_portal.notices.models import Delivery, Notice
from kyodo_portal.process.actions import take_step
from partners.models import Registration
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
