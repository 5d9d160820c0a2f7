"""はじめての準備: what a new city lacks stands on one page and on the first page of the admin, until its guideline can be read."""

import re

import pytest
from django.utils import timezone

from guidelines.models import Guideline, Municipality
from kyodo_portal.common import city
from kyodo_portal.letters.template_actions import lay_templates
from kyodo_portal.letters.template_models import LetterTemplate, Signatory
from kyodo_portal.notices import outbox
from kyodo_portal.pages.first_city import needs
from kyodo_portal.pages.models import PolicyText
from kyodo_portal.process.models import Deadline
from partners.models import Area, ConsentWording, RegistrationRule
from tests import build

PAGE = "/staff/first-city/"
NAMED = {"name": "若葉野市", "code": "131016", "office": "若葉野市役所 協働課", "phone": "03-0000-0000", "address": "若葉野市1-1"}


@pytest.fixture
def keeper(db, client_for):
    """The system administrator of a portal that holds nothing yet."""
    return client_for(build.system_admin())


def rows(client):
    page = build.markup(client.get(PAGE))
    found = re.findall(r'<tr><th scope="row">\d+　(.*?)</th><td>(.*?)</td>', page)
    return {re.sub("<.*?>", "", label).strip(): re.sub("<.*?>", "", has).strip() for label, has in found}


def test_an_empty_portal_names_all_that_it_lacks_in_the_order_of_the_work(keeper, settings):
    settings.KYODO_CITY = {**settings.KYODO_CITY, **dict.fromkeys(NAMED, "")}
    page = build.read(keeper, PAGE)
    assert "次は「市の情報」です" in page and "/admin/pages/city/" in page
    lacking = [label for label, has in rows(keeper).items() if has == "まだ"]
    assert lacking == [
        "市の情報", "地域", "事務局", "事務局の人", "個人情報の取り扱い", "利用規約", "ウェブアクセシビリティ方針", "通知書の名義",
        "ガイドライン", "協働の形態", "メール", "バックアップ",
    ]  # fmt: skip
    # Everything else leads to where it is entered; these two are settings, and the timer of the machine.
    assert [one.label for one in needs() if not one.url] == ["文の中の呼び方", "バックアップ"]
    assert all(keeper.get(one.url, follow=True).status_code == 200 for one in needs() if one.url.startswith("/"))
    assert keeper.get(needs()[3].url).context["adminform"].form["office"].value() == "secretariat"
    assert "はじめての準備" in build.read(keeper, "/me/")
    first = keeper.get("/admin/").context["queues"][0]
    assert (first["label"], first["count"], f"あと<b>{len(lacking)}件</b>あります" in page) == (
        "はじめての準備",
        len(lacking),
        True,
    )


def test_whoever_has_opened_the_list_comes_back_to_it_from_every_page_of_staff(keeper):
    def above():
        return [job["label"] for job in keeper.get("/admin/partners/area/add/").context["jobs"] if job["href"] == PAGE]

    assert above() == []
    keeper.get(PAGE)
    assert above() == ["はじめての準備"]


def test_what_is_entered_is_said_and_no_more_missing(keeper):
    before = rows(keeper)
    city.keep(NAMED)
    build.office("secretariat", "協働課")
    build.partner("防災課", office="department")
    Area.objects.create(name="北部"), Area.objects.create(name="南部")
    Signatory.objects.create(post="若葉野市長", name="見本 花子", since=build.days(-1))
    after = rows(keeper)
    assert before["事務局"] == before["地域"] == before["通知書の名義"] == "まだ"
    assert after["市の情報"] == "若葉野市役所 協働課（03-0000-0000）"
    assert (after["事務局"], after["担当課"], after["事務局の人"]) == ("1件", "1件", "1人")
    assert after["どの部署にも人がいる"] == "まだ（あとからでもよい）" and "まだの部署：防災課" in build.read(keeper, PAGE)
    assert "若葉野市長" in after["通知書の名義"]


