"""A village of one office person, without coordinator, departments and panel: everybody in it finds every page, in words of its own."""

import pytest
from django.core.management import call_command
from django.test import override_settings

from kyodo_portal.accounts.models import User
from kyodo_portal.accounts.sample import SAMPLES, VILLAGE_LOGINS
from kyodo_portal.environment import office_hours
from kyodo_portal.notices.models import Delivery, Notice

from .reader import FOREIGN, Reader, around

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]
SAID = SAMPLES["mura"].settings
WORDS = {
    "name": "KYODO_CITY_NAME", "code": "KYODO_CITY_CODE", "site": "KYODO_SITE_NAME", "office": "KYODO_OFFICE_NAME",
    "address": "KYODO_OFFICE_ADDRESS", "phone": "KYODO_OFFICE_PHONE",
}  # fmt: skip
STAFF = ("/admin/", "/desk/", "/staff/first-city/", "/staff/offices/", "/ledger/inventory/", "/report/lists/", "/projects/board/")


@pytest.fixture(scope="module", autouse=True)
def village(lay):
    """The settings say what the environment of a village would say; its story is told once for the file."""
    nothing = dict.fromkeys(("fax", "coordinator", "coordinator_phone", "as_of"), "")
    from django.conf import settings

    city = {**settings.KYODO_CITY, **nothing, **{key: SAID[name] for key, name in WORDS.items()}, "hours": "平日 午前8時30分〜午後5時"}
    with override_settings(
        KYODO_SAMPLE=True, KYODO_SAMPLE_CITY="mura", KYODO_CITY=city, KYODO_AREA_MAP="", KYODO_CITY_READINGS=SAID["KYODO_CITY_READINGS"],
        KYODO_OFFICE_OPEN=office_hours(SAID["KYODO_OFFICE_OPEN"]), KYODO_ANSWER_DAYS=5,
    ):  # fmt: skip
        lay(lambda: call_command("seed_sample", "--city", "mura", verbosity=0))
        yield


@pytest.mark.parametrize("email", ["", *(email for email, _ in VILLAGE_LOGINS)], ids=lambda email: email.split("@")[0] or "visitor")
def test_everybody_reads_every_page_without_a_word_of_another_city(email):
    user = User.objects.get(email=email) if email else None
    first = ("/", "/easy/", "/en/", "/feeds/", "/open-data/", "/sitemap/", *(STAFF if user and user.is_staff else ()))
    reader = Reader(user).walk(*first)
    print(len(reader.pages))
    assert reader.wrong == {}
    assert reader.foreign() == []
    assert len(reader.pages) > 60


def test_no_mail_and_no_notice_has_a_word_of_another_city():
    said = [f"{row.subject}\n{row.body}" for row in Delivery.objects.all()] + [f"{row.title}\n{row.body}" for row in Notice.objects.all()]
    assert len(said) > 50
    assert [around(text, found) for text in said if (found := FOREIGN.search(text))] == []
