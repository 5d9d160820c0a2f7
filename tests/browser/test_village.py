"""The second sample city, a village with one person in its office, as `KYODO_SAMPLE=mura make run` shows it: its own words where the
program speaks, and pages that axe finds nothing in. Every page of it is read in tests/village.
"""

import pytest

from .conftest import Tabs, assert_accessible
from .test_sample import NOT_OURS

PUBLIC = (
    "/", "/take-part/", "/whats-on/", "/partners/", "/partners/register/", "/projects/", "/projects/calls/", "/projects/procedure/",
    "/projects/procedure/tables/", "/guidelines/", "/guidelines/help/", "/voices/send/", "/accounts/login/", "/easy/",
)  # fmt: skip
OF_GROUP = ("/me/", "/partners/{own}/", "/partners/{own}/publish/", "/partners/{own}/asks/")
OF_OFFICE = (
    "/me/",
    "/admin/",
    "/projects/board/",
    "/staff/offices/",
    "/staff/asks/",
    "/voices/new/",
    "/ledger/inventory/",
    "/staff/ownerless/",
)


@pytest.fixture(scope="module")
def site(village_site):
    """The pages of this file are the village's."""
    return village_site


@pytest.fixture(scope="module")
def tabs(chromium, site):
    return Tabs(chromium, site)


def read(page, addresses):
    """Opens each page, judges it, and says what stands on it that the village calls otherwise."""
    said = []
    for address in addresses:
        page.goto(address)
        assert_accessible(page)
        said += [f"{address}: {line.strip()}" for line in page.locator("body").inner_text().splitlines() if NOT_OURS.search(line)]
    return said


def test_pages_for_everybody_speak_as_the_village_does(page):
    said = read(page, PUBLIC)
    assert not said, "\n".join(said)


def test_a_headman_reads_of_his_ward(page, sign_in):
    sign_in(page, "kucho")
    page.goto("/me/")
    own = page.locator("main a[href^='/partners/']").first.get_attribute("href").split("/")[2]
    said = read(page, [address.format(own=own) for address in OF_GROUP])
    assert not said, "\n".join(said)


def test_the_one_person_of_the_office_has_the_turn_everywhere(page, sign_in):
    sign_in(page, "yakuba")
    said = read(page, OF_OFFICE)
    assert not said, "\n".join(said)
