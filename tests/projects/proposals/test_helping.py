"""いっしょに書く: six digits open the draft of a proposal to one helper until midnight, who asks, sends and throws away nothing."""

import datetime
import re

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from kyodo_portal.accounts.helper_actions import WRONG
from kyodo_portal.accounts.models import HelperCode
from kyodo_portal.audit.models import AuditEvent
from kyodo_portal.process.actions import take_step
from projects.models import JointGroup, Proposal
from projects.proposals.drafting.actions import save_page
from tests import build
from tests.sent import opened

pytestmark = pytest.mark.django_db
TYPED_ON = "/projects/proposals/helping/"


class World:
    def __init__(self):
        self.group, self.chair, self.mate = build.group("見本雪かき隊")
        self.draft, self.helper = build.draft(self.group, self.chair), build.user("見本 孫")
        self.other = build.partner("見本のとなりの会")


@pytest.fixture(scope="module")
def laid_world(lay):
    return lay(World)


def digits(client, draft):
    return re.search(r">(\d{6})<", build.markup(client.post(f"{draft.get_absolute_url()}helper/", {"give": "1"})))[1]


def type_in(client, draft, code, where=TYPED_ON):
    return client.post(where, {"number": str(draft.pk), "code": code})


def test_the_helper_reads_and_fills_and_neither_asks_nor_sends(world, client_for):
    page, owner, client = world.draft.get_absolute_url(), client_for(world.mate), client_for(world.helper)
    assert client.get(page).status_code == client.get(f"{page}edit/idea/").status_code == 404
    code = digits(owner, world.draft)
    assert code not in build.read(owner, f"{page}helper/")  # shown once
    assert WRONG in build.markup(type_in(client, world.draft, code, "/partners/helping/"))  # another kind of draft
    assert type_in(client, world.draft, code).url == f"{page}#main"
    contents = build.read(client, page)
    assert (
        "今日の終わりまで、いっしょに書けます。" in contents
        and "この下書きを消す" not in contents
        and "団体内の確認" not in contents
    )
    assert str(world.draft) in build.read(client, TYPED_ON) and "見本 孫" in build.read(owner, f"{page}helper/")
    idea = f"{page}edit/idea/"
    assert client.post(idea, opened(client, idea, title="孫の付けた名前", next="1")).status_code == 302
    who = f"{page}edit/who/"
    assert "提案する団体の人がたずねます" in build.read(client, who) and 'name="found"' not in build.read(client, who)
    client.post(who, {**opened(client, who), "co_partners": [str(world.other.pk)], "next": "1"})
    with pytest.raises(PermissionDenied):
        save_page(world.draft, "who", by=world.helper, values={"co_partners": [world.other.pk]}, unreadable={}, etag="")
    assert Proposal.objects.get(pk=world.draft.pk).title == "孫の付けた名前" and not JointGroup.objects.exists()
    check = build.read(client, f"{page}check/")
    assert "孫の付けた名前" in check and "この内容で提案を送る" not in check
    assert client.post(f"{page}check/", {"version": "0"}).status_code == 403
    for part in ("helper/", "delete/", "sign-off/", "comments/", "receipt/", "copy/"):
        assert client.get(f"{page}{part}").status_code == 403, part
    assert AuditEvent.objects.filter(by=world.helper, act="look").exists()
    second = build.draft(world.group, world.chair, to=world.draft.call)
    assert client.get(second.get_absolute_url()).status_code == 404


def test_it_is_over_at_midnight_when_sent_and_when_who_gave_the_digits_writes_no_more(world, client_for):
    page, client = world.draft.get_absolute_url(), client_for(world.helper)
    assert (
        type_in(client_for(), world.draft, "123456").status_code == 200 and not HelperCode.objects.exists()
    )  # a visitor reads why
    type_in(client, world.draft, digits(client_for(world.mate), world.draft))
    assert HelperCode.objects.get().expires_at == timezone.make_aware(datetime.datetime.combine(build.days(1), datetime.time()))
    assert client.get(page).status_code == 200
    world.mate.memberships.update(part="viewer")
    assert client.get(page).status_code == client.get(f"{page}edit/idea/").status_code == 404
    assert client_for(world.mate).get(f"{page}helper/").status_code == 403
    type_in(client, world.draft, digits(client_for(world.chair), world.draft))
    assert client.get(page).status_code == 200
    active = type(world.chair).objects.filter(pk=world.chair.pk)
    active.update(is_active=False)
    assert client.get(page).status_code == 404
    active.update(is_active=True)
    assert client.get(page).status_code == 200
    take_step(world.draft, "submit", by=world.chair, version=0)
    assert client.get(page).status_code == 404 and client_for(world.chair).get(f"{page}helper/").status_code == 403
