"""代表の引継ぎ on paper: printed blank by everybody, found where a group learns to hand over, typed in under the same words."""

import pytest

from tests import build

pytestmark = pytest.mark.django_db
PAPER = "/partners/takeover/paper/"
TYPED_IN = ("新しい代表者の名前", "新しい代表者のメールアドレス", "いつから代わるか")


def leads_there(client, address):
    return f'href="{PAPER}"' in build.markup(client.get(address))


def test_everybody_prints_the_form_and_it_asks_what_is_typed_in(client, client_for, django_assert_num_queries):
    sheet = build.read(client, PAPER)
    with django_assert_num_queries(1):  # how many days are promised
        client.get(f"{PAPER}?kind=")
    for words in (
        *TYPED_IN,
        "団体の名前",
        "いまの代表者の署名",
        "新しい代表者の署名",
        "5開庁日のあいだ、「違う」と知らせられます",
    ):
        assert words in sheet, words
    assert sheet.count("（書く欄）") == 10
    body, chair, member = build.group("南町内会")
    entered = build.read(client_for(build.office("secretariat")[1]), f"/partners/{body.pk}/takeover/")
    assert [words for words in TYPED_IN if words not in entered] == []


def test_the_form_is_found_where_a_group_learns_to_hand_over_and_where_the_office_enters_it(client, client_for):
    body, chair, member = build.group("南町内会")
    for address in ("/projects/procedure/register/", "/partners/register/", "/partners/register/paper/"):
        assert leads_there(client, address), address
    page = f"/partners/{body.pk}/takeover/"
    assert leads_there(client_for(chair), page) and leads_there(client_for(member), page)
    assert leads_there(client_for(build.user()), f"/partners/{body.pk}/claim/")
    office = client_for(build.office("secretariat")[1])
    assert leads_there(office, page) and leads_there(office, "/staff/takeovers/")
    # Whoever begins at the wrong desk is led to the right one.
    desk = build.markup(office.get(f"/staff/registrations/file/?partner={body.pk}"))
    assert f'「<a href="{page}">代表の引継ぎ</a>」で入れます' in desk


def test_a_body_whose_people_the_secretariat_does_not_name_is_not_led_there(client_for):
    office, clerk = build.office("secretariat")
    over, _, _ = build.group("やめた会", standing="left")
    assert "代表者が代わったという届けは" not in build.markup(
        client_for(clerk).get(f"/staff/registrations/file/?partner={over.pk}")
    )
