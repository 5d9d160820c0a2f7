"""Deadlines to the second, double sending, two people at one page, hostile text, files, constant query counts."""

import copy
import uuid
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from kyodo_portal.audit.models import AuditEvent
from kyodo_portal.process.actions import take_step
from kyodo_portal.process.errors import Stale
from projects.models import Call, Proposal
from projects.proposals.drafting.actions import copy_to, save_page, start_draft
from tests import build

from .test_journey import page

pytestmark = pytest.mark.django_db
SEND = {"version": 0, "agreed": "on", "public": "on", "clean": "on"}


@pytest.fixture(scope="module")
def laid(lay):
    """(body, representative, member) of a group, and its complete draft for an open call."""

    def make():
        group = build.group()
        return group, build.draft(*group[:2])

    return lay(make)


@pytest.fixture
def group(laid, db):
    return copy.deepcopy(laid[0])


@pytest.fixture
def proposal(laid, db):
    """The complete draft."""
    return copy.deepcopy(laid[1])


def at(monkeypatch, moment):
    monkeypatch.setattr(timezone, "now", lambda: moment)


@pytest.mark.parametrize(("seconds", "status"), [(-1, "submitted"), (0, "draft"), (1, "draft")])
def test_the_deadline_to_the_second(group, proposal, monkeypatch, seconds, status):
    body, representative, _ = group
    at(monkeypatch, proposal.call.closes_at + timedelta(seconds=seconds))
    try:
        take_step(proposal, "submit", by=representative, version=0)
    except ValidationError as error:
        assert error.code == "closed" and "下書きは残っています。" in error.message
    assert Proposal.objects.get(pk=proposal.pk).status == status


def test_after_the_deadline_a_draft_is_read_and_explained_and_no_new_one_begins(group, proposal, client_for):
    body, representative, _ = group
    Call.objects.update(closes_at=timezone.now() - timedelta(seconds=1))
    browser, base = client_for(representative), f"/projects/proposals/{proposal.pk}/"
    check = browser.get(f"{base}check/").content.decode()
    assert "受付の時間の外です" in check and "この内容で提案を送る" not in check
    assert "下書きは残っています" in browser.post(f"{base}check/", build.sure(browser, f"{base}check/", **SEND)).content.decode()
    assert "これをもとに書く" in browser.get(base).content.decode()
    with pytest.raises(ValidationError):
        start_draft(call=Call.objects.get(), partner=body, by=representative, form_key=uuid.uuid4())


def test_sending_twice_is_told_and_written_once(group, proposal):
    body, representative, _ = group
    take_step(Proposal.objects.get(pk=proposal.pk), "submit", by=representative, version=0)
    with pytest.raises(Stale):
        take_step(proposal, "submit", by=representative, version=0)
    proposal.refresh_from_db()
    assert (proposal.revisions.count(), proposal.changes.count(), proposal.number) == (1, 1, "R8-P-0001")


def test_numbers_count_per_fiscal_year(group):
    body, representative, _ = group
    numbers = [build.submitted(body, representative, to=build.call(fiscal_year=year)).number for year in (2026, 2026, 2027)]
    assert numbers == ["R8-P-0001", "R8-P-0002", "R9-P-0001"]


def test_what_is_missing_is_listed_and_nothing_is_sent(group, client_for):
    body, representative, _ = group
    proposal = start_draft(call=build.call(), partner=body, by=representative, form_key=uuid.uuid4())
    check = client_for(representative).get(f"/projects/proposals/{proposal.pk}/check/").content.decode()
    for text in (
        "企画の名前を入れてください。",
        "役割分担を1行以上入れてください。",
        "収入を1行以上入れてください。",
        "「どんなことをしますか」を入れてください。",
    ):
        assert text in check
    with pytest.raises(ValidationError):
        take_step(proposal, "submit", by=representative, version=0)
    assert not Proposal.objects.filter(number__isnull=False).exists()


