"""What the rooms of the year keep of a person: it comes with the own data, goes with the account, and has its term."""

import datetime
import io
import zipfile
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from kyodo_portal.accounts.models import Invitation
from kyodo_portal.common.files import uploads
from kyodo_portal.notices.models import News
from kyodo_portal.notices.news import announce
from kyodo_portal.pages.models import PublicPage
from kyodo_portal.personal.erasing_actions import close_account
from kyodo_portal.personal.export import archive_of, data_of
from kyodo_portal.personal.models import Hold
from kyodo_portal.personal.retention_actions import clean_daily
from partners.models import Membership, Takeover
from projects.cycles.do.meeting_actions import record_meeting
from projects.ledger.window_actions import name_window
from projects.models import Committee, CommitteeSeat, ContactWindow, CycleMeeting, Handover, OldList, Paper, Project
from projects.papers.actions import add_paper
from tests import build
from tests.projects.handover.build import handed

from .build import MAIL, NAME, everywhere, signed_in, traces_in

pytestmark = pytest.mark.django_db


def invite(email, by, **values):
    return Invitation.objects.create(
        kind="staff", target="1", email=email, token_hash=uuid4().hex, part="member", since=build.days(0), by=by,
        **{"expires_at": timezone.now() + datetime.timedelta(days=14), **values},
    )  # fmt: skip


@pytest.fixture
def known():
    """A member of a group who met, handed in a paper, is the group's window, sits on a committee and is invited by the city."""
    user, _ = signed_in()
    group, boss, _ = build.group("雪割草の会")
    build.join(user, group, "member")
    office, clerk = build.office("department")
    cycle = build.cycle(group, office, clerk, title="見守り")
    said = {
        "on": build.days(-1),
        "attendees": f"{NAME}、課長",
        "talked": f"{NAME}が話した。",
        "decided": "",
        "who": "",
        "due": None,
    }
    record_meeting(cycle, by=user, form_key=uuid4(), **said)
    paper = uploads.accept(SimpleUploadedFile("名簿.pdf", b"%PDF-1.4 meibo"))
    add_paper(cycle, by=user, form_key=uuid4(), file=paper, kind="other", label=f"{NAME}の名簿")
    name_window(cycle.project, by=boss, main=user)
    committee = Committee.objects.create(name="推進委員会")
    CommitteeSeat.objects.create(committee=committee, user=user, name=NAME, category="open", since=build.days(-9))
    invite(MAIL, clerk)
    return user, clerk


def test_it_comes_with_the_own_data(known):
    user, _ = known
    data = data_of(user)
    assert data["打合せの記録"][0]["話し合ったこと"] == f"{NAME}が話した。"
    assert data["連絡窓口"][0]["台帳の1件"] == "見守り"
    assert data["委員会の席"][0]["氏名"] == NAME and data["招待"][0]["メールアドレス"] == MAIL
    assert [row["ファイルの名前"] for row in data["渡した資料"]] == ["名簿.pdf"]
    assert zipfile.ZipFile(io.BytesIO(archive_of(user))).read("files/001-名簿.pdf") == b"%PDF-1.4 meibo"


def test_it_goes_with_the_account(known):
    user, clerk = known
    build.read(Client(), "/")
    assert {place.split(".")[0] for place, _ in traces_in(everywhere())} >= {
        "accounts_invitation", "projects_cyclemeeting", "projects_paper", "projects_committeeseat",
    }  # fmt: skip
    other = build.user("別の人", "betsu@example.jp")
    invite(other.email, clerk)
    for person in (user, other):  # one after the other: what stands for an address is no address of theirs
        close_account(user=person, by=person)
    assert traces_in(everywhere()) == []
    assert not Invitation.objects.exists()
    assert CommitteeSeat.objects.get().until == build.days(-1)
    assert CycleMeeting.objects.get().talked == "退会した人が話した。" and Paper.objects.get().label == "退会した人の名簿"


def test_how_a_person_is_reached_and_what_became_public_goes_too(known):
    user, clerk = known
    boss = Membership.objects.get(part="representative", partner__name="雪割草の会").user
    project = Project.objects.get()
    Membership.objects.filter(user=boss).update(until=build.days(-1))
    Membership.objects.filter(user=user).update(part="representative")
    user.forget_rights()
    name_window(project, by=user, main=user, desk="自宅", phone="090-1234-5678")
    name_window(project, by=clerk, main=clerk, desk="3階", phone="0258-83-3512")
    other = build.group("川べりの会")[0]
    Takeover.objects.create(
        partner=other, way="mail", to_name="くもい　さざれ", to_email=MAIL, starts_on=build.days(9), memo=f"{NAME}さんへ。", by=clerk,
        withdrawn_at=timezone.now(),
    )  # fmt: skip
    announce(kind="activity", title=f"{NAME}さんの見守り", url="/projects/1/", source=f"project:{project.pk}:update:1", keys=[])
    announce(kind="activity", title=f"{NAME}の朝市", url="/projects/9/", source="project:999:update:1", keys=[])
    for path, text in (("/projects/1/", f"{NAME}さんの見守り"), ("/projects/9/", "朝市")):
        PublicPage.objects.create(path=path, kind="project", title="見守り", text=text, mark="m", read_at=timezone.now())
    Membership.objects.filter(user=boss).update(until=None)
    close_account(user=user, by=user)
    assert [*ContactWindow.objects.order_by("side").values_list("desk", "phone")] == [("3階", "0258-83-3512"), ("", "")]
    assert [*Takeover.objects.values_list("to_name", "memo")] == [("退会した人", "退会した人さんへ。")]
    titles = News.objects.filter(source__contains="update").order_by("pk").values_list("title", flat=True)
    assert [*titles] == ["退会した人さんの見守り", f"{NAME}の朝市"]  # another matter's word is no name of this person
    assert [*PublicPage.objects.filter(kind="project").values_list("path", flat=True)] == ["/projects/9/"]


def test_whoever_was_to_take_a_handover_and_leaves_is_named_no_more():
    world, handover = handed()
    Handover.objects.filter(pk=handover.pk).update(taker=world.next)
    close_account(user=world.next, by=world.next)
    assert Handover.objects.get(pk=handover.pk).taker is None


def test_invitations_go_after_ninety_days_and_half_read_lists_after_thirty():
    user, clerk = build.user("招かれた人", MAIL), build.office("secretariat")[1]
    long_ago = timezone.now() - datetime.timedelta(days=91)
    invite(MAIL, clerk, expires_at=long_ago)
    invite("young@example.jp", clerk)
    left = OldList.objects.create(fiscal_year=2024, name="R6", sheets=[["表", [[NAME]]]], by=clerk, form_key=uuid4())
    OldList.objects.filter(pk=left.pk).update(at=timezone.now() - datetime.timedelta(days=31))
    hold = Hold.objects.create(kind="audit", user=user, reason="監第7号")
    clean_daily()
    assert Invitation.objects.count() == 2 and not OldList.objects.exists()
    hold.delete()
    clean_daily()
    assert Invitation.objects.get().email == "young@example.jp"
    assert "招待の行" in build.read(Client(), "/policies/privacy/")
