"""What staff who were never taught need: nothing written is lost, every reason is at hand, every way back stands open."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from guidelines.models import CaseStudy, Chapter, Guideline, Revision
from tests import build
from tests.guidelines.revisions.test_files import bring_in, taken_out
from tests.guidelines.revisions.test_revisions import revise, step, typed, words, write
from tests.sent import opened

pytestmark = pytest.mark.usefixtures("shared_library")


@pytest.fixture
def people(db):
    return {kind: build.office(kind)[1] for kind in ("secretariat", "department")}


@pytest.fixture
def staff(client_for, people):
    return client_for(people["secretariat"])


def test_a_form_that_was_overtaken_shows_the_other_text_and_keeps_the_own(client_for, people, staff, ojiya):
    author = client_for(people["department"])
    revision, form = revise(author, ojiya.chapters.get(number=3))
    mine = typed(author, form)
    staff.post(form, {**typed(staff, form), "lead": "事務局の要点です。", "save": "1"})
    answer = author.post(form, {**mine, "lead": "担当課の要点です。", "save": "1"})
    page = words(answer)
    assert "ここが直されました" in page and "事務局の要点" in page and "担当課の要点です。" in page
    assert revision.rows.get().after["lead"] == "事務局の要点です。"
    again = {name: answer.context["form"][name].value() or "" for name in answer.context["form"].fields}
    assert author.post(form, {**again, "save": "1"}).status_code == 302
    assert revision.rows.get().after["lead"] == "担当課の要点です。"


def test_what_was_published_meanwhile_is_told_where_it_is_settled(staff, ojiya):
    chapter = ojiya.chapters.get(number=3)
    slow = write(staff, chapter, lead="おそい人の要点です。")
    fast = write(staff, chapter, title="はやい人の題")
    step(staff, fast, "ask_check")
    step(staff, fast, "publish")
    form = f"/admin/guidelines/revision/{slow.pk}/row/chapters/3/"
    for address in (slow.get_absolute_url(), form):
        page = words(staff.get(address))
        assert "別の改稿で次のように変わりました" in page and "はやい人の題" in page, address
    staff.post(form, {**typed(staff, form), "title": "はやい人の題", "save": "1"})
    assert "別の改稿で次のように" not in words(staff.get(slow.get_absolute_url()))
    step(staff, slow, "ask_check")
    step(staff, slow, "publish")
    now = Chapter.objects.get(pk=chapter.pk)
    assert (now.title, now.lead) == ("はやい人の題", "おそい人の要点です。")


def test_the_reason_stands_on_top_and_the_work_on_the_first_page(client_for, people, staff, ojiya):
    author = client_for(people["department"])
    revision = write(author, ojiya.chapters.get(number=3), lead="新しい要点です。")
    step(author, revision, "ask_check")
    step(staff, revision, "send_back", reason="電話番号も直してください。")
    page = words(author.get(revision.get_absolute_url()))
    assert page.index("電話番号も直してください。") < page.index("変えるところ（1件）")
    first = author.get("/admin/").content.decode()
    assert "自分が書いている改稿" in first and "<b>1件</b>" in first
    mine = "/admin/guidelines/revision/?queue=own"
    assert mine in first and "1 改稿" in words(author.get(mine)) and "0 改稿" in words(staff.get(mine))


def test_an_author_takes_the_question_back_and_says_anew_what_it_is_about(client_for, people, ojiya):
    author = client_for(people["department"])
    revision = write(author, ojiya.chapters.get(number=3), lead="新しい要点です。")
    step(author, revision, "ask_check")
    address = f"/admin/guidelines/revision/{revision.pk}/words/"
    assert author.get(address).status_code == 403
    step(author, revision, "take_back")
    assert revision.status == "draft"
    assert "「何を変えるか」を入れてください。" in words(author.post(address, {"title": ""}))
    author.post(address, opened(author, address, title="4月の課名の変更", note="4月1日に公開してください。"))
    revision.refresh_from_db()
    assert (revision.title, revision.note) == ("4月の課名の変更", "4月1日に公開してください。")


def test_a_double_click_begins_one_revision(staff, ojiya):
    page = f"/admin/guidelines/chapter/{ojiya.chapters.get(number=3).pk}/"
    key = str(staff.get(f"{page}change/").context["form_key"])
    first, second = (staff.post(f"{page}revise/", {"form_key": key}) for _ in range(2))
    assert first.url == second.url and Revision.objects.count() == 2  # the file's and this one
    assert staff.post(f"{page}revise/", {"form_key": "x"}).status_code == 302


def test_dropping_a_change_asks_first(staff, ojiya):
    revision = write(staff, ojiya.chapters.get(number=3), lead="新しい要点です。")
    address = f"/admin/guidelines/revision/{revision.pk}/drop/chapters/3/"
    assert "新しい要点" in words(staff.get(address)) and revision.rows.count() == 1
    assert staff.post(address).status_code == 409 and revision.rows.count() == 1  # a page that read nothing throws nothing away
    staff.post(address, build.sure(staff, address))
    assert revision.rows.count() == 0
    assert staff.get(address).status_code == 302


def test_a_case_keeps_its_place_and_can_change_it(staff, ojiya):
    case = CaseStudy.objects.first()
    answer = staff.post(f"/admin/guidelines/casestudy/{case.pk}/revise/")
    form = {**typed(staff, answer.url), **roles(staff, answer.url), "place": "岩沢地区", "save": "1"}
    staff.post(answer.url, form)
    assert Revision.objects.latest("pk").rows.get().after["place"] == "岩沢地区"


def roles(client, address):
    """The role table as the form shows it."""
    role_rows = client.get(address).context["roles"]
    sent = {f"roles-{name}": role_rows.management_form[name].value() for name in role_rows.management_form.fields}
    for form in role_rows.forms:
        sent |= {form.add_prefix(name): form[name].value() or "" for name in form.fields}
    return sent


@pytest.mark.parametrize("text", ["{漢字|かんじ", "{漢字|}", "{|かんじ}", "{漢字|かんじ{次|つぎ}"])
def test_a_reading_that_is_not_closed_is_named_at_its_field(staff, ojiya, text):
    _, form = revise(staff, ojiya.chapters.get(number=3))
    answer = staff.post(form, {**typed(staff, form), "lead": text, "save": "1"})
    assert "ふりがなの書きかたを確かめてください" in "".join(answer.context["form"].errors["lead"])


def test_a_choice_that_does_not_stand_is_asked_for_anew(staff, ojiya):
    """The boxes of a row are made of its columns: the choices among them answer as the portal's own do."""
    revision, _ = revise(staff, ojiya.chapters.get(number=3))
    asked = []
    for part in ("roles", "contacts", "policies", "troubles"):
        address = f"/admin/guidelines/revision/{revision.pk}/add/{part}/"
        sent, fields = typed(staff, address), staff.get(address).context["form"].fields
        for name in [name for name, field in fields.items() if hasattr(field, "choices")]:
            errors = staff.post(address, {**sent, name: "mars", "save": "1"}).context["form"].errors
            assert errors[name] == [f"{fields[name].label}を、並んでいるものから選び直してください。"], (part, name)
            asked.append(f"{part}.{name}")
    assert {"contacts.actor", "contacts.rung", "roles.actor"} <= {*asked}


