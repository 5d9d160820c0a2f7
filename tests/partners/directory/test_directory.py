"""The directory and a partner's page: what is found, what is never shown, how many questions it costs."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from kyodo_portal.audit.models import AuditEvent
from kyodo_portal.common.japanese.kana import kana_fold
from partners.directory.actions import refresh_search
from partners.directory.faces import SHAPES, face_of
from partners.directory.kind import PartnerKind
from partners.directory.reference import load_reference
from partners.models import Area, Field, Partner
from tests import build

pytestmark = pytest.mark.django_db


def listed(name, *, gives="", seeks="", **fields):
    row = build.partner(name, **fields)
    for side, title in (("give", gives), ("seek", seeks)):
        if title:
            build.offer(row, title, side=side)
    refresh_search(row)
    return row


def names(answer):
    return [row.name for row in answer.context["page"]]


def test_words_filters_order_and_count(client_for):
    load_reference()
    a = listed("いわさわバスの会", kind="neighbourhood", kana="いわさわばすのかい", gives="車")
    b = listed("あおぞら食堂", kind="civic", kana="あおぞらしょくどう", seeks="場所")
    listed("申請中の会", standing="applying")
    listed("やめた会", standing="left")
    a.areas.add(Area.objects.get(name="岩沢"))
    b.fields.add(Field.objects.get(number=13), Field.objects.get(number=1))
    client = client_for()
    assert names(client.get("/partners/")) == ["あおぞら食堂", "いわさわバスの会"]
    assert names(client.get("/partners/?q=ﾊﾞｽ")) == ["いわさわバスの会"]
    assert names(client.get("/partners/?kind=group&kind=firm")) == ["あおぞら食堂"]
    assert names(client.get("/partners/?field=13&field=1")) == ["あおぞら食堂"]
    assert names(client.get(f"/partners/?area={Area.objects.get(name='岩沢').pk}")) == ["いわさわバスの会"]
    assert names(client.get("/partners/?has=offers")) == ["いわさわバスの会"]
    answer = client.get("/partners/?q=見つからない")
    page = answer.content.decode()
    assert names(answer) == [] and "合う団体が見つかりませんでした" in page.replace("<wbr>", "")
    page = client.get("/partners/?q=バス&kind=town").content.decode().replace("<wbr>", "")
    assert "1の団体と人が見つかりました" in page and "（1の団体と人）" in page and "ことば：バス" in page
    assert 'href="?kind=town#results"' in page


def test_rows_say_what_is_offered_who_it_is_and_when_that_was_confirmed(client_for, settings):
    today = timezone.localdate()
    stale = today - timedelta(days=731)
    listed("川辺町内会", kind="neighbourhood", members_count=180, members_unit="households", gives="集会所", confirmed_on=stale)
    listed("栄町自治会", kind="neighbourhood", seeks="訓練を教えてくれる人", confirmed_on=today - timedelta(days=730))
    listed("佐藤みほん", kind="citizen", name_consent=True, members_count=1)
    page = re.sub(r"<wbr>|\n", "", client_for().get("/partners/").content.decode())
    assert "町内会・自治会（180世帯）" in page and "<dt>できる</dt><dd>集会所</dd>" in page
    assert f'<li class="kp-old">{stale.year}年{stale.month}月から確かめていません</li>' in page
    assert '<dt class="is-want">求める</dt><dd>訓練を教えてくれる人</dd>' in page
    assert "月に確かめました" in page and "市民（個人）（1人）" not in page
    assert page.count('class="kp-face kp-face--town"') == 2 and page.count('class="kp-face kp-face--person"') == 1


def test_departments_are_found_and_names_for_many_are_not(client_for):
    listed("福祉課", kind="department", office="department", kana="ふくしか")
    citizens = listed("市民のみなさん", kind="other", is_collective=True)
    listed("あおぞら食堂", kind="civic", kana="あおぞらしょくどう")
    client = client_for()
    assert names(client.get("/partners/")) == ["あおぞら食堂", "福祉課"]
    assert names(client.get("/partners/?kind=city")) == ["福祉課"]
    assert "質問・連絡</a>" in client.get(f"/partners/{Partner.objects.get(name='福祉課').pk}/").content.decode()
    assert client.get(f"/partners/{citizens.pk}/").status_code == 200
    for address in ("/search/?q=みなさん", "/open-data/partners.csv", "/sitemap.xml"):
        answer = client.get(address)
        text = (answer.getvalue() if answer.streaming else answer.content).decode()
        assert "市民のみなさん" not in text and f"/partners/{citizens.pk}/" not in text, address


def test_the_index_of_readings_leads_through_all_pages(client_for):
    rows = Partner.objects.bulk_create(
        Partner(
            name=f"{first}{n:02}",
            kind="npo",
            standing="registered",
            registered_from=build.days(-9),
            kana_key=kana_fold(f"{first}{n:02}"),
        )
        for first, number in (("か", 22), ("ぱ", 2), ("梅", 1))
        for n in range(number)
    )
    for row in rows:
        if not row.name.startswith("ぱ"):
            build.offer(row, "車")
    client = client_for()

    def index(address):
        page = client.get(address).content.decode()
        found = re.findall(r'<a href="([^"]*)#row-(.)">', page)
        return found, re.findall(r'<h3 class="kp-kanah" id="row-(.)">([^<]+)</h3>', page)

    first = index("/partners/")
    assert first == ([("", "か"), ("?page=2", "は"), ("?page=2", "他")], [("か", "か行")])
    assert index("/partners/?page=2") == (
        [("/partners/", "か"), ("", "は"), ("", "他")],
        [("か", "か行"), ("は", "は行"), ("他", "英字など")],
    )
    assert index("/partners/?has=offers&page=2")[0] == [("?has=offers", "か"), ("", "他")]
    assert index("/partners/?has=needs") == ([], [])
    assert index("/partners/?sort=new") == ([], []) and index("/partners/?q=か")[0] == []


def test_nonsense_in_the_address_is_never_an_error(client_for):
    listed("見本の会")
    client = client_for()
    for query in (
        "page=1000000000000",
        "page=x",
        "field=999999",
        "field=a",
        "area=-1",
        "kind=%F0%9F%98%80",
        "sort=phone",
        "q=%25_'\"\\",
        "has=x",
    ):
        assert client.get(f"/partners/?{query}").status_code == 200, query
    assert client.get("/partners/999999999999999999999999/").status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_three_questions(client_for, django_assert_num_queries, number):
    load_reference()
    for index in range(number):
        listed(f"見本の会{index}", kana="みほん", gives="車").areas.set(Area.objects.all()[:3])
    client = client_for()
    with django_assert_num_queries(3):  # choices, how many, the page with all that stands in its rows
        client.get("/partners/?q=見本")


def test_private_contact_is_found_by_nobody(client_for):
    row = listed("見本の会", phone="0258-99-1234", representative="秘密 太郎", address="秘密町9", email="secret@example.jp")
    client = client_for()
    for word in ("0258-99-1234", "秘密", "secret"):
        assert names(client.get("/partners/", {"q": word})) == []
    page = client.get(f"/partners/{row.pk}/").content.decode() + client.get("/partners/").content.decode()
    assert "秘密" not in page and "0258-99" not in page and "secret" not in page


def test_looks_at_contact_are_recorded_and_only_for_those_who_may(client_for):
    group, representative, _ = build.group(phone="0258-99-1234")
    _, clerk = build.office("secretariat")
    _, tanto = build.office("department")
    _, coordinator = build.office("coordinator")
    page = f"/partners/{group.pk}/"
    for person in (None, build.user(), tanto, coordinator):
        assert "0258-99-1234" not in client_for(person).get(page).content.decode()
    assert AuditEvent.objects.filter(act="look").count() == 0
    build.assign(coordinator, group)
    for person in (representative, clerk, coordinator):
        assert "0258-99-1234" in client_for(person).get(page).content.decode()
    assert AuditEvent.objects.filter(act="look").count() == 3


def test_hostile_names_are_shown_as_text(client_for):
    row = listed("<script>alert(1)</script>😀髙﨑𠮷", pr="{{ 7|add:7 }}", gives="<b>太字</b>")
    for address in (f"/partners/{row.pk}/", "/partners/"):
        page = client_for().get(address).content.decode()
        assert "<script>alert" not in page and "<b>太字</b>" not in page and "{{ 7|add:7 }}" in page
    assert "髙﨑𠮷" in client_for().get(f"/partners/{row.pk}/").content.decode().replace("<wbr>", "")


@pytest.mark.parametrize("number", [1, 3])
def test_a_public_page_costs_eleven_questions(client_for, django_assert_num_queries, number):
    load_reference()
    row = listed("見本の会")
    row.areas.set(Area.objects.all()[:number])
    row.fields.set(Field.objects.all()[:number])
    client = client_for()
    # Partner, photograph, consents, fields, areas, former names, offers; its projects, its events; whom letters reach, the secretariat.
    with django_assert_num_queries(11):
        client.get(f"/partners/{row.pk}/")


def test_the_face_of_a_partner_says_its_kind_and_never_a_name_that_is_not_public():
    def drawn(kind, name, **fields):
        shape, letter = re.search(r"kp-face--(\w+).*>(.)</text>", face_of(Partner(kind=kind, name=name, **fields))).groups()
        return shape, letter

    assert drawn("neighbourhood", "川辺町内会") == ("town", "川")
    assert drawn("npo", "NPO法人雪あかり") == ("group", "雪")
    assert drawn("company", "株式会社みほん") == ("firm", "み")
    assert drawn("school", "見本高校") == ("school", "見")
    assert drawn("department", "福祉課", office="department") == ("city", "福")
    assert drawn("citizen", "佐藤", name_consent=True) == ("person", "佐")
    assert drawn("citizen", "佐藤") == ("person", "市")  # 市民（個人）
    assert set(SHAPES) == set(PartnerKind)


def test_the_page_of_an_office_says_what_it_calls_for_and_leads_to_its_collaborations(client_for):
    office, _ = build.office()
    call = build.call(department=office)
    build.call("まだ公表しない募集", published=False, department=office)
    page = build.read(client_for(), f"/partners/{office.pk}/")
    assert call.title in page and "まだ公表しない募集" not in page and f"/projects/?department={office.pk}" in page
    group = listed("見本の会")
    assert "募集と支援" not in build.read(client_for(), f"/partners/{group.pk}/")
