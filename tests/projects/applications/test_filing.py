"""What comes of a group on paper or by telephone after it applied: the city takes the group's step with it, until the report and its letter."""

import copy
import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from kyodo_portal.letters.models import OfficialLetter
from kyodo_portal.letters.template_actions import lay_templates
from kyodo_portal.notices.models import Notice
from projects.applications.filing_actions import file_for
from projects.models import Application, ApplicationFiling, Cycle
from tests import build
from tests.sent import opened

from .build import World, document, step

pytestmark = pytest.mark.django_db
CAME = {"channel": "paper", "received_on": build.days(-1).isoformat()}


@pytest.fixture(scope="module")
def laid(lay):
    def make():
        lay_templates()
        return World()

    return lay(make)


@pytest.fixture
def world(laid):
    return copy.deepcopy(laid)


def filed(row, what, by, on=-1):
    return file_for(row, by=by, what=what, channel="mail", received_on=build.days(on), form_key=uuid.uuid4())


def typed_in(client, row, what, **said):
    """What came is entered on its page, and its words on the page that follows."""
    page = f"{row.get_absolute_url()}filed/"
    scan = SimpleUploadedFile("紙.pdf", b"%PDF-1.4 kami", "application/pdf")
    led = client.post(page, {**opened(client, page), **CAME, "what": what, "scan": scan})
    assert led.status_code == 302, build.markup(led)
    address = led.url.partition("#")[0]
    boxes = {name: value for name, value in opened(client, address).items() if value != ["on"]}  # radios that say nothing
    answer = client.post(address, {**boxes, **said})
    assert answer.status_code == 302, build.markup(answer)
    row.refresh_from_db()
    return address


def test_a_festival_that_came_on_paper_goes_to_its_report_and_its_letters_on_paper(world, client_for):
    """No account of the group is ever used: entered, put right, approved, changed, reported, looked at; the letters are there to be posted."""
    row, official = world.entered(title="紙のまつり", fee=500), client_for(world.official)
    own = row.get_absolute_url()
    assert official.get(f"{own}step/withdraw/").status_code == 403  # nothing came for it
    step(row, "ask_correct", world.official, items=[{"field": "place", "reason": "どこか。"}], due=build.days(9))
    assert typed_in(official, row, "correct", place="東の広場") == f"{own}correct/"
    assert (row.status, row.place) == ("received", "東の広場")
    assert Notice.objects.filter(user=world.chair, title__contains="直した申請を、紙や電話で受け取りました").exists()
    step(row, "approve", world.official, **document())
    typed_in(official, row, "ask_change", place="西の広場", reason="雨のため")
    step(row, "allow_change", world.official, **document("観発第2号"))
    assert row.place == "西の広場"
    world.begun(row)
    Cycle.objects.filter(pk=row.cycle_id).update(starts_on=row.starts_on, ends_on=row.ends_on)
    typed_in(official, row, "report", people="120人", report_text="晴れました。", income="6万円", expense="60000")
    page = build.read(official, own)
    assert row.status == "reported" and "晴れました。" in page and "実施の報告書の写し" in page
    assert page.count("紙（持参）、収受日") == 3
    step(row, "take_report", world.official)
    assert row.status == "closed" and Cycle.objects.get(pk=row.cycle_id).people == 120
    letters = OfficialLetter.objects.filter(process="application", subject_id=row.pk).values_list("template__name", flat=True)
    assert {"補正のお願い", "承認通知書", "変更承認通知書"} <= set(letters)
    assert [change.by for change in row.changes.filter(step="report")] == [world.official]
    history = build.read(client_for(world.chair), own)
    assert "市が、実施を報告しました。" in history and "紙の写し" in history


def test_what_was_applied_for_here_may_be_reported_on_paper_and_taken_back(world, client_for):
    row = world.approved()
    world.begun(row)
    said = {"people": 10, "report_text": "歌いました。", "income": None, "expense": None}
    with pytest.raises(PermissionDenied):
        step(row, "report", world.official, **said)
    came = filed(row, "report", world.official)
    assert "「実施の報告書」（紙（郵送）" in build.read(client_for(world.clerk), row.get_absolute_url())
    assert "実施を報告する" in build.read(client_for(world.official), "/me/")
    with pytest.raises(ValidationError, match="いまの状態|まだ入れ終えていません"):
        filed(row, "report", world.clerk)
    with pytest.raises(ValidationError, match="入れているのは「実施の報告書」です"):
        step(Application.objects.get(pk=row.pk), "call_off", world.official, reason="まちがい")
    row = Application.objects.get(pk=row.pk)
    step(row, "report", world.official, **said)
    came.refresh_from_db()
    assert came.used_version == row.version
    step(Application.objects.get(pk=row.pk), "undo_report", world.clerk, reason="数のまちがい")
    came.refresh_from_db()
    assert came.is_open and Application.objects.get(pk=row.pk).status == "approved"
    drop = f"{row.get_absolute_url()}filed/{came.pk}/drop/"
    for _ in range(2):
        assert client_for(world.official).post(drop).status_code == 302
    assert not ApplicationFiling.objects.exists()
    assert client_for(world.official).get(f"{row.get_absolute_url()}step/report/").status_code == 403


def test_the_groups_own_step_uses_nothing_up_and_nobody_files_for_the_own_group(world):
    row = world.received()
    came = filed(row, "withdraw", world.official)
    step(row, "withdraw", world.chair, reason="やめます。")
    came.refresh_from_db()
    assert came.is_open and row.status == "withdrawn"
    build.join(world.official, world.group)
    other = world.made(title="ほか")
    step(other, "submit", world.chair)
    with pytest.raises(PermissionDenied):
        filed(other, "withdraw", type(world.official).objects.get(pk=world.official.pk))
    with pytest.raises(ValidationError, match="収受日は、今日まで"):
        filed(other, "withdraw", world.clerk, on=2)


def test_what_is_being_typed_in_is_what_comes_next(world, client_for):
    row = world.approved()
    filed(row, "ask_change", world.official)
    page = build.read(client_for(world.official), row.get_absolute_url())
    assert "すること：変更を届ける" in page and "すること：実施を報告する" not in page  # the report is months away