def test_a_withdrawn_guideline_comes_back_as_it_stood(client_for, people, staff, ojiya):
    address = f"/admin/guidelines/guideline/{ojiya.pk}/withdraw/"
    assert client_for(people["department"]).post(address).status_code == 403
    staff.post(address)
    assert client_for().get("/guidelines/ojiya/").status_code == 404
    assert "もう一度公開する" in words(staff.get(f"/admin/guidelines/guideline/{ojiya.pk}/change/"))
    staff.post(address, {"show": "1"})
    assert client_for().get("/guidelines/ojiya/").status_code == 200


def test_staff_find_the_way_from_the_page_to_its_text(client_for, people, ojiya):
    chapter = ojiya.chapters.get(number=8)
    address = f"/admin/guidelines/chapter/{chapter.pk}/change/"
    client = client_for(people["department"])
    assert address in client.get("/guidelines/ojiya/8/").content.decode()
    assert address not in client_for().get("/guidelines/ojiya/8/").content.decode()
    contact = ojiya.contactpoint_set.get(key="shiyakusho")
    assert f"/admin/guidelines/contactpoint/{contact.pk}/change/" in client.get(address).content.decode()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"chapters": "x"}, "形にしてください"),
        ({"chapters": [{"number": 10**12, "title": "x", "lead": "x", "body": "x"}]}, "番号"),
        ({"chapters": [{"number": -1, "title": "x", "lead": "x", "body": "x"}]}, "番号"),
        ({"chapters": [{"number": "x", "title": "x", "lead": "x", "body": "x"}]}, "節「x」の番号：数で書いてください"),
        ({"chapters": [{"number": True, "title": "x", "lead": "x", "body": {}}]}, "節「x」の番号：数で書いてください"),
        ({"chapters": [{"number": 1, "title": "x", "lead": "x", "body": {"a": 1}}]}, "節「x」の本文：文字で書いてください"),
        ({"chapters": [{"number": 1, "title": "\ud800", "lead": "x", "body": "x"}]}, "保存できない文字"),
        ({"chapters": [{"number": 1, "title": "x", "lead": "\x00", "body": "x"}]}, "保存できない文字"),
        ({"chapters": [{"number": 1, "title": "x", "lead": float("nan"), "body": "x"}]}, "数ではない値"),
        ({"terms": [{"key": "日本語", "title": "x", "kana": "x"}]}, "用語「x」の固定の名前"),
        ({"steps": [{"key": "a", "title": "x", "phase": "never"}]}, "進めかたの段「x」の段階"),
        ({"cases": [{"key": "a", "title": "x", "topics": ["never"]}]}, "「never」という種類はありません"),
        ({"cases": [{"key": "a", "title": "x", "roles": {"who": "x"}}]}, "形にしてください"),
        ({"cases": [{"key": "a", "title": "x", "roles": [{"who": "だれか"}]}]}, "事例の役割「だれか」の主体の種類"),
        ({"municipality": {"name": ["x"], "code": 7}}, "市町村の「name」"),
        ({"pictures": [{"name": "a.png", "alt": "x", "data": "%"}]}, "画像「a.png」の中身"),
        ({"pictures": [{"name": "a.png", "alt": "x" * 201, "data": ""}]}, "画像の説明が長すぎます"),
    ],
)
def test_a_value_that_does_not_fit_is_named_by_its_row_and_field(staff, ojiya, change, says):
    data = {**taken_out(staff, ojiya), **change}
    assert says in words(bring_in(staff, data))
    assert Revision.objects.count() == 1 and Guideline.objects.count() == 1


