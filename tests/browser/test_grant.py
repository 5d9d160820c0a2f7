"""A grant in Chromium without scripts: money in advance, a change beyond 20 %, a line cut at the inspection, 20,000円 given back.

The group at a telephone, the secretariat for the office at its desk; each reads whose turn it is and what comes next, letters are printed, the
補助金台帳 is right at the end.
"""

import io

import openpyxl

from tests.browser.city import PHONE, ahead, number_in
from tests.browser.conftest import assert_accessible
from tests.browser.layout import layout_faults

TITLE, SCHEME = "見本の縁側カフェ", "地域の居場所づくり補助金（見本）"
DOC = {"決裁日": ahead(0)}
MINE, CITYS = "いまは、あなたの番です", "いまは、市の番です"


def applies(group):
    """Written on the telephone, row by row; the page says what it comes to before it is sent."""
    group.open("/apply/schemes/").follow(SCHEME).follow("交付を申請する")
    group.form("下書きを始める").fill("事業の名前", TITLE).send()
    number = number_in(group)
    form = group.form("保存する")
    form.fill_all(
        {
            "目的と内容": "だれでも来られる縁側を、月に2回ひらきます。",
            "場所": "片貝地区",
            "始める日": ahead(1),
            "終える日": ahead(60),
        }
    )
    form.fill_all({"経費の区分": "消耗品費", "内容": "材料", "金額": "12万円"}, within="支出 1").send()
    group.follow("申請と予算を書く").press("支出の行を追加")
    form = group.form("保存する").fill_all({"経費の区分": "使用料", "内容": "会場", "金額": "80,000"}, within="支出 2")
    form.fill_all({"収入の種類": "自己資金（会費・団体のお金）", "内容": "会費", "金額": "１０万円"}, within="収入 1").send()
    group.sees(MINE, "補助率 1/2 をかける（1円未満切り捨て）：100,000円").follow("交付を申請する")
    group.sees("この団体には、実績報告の期限をすぎた補助金があります。")
    why = "雪の日の送り迎えの報告は、今月のうちに出します。"
    group.form("交付を申請する").fill("気をつけることへの説明", why).send()
    group.sees(CITYS, "交付申請を受け付ける")
    return f"/grants/{number}/"


def is_decided(office, group, page):
    office.open(page).sees(CITYS, "担当課が「交付申請を受け付ける」番です。").follow("受け付ける").press("受け付ける")
    group.open(page).sees(CITYS, "交付するかどうかを決める")
    office.open(page).follow("交付決定を記録する").sees("100,000円")
    office.form("交付決定を記録する").fill_all({"文書番号": "市第1号", **DOC}).send()
    group.open(page).sees(MINE, "事業を進めて、実績を報告する", "協働の台帳")


def letter_goes(office, page, name):
    """The draft of a step is read and let go; one sheet of A4."""
    office.open(page).follow(name)
    office.press("確かめて出す").press("1通を出す")


def gets_an_advance(office, group, page):
    group.open(page).follow("概算払を請求する")
    form = group.form("概算払を請求する")
    assert form.value("金額") == "80000"
    form.fill("理由", "材料を先に買うためです。").send()
    group.sees("80,000円を支払う番です")
    office.open(page).sees("80,000円を支払う番です").follow("概算払を記録する")
    office.form("概算払を記録する").fill("文書番号", "支第1号").send()
    group.open(page).sees("概算払 80,000円")


def changes(office, group, page):
    """Beyond 20 % in both lines: the page says at once that it needs approval."""
    group.open(page).follow("内容を変えたいとき").sees("96,000円から144,000円までなら、届け出るだけです。")
    group.form("保存して、変更の種類を見る").fill_all({"材料": "160000", "会場": "40000"}).send()
    group.sees("市の承認が要る変更です", "「材料」が、20％をこえて変わります（120,000円から160,000円）。").follow(
        "変更の承認を求める"
    )
    said = {"変えたいこと": "会場を借りる回数をへらし、材料をふやします。", "理由": "公民館を使えることになったためです。"}
    group.form("変更の承認を求める").fill_all(said).send()
    group.sees(CITYS, "変更や中止を承認するか決める")
    office.open(page).sees(CITYS).follow("変更を承認する").sees("会場を借りる回数をへらし")
    office.form("変更を承認する").fill_all({"文書番号": "市第2号", **DOC}).send()
    group.open(page).sees(MINE, "事業を進めて、実績を報告する")


