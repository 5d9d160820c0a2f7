"""団体内の確認: somebody else of the group confirms the draft as it stands before it is sent."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kyodo_portal.pages.presenters import todos
from kyodo_portal.process.actions import take_step
from kyodo_portal.process.task_actions import sync_tasks
from kyodo_portal.process.task_checks import wrong_tasks
from partners.models import Membership
from projects.models import Proposal, SignOff
from projects.proposals.drafting.pages import etag_of_draft
from projects.proposals.sign_off_actions import sign_off, want_sign_off
from projects.proposals.sign_off_paper_actions import enter_sign_off
from tests import build

from .test_journey import page

pytestmark = pytest.mark.django_db


def press(client, url, name):
    """One button of the page, with the token that it carries; the redirect leads to it again."""
    answer = client.post(url, {"etag": client.get(url).context["etag"], name: "1"})
    return client.get(url).content.decode() if answer.status_code == 302 else answer


def test_a_draft_goes_once_another_person_has_confirmed_what_stands_there(client_for):
    body, representative, member = build.group()
    build.join(reader := build.user(), body, Membership.Part.VIEWER)
    proposal = build.draft(body, representative)
    url = f"/projects/proposals/{proposal.pk}/sign-off/"
    sender, other = client_for(representative), client_for(member)
    assert client_for(build.group()[1]).get(url).status_code == 404
    assert other.post(url, {"want": "1"}).status_code == 403  # the representative says whether it is wanted
    assert "ほかの人の確認を受けてから送ります" in press(sender, url, "want")
    assert member.notices.get().title == "「通学路の花いっぱい見守り」の確認のお願い" and reader.notices.count() == 1
    own = press(sender, url, "confirm")  # whoever sends is nobody else
    assert "いまあるのは、あなたの確認だけです。" in own and "確認がありました" not in own
    assert "団体内の確認を待っています" in sender.get(f"/projects/proposals/{proposal.pk}/check/").content.decode()
    with pytest.raises(ValidationError, match="ほかの人の確認が、まだありません"):
        take_step(proposal, "submit", by=representative, version=0)

    for _ in range(2):
        press(client_for(reader), url, "confirm")
    assert SignOff.objects.in_force().filter(by=reader).count() == 1
    page(other, f"/projects/proposals/{proposal.pk}/edit/plan/", **{
        f"{name}-{end}_FORMS": "0" for name in ("goals", "steps") for end in ("TOTAL", "INITIAL")
    }, next="1")  # fmt: skip
    assert "確認のあとで、内容が変わりました" in sender.get(url).content.decode()
    with pytest.raises(ValidationError):
        take_step(proposal, "submit", by=representative, version=0)
    press(client_for(reader), url, "confirm")
    press(client_for(reader), url, "take_back")
    with pytest.raises(ValidationError):
        take_step(proposal, "submit", by=representative, version=0)
    press(other, url, "confirm")
    assert take_step(Proposal.objects.get(pk=proposal.pk), "submit", by=representative, version=0).status == "submitted"
    assert other.get(url).status_code == 302


def test_a_page_from_before_the_last_change_confirms_nothing(client_for):
    body, representative, member = build.group()
    proposal, other = build.draft(body, representative), client_for(member)
    url = f"/projects/proposals/{proposal.pk}/sign-off/"
    old = other.get(url).context["etag"]
    proposal.role_shares.all().delete()
    assert other.post(url, {"etag": old, "confirm": "1"}).status_code == 409
    assert not SignOff.objects.exists()


def test_a_confirmation_on_paper_names_the_text_that_was_printed(client_for, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    body, representative, _ = build.group()
    proposal, clerk = build.draft(body, representative), client_for(build.office("secretariat")[1])
    sender, url = client_for(representative), f"/projects/proposals/{proposal.pk}/sign-off/"
    paper = f"/projects/proposals/{proposal.pk}/paper/"
    assert "確認の番号" not in sender.get(paper).text  # the group does not want one
    press(sender, url, "want")
    code = f"{proposal.pk}-{sender.get(url).context['etag'][:6].upper()}"
    assert code in sender.get(paper).text
    add, day = "/admin/projects/signoff/add/", timezone.localdate()

    def typed(**said):
        key = clerk.get(add).context["form"]["form_key"].value()
        words = {"form_key": key, "code": code, "signed_by": "見本 次郎", "received_on": f"{day}"}
        return {**words, "scan": SimpleUploadedFile("確認.pdf", b"%PDF-1.4\n%%EOF\n", "application/pdf"), **said}

    for wrong, said in (
        ({"code": "見本"}, "この番号の下書きはありません"),
        ({"code": f"{proposal.pk}-000000"}, "この紙を印刷したあとで、下書きが変わりました"),
        ({"received_on": f"{day - timedelta(days=400)}"}, "下書きを書き始めた日より前です"),
    ):
        page = clerk.post(add, typed(**wrong)).text
        assert said in page and "見本 次郎" in page
    first = typed(code=code.lower().replace("-", "－"))
    assert [clerk.post(add, {**first, "scan": ""}).status_code for _ in range(2)] == [302, 302]
    clerk.post(add, typed())  # the same paper once more, with its copy: in place of the first
    row = SignOff.objects.in_force().get()
    listed = clerk.get("/admin/projects/signoff/").text
    assert "見本 次郎" in listed and body.name in listed and proposal.title not in listed
    assert "見本 次郎" in sender.get(url).text and "に収受" in sender.get(url).text
    assert representative.notices.filter(title__contains="紙でいただいた確認を入れました").count() == 2
    scan = f"/admin/projects/signoff/scan/{row.scans.get().pk}/"
    assert [client.get(scan).status_code for client in (clerk, sender)] == [200, 404]

    assert clerk.post(f"/admin/projects/signoff/{row.pk}/change/", {"drop": "1"}).status_code == 302
    with pytest.raises(ValidationError, match="ほかの人の確認が、まだありません"):
        take_step(proposal, "submit", by=representative, version=0)
    clerk.post(add, typed(signed_by=f"{representative}".replace("", "　")))  # who sends is nobody else, also on paper
    with pytest.raises(ValidationError, match="ほかの人の確認が、まだありません"):
        take_step(proposal, "submit", by=representative, version=0)
    clerk.post(add, typed())
    assert take_step(proposal, "submit", by=representative, version=0).status == "submitted"
    last = SignOff.objects.in_force().get()
    assert clerk.post(f"/admin/projects/signoff/{last.pk}/change/", {"drop": "1"}).status_code == 409
    assert "もう送られています" in clerk.post(add, typed()).text


def test_nobody_enters_a_paper_of_the_own_group(client_for):
    body, representative, _ = build.group()
    proposal = build.draft(body, representative)
    build.join(clerk := build.office("secretariat")[1], body, Membership.Part.MEMBER)
    with pytest.raises(PermissionDenied):
        enter_sign_off(
            by=clerk, form_key=uuid4(), code=f"{proposal.pk}-000000", signed_by="見本", received_on=timezone.localdate()
        )
    assert client_for(build.office()[1]).get("/admin/projects/signoff/add/").status_code == 403


CONFIRM = "下書きを読んで、送ってよいか確認する"


def waiting(user):
    """[where] this person is asked to confirm a draft, by their マイページ."""
    return [row.url for row in todos(type(user).objects.get(pk=user.pk)).rows if row.label == CONFIRM]


def test_whoever_is_asked_to_confirm_finds_it_on_their_page_until_somebody_has(client_for):
    body, representative, member = build.group()
    build.join(reader := build.user(), body, Membership.Part.VIEWER)
    proposal = build.draft(body, representative)
    url = f"/projects/proposals/{proposal.pk}/sign-off/"
    sender, other = client_for(representative), client_for(member)

    def asked():
        assert list(wrong_tasks()) == []
        return [waiting(user) for user in (representative, member, reader)]

    assert waiting(member) == []
    press(sender, url, "want")
    assert asked() == [[], [url], [url]]
    assert CONFIRM in build.read(other, "/me/")
    press(sender, url, "confirm")  # whoever asks is nobody else
    assert asked() == [[], [url], [url]]
    press(client_for(reader), url, "confirm")
    assert asked() == [[], [], []]
    page(other, f"/projects/proposals/{proposal.pk}/edit/plan/", **{
        f"{name}-{end}_FORMS": "0" for name in ("goals", "steps") for end in ("TOTAL", "INITIAL")
    }, next="1")  # fmt: skip
    assert asked() == [[], [url], [url]]  # what was confirmed is another text
    press(other, url, "confirm")
    assert asked() == [[], [], []]
    press(other, url, "take_back")
    assert asked() == [[], [url], [url]]
    press(sender, url, "leave")
    assert asked() == [[], [], []]


def test_the_tasks_of_confirmed_drafts_ask_the_same_for_one_and_for_three():
    body, representative, member = build.group()
    drafts = [build.draft(body, representative, title=f"企画{number}") for number in range(3)]
    for draft in drafts:
        want_sign_off(draft, True, by=representative)
        sign_off(draft, by=member, etag=etag_of_draft(draft))
    asked = []
    for some in (drafts[:1], drafts):
        with CaptureQueriesContext(connection) as queries:
            sync_tasks(*some)
        asked.append(len(queries))
    assert asked[0] == asked[1]
    assert waiting(member) == []
    Proposal.objects.filter(pk=drafts[1].pk).update(title="書き足した企画")
    sync_tasks(*drafts)
    assert waiting(member) == [f"/projects/proposals/{drafts[1].pk}/sign-off/"]
