"""名簿の取込: a city's list of groups from the file to the directory, taken back, brought again, put right and brought back."""

import io
import re

import openpyxl
import pytest

from kyodo_portal.common.lists.headings import Headings
from kyodo_portal.common.lists.incoming import pasted
from kyodo_portal.process.table_actions import begin_undoing
from kyodo_portal.process.table_actions import go_on as go_on_with
from partners.imports.actions import WORK, begin_import, take_in
from partners.imports.clock_actions import go_on
from partners.imports.words import HEADINGS
from partners.models import Area, Partner, PartnerImport
from tests import build

from .pages import begin, chosen, hidden, walk

pytestmark = pytest.mark.django_db
# Made up: a title, headings in two lines, what goes wrong in real lists.
LIST = """登録団体名簿,,,,,,,
,,,,,,令和8年4月1日,
番号,団体名,種別,代表,連絡先,,活動内容,備考
,,,,電話,住所,,
1,くらしの防災ラボ,市民活動団体,見本 太郎,0258-11-0001,〒947-0001 若葉野市1-1,防災の教室,
2,南原町内会,町内会,見本 次郎,0258-11-0002,若葉野市2-2,除雪,
3,夜の止まり木の会,市民活動団体,見本 三郎,0258-11-00,,家族会,
4,見本 花子,,,,,読み聞かせ,
5,くらしの防災ラボ,市民活動団体,,,,,
6,ＮＰＯ法人わかば,NPO,見本 四郎,"0258-11-0005、0258-11-0006",,子どもの居場所,
合計,6,,,,,,
"""


@pytest.fixture
def office(client):
    _, staff = build.office("secretariat")
    client.force_login(staff)
    client.staff = staff
    return client


def test_a_list_with_title_and_two_lines_of_headings_is_looked_at_taken_in_and_taken_back(office):
    known, _, _ = build.group("南原町内会", phone="0258-11-0002", kind="neighbourhood")
    address, page = walk(office, begin(office, LIST.encode("cp932")), "columns")
    for heading, target in (("連絡先／電話", "phone"), ("連絡先／住所", "address"), ("代表", "representative"), ("種別", "kind")):
        name = re.search(rf'<label for="id_(c\d+)">{heading}</label>', page)[1]
        assert re.search(rf'name="{name}".*?<option value="{target}" selected', page, re.DOTALL), heading
    address, page = walk(office, address)
    for words in ("<dd>7行</dd>", "<dd>1行</dd>", "<dd>5行</dd>", "合計の行です", "同じ表の5行目と同じ団体です", "2つ以上あるので",
                  "「南原町内会」（登録）は、名前が似ていて、電話番号が同じ団体です", "電話番号「0258-11-00」", "本人の同意があるまで"):  # fmt: skip
        assert words in page, words
    assert Partner.objects.filter(office="none").count() == 1  # nothing counts before the last step
    answer = office.post(address, chosen(page))
    assert answer.status_code == 302, answer.content.decode()
    done = answer.url
    page = build.read(office, done)
    assert "<dd>4行</dd>" in page and "今ある団体につないだ" in page and "合計の行です" in page
    lab = Partner.objects.get(name="くらしの防災ラボ")
    assert (lab.standing, lab.kind, lab.representative, lab.phone, lab.postal_code, lab.address, lab.source_note) == (
        "listed", "civic", "見本 太郎", "0258-11-0001", "9470001", "若葉野市1-1", "令和8年4月 登録団体名簿",
    )  # fmt: skip
    assert Partner.objects.get(name="見本 花子").standing == "unlisted"
    known.refresh_from_db()
    assert (known.standing, known.representative, known.address) == ("registered", "見本 次郎", "若葉野市2-2")
    assert PartnerImport.objects.get().sheets == []  # no cell of the list is kept
    visitor = office.__class__()
    assert visitor.get(f"/partners/{lab.pk}/").status_code == 404
    assert "見本 花子" not in build.read(visitor, "/partners/")
    # One of the groups is used meanwhile: taking back leaves it.
    build.join(build.user(), Partner.objects.get(name="ＮＰＯ法人わかば"))
    asked = build.read(office, done.replace("done", "undo"))
    for words in (
        "<dt>消える団体</dt><dd>3件</dd>",
        "<dt>前の内容にもどる団体</dt><dd>1件</dd>",
        "<dt>そのまま残る団体</dt><dd>1件</dd>",
    ):
        assert words in asked, words
    page = office.post(done.replace("done", "undo"), follow=True).content.decode()
    assert "がこの取込をもどしました" in page and "<dt>もどした</dt><dd>4行</dd>" in page
    assert "もう使われている1件は、そのままです" in page
    assert set(Partner.objects.filter(office="none").values_list("name", flat=True)) == {"南原町内会", "ＮＰＯ法人わかば"}
    known.refresh_from_db()
    assert (known.representative, known.address) == ("", "")


