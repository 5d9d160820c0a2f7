"""The pages of a grant as a group and the city use them."""

import copy
import datetime
import io
import uuid

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kyodo_portal.audit.models import AuditEvent
from kyodo_portal.common.templatetags.kyodo import jdate
from projects.grants.models import Grant
from tests import build
from tests.sent import opened

from .build import World, begun, doc, line_sums, paid

pytestmark = pytest.mark.django_db
LEDGER = "/grants/ledger.xlsx"


@pytest.fixture(scope="module")
def laid(lay):
    return lay(World)


@pytest.fixture
def world(laid):
    return copy.deepcopy(laid)


def rows(prefix, *lines):
    """What a table of rows sends."""
    sent = {f"{prefix}-TOTAL_FORMS": str(len(lines)), f"{prefix}-INITIAL_FORMS": "0"}
    return sent | {f"{prefix}-{number}-{name}": value for number, line in enumerate(lines) for name, value in line.items()}


def test_a_group_applies_on_its_own(world, client_for):
    client = client_for(world.leader)
    page = build.read(client, world.scheme.get_absolute_url())
    assert f"/apply/schemes/{world.scheme.pk}/new/" in page and "予算の残り" in page
    new = f"/apply/schemes/{world.scheme.pk}/new/"
    said = {"partner": world.group.pk, "title": "空き家の居場所", "form_key": str(uuid.uuid4())}
    assert client.post(new, said).status_code == client.post(new, said).status_code == 302
    grant = Grant.objects.get()
    cost = world.rule.costs.get(name="食糧費").pk
    edit = f"{grant.get_absolute_url()}edit/"
    text = {"purpose": "集まる場をつくります。", "starts_on": "2026年12月1日", "ends_on": "2027年2月28日", "year_no": "1"}
    spent = {"cost": cost, "item": "お茶", "amount": "たくさん", "note": ""}
    typed = {**text, **rows("expenses", spent), **rows("incomes")}
    answer = client.post(edit, opened(client, edit, **typed))
    assert answer.status_code == 200 and "集まる場をつくります。" in build.markup(answer) and "たくさん" in build.markup(answer)
    answer = client.post(edit, opened(client, edit, **typed, **{"expenses-add": "1"}))
    assert "支出 2" in build.markup(answer)
    own = {"source": "own", "item": "会費", "amount": "27,000円", "note": ""}
    typed = {**text, **rows("expenses", {**spent, "amount": "30,000"}), **rows("incomes", own)}
    assert client.post(edit, opened(client, edit, **typed)).status_code == 302
    check = f"{grant.get_absolute_url()}step/submit/"
    page = build.read(client, check)
    assert (
        "「食糧費」は、対象になる経費の10％まで（30,000円のうち）：<b>3,000円</b>" in page
        and "計算した補助金の額：<b>1,000円</b>" in page
    )
    assert "収入が支出より2,000円少なくなっています" in page
    answer = client.post(check, opened(client, check))
    assert answer.status_code == 200 and "収入が支出より2,000円少なくなっています" in build.markup(answer)
    typed |= {
        "incomes-0-amount": "29000",
        "incomes-TOTAL_FORMS": "2",
        "expenses-TOTAL_FORMS": "2",
    }  # with the open line below each
    client.post(edit, opened(client, edit, **typed))
    assert client.post(check, opened(client, check)).status_code == 302
    assert Grant.objects.get().number == "R8-G-0001"
    assert client.get(edit).status_code == 403 and "R8-G-0001" in build.read(client, "/grants/")


def test_whoever_writes_for_no_group_is_told_what_to_do(world, client_for):
    assert "団体を登録する" in build.read(client_for(world.official), f"/apply/schemes/{world.scheme.pk}/new/")
    world.rule.closes_on = build.days(-1)
    world.rule.save()
    assert client_for(world.leader).get(f"/apply/schemes/{world.scheme.pk}/new/").status_code == 404


def test_the_city_decides_on_one_page(world, client_for):
    grant = world.step(world.step(world.draft(), "submit"), "receive")
    client, address = client_for(world.clerk), f"{grant.get_absolute_url()}step/decide/"
    page = build.read(client, address)
    assert "申請額は140,000円、予算の残りは1,000,000円です。" in page and "材料（消耗品費）" in page
    said = {"amount": "150000", "document_number": "福第1号", "decided_on": str(build.days(0))}
    answer = client.post(address, opened(client, address, **said))
    assert "計算した額は140,000円です。これより多くはできません。" in build.markup(answer) and "福第1号" in build.markup(answer)
    assert client.post(address, opened(client, address, **{**said, "amount": "140000"})).status_code == 302
    page = build.read(client_for(), world.scheme.get_absolute_url())
    assert "空き家の居場所" in page and "ひだまりの会" in page and "860,000円" in page
    assert AuditEvent.objects.filter(act="look", by=world.clerk, target_type="projects.grant").count() == 1


