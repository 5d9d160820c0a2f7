"""助言: invited by the group, written page by page, read by both, ended by the group, never seen by the city."""

import uuid

import pytest

from kyodo_portal.pages.presenters import todos
from kyodo_portal.process.actions import take_step
from partners.models import Membership
from projects.models import DraftComment
from tests import build

pytestmark = pytest.mark.django_db


def asked(user):
    """[(what to do, where)] on this person's マイページ."""
    return [(row.label, row.url) for row in todos(type(user).objects.get(pk=user.pk)).rows]


def test_what_is_asked_of_a_coordinator_waits_on_their_page_until_it_is_written_or_ended(client_for):
    body, representative, _ = build.group()
    coordinator = build.office("coordinator")[1]
    build.assign(coordinator, body)
    url = f"{build.draft(body, representative).get_absolute_url()}comments/"
    group, guide = client_for(representative), client_for(coordinator)
    group.post(url, {"invite": "1"})
    assert asked(coordinator) == [("下書きを読んで、助言を書く", url)]
    guide.post(url, said("講師の謝礼の根拠を書くとよいです。"))
    assert asked(coordinator) == []
    guide.post(url, {"take_off": str(DraftComment.objects.get().pk)})
    assert asked(coordinator) == [("下書きを読んで、助言を書く", url)]
    group.post(url, {"end": "1"})
    assert asked(coordinator) == []
    group.post(url, {"invite": "1"})
    assert len(asked(coordinator)) == 1 and [row[0] for row in asked(representative)] == ["提案書を書いて送る"]


def said(text, key=None, page="budget"):
    return {"page": page, "text": text, "form_key": str(key or uuid.uuid4())}


def test_a_coordinator_comments_while_the_group_wants_it(client_for, django_assert_num_queries):
    body, representative, member = build.group()
    coordinator = build.office("coordinator")[1]
    build.assign(coordinator, body)
    proposal = build.draft(body, representative)
    url = f"/projects/proposals/{proposal.pk}/comments/"
    group, guide = client_for(member), client_for(coordinator)
    assert guide.get(url).status_code == 403  # nobody has asked
    for _ in range(2):
        group.post(url, {"invite": "1"})
    assert coordinator.notices.get().title == "「通学路の花いっぱい見守り」の下書きへの助言のお願い"
    assert "助言を見る・書く" in guide.get(proposal.get_absolute_url()).content.decode()
    key = uuid.uuid4()
    for _ in range(2):
        assert guide.post(url, said("講師の謝礼の根拠を書くとよいです。", key)).status_code == 302
    assert "助言" in guide.post(url, said("")).content.decode() and DraftComment.objects.count() == 1
    assert member.notices.get().title == "「通学路の花いっぱい見守り」の下書きに、助言があります"
    for more in (False, True):
        for number in range(2 * more):
            guide.post(url, said(f"ほかの助言{number}"))
        group.get(url)
        with django_assert_num_queries(21, exact=False):
            page = group.get(url).content.decode()
    assert "講師の謝礼の根拠を書くとよいです。" in page and "「予算」を直す" in page

    row = DraftComment.objects.first()
    group.post(url, {"take_off": str(row.pk)})
    assert DraftComment.objects.count() == 3  # the group takes nothing off
    guide.post(url, {"take_off": str(row.pk)})
    assert DraftComment.objects.count() == 2
    group.post(url, {"end": "1"})
    assert guide.get(url).status_code == 403 and guide.post(url, said("まだ")).status_code == 409
    assert "ほかの助言1" in group.get(url).content.decode()


def test_what_was_advised_is_found_from_the_page_of_what_was_sent_by_the_group_alone(client_for):
    body, representative, member = build.group()
    build.join(reader := build.user(), body, Membership.Part.VIEWER)
    coordinator, clerk = build.office("coordinator")[1], build.office("secretariat")[1]
    build.assign(coordinator, body)
    proposal = build.draft(body, representative)
    url = f"{proposal.get_absolute_url()}comments/"
    client_for(representative).post(url, {"invite": "1"})
    client_for(coordinator).post(url, said("講師の謝礼の根拠を書くとよいです。"))
    take_step(proposal, "submit", by=representative, version=0)
    for user in (representative, member, reader):
        page = build.read(client_for(user), proposal.get_absolute_url())
        assert f'<a href="{url}">下書きへのコーディネーターの助言を読む</a>' in page
        assert "講師の謝礼の根拠を書くとよいです。" in build.read(client_for(user), url)
    for user in (clerk, coordinator):
        assert url not in build.read(client_for(user), proposal.get_absolute_url())
    other = build.submitted(body, representative)
    assert "コーディネーターの助言を読む" not in build.read(client_for(representative), other.get_absolute_url())


def test_whoever_wrote_on_while_the_group_ended_its_wish_or_sent_the_draft_hears_that(client_for):
    body, representative, _ = build.group()
    coordinator = build.office("coordinator")[1]
    build.assign(coordinator, body)
    proposal = build.draft(body, representative)
    url = f"{proposal.get_absolute_url()}comments/"
    group, guide = client_for(representative), client_for(coordinator)
    assert guide.post(url, said("人数を書くとよいです。")).status_code == 403  # nobody has asked
    group.post(url, {"invite": "1"})
    group.post(url, {"end": "1"})
    late = guide.post(url, said("人数を書くとよいです。"))
    assert late.status_code == 409 and "団体が、助言のお願いを終えました。" in late.text and "人数を書くとよいです。" in late.text
    group.post(url, {"invite": "1"})
    take_step(proposal, "submit", by=representative, version=proposal.version)
    late = guide.post(url, said("人数を書くとよいです。"))
    assert late.status_code == 409 and "いま「提出済」なので" in late.text and "人数を書くとよいです。" in late.text
    assert not DraftComment.objects.exists()
