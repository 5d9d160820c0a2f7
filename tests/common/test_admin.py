"""The admin's face: who gets in, what is offered, and that no forged or simultaneous input ends in a 500."""

import pytest
from django.contrib.admin.models import LogEntry

from kyodo_portal.accounts.models import User
from partners.models import Area

pytestmark = [pytest.mark.urls("tests.common.urls"), pytest.mark.django_db]
LIST, ADD = "/admin/partners/area/", "/admin/partners/area/add/"
HUGE = "9223372036854775808"


@pytest.fixture
def superuser(client_for):
    return client_for(User.objects.create_superuser("superuser@example.jp", "himitsu-no-kotoba"))


@pytest.fixture
def resident(client_for):
    return client_for(User.objects.create_user("jumin@example.jp", "himitsu-no-kotoba"))


@pytest.mark.parametrize("path", ["/admin/", LIST, "/admin/nowhere/", f"{LIST}99/change/"])
def test_a_visitor_is_led_to_the_portals_sign_in(client, path):
    answer = client.get(path)
    assert answer.status_code == 302 and answer["Location"] == f"/accounts/login/?next={path}"


@pytest.mark.parametrize("path", ["/admin/", "/admin/login/", LIST, f"{LIST}1/change/", "/admin/autocomplete/", "/admin/jsi18n/"])
def test_whoever_is_no_staff_finds_nothing(resident, path):
    assert resident.get(path).status_code == 404


def test_signing_out_and_passwords_are_the_portals(superuser):
    assert superuser.get("/admin/logout/")["Location"] == "/accounts/logout/"
    assert superuser.get("/admin/password_change/")["Location"] == "/accounts/password/change/"
    assert superuser.get("/admin/login/")["Location"] == "/admin/"


def test_the_first_page_shows_the_work_that_waits(superuser):
    page = superuser.get("/admin/").content.decode()
    assert "待っている仕事" in page and "試しの仕事" in page and "3件" in page
    assert "ほかの人の仕事" not in page


def test_rights_come_from_the_four_functions(superuser, client_for, settings):
    area = Area.objects.create(name="岩沢")
    assert superuser.get(f"{LIST}{area.pk}/change/").status_code == 200
    assert superuser.get(f"{LIST}{area.pk}/delete/").status_code == 403  # nobody deletes unless it is said
    assert superuser.get("/admin/partners/membership/").status_code == 200
    assert superuser.get("/admin/partners/membership/add/").status_code == 403
    assert "delete_selected" not in superuser.get(LIST).content.decode()


@pytest.mark.parametrize("key", ["99", "abc", HUGE, "1" + "0" * 30, "9" * 5000, "_5Fx", "-1", "1_0"])
def test_what_is_not_there_is_not_found(superuser, key):
    for page in ("change", "history", "delete"):
        assert superuser.get(f"{LIST}{key}/{page}/").status_code in (403, 404)


def test_a_nul_never_reaches_the_database(superuser):
    assert superuser.get(f"{LIST}_00/change/").status_code == 404
    assert superuser.get(f"{LIST}?name=%00").status_code == 400
    assert superuser.post(ADD, {"name": "a\x00", "order": "0"}).status_code == 400


@pytest.mark.parametrize("key", ["abc", "\ufffd", "9" * 10_000, HUGE, "", "1.5", "None"])
def test_forged_choices_of_an_action(superuser, key):
    Area.objects.create(name="岩沢", order=5)
    answer = superuser.post(LIST, {"action": "sort_first", "_selected_action": key, "index": "x"}, follow=True)
    assert answer.status_code == 200 and Area.objects.get().order == 5


def test_a_real_choice_of_an_action(superuser):
    area = Area.objects.create(name="岩沢", order=5)
    superuser.post(LIST, {"action": "sort_first", "_selected_action": str(area.pk), "index": "0"})
    assert Area.objects.get().order == 0


