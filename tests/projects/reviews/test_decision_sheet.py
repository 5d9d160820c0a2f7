"""決める表 as a spreadsheet: taken out, filled in, brought back into the page; wrong rows are named; reasons out of examples, row by row."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kyodo_portal.audit.models import AuditEvent
from kyodo_portal.letters.models import ReasonExample
from projects.models import Decision, Proposal

from .test_decision_table import LOST, OPEN, WON, address, laid_world, sent  # noqa: F401  the same call of three

pytestmark = pytest.mark.django_db
HEAD = "受付番号\t結果\t市が負担する額（円）\t協働の形態\t理由の文例\t理由\t条件\n"


def sheet(world):
    return f"{address(world)}sheet/"


def example(name="見本の文例", text="点が、募集要項で示した最低点に届かなかったためです。"):
    return ReasonExample.objects.create(process="proposal", step="decide", name=name, text=text)


def test_the_table_goes_out_and_comes_back_and_is_recorded_only_by_its_page(world, client_for):
    client, kept = client_for(world.clerk), example()
    answer = client.post(sheet(world), {"take": "1"})
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    page = book["決める表"]
    assert [cell.value for cell in page[1]][:6] == ["受付番号", "企画の名前", "団体", "平均", "求めた額（円）", "結果"]
    assert [page.cell(2, place).value for place in (1, 2, 5)] == [world.proposal.number, "冬の雪かき応援隊", 200_000]
    assert ("結果", "条件付採択", None) in [
        tuple(cell.value or None for cell in row) for row in book["書き入れる言葉"].iter_rows()
    ]
    assert AuditEvent.objects.filter(act="export", note="決める表").count() == 1
    for row, said in (
        (2, ("採択", 150_000, "補助", None, "役に立つ。", None)),
        (4, ("不採択", None, None, kept.name, None, None)),
    ):
        for place, value in enumerate(said, start=6):
            page.cell(row, place).value = value
    out = io.BytesIO()
    book.save(out)
    answer = client.post(sheet(world), {"table": SimpleUploadedFile("決める表.xlsx", out.getvalue()), "read": "1"})
    text = answer.content.decode()
    assert "表から3件を、下の欄に入れました。まだ記録していません。" in text and not Decision.objects.exists()
    assert f'action="{address(world)}#error-summary"' in text and "採択する額の合計は150,000円です" in text
    rows = {row.proposal.pk: row for row in answer.context["table"].rows}
    filled = {
        f"{row.prefix}-{name}": row.value(name) or ""
        for row in rows.values()
        for name in ("version", "result", "amount", "why", "form")
    }
    assert (
        client.post(address(world), {**filled, "document_number": "観交第9号", "decided_on": "令和8年11月20日"}).status_code
        == 302
    )
    recorded = Decision.objects.order_by("proposal__pk").values_list("result", "amount", "why")
    assert list(recorded) == [("adopted", 150_000, "役に立つ。"), ("declined", None, kept.text)]


def test_a_pasted_table_with_wrong_rows_fills_nothing_and_names_each(world, client_for):
    client = client_for(world.clerk)
    first, second = world.proposal.number, world.second.number
    text = (
        HEAD
        + f"{first}\t合格\t5万円\t補助\t\tよい。\t\n{second}\t採択\t5万円\t祭り\t無い文例\t\t\n{second}\t採択\t\t\t\t\t\nR8-P-9999\t採択\t\t\t\t\t\n"
    )
    page = client.post(sheet(world), {"pasted": text, "read": "1"}).content.decode()
    assert (
        "直すところ（5か所）" in page
        and "「合格」は選べません。採択、条件付採択、不採択、継続協議のどれかを書いてください。" not in page.partition("2行目")[0]
    )
    for number, said in ((2, "「合格」は選べません。"), (3, "「祭り」は選べません。"), (3, "「無い文例」という文例はありません。"),
                         (4, "この番号の行が2つあります。"), (5, "この番号の提案は、決定を待っていません。")):  # fmt: skip
        assert f"{number}行目" in page and said in page
    assert not Decision.objects.exists()
    assert "見出しの行が見つかりません。" in client.post(sheet(world), {"pasted": "あ\tい\n1\t2", "read": "1"}).content.decode()
    assert "表に、提案の行がありません。" in client.post(sheet(world), {"pasted": HEAD, "read": "1"}).content.decode()
    assert "どちらか1つにしてください" in client.post(sheet(world), {"read": "1"}).content.decode()


def test_what_a_pasted_table_leaves_out_stays_and_a_sum_that_cannot_be_read_is_said_at_its_row(world, client_for):
    client = client_for(world.clerk)
    answer = client.post(sheet(world), {"pasted": f"表題\n受付番号\t結果\n{world.second.number}\t採択\n", "read": "1"})
    rows = {row.proposal.pk: row for row in answer.context["table"].rows}
    assert (rows[world.second.pk].value("result"), rows[world.second.pk].value("amount")) == ("adopted", "200000")
    assert not rows[world.third.pk].value("result")
    wrong = client.post(
        sheet(world), {"pasted": HEAD + f"{world.third.number}\t採択\tたくさん\t\t\t\t", "read": "1"}
    ).content.decode()
    assert "「川の草刈り」：" in wrong and 'value="たくさん"' in wrong


def test_others_find_no_such_page_and_write_nothing(world, client_for):
    assert client_for(world.official).get(sheet(world)).status_code == 404
    assert client_for(world.representative).get(sheet(world)).status_code in (302, 403, 404)


def test_an_example_of_one_row_is_read_before_it_is_recorded(world, client_for):
    client, kept = client_for(world.clerk), example()
    row = f"p{world.third.pk}-example"
    assert f'name="{row}"' in client.get(address(world)).content.decode()
    said = {**sent(world, WON, OPEN, LOST, why_lost=""), row: str(kept.pk)}
    answer = client.post(address(world), said)
    assert "文例を、1件の理由に入れました。まだ記録していません。" in answer.content.decode() and not Decision.objects.exists()
    assert {one.proposal.pk: one.value("why") for one in answer.context["table"].rows}[world.third.pk] == kept.text
    again = {**said, row: "", f"p{world.third.pk}-why": kept.text}
    assert client.post(address(world), again).status_code == 302
    assert Decision.objects.get(result="declined").why == kept.text


def test_a_written_reason_is_kept_beside_a_chosen_example(world, client_for):
    client, kept = client_for(world.clerk), example()
    said = {**sent(world, OPEN, OPEN, ("declined", "", {"why": "自分の言葉です。"})), f"p{world.third.pk}-example": str(kept.pk)}
    assert client.post(address(world), said).status_code == 302
    assert Decision.objects.get().why == "自分の言葉です。"


def test_what_was_recorded_together_is_taken_back_together_before_it_is_told(world, client_for):
    client = client_for(world.clerk)
    assert client.post(address(world), sent(world, WON, OPEN, LOST)).status_code == 302
    listed = f"/admin/projects/proposal/?call__id__exact={world.call.pk}&state=decided"
    assert listed.replace("&", "&amp;") in client.get(f"/admin/projects/review/call/{world.call.pk}/").content.decode()
    keys = list(Proposal.objects.filter(status="decided").order_by("pk").values_list("pk", flat=True))
    assert len(keys) == 2
    page = client.post(listed, {"action": "take_correct_decision", "_selected_action": keys}).content.decode()
    assert "決定の記録を直す" in page and Proposal.objects.filter(status="decided").count() == 2
    rows = [f"{row.pk}:{row.version}" for row in Proposal.objects.filter(pk__in=keys)]
    said = {
        "action": "take_correct_decision",
        "_selected_action": keys,
        "row": rows,
        "correction_note": "番号のまちがい",
        "run": "1",
    }
    assert "2件、終わりました。" in client.post(listed, said).content.decode()
    assert not Proposal.objects.filter(status="decided").exists()
    text = client.get(address(world)).content.decode()
    assert "役に立つからです。" in text and "点が届きません。" in text  # the next record begins with what stood there
