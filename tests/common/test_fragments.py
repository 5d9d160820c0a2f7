"""A form that was taken leads to the top of the page, not to a list of errors that is not there."""

import pytest

from tests import build

pytestmark = pytest.mark.django_db
BROWSER = {"HTTP_ACCEPT": "text/html,application/xhtml+xml,*/*;q=0.8"}


def test_a_redirect_after_a_form_has_a_fragment_of_its_own(client_for):
    person = build.system_admin()
    client = client_for(person)
    leave = client.post("/accounts/logout/", **BROWSER)
    assert leave.status_code == 302 and leave["Location"] == "/#main"
    client = client_for(person)
    area = {"name": "みほん地区", "order": "1", "_save": "1"}
    saved = client.post("/admin/partners/area/add/", area, **BROWSER)
    assert saved["Location"] == "/admin/partners/area/#content-start"
    assert client.post("/admin/partners/area/add/", {**area, "name": "みほん2区"})["Location"] == "/admin/partners/area/"
    assert "#" not in client_for().get("/me/", **BROWSER)["Location"]  # nothing was sent