def test_a_group_changes_reports_and_hands_in_its_receipts(world, client_for, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    grant, client = world.decided(), client_for(world.mate)
    own = grant.get_absolute_url()
    spent, income = grant.lines.get(side="expense"), grant.lines.get(side="income")
    more = rows("more")
    change = f"{own}change/"
    client.post(change, opened(client, change, **more, **{f"wanted_{spent.pk}": "400000", f"wanted_{income.pk}": "260000"}))
    page = build.read(client_for(world.leader), change)
    assert (
        "市の承認が要る変更です" in page
        and "20％をこえて変わります（280,000円から400,000円）" in page
        and "変更の承認を求める" in page
    )
    sent = opened(client, change, **more, **{f"wanted_{spent.pk}": "270000"})
    assert client.post(change, sent).status_code == client.post(change, sent).status_code == 302
    answer = client.post(change, {**sent, f"wanted_{spent.pk}": "1"})
    assert "この画面を開いたあとに、この内容が直されました" in build.markup(answer)
    page = build.read(client_for(world.leader), change)
    assert "軽微な変更です" in page and "軽微な変更を届ける" in page and "変更の承認を求める" not in page
    file = SimpleUploadedFile("領収書.pdf", b"%PDF-1.4 receipt", "application/pdf")
    answer = client.post(
        f"{own}papers/new/", {"kind": "receipt", "file": file, "label": "材料の領収書", "form_key": str(uuid.uuid4())}
    )
    paper = grant.papers.get()
    assert answer.status_code == 302 and client_for(world.clerk).get(f"{own}papers/{paper.pk}/").status_code == 200
    client.post(f"{own}papers/{paper.pk}/remove/")
    assert "取り下げた書類" in build.read(client, own) and "取り下げた書類" not in build.read(client_for(world.clerk), own)
    assert client_for(world.clerk).post(f"{own}papers/{paper.pk}/remove/", {"undo": "1"}).status_code == 403
    client.post(f"{own}papers/{paper.pk}/remove/", {"undo": "1"})
    assert "取り下げた書類" not in build.read(client, own) and grant.papers.get().removed_at is None
    assert client_for(world.official).get(f"{own}papers/{paper.pk}/").status_code == 404
    report = f"{own}report/"
    cost = grant.rule.costs.get(name="備品費").pk
    extra = rows("more", {"cost": cost, "item": "棚", "amount": "5000", "note": ""})
    lines = {f"actual_{spent.pk}": "280000", f"evidence_{spent.pk}": paper.pk, f"actual_{income.pk}": "145000"}
    sent = opened(client, report, result="20回ひらきました。", **lines, **extra)
    assert client.post(report, sent).status_code == client.post(report, sent).status_code == 302
    assert list(grant.lines.values_list("item", "actual")) == [("会費", 145_000), ("材料", 280_000), ("棚", 5_000)]
    client.post(f"{own}papers/{paper.pk}/remove/")
    assert "別の書類に替えてください" in build.read(client, own)
    step = f"{own}step/report/"
    leader = client_for(world.leader)
    assert leader.post(step, opened(leader, step)).status_code == 302
    assert Grant.objects.get().status_label == "実績報告あり" and client.get(report).status_code == 403


def rows_taken(client, narrowed=""):
    """The rows of the 補助金台帳 as the list is narrowed, once it was said what for."""
    answer = client.post(f"{LEDGER}{narrowed}", {"purpose": "決算のため"})
    return list(openpyxl.load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True))


def test_the_ledger_has_real_days_and_yen_as_numbers(world, client_for):
    grant = world.decided()
    begun(world.rule, world.group, world.leader, "=下書き")
    client = client_for(world.clerk)
    head, *lines = rows_taken(client, "?year=2026")
    row = dict(zip(head, lines[0], strict=True))
    assert len(lines) == 1 and (row["補助番号"], row["団体"], row["交付決定額"], row["支払った額"]) == (
        "R8-G-0001",
        "ひだまりの会",
        140_000,
        0,
    )
    assert row["決定日"] == datetime.datetime.combine(build.days(0), datetime.time()) and row["確定額"] is None
    assert len(rows_taken(client, "?q=ないもの")) == 1
    assert client_for(world.leader).post(LEDGER).status_code == 403 and client.get(LEDGER).status_code == 405
    assert AuditEvent.objects.get(act="export", rows=1).note == "補助金台帳（決算のため）" and grant.number