def money(income, expense, of_city=""):
    lines = {}
    for side, amount in (("income", income), ("expense", expense)):
        lines |= {f"{side}-TOTAL_FORMS": "1", f"{side}-INITIAL_FORMS": "0", f"{side}-0-item": "費目", f"{side}-0-amount": amount}
    return {**lines, **({"income-0-from_city": "on"} if of_city else {})}


@pytest.mark.parametrize(
    ("lines", "message", "total"),
    [
        (money("1000", "900"), "収入の合計（1,000円）と支出の合計（900円）を同じにしてください。", 1000),
        (money("300001", "300001", "on"), "市の負担は300,000円までにしてください。いまは300,001円です。", 300001),
        (money("1e9", "1"), "金額は数字だけで入れてください。例：120000", 100000),
        (money("-5", "1"), "金額は0円以上にしてください。", 100000),
        (money("9" * 40, "1"), "金額は1,000,000,000,000円までにしてください。", 100000),
    ],
)  # fmt: skip
def test_money_is_added_by_the_server(group, proposal, client_for, lines, message, total):
    body, representative, _ = group
    answer = page(client_for(representative), f"/projects/proposals/{proposal.pk}/edit/budget/", **lines, next="1")
    assert answer.status_code == 200 and message in answer.content.decode()
    assert sum(line.amount for line in proposal.budget_lines.filter(side="income")) == total


def test_rows_are_added_and_taken_out_without_losing_text(group, proposal, client_for):
    body, representative, _ = group
    url, browser = f"/projects/proposals/{proposal.pk}/edit/roles/", client_for(representative)
    shares = {
        "rows-TOTAL_FORMS": "2",
        "rows-INITIAL_FORMS": "0",
        "rows-0-task": "一つめ",
        "rows-1-task": "二つめ",
        "rows-1-city_part": "場所",
    }
    more = page(browser, url, **shares, **{"rows-add": "1"})
    assert len(more.context["sets"][0].forms) == 3 and "二つめ" in more.content.decode()
    fewer = page(browser, url, **shares, **{"rows-drop": "0"}).content.decode()
    assert "一つめ" not in fewer and "二つめ" in fewer
    for bad in ("99", "-1", "x", "٣", "9" * 30):
        assert page(browser, url, **shares, **{"rows-drop": bad}).status_code in (200, 302)
    broken = page(browser, url, **{**shares, "rows-0-task": "あ" * 81}, draft="1")
    assert "やることは80字までにしてください。いまは81字です。" in broken.content.decode()
    assert "あ" * 81 in browser.get(url).content.decode()  # kept until it is put right


def test_text_that_is_too_long_or_no_date_is_kept_and_named(group, proposal, client_for):
    body, representative, _ = group
    url, browser = f"/projects/proposals/{proposal.pk}/edit/idea/", client_for(representative)
    unreadable = {"title": "字" * 61, "summary": "新しい紹介", "starts_on": "平成32年4月1日", "ends_on": "2028-03-31"}
    answer = page(browser, url, **unreadable, draft="1")
    said = answer.content.decode()
    assert answer.status_code == 200 and "企画の名前は60字までにしてください。いまは61字です。" in said
    proposal.refresh_from_db()
    assert (proposal.title, proposal.summary) == ("通学路の花いっぱい見守り", "新しい紹介")  # what is valid is stored
    again = browser.get(url).content.decode()
    assert "字" * 61 in again and "平成32年4月1日" in again
    with pytest.raises(ValidationError, match="まだ直していない入力があります"):
        take_step(proposal, "submit", by=representative, version=0)


def sent_raw(client, url, data):
    """The status of a body as a hostile client sends it: bytes that need not be text."""
    body = urlencode({name: value.encode("utf-8", "surrogatepass") for name, value in data.items()})
    return client.post(url, body, content_type="application/x-www-form-urlencoded").status_code


