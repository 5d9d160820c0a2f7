"""A village of one office person, without coordinator, departments and panel: everybody in it finds every page, in words of its own."""

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.template import engines
from django.test import override_settings

from kyodo_portal.accounts.models import User
from kyodo_portal.accounts.sample import SAMPLES, VILLAGE_LOGINS
from kyodo_portal.common.japanese.hours import hours_in_words, office_hours
from kyodo_portal.common.upwards import parties_of
from kyodo_portal.notices.models import Delivery, Notice
from kyodo_portal.pages.management.commands.prepare import Command
from kyodo_portal.process.models import Task
from projects.calls.offices import departments
from projects.handover.ownerless import ownerless_entries
from projects.models import EvaluationAnswer

from .reader import FOREIGN, Reader, around

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]
SAID = SAMPLES["mura"].settings
WORDS = {
    "name": "KYODO_CITY_NAME", "code": "KYODO_CITY_CODE", "site": "KYODO_SITE_NAME", "office": "KYODO_OFFICE_NAME",
    "address": "KYODO_OFFICE_ADDRESS", "phone": "KYODO_OFFICE_PHONE",
}  # fmt: skip
HOURS = office_hours(SAID["KYODO_OFFICE_OPEN"])
ROOT = settings.BASE_DIR
STAFF = ("/admin/", "/staff/first-city/", "/staff/offices/", "/ledger/inventory/", "/report/lists/", "/projects/board/")


@pytest.fixture(scope="module", autouse=True)
def village(lay):
    """The settings say what the environment of a village would say; its story is told once for the file."""
    nothing = dict.fromkeys(("fax", "coordinator", "coordinator_phone", "as_of"), "")
    city = {**settings.KYODO_CITY, **nothing, **{key: SAID[name] for key, name in WORDS.items()}, "hours": hours_in_words(HOURS)}
    with override_settings(
        KYODO_SAMPLE=True, KYODO_SAMPLE_CITY="mura", KYODO_CITY=city, KYODO_AREA_MAP="", KYODO_CITY_READINGS=SAID["KYODO_CITY_READINGS"],
        KYODO_OFFICE_OPEN=HOURS, KYODO_ANSWER_DAYS=5, KYODO_OWN_WORDS=SAID["KYODO_OWN_WORDS"],
    ):  # fmt: skip
        forget_templates()
        lay(lambda: call_command("seed_sample", "--city", "mura", verbosity=0))
        yield
    forget_templates()


def forget_templates():
    """They are read in the words of the city that the settings say."""
    for loader in engines["django"].engine.template_loaders:
        loader.reset()


# Who opens no kind of page that somebody else of the same part has opened already.
AFTER = {"kai@example.jp": "kucho@example.jp", "kanri@example.jp": "yakuba@example.jp"}


@pytest.fixture(scope="module")
def walked():
    """{e-mail: the kinds of pages that this person has opened}."""
    return {}


@pytest.mark.parametrize(
    "email", ["", *(email for email, _ in VILLAGE_LOGINS)], ids=lambda email: email.split("@")[0] or "visitor"
)
def test_everybody_reads_every_page_without_a_word_of_another_city(walked, email):
    user = User.objects.get(email=email) if email else None
    before = walked.get("", set()) | walked.get(AFTER.get(email), set())
    reader = Reader(user, before)
    walked[email] = reader.walk("/", "/easy/", "/en/", "/open-data/", "/sitemap/", *(STAFF if user and user.is_staff else ()))
    assert reader.wrong == {}
    assert reader.foreign() == []
    assert len(reader.pages) > 20


def test_no_mail_and_no_notice_has_a_word_of_another_city():
    said = [f"{row.subject}\n{row.body}" for row in Delivery.objects.all()] + [
        f"{row.title}\n{row.body}" for row in Notice.objects.all()
    ]
    assert len(said) > 50
    assert [around(text, found) for text in said if (found := FOREIGN.search(text))] == []


def test_no_page_of_the_product_speaks_of_the_place_of_the_first_city():
    """Not every city has snow; the words of a place are data. The gallery shows components, to whoever works on the portal."""
    pages = [path for path in (ROOT / "templates").rglob("*.html") if path.name != "gallery.html"]
    said = {path.name: path.read_text(encoding="utf-8") for path in pages}
    assert len(said) > 200 and [name for name, text in said.items() if "雪" in text or FOREIGN.search(text)] == []
    readings = (ROOT / "kyodo_portal" / "common" / "japanese" / "readings.txt").read_text(encoding="utf-8")
    assert [name for name in ("小千谷", "観光交流課", "岩沢") if name in readings] == []


def test_years_are_judged_in_the_words_of_the_village():
    said = {answer.words for answer in EvaluationAnswer.objects.filter(points__gt=0).select_related("item")}
    assert said <= {
        "5点：みんなが、ほっとした",
        "4点：だいたい、よかった",
        "3点：どちらともいえない",
        "2点：無理が残った",
        "1点：つらいままだった",
    }
    assert len(said) > 1


def test_what_waits_waits_for_somebody_and_the_one_person_is_not_asked_to_name_herself():
    held = set().union(*(parties_of(user) for user in User.objects.filter(is_active=True)))
    assert {task.party for task in Task.objects.open()} <= held
    assert {task.role for task in Task.objects.open()} & {"coordinator", "committee"} == set()
    one = User.objects.get(email="yakuba@example.jp")
    assert list(ownerless_entries(one)) == [] and [office.name for office in departments()] == ["むらづくり係（見本）"]


def test_the_data_of_one_sample_stand_under_its_own_name_only(settings, tmp_path):
    with pytest.raises(CommandError, match="KYODO_SAMPLE=ojiya で始めてください"):
        call_command("seed_sample", "--city", "ojiya")
    settings.DATA_DIR = tmp_path
    (tmp_path / "sample-stands").write_text("")  # as a folder of the first sample left it before there were two
    with pytest.raises(CommandError, match="別の見本（ojiya）のデータがあります"):
        Command().seed()
    (tmp_path / "sample-stands").write_text("mura")
    Command().seed()
