"""What still goes on with a group stands on the pages by which it leaves, before somebody presses."""

from uuid import uuid4

import pytest

from partners.models import Registration
from tests import build
from tests.projects.ledger.build import World

pytestmark = pytest.mark.django_db


def test_who_leaves_and_who_accepts_it_read_what_has_not_ended(client_for):
    world = World()
    group, leave = world.group, f"/partners/{world.group.pk}/leave/"
    theirs, office = client_for(world.representative), client_for(world.chief)
    assert "まだ終わっていないもの" not in build.read(theirs, leave)
    for title in ("見守り配達", *(f"花だん{n}" for n in range(6))):
        world.entry(title=title)
    build.offer(group, title="軽トラックを貸せます")
    build.event(group, title="もちつき")
    build.event(group, title="去年のもちつき", at=-300)
    words = ("進んでいるプロジェクト（7件）：", "、ほか2件", "出している「できること・求めること」（1件）：軽トラックを貸せます",
             "これからの催し（1件）：もちつき")  # fmt: skip
    page = build.read(theirs, leave)
    assert all(word in page for word in words), page
    page = build.read(theirs, leave.replace("leave", "pause"))
    assert all(word in page for word in words) and "休止しても、これらは終わりません" in page
    theirs.post(leave, {"reason": "会員がいないため", "form_key": str(uuid4())})
    paper = Registration.objects.get(purpose="leave")
    page = build.read(office, f"/admin/partners/registration/{paper.pk}/step/accept/")
    assert all(word in page for word in words) and "このことでは終わりません" in page
    page = build.read(office, f"/admin/partners/registration/{paper.pk}/change/")
    assert "名簿に載っていること" in page and "申請の内容" not in page
