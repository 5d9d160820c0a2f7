"""名簿の取込 with lists as offices keep them: what a person reads without a thought and a program stumbles over."""

import io
import zipfile

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl.styles import Protection

from partners.models import Partner
from tests import build

from .pages import begin, chosen, hidden, walk

pytestmark = pytest.mark.django_db
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504


@pytest.fixture
def office(client, settings):
    settings.KYODO_CITY = {**settings.KYODO_CITY, "phone": "0258-83-3512"}
    _, staff = build.office("secretariat")
    client.force_login(staff)
    return client


def saved(book):
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def workbook(rows):
    """An xlsx of these rows on its second sheet, behind a cover; the title over all columns, 町 over its rows merged, protected."""
    book = openpyxl.Workbook()
    book.active.title = "表紙"
    book.active["A1"] = "団体名簿（見本）"
    page = book.create_sheet("名簿")
    for row in rows:
        page.append(row)
    page.merge_cells(start_row=1, end_row=1, start_column=1, end_column=len(rows[1]))
    page.protection.sheet, page.protection.password = True, "mihon"
    page["A3"].protection = Protection(locked=True)
    return saved(book)


def with_answers(content, answers):
    """The xlsx as a spreadsheet saves it: beside each formula what came out."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as found, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        for name in found.namelist():
            text = found.read(name).decode() if name.endswith("sheet2.xml") else found.read(name)
            for formula, answer in answers.items() if isinstance(text, str) else ():
                kind = "e" if answer.startswith("#") else "str"
                text = text.replace(f"><f>{formula}</f><v></v>", f' t="{kind}"><f>{formula}</f><v>{answer}</v>')
                text = text.replace(f"><f>{formula}</f><v />", f' t="{kind}"><f>{formula}</f><v>{answer}</v>')
            made.writestr(name, text)
    return packed.getvalue()


def refused(office, content, file_name):
    """What the first page answers to a file that it does not take."""
    page = office.get("/staff/imports/read/").content.decode()
    said = {"name": "名簿", "form_key": hidden(page, "form_key"), "table": SimpleUploadedFile(file_name, content)}
    answer = office.post("/staff/imports/read/", said)
    assert answer.status_code == 200
    return answer.content.decode()


def taken(office, content, file_name="名簿.csv"):
    """The check page of a list, and then all of it taken in as the page proposes."""
    address, page = walk(office, begin(office, content, file_name))
    assert office.post(address, chosen(page)).status_code == 302
    return page


def names():
    return sorted(Partner.objects.filter(office="none").values_list("name", flat=True))


def test_what_divides_a_list_and_what_stands_below_it_is_no_group(office):
    text = (
        "番号,団体名,種別,代表者,電話\r\n,【東地区】,,,\r\n1,あさの会,市民活動団体,見本 太郎,0258-11-0001\r\n\r\n"
        "番号,団体名,種別,代表者,電話\r\n,南部地区,,,\r\n2,ひるの会,〃,同上,〃\r\n合計2団体,,,,\r\n,※令和8年4月1日現在,,,\r\n"
    )
    page = taken(office, text.encode("cp932"))
    assert page.count("区切りの行か注のようなので、入れません") == 3 and "合計の行です" in page
    assert names() == ["あさの会", "ひるの会"]
    noon = Partner.objects.get(name="ひるの会")
    assert (noon.kind, noon.representative, noon.phone) == ("civic", "見本 太郎", "0258-11-0001")


def test_telephones_as_offices_write_them(office):
    text = "団体名\t電話\tFAX\n" + "\n".join(
        f"見本の会{n}\t{phone}\t－"
        for n, phone in enumerate(("83-0001", "0258-83-0002（内線123）", "258830003", "(0258)83-0004", "なし", "非公開", "８３－０００７"))
    )  # fmt: skip
    page = taken(office, text.encode("utf-16-le"), "名簿.txt")
    assert "電話番号「83-0001」に、市外局番がありません。0258-83-0001として入れます" in page and "空で入れます" not in page
    assert list(Partner.objects.filter(office="none").order_by("name").values_list("phone", flat=True)) == [
        "0258-83-0001", "0258-83-0002 内線123", "0258830003", "0258-83-0004", "", "", "0258-83-0007",
    ]  # fmt: skip
    assert not Partner.objects.exclude(fax="").exists()


def test_letters_that_only_windows_or_a_mac_writes(office):
    cp932 = "団体名,代表者\r\n㈱見本①商店,髙橋 見本\r\n\ufa1bまつりの会,﨑田 見本\r\n".encode("cp932")
    page = taken(office, cp932)
    assert names() == ["㈱見本①商店", "\ufa1bまつりの会"] and "使えない文字" not in page
    assert Partner.objects.get(name="\ufa1bまつりの会").representative == "﨑田 見本"
    mac = "団体名,代表者\nか\u3099くと\u3099うクラブ,見本 太郎\n"
    taken(office, mac.encode())
    assert "がくどうクラブ" in names()
    own = "団体名,代表者\r\n見\ue000の会,見本 太郎\r\n見本の会,\ue001田 見本\r\n".encode("cp932")
    page = taken(office, own)
    assert "団体名の2文字目は、外字" in page and "の1文字目は、外字" in page
    assert Partner.objects.get(name="見本の会").representative == ""


def test_a_protected_sheet_behind_a_cover_with_formulas(office):
    rows = [
        ["令和8年度 団体名簿（見本）"], ["町", "団体名", "設立年月", "会員数", "代表者"], ["東", "=B9", "平成27年4月", "３０名", "見本 太郎"],
        [None, "ひるの会", "H27.4.1", "約20世帯", "=C9"], ["西", "=B99", "S50", 12, "見本 三郎"],
    ]  # fmt: skip
    content = workbook(rows)
    _, page = walk(office, begin(office, content, "名簿.xlsx"))
    assert (
        "団体名がありません。団体名「#式の答えがありません」" in page
        and "代表者「#式の答えがありません」：計算がうまくいっていないセルです" in page
    )
    page = taken(office, with_answers(content, {"B9": "あさの会", "C9": "#N/A", "B99": "#REF!"}), "名簿.xls")
    assert "代表者「#N/A」：計算がうまくいっていないセルです" in page and "団体名がありません" in page
    found = Partner.objects.filter(office="none").order_by("name")
    assert [(row.name, row.established, row.members_count, row.members_unit, row.representative) for row in found] == [
        ("あさの会", "平成27年4月", 30, "people", "見本 太郎"), ("ひるの会", "H27.4.1", 20, "households", ""),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "file_name", "words"),
    [
        (OLE + "Workbook".encode("utf-16-le"), "名簿.xls", "古いエクセルの形"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "名簿.xlsx", "パスワード"),
        (b"<html><table><tr><td>x</td></tr></table></html>", "名簿.xls", "エクセルの別の形です。エクセルで開き"),
        ("団体名,電話\r\nあさの会,0258-11-0001\r\n".encode("cp932"), "名簿.xls", "エクセルの別の形です。エクセルで開き"),
        (b"PK\x03\x04" + b"application/vnd.oasis.opendocument" * 9, "名簿.ods", "オープンドキュメントの表です。エクセルで開き"),
        ("団体名,電話\r\nあさの会".encode("cp932") + b"\x82,", "名簿.csv", "文字が読めませんでした"),
        (b"", "名簿.csv", "中身が空です"),
        (b"\r\n,,,\r\n", "名簿.csv", "読める行がありません"),
        (b"PK\x03\x04" + b"x" * 200, "名簿.xlsx", "ファイル"),
    ],
    ids=["old", "locked", "page", "csv as xls", "open", "letters", "empty", "blank", "broken"],
)  # fmt: skip
def test_what_cannot_be_read_says_what_it_is_and_what_to_do(office, content, file_name, words):
    assert words in refused(office, content, file_name)


def test_three_thousand_rows_with_every_third_twice_are_looked_at_on_one_page(office):
    rows = "".join(f"{n},見本の会{n % 2000},市民活動団体,0258-{n % 2000:06}\r\n" for n in range(3000))
    address, page = walk(office, begin(office, f"番号,団体名,種別,電話\r\n{rows}".encode("cp932")))
    assert "<dd>3000行</dd>" in page and "<dd>2000行</dd>" in page and "同じ表の2行目と同じ団体です" in page


def test_one_body_twice_under_other_spellings_is_said_and_goes_in_once(office):
    rows = (
        "団体名,種別,電話,法人番号\r\nNPO法人みどり,NPO,0258-82-0102,\r\n特定非営利活動法人 みどり,NPO,0258820102,\r\n"
        "みどり,市民活動団体,0258-82-0999,\r\n子ども食堂,市民活動団体,,\r\n"
    )
    page = taken(office, rows.encode("cp932"))
    assert "同じ表の2行目と同じ団体です" in page and "同じ表の2行目と、名前がよく似ています" in page
    assert names() == ["NPO法人みどり", "みどり", "子ども食堂"]
    again = taken(office, rows.encode("cp932"))
    assert "新しく0行、今ある団体に3行、入れない1行" in again.replace("<b>", "").replace("</b>", "") and len(names()) == 3


def test_a_heading_whose_word_stands_in_the_line_above_or_before_brackets(office):
    book = openpyxl.Workbook()
    page = book.active
    for row in (
        ["協働団体一覧"], [], ["番号", "団体", "", "代表者", "", "備考"], ["", "名称", "かな", "氏名", "電話", ""],
        [1, "雪かき隊", "ゆきかきたい", "見本 雪", "258-83-1002", ""],
    ):  # fmt: skip
        page.append(row)
    for cells in ("A1:F1", "B3:C3", "D3:E3", "A3:A4"):
        page.merge_cells(cells)
    said = taken(office, saved(book), "名簿.xlsx")
    assert "電話番号「258-83-1002」に、はじめの0がありません。0258-83-1002として入れます" in said
    taken(office, '"団体名\n（正式名称）","連絡先\n（電話）"\r\n"花の会","0258\n-82-0201"\r\n'.encode())
    found = Partner.objects.filter(office="none").order_by("pk").values_list("name", "kana", "representative", "phone")
    assert list(found) == [("雪かき隊", "ゆきかきたい", "見本 雪", "0258-83-1002"), ("花の会", "", "", "0258-82-0201")]


def test_dates_of_every_spelling_stand_side_by_side(office):
    book = openpyxl.Workbook()
    for row in (
        ["団体名", "設立"], ["甲の会", "令和元年5月1日"], ["乙の会", 43831], ["丙の会", "2019/5"], ["丁の会", "S60.4.1"],
        ["戊の会", 20180],
    ):  # fmt: skip
        book.active.append(row)
    page = taken(office, saved(book), "名簿.xlsx")
    assert "「43831」は、エクセルの日付の番号です。2020年1月1日（水）として入れます" in page
    assert list(Partner.objects.filter(office="none").order_by("pk").values_list("established", flat=True)) == [
        "令和元年5月1日", "2020年1月1日", "2019/5", "S60.4.1", "1955年4月1日",
    ]  # fmt: skip