@pytest.mark.parametrize(
    "text", ["\x00", "\ud800", "あ" * 10_000, "<script>alert(1)</script>", "\u202eexe", "{{ 7*7 }}", "ｱｲｳ", "' OR 1=1 --"]
)
def test_hostile_text_is_never_a_500(group, proposal, client_for, text):
    body, representative, _ = group
    browser, base = client_for(representative), f"/projects/proposals/{proposal.pk}/"
    data = {"etag": text, "title": text, "summary": text, "starts_on": text, "wished_department_id": text, "draft": "1"}
    assert sent_raw(browser, f"{base}edit/idea/", data) in (200, 302, 400, 409)
    shares = {"rows-TOTAL_FORMS": text, "rows-INITIAL_FORMS": text, "rows-0-task": text}
    for page_path in ("edit/who/", "edit/roles/", "edit/budget/", "edit/files/", "check/", "copy/"):
        form = {"etag": text, "found": text, "co_partners": text, "find": "1", "version": text, "remove": text, **shares}
        assert sent_raw(browser, f"{base}{page_path}", form) in (200, 302, 400, 403, 409)
    assert b"<script>alert" not in browser.get(f"{base}edit/idea/").content


def test_two_people_at_one_page_see_both_texts(group, proposal, client_for):
    body, representative, member = group
    url = f"/projects/proposals/{proposal.pk}/edit/why/"
    name = proposal.call.questions.get(section="why").name
    first, second = client_for(representative), client_for(member)
    etag = first.get(url).context["etag"]
    assert first.post(url, {"etag": etag, name: "会長の文", "next": "1"}).status_code == 302
    assert (
        second.post(url, {"etag": etag, name: "会長の文", "next": "1"}).status_code == 302
    )  # the same text twice is no conflict
    conflict = second.post(url, {"etag": etag, name: "書記の文", "next": "1"})
    assert conflict.status_code == 409 and "会長の文" in conflict.content.decode() and "書記の文" in conflict.content.decode()
    assert second.post(url, {"etag": conflict.context["etag"], name: "書記の文", "next": "1"}).status_code == 302
    assert proposal.answers.get(question__section="why").text == "書記の文"


def test_writing_after_it_was_sent_keeps_the_text_on_the_page(group, proposal, client_for):
    body, representative, member = group
    take_step(proposal, "submit", by=representative, version=0)
    answer = client_for(member).post(f"/projects/proposals/{proposal.pk}/edit/idea/", {"title": "遅れて書いた名前", "next": "1"})
    assert answer.status_code == 409 and "遅れて書いた名前" in answer.content.decode()
    proposal.refresh_from_db()
    assert proposal.title == "通学路の花いっぱい見守り"


def test_who_may_not_write_does_not_write(group, proposal):
    body, representative, _ = group
    stranger = build.user()
    for who in (stranger, build.system_admin()):
        with pytest.raises(PermissionDenied):
            save_page(proposal, "idea", by=who, values={"title": "乗っ取り"}, unreadable={}, etag="")
        with pytest.raises(PermissionDenied):
            take_step(proposal, "submit", by=who, version=0)
        with pytest.raises(PermissionDenied):
            start_draft(call=proposal.call, partner=body, by=who, form_key=uuid.uuid4())
        with pytest.raises(PermissionDenied):
            copy_to(proposal, call=proposal.call, by=who, form_key=uuid.uuid4())


