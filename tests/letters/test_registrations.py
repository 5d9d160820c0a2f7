"""通知書 of a registration: what its steps bring, to whom on paper, and how many questions the pages ask."""

import pytest

from kyodo_portal.letters.models import OfficialLetter
from kyodo_portal.letters.template_actions import lay_templates
from kyodo_portal.letters.template_models import Signatory
from kyodo_portal.process.actions import take_step
from partners.models import Membership, Registration
from tests import build

from .build import release, the_letter

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def laid_world(lay):
    def make():
        lay_templates()
        Signatory.objects.create(post="見本市長", name="見本 太郎", since=build.days(-400))
        return build.user("見本 代表"), build.office("secretariat")[1]

    return lay(make)


def declined(person, clerk, **more):
    row = build.registration(person, secretary=clerk, **more)
    return take_step(row, "decline", by=clerk, version=row.version, reason="市の外で活動しているためです。\n詳しくは電話で。")


def test_a_refusal_says_why_and_how_to_object(world):
    person, clerk = world
    row = declined(person, clerk)
    letter = the_letter()
    assert (letter.template.name, letter.to_name, letter.received_number) == ("登録しない通知書", str(row), row.number)
    assert "理由：市の外で活動しているためです。\n　詳しくは電話で。" in letter.body
    assert "審査請求" in letter.appeal_text
    assert "取消しを求める訴え" in letter.appeal_text


def test_what_is_to_be_put_right_stands_item_by_item(world):
    person, clerk = world
    build.registration(person, status="correcting", secretary=clerk)
    letter = the_letter()
    assert (letter.template.name, letter.keep_years) == ("補正のお願い", 3)
    assert "直すところ：" in letter.body
    assert "だれのためかを書いてください。" in letter.body
    assert "直す期限：令和" in letter.body


def test_where_nobody_signs_in_it_goes_on_paper(world):
    person, clerk = world
    row = build.registration(person)
    Membership.objects.all().filter(partner=row.partner).delete()
    take_step(Registration.objects.get(pk=row.pk), "decline", by=clerk, version=row.version, reason="わけです。")
    assert the_letter().how == "post"


def test_the_pages_ask_the_same_however_many_letters_there_are(world, client_for, django_assert_max_num_queries):
    person, clerk = world
    desk, group = client_for(clerk), client_for(person)
    for number in (1, 2, 3):
        row = declined(person, clerk, name=f"見本の会{number}")
        release(the_letter(), clerk)
        for client, address, most in (
            (desk, "/staff/letters/", 14),
            (desk, f"/staff/letters/{the_letter().pk}/", 21),
            (group, the_letter().get_absolute_url(), 14),
        ):
            client.get(address)  # a first look of the day is written down
            with django_assert_max_num_queries(most):
                assert client.get(address).status_code == 200, address
    assert OfficialLetter.objects.standing().count() == 3
    assert f"/letters/{the_letter().pk}/" in build.read(group, row.get_absolute_url())
