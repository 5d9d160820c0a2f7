"""Sheets that came on paper: typed in by the secretariat, with the day and a copy, and read by their member."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from kyodo_portal.audit.models import AuditEvent
from kyodo_portal.process.actions import take_step
from projects.models import Review, SheetScan
from projects.reviews.paper_actions import enter_sheet
from projects.reviews.scoring import score_table
from tests import build

from .build import World
from .test_plan import absent, fresh, order, two_phases

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@pytest.fixture(scope="module")
def laid_world(lay):
    return lay(World)


def seat(world, member=0):
    return world.call.seats.get(user=world.panel[member])


def address(world, proposal=None, member=0):
    return f"/admin/projects/review/paper/{(proposal or world.proposal).pk}/{seat(world, member).pk}/"


def typed(world, *points, reason="理由です。", **more):
    said = {"revision": "1", "received_on": "令和8年11月20日", "opinion": "紙の所見", "advice": "", "next": "1"}
    for criterion, number in zip(world.call.criteria.all(), points, strict=True):
        said |= {f"points_{criterion.pk}": str(number), f"reason_{criterion.pk}": reason}
    return {**said, **more}


def test_a_paper_sheet_counts_and_its_member_reads_it(world, client_for, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    second, _ = world.another("二つめ")
    client = client_for(world.clerk)
    scan = SimpleUploadedFile("審査票.pdf", PDF, "application/pdf")
    answer = client.post(address(world), typed(world, 4, 3, 1, scan=scan))
    assert answer["Location"] == f"{address(world, second)}#content-start"  # the member's next one
    sheet = Review.objects.get()
    assert (sheet.channel, f"{sheet.received_on}", sheet.entered_by) == ("paper", "2026-11-20", world.clerk)
    assert sheet.submitted_at and score_table(fresh(world.proposal)).average == 60
    text = client_for(world.panel[0]).get(f"/projects/review/{world.proposal.pk}/").text
    assert "紙でいただいた審査票を、事務局が入力しました" in text and "に収受" in text
    copy = f"/admin/projects/review/scan/{SheetScan.objects.get().pk}/"
    assert client.get(copy).status_code == 200 and AuditEvent.objects.filter(act="look", note__startswith="紙の審査票").exists()
    assert [client_for(one).get(copy).status_code for one in (world.official, world.panel[0])] == [404, 404]
    found = build.read(
        client, f"/admin/projects/proposal/{world.proposal.pk}/change/"
    )  # where the decision is recorded, and afterwards
    assert (
        f'<a href="{copy}">{world.panel[0]}の審査票の紙の写し：審査票.pdf</a>' in found and "2026年11月20日（金）に収受" in found
    )
    # put right on the same page; the last one leads back to the summary
    etag = client.get(address(world)).context["form"]["etag"].value()
    answer = client.post(address(world), typed(world, 5, 3, 1, etag=etag))
    assert score_table(fresh(world.proposal)).average == 70
    assert client.post(address(world), typed(world, 5, 5, 5, etag=etag)).status_code == 409
    assert client.post(address(world, second), typed(world, 5, 5, 5))["Location"].endswith(
        f"/call/{world.call.pk}/#content-start"
    )


def test_what_is_missing_is_said_and_what_was_typed_stays(world, client_for):
    said = typed(world, 4, 3, 1, reason="")
    said.pop(f"points_{world.call.criteria.first().pk}")
    page = client_for(world.clerk).post(address(world), {**said, "received_on": "令和99年1月1日"}).text
    assert "「公益性」の点を選んでください。" in page and "「実現できるか」を1点にした理由を書いてください。" in page
    assert "令和99年1月1日" in page and "紙の所見" in page and not Review.objects.exists()


def test_a_conflict_on_paper_needs_no_points(world, client_for):
    said = {"revision": "1", "received_on": "2026/11/20", "conflict": "on", "save": "1", "opinion": "", "advice": ""}
    assert client_for(world.clerk).post(address(world), said).status_code == 302
    assert score_table(fresh(world.proposal)).sheets[0].state == "conflict"


def test_nobody_types_over_what_a_member_sent_nor_for_who_is_away(world, client_for):
    given = {"by": world.clerk, "revision": 1, "received_on": build.days(-1), "marks": world.marks(4, 3, 5)}
    world.sheet(world.panel[0], 5, 5, 5)
    with pytest.raises(ValidationError, match="自分で出しました"):
        enter_sheet(world.proposal, seat(world), **given)
    absent(world, world.panel[1])
    with pytest.raises(ValidationError, match="欠席と記録"):
        enter_sheet(world.proposal, seat(world, 1), **given)
    build.join(world.panel[2], world.group)
    with pytest.raises(ValidationError, match="除斥"):
        enter_sheet(world.proposal, seat(world, 2), **given)
    with pytest.raises(PermissionDenied):
        enter_sheet(world.proposal, seat(world), **given | {"by": world.official})
    assert client_for(world.official).get(address(world)).status_code == 404
    assert client_for(world.panel[0]).get(address(world)).status_code == 404


def test_blank_sheets_are_printed_for_each_member(world, client_for):
    world.another("二つめ")
    page = client_for(world.clerk).get(f"/admin/projects/review/call/{world.call.pk}/slips/{seat(world).pk}/").text
    assert page.count("委員：見本 春子") == 2 and "5　4　3　2　1　0" in page


def test_the_next_sheet_is_one_that_is_still_missing_and_of_nobody_who_is_away(world, client_for):
    second, _ = world.another("二つめ")
    world.sheet(world.panel[0], 4, 4, 4)  # sent by the member
    absent(world, world.panel[1])
    page = client_for(world.clerk).get(f"/admin/projects/review/call/{world.call.pk}/paper/")
    first = {seat.user: proposal for seat, proposal, _ in page.context["lines"]}
    assert (first[world.panel[0]], first[world.panel[1]]) == (second, None)
    answer = client_for(world.clerk).post(address(world, second), typed(world, 5, 5, 5))
    assert answer["Location"] == f"/admin/projects/review/call/{world.call.pk}/#content-start"


def token(client, at):
    return client.get(at).context["form"]["etag"].value()


def test_marks_from_an_older_page_do_not_undo_a_conflict_that_was_typed_in_meanwhile(world, client_for):
    client, at = client_for(world.clerk), address(world)
    before = token(client, at)
    conflict = {"revision": "1", "received_on": "2026/11/20", "conflict": "on", "save": "1", "opinion": "", "advice": ""}
    assert [client.post(at, {**conflict, "etag": before}).status_code for _ in range(2)] == [302, 302]  # pressed twice
    late = client.post(at, typed(world, 5, 5, 5, etag=before))
    assert late.status_code == 409 and "いまの内容：はい" in build.markup(late) and "紙の所見" in late.text
    assert Review.objects.get().has_conflict
    assert client.post(at, typed(world, 5, 5, 5, etag=late.context["form"]["etag"].value())).status_code == 302
    assert not Review.objects.get().has_conflict  # having read it


def test_a_page_about_the_papers_fills_no_sheet_about_the_hearing(world, client_for):
    two_phases(world)
    member, clerk = client_for(world.panel[0]), client_for(world.clerk)
    own, paper = f"/projects/review/{world.proposal.pk}/", address(world, member=1)
    read = {own: token(member, own), paper: token(clerk, paper)}
    order(world, world.proposal)
    both = world.call.criteria.get(name="協働の必要性").pk
    written = {"revision": "1", "opinion": "書類の所見", "advice": "", "draft": "1", f"points_{both}": "3", f"reason_{both}": ""}
    for client, at, said in ((member, own, written), (clerk, paper, typed(world, 4, 3, 4))):
        late = client.post(at, {**said, "etag": read[at]})
        assert late.status_code == 409 and "審査が書類からヒアリングに進みました" in late.text and said["opinion"] in late.text
    assert not Review.objects.filter(phase="hearing").exclude(opinion="").exists()
    assert member.post(own, {**written, "etag": token(member, own)}).status_code == 302


def test_whoever_types_in_a_sheet_of_what_was_withdrawn_hears_so_and_keeps_the_words(world, client_for):
    client = client_for(world.clerk)
    proposal = fresh(world.proposal)
    take_step(proposal, "withdraw", by=world.representative, version=proposal.version, reason="会員が足りない")
    late = client.post(address(world), typed(world, 4, 3, 4))
    assert late.status_code == 409 and "いま「取下げ」なので" in late.text and "紙の所見" in late.text


def test_no_sheet_is_asked_of_a_member_who_is_kept_from_judging(world, client_for):
    second, _ = world.another("二つめ")
    build.join(world.panel[0], second.partner)
    client, to = client_for(world.clerk), f"/admin/projects/review/call/{world.call.pk}/"
    assert client.post(address(world), typed(world, 4, 3, 5))["Location"] == f"{to}#content-start"
    first = {seat.user: proposal for seat, proposal, _ in client.get(f"{to}paper/").context["lines"]}
    assert first == {world.panel[0]: None, world.panel[1]: world.proposal, world.panel[2]: world.proposal}


def test_the_page_that_gives_a_sheet_back_leads_to_where_paper_is_put_right(world, client_for):
    client = client_for(world.clerk)
    client.post(address(world), typed(world, 4, 3, 5))
    world.sheet(world.panel[1], 5, 5, 5)
    pages = [client.get(f"/admin/projects/review/{row.pk}/back/").text for row in Review.objects.order_by("pk")]
    assert [f'href="{address(world)}">紙の審査票を入れる画面' in page for page in pages] == [True, False]


def test_a_sheet_that_was_typed_in_for_the_wrong_member_is_taken_out_with_its_copy(world, client_for, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    client, at = client_for(world.clerk), address(world)
    client.post(at, typed(world, 4, 3, 5, scan=SimpleUploadedFile("審査票.pdf", PDF, "application/pdf")))
    old = token(client, at)
    client.post(at, typed(world, 5, 3, 5, etag=old))
    assert client.post(at, {"drop": "1", "etag": old}).status_code == 409 and Review.objects.exists()  # put right meanwhile
    dropped = {"drop": "1", "etag": token(client, at)}
    assert "紙の審査票を取り消しました" in client.post(at, dropped, follow=True).text
    assert not Review.objects.exists() and not SheetScan.objects.exists() and score_table(fresh(world.proposal)).average is None
    assert "もうありません" in client.post(at, dropped, follow=True).text  # pressed twice
    assert AuditEvent.objects.filter(note="紙の審査票の入力を取り消した", person=world.panel[0]).count() == 1
    assert client_for(world.panel[0]).get(f"/projects/review/{world.proposal.pk}/").status_code == 200
    world.sheet(world.panel[0], 5, 5, 5)
    client.post(at, {"drop": "1", "etag": ""})
    assert Review.objects.get().channel == "web"  # what a member wrote is not taken out