LISTS = ("/grants/", "/admin/projects/grant/", "/staff/grants/enter/?q=ひだまり")


def asked(client, address):
    """How many questions a page, or the 補助金台帳, asks of the database."""
    with CaptureQueriesContext(connection) as found:
        answer = client.post(address, {"purpose": "決算のため"}) if address == LEDGER else client.get(address)
        assert answer.status_code == 200
    return len(found)


def test_lists_and_pages_cost_the_same_with_one_and_three(world, client_for, django_assert_max_num_queries):
    client = client_for(world.clerk)
    grant = world.decided()
    client.get("/grants/")
    one = {address: asked(client, address) for address in (*LISTS, LEDGER)}
    for title in ("二つめ", "三つめ"):
        world.decided(title=title)
    assert {address: asked(client, address) for address in one} == one and max(one.values()) <= 15, one
    page = build.read(client, "/grants/?sort=decided")
    assert page.count("140,000円") == 6  # what was asked for and what was decided, of three
    assert "二つめ" in build.read(client, "/grants/?q=二つ&status=decided") and "三つめ" not in build.read(
        client, "/grants/?q=二つ"
    )
    with django_assert_max_num_queries(8):
        client_for().get(world.scheme.get_absolute_url())
    assert line_sums(grant, "decided")


def test_a_draft_that_lacks_something_is_not_offered_to_be_sent(world, client_for):
    draft, group = world.draft(), client_for(world.leader)
    page = f"{draft.get_absolute_url()}step/submit/"
    assert ">交付を申請する</button>" in build.read(group, page)
    draft.lines.all().delete()
    said = build.read(group, page)
    assert (
        "支出の予算を、1行以上書いてください。" in said and "申請と予算を直す" in said and ">交付を申請する</button>" not in said
    )


def test_whoever_owes_money_reads_how_it_is_paid_back_and_that_nothing_is_pressed(world, client_for):
    grant = world.step(world.decided(), "ask_advance", amount=112_000, reason="材料")
    grant = world.confirmed(
        world.reported(world.step(grant, "pay_advance", **paid(112_000)), spent=200_000, own=100_000), 100_000
    )
    group, page, office = client_for(world.leader), grant.get_absolute_url(), world.scheme.department.name
    assert "返すお金があります" not in build.read(group, page)
    grant = world.step(grant, "ask_refund", due=build.days(20), **doc())
    said = build.read(group, page)
    assert f"12,000円を、{jdate(build.days(20))}までに納めてください。納めかたは、{office}から連絡します。" in said
    assert "この画面で押すものは、ありません。" in said and "返すお金があります" not in build.read(client_for(world.clerk), page)
    world.step(grant, "refund", **paid(12_000))
    assert "返すお金があります" not in build.read(group, page)


def test_a_paper_of_20_megabytes_is_refused_at_its_box_and_what_was_typed_stays(world, client_for, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    grant, member = world.decided(), client_for(world.leader)
    page = f"{grant.get_absolute_url()}papers/new/"
    big = SimpleUploadedFile("ryoshu.pdf", b"%PDF-1.4\n" + b"0" * (20 * 1024 * 1024), "application/pdf")
    typed = opened(member, page, kind="receipt", label="会場の領収書", dated_on="令和8年11月3日")
    refused = member.post(page, {**typed, "file": big})
    assert "ファイルが20.0メガバイトあります。10メガバイトより小さくしてください。" in refused.context["form"].errors["file"]
    shown = refused.content.decode()
    assert "会場の領収書" in shown and "令和8年11月3日" in shown and not grant.papers.exists()
    fits = SimpleUploadedFile("ryoshu.pdf", b"%PDF-1.4\n" + b"0" * (9 * 1024 * 1024), "application/pdf")
    assert member.post(page, {**typed, "file": fits}).status_code == 302 and grant.papers.get().name == "ryoshu.pdf"


def test_whoever_pays_the_advance_reads_that_it_is_their_turn_and_all_others_whose(world, client_for):
    grant = world.step(world.decided(), "ask_advance", amount=80_000, reason="材料を先に買うため")
    at = grant.get_absolute_url()
    paying = build.read(client_for(world.clerk), at)
    assert "あなたの課が、80,000円を支払う番です。支払ったら、「概算払を記録する」で記録してください。" in paying
    body, coordinator = build.office("coordinator")
    build.assign(coordinator, world.group)
    for reader in (world.leader, world.mate, world.chief, coordinator):
        page = build.read(client_for(reader), at)
        assert "福祉課が、80,000円を支払う番です。事業は、そのまま進められます。" in page and "あなたの課が" not in page