@pytest.mark.parametrize(
    "query",
    [
        f"order={HUGE}", f"id__in={HUGE}", f"id__in=1,{HUGE},x", "id__exact=" + "9" * 5000, "order__exact=abc", "order__range=1", "pk__isnull=maybe", "nowhere=1",
        "membership__user__password__startswith=p", "o=-999", "o=abc", "p=-1", "p=" + "9" * 30, "p=" + "9" * 5000, "all=", "e=1", "q=" + "a%20" * 500,
        "_to_field=password", "_popup=1", "_facets=True&order=x", "order__gte=1e400",
    ],
)  # fmt: skip
def test_filters_that_make_no_sense(superuser, query):
    Area.objects.create(name="岩沢")
    answer = superuser.get(f"{LIST}?{query}", follow=True)
    assert answer.status_code in (200, 400)


def test_what_was_typed_is_read_and_answered_as_everywhere(superuser):
    answer = superuser.post(ADD, {"name": "\u3164", "order": "x"})
    assert "名前に、目に見える文字を入れてください。" in answer.content.decode()
    superuser.post(ADD, {"name": "　岩沢　", "order": "0"})
    assert Area.objects.get().name == "岩沢" and LogEntry.objects.count() == 1


def test_two_who_save_the_same_at_once(superuser):
    """The second one's check saw nothing, the database did: an answer on the form, nothing lost, nothing doubled."""
    page = superuser.post(ADD, {"name": "同時", "order": "7"}).content.decode()
    assert "同じ内容が、先に登録されました" in page and 'value="同時"' in page and 'value="7"' in page
    assert LogEntry.objects.count() == 0


def test_whoever_saves_second_keeps_the_text_and_reads_what_stands(superuser):
    area = Area.objects.create(name="岩沢", order=5)
    page = superuser.get(f"{LIST}{area.pk}/change/")
    first = {"name": "岩沢", "order": "6", "row_token": page.context["row_token"]}
    for _ in range(2):  # the button pressed twice
        assert superuser.post(f"{LIST}{area.pk}/change/", first).status_code == 302
    second = superuser.post(f"{LIST}{area.pk}/change/", {**first, "name": "岩沢地区", "order": "8"})
    text = second.content.decode()
    assert second.status_code == 409 and 'value="岩沢地区"' in text and "いまの内容：6" in text
    assert Area.objects.get().name == "岩沢"
    agreed = {"name": "岩沢地区", "order": "8", "row_token": second.context["row_token"]}
    assert superuser.post(f"{LIST}{area.pk}/change/", agreed).status_code == 302
    # What only the first one touched stays, and it is said.
    token = superuser.get(f"{LIST}{area.pk}/change/").context["row_token"]
    Area.objects.update(order=9)
    agreed |= {"name": "岩沢の里", "row_token": token}
    third = superuser.post(f"{LIST}{area.pk}/change/", agreed, follow=True)
    assert "この画面を開いたあとに直された「並び順」は、そのまま残しました。" in third.text
    assert Area.objects.values_list("name", "order").get() == ("岩沢の里", 9)


def test_names_are_only_text(superuser):
    Area.objects.create(name="<x-probe>")
    assert "<x-probe>" not in superuser.get(LIST).content.decode()


def test_a_list_says_what_it_lists_and_work_that_waits_stands_first(superuser):
    assert "地域の一覧" in superuser.get(LIST).content.decode()
    page = superuser.get("/admin/").content.decode()
    assert "利用不可" not in page and "最近行った操作" not in page


def test_a_list_says_what_it_lists_and_its_picture_speaks_japanese(superuser):
    Area.objects.create(name="岩沢")
    page = superuser.get(LIST).content.decode()
    assert '<table id="result_list"><caption class="kp-vh">地域</caption>' in page
    people = superuser.get("/admin/accounts/user/").content.decode()
    assert 'alt="さがすことば"' in people and 'alt="Search"' not in people
    assert '<input type="checkbox" id="action-toggle"' in people  # ticks all rows; without it the page's script ends