def test_the_page_asks_the_same_number_of_questions_however_much_is_there(keeper, django_assert_max_num_queries):
    keeper.get(PAGE)
    with django_assert_max_num_queries(28):
        keeper.get(PAGE)
    for number in range(3):
        build.office("department", f"第{number}課")
    with django_assert_max_num_queries(28):
        keeper.get(PAGE)


def test_once_the_guideline_is_public_the_first_page_of_the_admin_is_for_the_daily_work(keeper):
    town = Municipality.objects.create(code="131016", name="若葉野市", prefecture="見本県", is_own=True)
    guideline = Guideline.objects.create(
        municipality=town, slug="new", title="若葉野市の手引", summary="見本", published_at=timezone.now()
    )
    assert "はじめての準備" not in keeper.get("/admin/").content.decode()
    assert rows(keeper)["ガイドライン"] == str(guideline)


def test_a_trial_mail_goes_the_way_of_every_notice_and_what_became_of_it_is_said(keeper):
    assert rows(keeper)["メール"] == "まだ"
    assert "試しのメールを送ります" in build.markup(keeper.post(PAGE, follow=True))
    assert rows(keeper)["メール"] == "まだ" and "いまは：送信待ち" in build.read(keeper, PAGE)
    outbox.deliver_due()
    assert "に送りました" in rows(keeper)["メール"]


def test_a_text_of_the_city_is_missing_until_its_day_has_come(keeper):
    PolicyText.objects.create(kind="terms", version=1, since=build.days(3), body="市の文")
    assert rows(keeper)["利用規約"] == "まだ"
    PolicyText.objects.update(since=build.days(0))
    assert rows(keeper)["利用規約"].endswith("から") and rows(keeper)["個人情報ファイル簿"] == "まだ（あとからでもよい）"


def test_where_the_words_of_the_program_are_not_those_of_the_row_the_page_says_so(keeper):
    assert rows(keeper)["文の中の呼び方"] == "市、町内会、中間支援はいる"
    city.keep(NAMED | {"name": "若葉町", "kind": "town", "coordinator": ""})
    assert rows(keeper)["文の中の呼び方"] == "まだ（あとからでもよい）"
    assert "いまは市、町内会、中間支援はいるで、市の情報や名簿と合っていません" in build.read(keeper, PAGE)
    city.keep(NAMED | {"coordinator": "見本の中間支援"})
    assert rows(keeper)["文の中の呼び方"] == "市、町内会、中間支援はいる"


def test_what_the_portal_brought_is_standard_until_the_city_has_a_version_of_its_own(keeper):
    lay_templates()
    labels = ["通知書のひな形", "登録の要件", "公開の同意の文", "形態の決めごと"]
    assert rows(keeper)["評価の問い"] == "はじめからの2件"
    assert all(re.fullmatch(r"標準のまま（\d+件）", rows(keeper)[label]) for label in labels)
    ConsentWording.objects.create(version="draft", since=build.days(9), consequence="市の文", name_consequence="市の文")
    assert rows(keeper)["公開の同意の文"] == "標準のまま（1件）"  # not before its day
    ConsentWording.objects.filter(version="draft").update(since=build.days(0))
    template = LetterTemplate.objects.filter(in_use=True).first()
    LetterTemplate.objects.filter(pk=template.pk).update(version=2)
    RegistrationRule.objects.create(kind="npo", version=9, name="市の要綱")
    assert (rows(keeper)["公開の同意の文"], rows(keeper)["通知書のひな形"]) == ("市の版が1件", "市の版が1件")
    assert rows(keeper)["登録の要件"].startswith("標準のまま")  # a draft changes nothing yet
    RegistrationRule.objects.filter(kind="npo", version=1).update(until=build.days(-1))
    RegistrationRule.objects.filter(version=9).update(in_force_from=build.days(0))
    assert rows(keeper)["登録の要件"] == "市の版が1件"
    assert rows(keeper)["期限の決まり"] == "標準のまま"
    Deadline.objects.update(silent_after=60)
    assert rows(keeper)["期限の決まり"] == "標準のほかに1件"