def test_the_same_list_again_makes_nothing_and_its_columns_are_remembered(office):
    text = "会の呼び名\tでんわ\nあおぞらの会\t0258-22-0001\nひなたの会\t0258-22-0002\n"
    address, page = walk(office, begin(office, None, pasted=text), "columns")
    names = dict(zip(["name", "phone"], re.findall(r'<label for="id_(c\d+)">', page), strict=True))
    refused = office.post(address, {"version": hidden(page, "version")})
    assert "「団体名」の列を、1つ選んでください。" in refused.content.decode()
    said = {names["name"]: "name", names["phone"]: "phone", "version": hidden(page, "version")}
    address, page = walk(office, office.post(address, said).url)
    assert office.post(address, chosen(page)).status_code == 302
    assert office.post(address, {**chosen(page)}).url.endswith("/done/")  # a second press makes nothing
    again, page = walk(office, begin(office, None, pasted=text))
    assert page.count("selected>つなぐ：") == 2
    office.post(again, chosen(page))
    assert sorted(Partner.objects.filter(office="none").values_list("name", flat=True)) == ["あおぞらの会", "ひなたの会"]
    assert [run.rows.filter(outcome="joined", changed={}).count() for run in PartnerImport.objects.order_by("pk")] == [0, 2]


def test_the_list_of_all_groups_goes_out_is_put_right_and_comes_back(office):
    area = Area.objects.create(name="東地区", order=1)
    group, chief, _ = build.group("=わかばの会", kind="civic", phone="0258-11-0001", members_count=96, members_unit="households")
    group.areas.add(area)
    person = build.partner("見本 花子", kind="citizen", name_consent=True)
    build.partner("やめた 見本", kind="citizen", standing="left")
    assert "「何に使いますか」を入れてください。" in office.post("/staff/imports/export/").content.decode()
    answer = office.post("/staff/imports/export/", {"purpose": "名簿を直すため"})
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer) if answer.streaming else answer.content))
    sheet = book.active
    rows = [[cell.value for cell in row] for row in sheet]
    assert rows[0][:5] == ["ポータルの番号", "登録の状態", "団体名", "ふりがな", "団体の種類"]
    assert sorted(row[0] for row in rows[1:]) == [group.pk, person.pk]  # who left is on no list
    at = next(number for number, row in enumerate(rows, 1) if row[0] == group.pk)
    place = {name: rows[0].index(name) + 1 for name in ("団体名", "電話番号", "会員数", "活動する地域")}
    assert rows[at - 1][place["会員数"] - 1] == "96世帯" and rows[at - 1][place["活動する地域"] - 1] == "東地区"
    sheet.cell(at, place["電話番号"]).value = "0258-99-0009"
    out = io.BytesIO()
    book.save(out)
    address, page = walk(office, begin(office, out.getvalue(), "名簿.xlsx"))
    assert "そのまま入る行（2行" in page and "人の名のようです" not in page  # the portal knows that she is a person
    office.post(address, chosen(page))
    group.refresh_from_db()
    assert (group.name, group.phone, group.members_count, group.members_unit, group.standing) == (
        "=わかばの会", "0258-99-0009", 96, "households", "registered",
    )  # fmt: skip
    assert PartnerImport.objects.get().rows.get(partner=group).changed == {"phone": ["0258-11-0001", "0258-99-0009"]}


def test_nothing_is_taken_in_where_one_line_is_refused(office, client_for):
    run = begin_import(by=office.staff, form_key=build.uuid4(), name="表", sheets=pasted("団体名\nあさの会\nひるの会\n"))
    for choices in ({1: "join:999999"}, {1: "out", 2: "out"}):
        with pytest.raises(Exception, match="2行目をどうするか|入れる行が1つも"):
            take_in(run, by=office.staff, version=0, choices=choices)
    assert not Partner.objects.filter(office="none").exists()
    _, official = build.office()
    assert client_for(official).get(f"/staff/imports/{run.pk}/check/").status_code == 403


def test_headings_are_found_below_titles_and_in_two_lines():
    rows = pasted(LIST.replace(",", "\t"))[0][1]
    head = HEADINGS.head_of(rows)
    assert head == 3
    assert HEADINGS.headings_at(rows, head) == [
        "番号",
        "団体名",
        "種別",
        "代表",
        "連絡先／電話",
        "連絡先／住所",
        "活動内容",
        "備考",
    ]
    plain = [["団体名", "役"], ["あさの会", "代表"], ["ひるの会", "代表"]]
    assert (HEADINGS.head_of(plain), HEADINGS.headings_at(plain, 1)) == (0, ["あさの会", "代表"])
    assert Headings({"a": ("あ", "い う")}).guessed(["う", "い", "え"]) == [["う", "a"], ["い", ""], ["え", ""]]


def test_a_page_of_many_lines_asks_no_more_than_one_of_few(office, django_assert_max_num_queries):
    text = "団体名\t電話\n" + "".join(f"見本の会{n}\t0258-22-{n:04}\n" for n in range(30))
    run = begin_import(by=office.staff, form_key=build.uuid4(), name="表", sheets=pasted(text))
    with django_assert_max_num_queries(16):
        office.get(f"/staff/imports/{run.pk}/check/")
    with django_assert_max_num_queries(30):
        take_in(run, by=office.staff, version=0, choices={})
    assert Partner.objects.filter(office="none").count() == 30


