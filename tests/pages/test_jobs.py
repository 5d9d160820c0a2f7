"""The row of jobs above the pages of staff: each of its links opens, and nobody else has one."""

import pytest

from tests import build

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]
OF_ALL = [
    "/admin/", "/projects/board/", "/staff/letters/", "/ledger/inventory/", "/staff/applications/", "/staff/asks/", "/admin/projects/voice/",
    "/admin/projects/opinionround/", "/staff/offices/",
]  # fmt: skip
OF_THE_SECRETARIAT = [
    *OF_ALL[:2], "/staff/registrations/file/", *OF_ALL[2:], "/staff/imports/",
]  # fmt: skip


def test_whoever_works_for_the_city_has_the_jobs_that_open_for_them(client_for):
    for office, expected in (("secretariat", OF_THE_SECRETARIAT), ("department", OF_ALL)):
        client = client_for(build.office(office)[1])
        jobs = client.get("/ledger/inventory/").context["jobs"]
        assert [job["href"] for job in jobs] == expected
        assert [job["label"] for job in jobs if job["current"]] == ["台帳・棚卸し"]
        assert {href: client.get(href).status_code for href in expected} == dict.fromkeys(expected, 200)
    client = client_for(build.office("secretariat")[1])
    marked = {
        "/admin/": "きょうの仕事",
        "/staff/reorganisations/": "課と人",
        "/admin/letters/lettertemplate/": "通知書",
        "/grants/": "後援・補助",
        "/admin/projects/grantrule/": "後援・補助",
        "/admin/partners/partner/": "登録・代わりに入力",
    }
    for page, label in marked.items():
        text = client.get(page).text
        assert text.count('aria-label="仕事のメニュー"') == 1
        assert [job["label"] for job in client.get(page).context["jobs"] if job["current"]] == [label]
    assert 'aria-label="仕事のメニュー"' not in client.get("/").text + client.get("/me/").text
    _, representative = build.registered_group()
    assert [job for user in (representative, build.system_admin()) for job in client_for(user).get("/").context["jobs"]] == []
