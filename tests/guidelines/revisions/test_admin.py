"""The library in the admin: the secretariat writes, other staff look, others find nothing."""

import pytest

from guidelines.models import Chapter, Municipality, Principle
from tests import build

pytestmark = pytest.mark.usefixtures("shared_library")


@pytest.fixture
def people(db):
    """One person of each kind, by name."""
    offices = {kind: build.office(kind)[1] for kind in ("secretariat", "department")}
    return {"resident": build.user(), "admin": build.system_admin(), **offices}


def test_a_department_looks_and_does_not_write(client_for, people, ojiya):
    chapter = ojiya.chapters.get(number=3)
    client, page = client_for(people["department"]), f"/admin/guidelines/chapter/{chapter.pk}/change/"
    assert client.get("/admin/guidelines/guideline/").status_code == 200
    assert client.get(page).status_code == 200
    assert client.post(page, {"lead": "勝手な要点"}).status_code == 403
    assert client.get("/admin/guidelines/principle/add/").status_code == 403
    assert Chapter.objects.get(pk=chapter.pk).lead == chapter.lead


@pytest.mark.parametrize("path", ["guideline", "chapter", "principle", "collaborationform"])
def test_a_resident_finds_no_admin(client_for, people, ojiya, path):
    assert client_for(people["resident"]).get(f"/admin/guidelines/{path}/").status_code == 404
    assert client_for().get(f"/admin/guidelines/{path}/").status_code == 302


def test_every_kind_of_item_has_a_page(client_for, people, ojiya):
    client = client_for(people["secretariat"])
    for name in (
        "municipality", "guideline", "chapter", "term", "principle", "role", "firststep", "casestudy", "activityfield", "supportscheme",
        "step", "policy", "contactpoint", "column", "effect", "collaborationform", "trouble",
    ):  # fmt: skip
        assert client.get(f"/admin/guidelines/{name}/?q=小千谷").status_code == 200, name


def test_nobody_deletes_what_the_ledger_counts_by(client_for, people, ojiya):
    client = client_for(people["admin"])
    form, principle = ojiya.collaborationform_set.first(), Principle.objects.first()
    assert client.post(f"/admin/guidelines/collaborationform/{form.pk}/delete/", {"post": "yes"}).status_code == 403
    assert client.post(f"/admin/guidelines/guideline/{ojiya.pk}/delete/", {"post": "yes"}).status_code == 403
    assert client.post(f"/admin/guidelines/principle/{principle.pk}/delete/", {"post": "yes"}).status_code == 403


def test_a_second_own_city_is_refused_in_words(client_for, people, ojiya):
    answer = client_for(people["secretariat"]).post(
        "/admin/guidelines/municipality/add/",
        {"name": "新潟市", "kana": "にいがたし", "code": "151009", "prefecture": "新潟県", "is_own": "on"},
    )
    assert answer.status_code == 200
    assert "このポータルの市は、ひとつだけ選んでください。" in answer.content.decode()
    assert Municipality.objects.count() == 1
    good = client_for(people["secretariat"]).post(
        "/admin/guidelines/municipality/add/", {"name": "新潟市", "kana": "にいがたし", "code": "151009", "prefecture": "新潟県"}
    )
    assert good.status_code == 302


def test_staff_see_a_draft_and_that_it_is_one(client_for, people, ojiya):
    ojiya.published_at = None
    ojiya.save()
    answer = client_for(people["department"]).get("/guidelines/ojiya/1/")
    assert answer.status_code == 200 and "下書きです" in answer.content.decode()
    assert client_for(people["resident"]).get("/guidelines/ojiya/1/").status_code == 404