def test_files_one_by_one_and_a_look_by_the_city_is_recorded(group, proposal, client_for):
    body, representative, _ = group
    _, official = build.office("secretariat")
    browser, base = client_for(representative), f"/projects/proposals/{proposal.pk}/"
    lie = SimpleUploadedFile("地図.pdf", b"MZ not a pdf", content_type="application/pdf")
    assert (
        "PDF、ワード、エクセル、写真にしてください。"
        in browser.post(f"{base}edit/files/", {"file": lie, "upload": "1"}).content.decode()
    )
    for content in (b"%PDF-1.4 map", b"%PDF-1.4 another", b"%PDF-1.4 another"):  # the last one is a double click
        paper = SimpleUploadedFile("地図.pdf", content, content_type="application/pdf")
        assert browser.post(f"{base}edit/files/", {"file": paper, "upload": "1"}).status_code == 302
    chosen = SimpleUploadedFile("次へ.pdf", b"%PDF-1.4 on", content_type="application/pdf")
    browser.post(f"{base}edit/files/", {"file": chosen, "next": "1"})  # whichever button was pressed, the file is kept
    first, second, third = proposal.files.all()
    assert third.name == "次へ.pdf"
    for gone in (second, third):
        browser.post(f"{base}edit/files/", {"remove": gone.pk})
    assert proposal.files.get() == first
    take_step(proposal, "submit", by=representative, version=0)
    assert browser.post(f"{base}edit/files/", {"remove": first.pk}).status_code == 409
    answer = client_for(official).get(f"{base}files/{first.pk}/")
    assert b"".join(answer.streaming_content) == b"%PDF-1.4 map"
    assert answer["Content-Disposition"].startswith("attachment")
    assert AuditEvent.objects.get(act="look").by == official


def test_lists_and_pages_need_the_same_queries_for_one_and_for_three(group, client_for, django_assert_num_queries):
    body, representative, _ = group
    visitor, member = client_for(), client_for(representative)
    call = build.call()
    proposal = build.submitted(body, representative, to=call)
    draft = build.draft(body, representative, to=call)
    pages = [
        (visitor, "/projects/calls/", 3),
        (visitor, f"/projects/calls/{call.pk}/", 9),
        (member, f"/projects/proposals/{draft.pk}/", 15),
        (member, f"/projects/proposals/{draft.pk}/check/", 15),
        (member, f"/projects/proposals/{proposal.pk}/", 12),
    ]
    for more in (False, True):
        if more:
            for _ in range(2):
                build.call()
                build.submitted(body, representative, to=call)
            draft.role_shares.create(task="二つめ", city_part="場所", order=2)
            draft.budget_lines.create(side="income", item="会費", amount=1, order=2)
        for client, url, count in pages:
            with django_assert_num_queries(count, exact=False):
                assert client.get(url).status_code == 200


def test_the_pages_of_a_draft_send_files_and_lead_to_the_new_row(group, proposal, client_for):
    body, representative, _ = group
    browser, base = client_for(representative), f"/projects/proposals/{proposal.pk}/edit/"
    papers = browser.get(f"{base}files/").content.decode()
    assert 'enctype="multipart/form-data"' in papers and "※必須" not in papers
    html = " ".join(browser.get(f"{base}roles/").content.decode().split())
    new = html.count('class="kp-rowset__row"')
    assert f'name="rows-add" value="1" formaction="#rows-{new}-form"' in html
    more = browser.post(
        f"{base}roles/", {"rows-add": "1", "rows-TOTAL_FORMS": str(new), "rows-INITIAL_FORMS": "0"}
    ).content.decode()
    assert f'id="rows-{new}-form"' in more


def test_withdrawing_is_never_the_strongest_button(group, proposal, client_for):
    body, representative, _ = group
    take_step(proposal, "submit", by=representative, version=0)
    page = client_for(representative).get(f"/projects/proposals/{proposal.pk}/").content.decode()
    page = " ".join(page.split())
    assert '<a class="kp-btn kp-btn--m kp-btn--sub" href="/projects/proposals/' in page
    assert "いま、していただくことはありません" in page


def test_an_unfinished_check_page_ends_with_a_way_back_to_what_is_missing(group, client_for):
    body, representative, _ = group
    proposal = start_draft(call=build.call(), partner=body, by=representative, form_key=uuid.uuid4())
    check = client_for(representative).get(f"/projects/proposals/{proposal.pk}/check/").content.decode()
    assert "まだ送れません。" in check and 'href="#missing"' in check and 'id="missing"' in check
