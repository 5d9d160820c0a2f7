"""見本の利用者: in the sample city one press makes a visitor one of its people; on a real site there is no such door."""

import pytest
from allauth.account.models import EmailAddress

from kyodo_portal.accounts.sample import PASSWORD
from tests import build

pytestmark = pytest.mark.django_db
PAGE = "/sample/people/"


def with_password(email, password):
    person = build.user(email=email)
    person.set_password(password)
    person.save()
    EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
    return person


def test_one_press_signs_in_as_another_person(client, settings):
    settings.KYODO_SAMPLE = True
    for login in ("jumin", "dantai"):
        person = with_password(f"{login}@example.jp", PASSWORD)
        assert "住民になる" in client.get(PAGE).content.decode()
        assert client.post(PAGE, {"email": person.email}).url == "/me/"
        assert client.get("/me/").context["user"] == person


@pytest.mark.parametrize("email", ["", "someone@example.jp", "kanri@example.jp", "\x00", "あ" * 10_000])
def test_only_people_of_the_sample_with_its_password(client, settings, email):
    settings.KYODO_SAMPLE = True
    for name in ("someone", "kanri"):
        with_password(f"{name}@example.jp", PASSWORD if name == "someone" else "betsu-no-kotoba-2026")
    answer = client.post(PAGE, {"email": email}, follow=True)
    assert answer.status_code in (200, 400) and not answer.context["user"].is_authenticated


def test_not_there_on_a_real_site_and_for_other_machines(client, settings):
    build.user(email="jumin@example.jp")
    assert client.post(PAGE, {"email": "jumin@example.jp"}).status_code == 404
    settings.KYODO_SAMPLE = True
    assert client.post(PAGE, {"email": "jumin@example.jp"}, REMOTE_ADDR="192.0.2.7").status_code == 404
    assert client.get(PAGE, headers={"X-Forwarded-For": "192.0.2.7"}).status_code == 404


@pytest.mark.parametrize("page", ["/", "/accounts/login/"])
def test_no_page_leads_there_from_another_machine(client, settings, page):
    settings.KYODO_SAMPLE = True
    for _ in "twice":  # the second time out of what is kept for visitors
        here = client.get(page).content.decode()
        there = client.get(page, headers={"X-Forwarded-For": "192.0.2.7"}).content.decode()
        assert PAGE in here and PAGE not in there and "/sample/mail/" not in there