def test_thousands_are_joined_and_put_back_in_a_few_statements_with_their_history(office, django_assert_max_num_queries):
    names = [f"見本の会{n}" for n in range(40)]
    for name in names:
        build.partner(name, standing="listed", kind="civic")
    text = "団体名\t電話\t代表\n" + "".join(f"{name}\t0258-22-{n:04}\t見本 {n}\n" for n, name in enumerate(names))
    text += "見本の会7\t0258-99-9999\t\n"
    run = begin_import(by=office.staff, form_key=build.uuid4(), name="表", sheets=pasted(text))
    with django_assert_max_num_queries(40):
        run = take_in(run, by=office.staff, version=0, choices={})
    body = Partner.objects.get(name="見本の会7")
    assert (body.phone, body.representative, body.history.count()) == ("0258-22-0007", "見本 7", 2)
    assert body.history.first().history_user == office.staff and body.history.first().created_at == body.created_at
    with django_assert_max_num_queries(70):
        assert begin_undoing(WORK, run, by=office.staff).undone_at
    assert run.rows.filter(outcome="taken_back").count() == 40
    body.refresh_from_db()
    assert (body.phone, body.representative, body.history.count()) == ("", "", 3)


def test_an_area_that_there_is_none_of_is_said_once_for_all_rows(office):
    text = "団体名\t地区\n" + "".join(f"見本の会{n}\t南地区、北地区{n % 2}\n" for n in range(4))
    address, page = walk(office, begin(office, None, pasted=text))
    assert "そのまま入る</dt><dd>4行" in page and page.count("南地区") == 1
    rows = re.findall(r'scope="row">(\S+地区\d?)</th>.*?data-l="行">(\d+)</td>', page, re.DOTALL)
    assert rows == [("南地区", "4"), ("北地区0", "2"), ("北地区1", "2")]
    office.post(address, chosen(page))
    assert Partner.objects.filter(name__startswith="見本の会", areas=None).count() == 4


def test_hundreds_go_in_and_out_some_rows_at_a_time_and_say_how_far_they_are(office):
    names = [f"見本の会{n}" for n in range(450)]
    run = begin_import(by=office.staff, form_key=build.uuid4(), name="表", sheets=pasted("\n".join(["団体名", *names])))
    run = take_in(run, by=office.staff, version=0, choices={})
    groups, page, back = Partner.objects.filter(office="none"), f"/staff/imports/{run.pk}/done/", f"/staff/imports/{run.pk}/undo/"
    assert (groups.count(), run.done_rows, run.is_taking) == (200, 200, True)
    answer = office.get(page)
    assert "200 / 450行" in answer.content.decode() and answer["Refresh"] == "5"
    assert "Refresh" not in office.get(f"{page}?still=1")
    assert "200 / 450行" in build.read(office, "/staff/imports/")
    # whoever presses the check page once more is led there, and nothing goes in twice
    assert office.post(f"/staff/imports/{run.pk}/check/", {"version": "0"}).url == page
    assert groups.count() == 200
    while go_on():  # the clock does the rest
        pass
    run.refresh_from_db()
    assert (groups.count(), run.rows.count(), run.sheets, run.chosen) == (450, 450, [], [])
    assert "<dt>新しく入れた</dt><dd>450行</dd>" in build.read(office, page)
    begun = begin_undoing(WORK, run, by=office.staff)
    assert (groups.count(), begun.is_undoing) == (250, True)
    assert "もどしています" in build.read(office, page) and office.get(back).url == page
    while begun.is_under_way:
        office.post(page)
        begun.refresh_from_db()
    assert (groups.count(), begun.undone_by) == (0, office.staff)


def test_what_is_half_in_is_stopped_and_goes_out_again(office):
    text = "\n".join(["団体名", *(f"見本の会{n}" for n in range(210))])
    run = begin_import(by=office.staff, form_key=build.uuid4(), name="表", sheets=pasted(text))
    run = take_in(run, by=office.staff, version=0, choices={})
    asked = build.read(office, f"/staff/imports/{run.pk}/undo/")
    assert "<dt>消える団体</dt><dd>200件</dd>" in asked and "まだ入れていない行は、入れません" in asked
    office.post(f"/staff/imports/{run.pk}/undo/")
    while go_on():
        pass
    run.refresh_from_db()
    assert run.undone_at and not Partner.objects.filter(office="none").exists()


def test_a_body_that_was_merged_after_the_last_look_is_left_out_and_said(office):
    for n in range(201):
        build.partner(f"見本の会{n}", standing="listed", kind="civic")
    text = "団体名\t電話\n" + "".join(f"見本の会{n}\t0258-22-{n:04}\n" for n in range(201))
    run = begin_import(by=office.staff, form_key=build.uuid4(), name="表", sheets=pasted(text))
    run = take_in(run, by=office.staff, version=0, choices={})
    Partner.objects.filter(name="見本の会200").update(merged_into=Partner.objects.get(name="見本の会1"))
    go_on_with(WORK, run)
    assert "確かめたあとに、この団体がほかの団体にまとまったか" in build.read(office, f"/staff/imports/{run.pk}/done/")