def reports(group, page, receipt):
    group.open(page).follow("書類を出す")
    group.tab.locator("input[type=file]").set_input_files(receipt)
    group.form("書類を出す").fill_all(
        {"種類": "領収書・支払いの書類", "書類の名前": "まとめた領収書", "書類の日付": ahead(0)}
    ).send()
    group.follow("実績を書く")
    form = group.form("保存する").fill_all(
        {"したことと成果": "5回ひらき、延べ120人が来ました。", "参加した人数（のべ）": "120人"}
    )
    form.fill_all({"支出：材料": "160000", "支出：会場": "40000", "収入：会費": "100000"})
    paper = next(words for words in form.choices("材料の領収書など") if words.startswith("まとめた領収書"))
    form.fill_all({"材料の領収書など": paper, "会場の領収書など": paper}).send()
    group.open(page).follow("実績報告を出す").press("実績報告を出す").sees(CITYS, "実績報告を検査する")


def is_inspected(office, group, page):
    """Of 材料 only 80,000円 are accepted: 60,000円 are confirmed, 80,000円 were paid."""
    office.open(page).sees(CITYS).follow("検査を記録する")
    form = office.form("検査を記録する").fill("材料（消耗品費）", "8万円")
    form.fill_all(
        {"検査した日": ahead(0), "検査のしかた": "領収書と帳簿を見た", "検査で分かったこと": "8万円分は、別の事業の材料でした。"}
    ).send()
    group.open(page).sees(CITYS, "補助金の額を確定する")
    office.open(page).follow("額を確定する").sees("60,000円")
    office.form("額を確定する").fill_all({"文書番号": "市第3号", **DOC}).send()
    group.open(page).sees("確定額60,000円", CITYS, "担当課が「20,000円の返還を求める」番です。")


def gives_back(office, group, page):
    office.open(page).sees(CITYS).follow("返還を求める")
    office.form("返還を求める").fill_all({"期限": ahead(20), "文書番号": "市第4号", **DOC}).send()
    group.open(page).sees(MINE, "すること：20,000円を返す・納付を記録する", "20,000円（残り20,000円")
    group.sees("までに納めてください。納めかたは、", "この画面で押すものは、ありません。")
    office.open(page).follow("返還が済んだことを記録する")
    form = office.form("返還が済んだことを記録する")
    assert (form.value("金額"), form.value("延滞金")) == ("20000", "")
    form.fill("文書番号", "収第1号").send()
    group.open(page).sees("手続きは終わりました。領収書などの書類は、5年間とっておいてください。")


def test_a_grant_with_an_advance_a_change_a_cut_and_a_refund(city, new_page, sign_in, site, tmp_path):
    group, office = city.person("dantai", PHONE), city.person("jimukyoku")
    page = applies(group)
    is_decided(office, group, page)
    gets_an_advance(office, group, page)
    changes(office, group, page)
    receipt = tmp_path / "領収書.pdf"
    receipt.write_bytes(b"%PDF-1.4 mihon")
    reports(group, page, receipt)
    is_inspected(office, group, page)
    gives_back(office, group, page)
    for name in ("交付決定通知書", "変更承認通知書", "額の確定通知書", "返還請求通知書"):
        letter_goes(office, page, name)
    group.open(page).sees("額の確定通知書")
    office.open("/grants/").form("補助金台帳を取り出す（xlsx）").send()
    office.tab.get_by_label("何に使いますか").fill("決算のため")
    with office.tab.expect_download() as got:
        office.tab.get_by_role("button", name="エクセルで取り出す").click()
    book = openpyxl.load_workbook(io.BytesIO(got.value.path().read_bytes()))
    row = next(row for row in book.active.iter_rows(min_row=2, values_only=True) if row[4] == TITLE)
    assert (row[5], row[8], row[9], row[12], row[15], row[16]) == ("精算済み", 100_000, 100_000, 60_000, 80_000, 20_000)
    looked = sign_in(new_page(), "jimukyoku")
    faults = []
    for address in (page, f"{page}sheet/report/", "/grants/", "/staff/grants/enter/?q=見本"):
        looked.goto(address)
        assert_accessible(looked)
        faults += layout_faults(looked)
    assert faults == []
