"""Papers of a year: handed in by one side, read by both, by everybody where that side says so, and never deleted."""

import datetime
import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kyodo_portal.audit.models import AuditEvent
from kyodo_portal.common.files.uploads import accept
from projects.cycles.do.meeting_actions import record_meeting
from projects.models import Cycle, Paper
from projects.papers.actions import MOST, add_paper
from projects.specs.models import PaperAsk
from tests.projects.ledger.build import World

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4 pact"


@pytest.fixture(scope="module")
def laid_world(lay):
    def make():
        world = World()
        world.year = world.cycle()
        world.clerk_plan(world.year)
        return world

    return lay(make)


def agree(world):
    world.step(world.year, "agree_on_paper", by=world.clerk, agreed_on=datetime.date(2026, 4, 1), document_number="1")


def upload(name="協定書.pdf", content=PDF):
    return SimpleUploadedFile(name, content)


def sent(client, url, **more):
    """Send the form of this page with a fresh key and what its boxes hold."""
    key = client.get(url).context["form"]["form_key"].value()
    return client.post(url, {"form_key": key, **more})


def hand_in(client, world, **more):
    return sent(client, f"{world.year.get_absolute_url()}papers/new/", **{"kind": "pact", "file": upload(), **more})


def file_url(paper):
    return reverse("paper-file", args=[paper.year.project_id, paper.year.fiscal_year, paper.pk])


def test_both_sides_read_what_one_hands_in(world, client_for):
    assert hand_in(client_for(world.mate), world, label="令和8年度の協定書").status_code == 302
    paper = Paper.objects.get()
    assert (paper.side, paper.kind, paper.is_public) == ("group", "pact", False)
    for user in (world.mate, world.clerk, world.chief, world.guide):
        assert client_for(user).get(file_url(paper)).status_code == 200
        assert "令和8年度の協定書" in client_for(user).get(world.year.get_absolute_url()).text
    for user in (world.outsider, world.idle, world.stranger, None):
        assert client_for(user).get(file_url(paper)).status_code == 404
    looks = AuditEvent.objects.filter(act="look", note=f"書類 {paper.pk}").values_list("by", flat=True)
    assert set(looks) == {world.clerk.pk, world.chief.pk, world.guide.pk}
    for user in (world.guide, world.outsider):
        assert client_for(user).get(f"{world.year.get_absolute_url()}papers/new/").status_code == 403


def test_what_is_public_shows_once_the_year_is_agreed_and_while_it_holds(world, client_for):
    group, city, visitor = client_for(world.representative), client_for(world.clerk), client_for()
    hand_in(group, world, label="協定書", is_public="on")
    paper, page = Paper.objects.get(), f"/projects/{world.year.project_id}/"
    assert visitor.get(file_url(paper)).status_code == 404 and file_url(paper) not in visitor.get(page).text
    agree(world)
    answer = visitor.get(file_url(paper))
    assert (answer.status_code, b"".join(answer)) == (200, PDF) and file_url(paper) in visitor.get(page).text
    own = f"{world.year.get_absolute_url()}papers/{paper.pk}/"
    assert city.get(own).status_code == 403 and city.get(f"{own}replace/").status_code == 403
    assert sent(group, f"{own}replace/", file=upload("新しい協定書.pdf", b"%PDF-1.4 newer")).status_code == 302
    newer = Paper.objects.get(replaces=paper)
    assert (newer.is_public, newer.kind) == (False, "pact")
    assert visitor.get(file_url(paper)).status_code == 404 and city.get(file_url(paper)).status_code == 200
    assert "前の版（1つ）" in city.get(world.year.get_absolute_url()).text
    own = f"{world.year.get_absolute_url()}papers/{newer.pk}/"
    etag = group.get(own).context["form"]["etag"].value()
    described = {"etag": etag, "label": "変更後の協定書", "dated_on": "2026-04-01", "is_public": "on"}
    assert group.post(own, described).status_code == 302
    assert "変更後の協定書" in visitor.get(page).text
    assert "いまの内容" in group.post(own, {**described, "label": "別の名前"}).text
    assert "取り下げるわけを入れてください。" in group.post(f"{own}withdraw/", {"why": ""}).text
    assert group.post(f"{own}withdraw/", {"why": "別の団体のものだったため"}).status_code == 302
    assert visitor.get(file_url(newer)).status_code == 404 and file_url(newer) not in visitor.get(page).text
    shown = city.get(world.year.get_absolute_url()).text
    assert "別の団体のものだったため" in shown and city.get(file_url(newer)).status_code == 200
    assert group.get(own).status_code == 403 and Paper.objects.count() == 2


def test_what_the_form_asks_for_is_listed_until_it_is_there(world, client_for):
    asks = [("pact", "署名した協定書", "agree"), ("hoken", "保険証券の写し", "enter")]
    for order, (kind, label, asked) in enumerate(asks):
        PaperAsk.objects.create(spec=world.year.spec, kind=kind, label=label, asked=asked, order=order)
    client = client_for(world.clerk)
    due = client.get(world.year.get_absolute_url()).text.split("まだ出ていない書類")[1].split("</ul>")[0]
    assert "署名した協定書（合意・契約のとき" in due and "保険証券の写し（台帳に入れるとき" in due
    assert hand_in(client, world).status_code == 302
    due = client.get(world.year.get_absolute_url()).text.split("まだ出ていない書類")[1].split("</ul>")[0]
    assert "署名した協定書" not in due and "保険証券の写し" in due
    hand_in(client, world, kind="hoken")
    assert [paper.title for paper in Paper.objects.order_by("pk")] == ["署名した協定書", "保険証券の写し"]


def test_a_second_press_and_a_full_year(world):
    key, file = uuid.uuid4(), accept(upload())
    first = add_paper(world.year, by=world.mate, file=file, form_key=key, kind="pact")
    assert add_paper(world.year, by=world.mate, file=file, form_key=key, kind="pact") == first
    for number in range(MOST - 1):
        Paper.objects.create(
            cycle=world.year, side="group", kind="other", form_key=uuid.uuid4(), stored_as=f"x{number}", name="x", size=1,
            content_type="application/pdf", sha256="0" * 64, uploaded_by=world.mate,
        )  # fmt: skip
    with pytest.raises(ValidationError, match="この年度の書類は30までです"):
        add_paper(world.year, by=world.clerk, file=file, form_key=uuid.uuid4(), kind="pact")
    with pytest.raises(PermissionDenied):
        add_paper(world.year, by=world.guide, file=file, form_key=uuid.uuid4(), kind="pact")


def test_a_paper_of_a_meeting_stays_inside(world, client_for):
    said = {"on": datetime.date(2026, 5, 1), "attendees": "両者", "talked": "話した"}
    meeting = record_meeting(world.year, by=world.clerk, form_key=uuid.uuid4(), **said)
    url = f"{world.year.get_absolute_url()}meetings/{meeting.pk}/papers/new/"
    assert sent(client_for(world.clerk), url, kind="minutes", file=upload("議事録.pdf"), is_public="on").status_code == 302
    paper = Paper.objects.get()
    assert (paper.meeting, paper.cycle, paper.is_public) == (meeting, None, False)
    assert "2026年5月1日" in client_for(world.mate).get(world.year.get_absolute_url()).text
    agree(world)
    assert client_for().get(file_url(paper)).status_code == 404
    other = world.cycle(title="ほかの協働")
    wrong = reverse("paper-file", args=[other.project_id, other.fiscal_year, paper.pk])
    assert client_for(world.clerk).get(wrong).status_code == 404
    assert Cycle.objects.get(pk=world.year.pk).status == "agreed"
