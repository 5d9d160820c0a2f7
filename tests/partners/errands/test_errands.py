"""用足し: what a step tells a body without accounts is written down, ticked off, printed on labels, and goes where the step was a mistake."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from kyodo_portal.audit.models import AuditEvent
from kyodo_portal.personal.models import Hold
from kyodo_portal.personal.retention_actions import clean_daily
from kyodo_portal.process.actions import take_step
from kyodo_portal.process.models import Task
from partners.errands.presenters import SHEETS
from partners.models import Errand, Registration
from partners.registration.leaving_actions import take_off
from tests import build
from tests.sent import form_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return build.office("secretariat")[1]


@pytest.fixture
def paper_group(clerk):
    """A 町内会 of which nobody has an account, and which was taken off the directory."""
    body = build.partner(
        "岩沢町内会", kind="neighbourhood", representative="佐藤 一郎", postal_code="9470101", address="小千谷市岩沢1"
    )
    return body, take_off(partner=body, by=clerk, reason="活動を終えたためです。", form_key=build.uuid4())


def test_what_a_body_without_accounts_is_told_waits_for_the_office(client_for, paper_group, clerk):
    body, _ = paper_group
    errand = Errand.objects.get()
    assert (errand.partner, errand.what) == (body, "岩沢町内会を、協働の名簿から外しました")
    assert errand.body.startswith("活動を終えたためです。")
    office = client_for(clerk)
    assert "用足し（手紙・電話・訪問）" in build.read(office, "/admin/")
    assert "岩沢町内会を、協働の名簿から外しました" in build.read(office, "/staff/errands/")
    done = reverse("errand-done", args=[errand.pk])
    for _ in range(2):
        office.post(done, {"done": "1"})
    errand.refresh_from_db()
    assert errand.done_by == clerk
    assert "いま、用足しはありません" in build.read(office, "/staff/errands/")
    assert "岩沢町内会" in build.read(office, "/staff/errands/?state=done")
    office.post(done, {"done": "0"})
    errand.refresh_from_db()
    assert errand.done_at is None
    assert client_for(build.office("department")[1]).post(done, {"done": "1"}).status_code == 403


def test_a_body_with_accounts_is_told_by_its_notices_alone(clerk):
    body, _ = build.registered_group("川べりの会")
    take_off(partner=body, by=clerk, reason="重なっているためです。", form_key=build.uuid4())
    assert not Errand.objects.exists()


def test_a_step_that_was_a_mistake_needs_no_letter_and_one_that_was_sent_is_put_right(paper_group, clerk):
    _, paper = paper_group
    take_step(paper, "put_back", by=clerk, version=paper.version, reason="まちがい")
    assert [row.what for row in Errand.objects.open()] == ["岩沢町内会を、協働の名簿に戻しました"]
    Errand.objects.open().update(done_by=clerk, done_at=build.timezone.now())
    back = Registration.objects.get(pk=paper.pk)
    take_step(back, "undo_put_back", by=clerk, version=back.version, reason="まちがい")
    # It was taken off after all: what had to be said of that and was not yet comes back.
    assert [row.what for row in Errand.objects.open()] == [
        "岩沢町内会を、協働の名簿から外しました",
        "訂正：「岩沢町内会を、協働の名簿に戻しました」は、まちがいでした",
    ]
    assert not Task.objects.open().filter(process="registration").exists()


def test_labels_go_where_the_letters_go_and_leave_a_trace(client_for, paper_group, clerk):
    homeless = build.partner("住所のない会")
    take_off(partner=homeless, by=clerk, reason="活動を終えたためです。", form_key=build.uuid4())
    office = client_for(clerk)
    assert office.get("/staff/errands/labels/").status_code == 405
    asks = form_of(office.post("/staff/errands/labels/", {"size": "24"}).content.decode())
    assert not AuditEvent.objects.filter(act="export").exists()
    page = build.markup(office.post("/staff/errands/labels/", dict(asks.form_values())))  # the purpose stands in the box
    assert "写して使えます" not in page  # what was said is taken: a sheet of labels has nothing below it
    for words in (
        "〒947-0101",
        "小千谷市岩沢1",
        "岩沢町内会",
        "佐藤 一郎 様",
        "kp-labels--24",
        "ラベルにできません：住所のない会",
    ):
        assert words in page
    event = AuditEvent.objects.get(act="export")
    assert (event.note, event.rows) == ("用足しの宛名ラベル（用足しの手紙を送るため）", 1)
    chosen = Errand.objects.get(partner=homeless)
    assert "小千谷市岩沢1" not in build.markup(office.post("/staff/errands/labels/", {"errand": chosen.pk}))


def test_more_letters_than_labels_at_a_time_are_said_to_be_left(client_for, paper_group, clerk):
    first = Errand.objects.get()
    rows = [Errand(partner=first.partner, event=f"hand:{n}", what=f"{n}通め") for n in range(499)]
    more = Errand.objects.bulk_create(rows) and Errand(partner=first.partner, event="hand:last", what="501通め")
    office, cut = client_for(clerk), "一度に刷れるのは500件までです。"

    def printed(**said):
        asks = form_of(office.post("/staff/errands/labels/", {"size": "24", **said}).content.decode())
        return build.markup(office.post("/staff/errands/labels/", dict(asks.form_values())))

    assert cut not in printed()
    more.save()
    assert cut in printed()
    Errand.objects.filter(pk=first.pk).update(done_by=clerk, done_at=build.timezone.now())
    assert cut not in printed()


# What the packs say of sheets that are sold for A4: columns, rows, a label's width and height, the margins above and on the left, in mm.
# 12: エーワン 72212, コクヨ KPC-E1121. 24-66: エーワン 72224. The other two leave nothing beside, and share what is left above and below.
SOLD = {
    "12": (2, 6, 86.4, 42.3, 21.2, 18.6),
    "24": (3, 8, 70, 33.9, 12.9, 0),
    "24-66": (3, 8, 66, 33.9, 12.9, 6),
    "24-37": (3, 8, 70, 37, 0.5, 0),
}


@pytest.mark.parametrize("size", SHEETS)
def test_labels_stand_where_they_do_on_the_sheets_that_are_sold(size):
    columns, rows, width, height, top, left = SOLD[size]
    assert SHEETS[size][:1] + SHEETS[size][2:] == (columns * rows, width, height)
    css = (Path(settings.BASE_DIR) / "static/css/labels.css").read_text()
    said = re.search(
        rf"kp-labels--{size} {{ grid-template-columns: repeat\((\d), (\S+)mm\); grid-auto-rows: (\S+)mm; padding: (.+?);", css
    )
    margins = [float(one.removesuffix("mm")) for one in said[4].split()]
    assert (int(said[1]), float(said[2]), float(said[3]), *margins[:2]) == (columns, width, height, top, left)
    assert left * 2 + columns * width == pytest.approx(210) and top + rows * height <= 297


def test_what_the_office_thinks_of_is_entered_by_hand_and_goes_a_year_after_it_was_done(client_for, clerk):
    body = build.partner("岩沢町内会")
    office, page = client_for(clerk), "/staff/errands/enter/"
    form = office.get(f"{page}?partner={body.pk}").context["form"]
    said = {
        "partner": "岩沢町内会",
        "what": "総会の日を聞く",
        "body": "議事録がほしい。",
        "way": "phone",
        "due": build.days(9).isoformat(),
    }
    assert "の団体が見つかりません" in build.markup(office.post(page, {**said, "partner": "ない会"}))
    for _ in range(2):
        assert office.post(page, {**said, "form_key": form["form_key"].value()}).url == "/staff/errands/#results"
    errand = Errand.objects.get()
    assert (errand.partner, errand.way, errand.due) == (body, "phone", build.days(9))
    assert "総会の日を聞く" in build.read(office, "/staff/errands/?way=phone")
    old = build.timezone.now() - build.timedelta(days=400)
    Errand.objects.update(made_at=old)
    clean_daily()
    assert Errand.objects.exists()
    Errand.objects.update(done_by=clerk, done_at=old)
    hold = Hold.objects.create(kind="audit", partner=body, reason="監第7号")
    clean_daily()
    assert Errand.objects.exists()
    hold.delete()
    clean_daily()
    assert not Errand.objects.exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_however_many_wait(client_for, clerk, rows, django_assert_max_num_queries):
    for number in range(rows):
        body = build.partner(f"第{number}町内会")
        Errand.objects.create(partner=body, event=f"e{number}", what="更新の案内")
    office = client_for(clerk)
    office.get("/staff/errands/")
    with django_assert_max_num_queries(9):
        assert office.get("/staff/errands/").status_code == 200


def test_a_decision_that_ends_a_matter_is_written_to_whoever_has_no_account(clerk):
    applicant = build.user()
    row = build.registration(applicant)
    applicant.is_active = False
    applicant.save()
    take_step(row, "decline", by=clerk, version=row.version, reason="規約に営利とあるためです。")
    (errand,) = Errand.objects.all()
    assert errand.partner == row.partner and errand.what.endswith("の登録は承認されませんでした")
    assert errand.body.startswith("規約に営利とあるためです。")


def test_a_proposal_without_a_desk_to_be_told_is_sent_all_the_same():
    group, leader, _ = build.group()
    proposal = build.submitted(group, leader)
    assert proposal.status == "submitted" and not Errand.objects.exists()