def test_a_name_that_stands_twice_in_a_file_is_refused(staff, ojiya):
    content = json.dumps(taken_out(staff, ojiya)).replace('"guideline": {', '"guideline": {"slug": "mihon", ', 1).encode()
    address = "/admin/guidelines/guideline/import/"
    answer = staff.post(address, {**typed(staff, address), "file": SimpleUploadedFile("a.json", content)})
    assert "2回あります：slug" in words(answer)


@pytest.mark.parametrize("how_many", [1, 3])
def test_the_pages_of_staff_ask_as_much_for_three_rows_as_for_one(staff, ojiya, django_assert_num_queries, how_many):
    for number in range(1, how_many + 1):
        other = write(staff, ojiya.chapters.get(number=number), lead="べつの要点です。")
    revision = write(staff, ojiya.chapters.get(number=1), lead="新しい要点です。")
    for number in range(2, how_many + 1):
        form = f"/admin/guidelines/revision/{revision.pk}/row/chapters/{number}/"
        staff.post(form, {**typed(staff, form), "lead": "新しい要点です。", "save": "1"})
    assert revision.rows.count() == how_many and other.rows.count() == 1
    asked = {
        revision.get_absolute_url(): 12,
        f"/admin/guidelines/revision/{revision.pk}/contents/": 8,
        f"/admin/guidelines/revision/{revision.pk}/row/chapters/1/": 9,
        "/admin/guidelines/revision/": 6,
        "/admin/guidelines/chapter/": 6,
        "/admin/guidelines/contactpoint/": 6,
        "/admin/guidelines/guideline/": 5,
        f"/admin/guidelines/chapter/{ojiya.chapters.get(number=1).pk}/change/": 7,
    }
    for address in (next(iter(asked)), next(reversed(asked))):  # what a process asks once, and a look is written once
        staff.get(address)
    for address, count in asked.items():
        with django_assert_num_queries(count):
            assert staff.get(address).status_code == 200
