"""A photograph of which somebody on it asked: what the secretariat decided by a wrong press is taken back, and nobody was told."""

from uuid import uuid4

import pytest

from kyodo_portal.audit.models import AuditEvent
from kyodo_portal.notices.models import Notice
from kyodo_portal.process.models import Photo, PhotoRequest, Task
from kyodo_portal.process.photo_decision_actions import carry_out_decided
from partners.models import Partner
from tests import build
from tests.sent import opened

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ten_minutes")]


@pytest.fixture
def asked(client_for, settings, tmp_path):
    """(the page of the decision, the secretariat's browser, the photograph, its group's chair): covered, and waiting for a decision."""
    settings.MEDIA_ROOT = tmp_path
    body, boss, _ = build.group("川辺の会")
    _, staff = build.office("secretariat")
    photo = build.photo("partner", body, boss)
    client_for().post(f"/photos/{photo.pk}/", {"form_key": str(uuid4())})
    Notice.objects.all().delete()
    return f"/admin/process/photorequest/{PhotoRequest.objects.get().pk}/decide/", client_for(staff), photo, boss


def decide(page, office, remove, reason="確かめました。"):
    sent = opened(office, page, remove=remove, reason=reason)
    assert office.post(page, sent).status_code == 302
    return sent, {"etag": office.get(page).context["etag"]}


@pytest.mark.parametrize("remove", ["yes", "no"])
def test_a_wrong_press_is_taken_back_unheard_and_the_photograph_is_covered_as_before(
    asked, client_for, later, django_capture_on_commit_callbacks, remove
):
    page, office, photo, boss = asked
    picture, waits = f"/photos/{photo.pk}/l.webp", Task.objects.open().filter(process="photo")
    sent, token = decide(page, office, remove)
    assert Notice.objects.waiting().get().user == boss and not waits.exists()
    carry_out_decided()  # what is told in ten minutes goes, or is seen again, in ten minutes
    assert client_for().get(picture).status_code == 404
    shown = build.read(office, page)
    assert "決めたことを取り消す" in shown and ("それまでは、だれにも見えません" in shown) is (remove == "no")
    for _ in range(2):  # the second press is answered like the first
        assert office.post(f"{page}reopen/", token).status_code == 302
    assert not Notice.objects.exists() and waits.exists()
    assert (client_for().get(picture).status_code, office.get(picture).status_code) == (404, 200)
    photo.refresh_from_db()
    assert photo.covered_at and photo.removed_at is None and photo.removed_why == "" and photo.removed_by is None
    stale = office.post(page, sent)  # the first page, from another window
    assert stale.status_code == 409 and "確かめました。" in stale.text and waits.exists()
    assert "確かめました。" in build.read(office, page)  # in its box
    _, token = decide(page, office, remove)
    later(minutes=11)
    with django_capture_on_commit_callbacks(execute=True):
        carry_out_decided()
    seen = client_for().get(picture).status_code
    office.force_login(PhotoRequest.objects.get().decided_by)  # eleven minutes in which nothing was pressed
    answer = build.markup(office.post(f"{page}reopen/", token, follow=True))
    titles = [*Notice.objects.filter(user=boss).order_by("pk").values_list("title", flat=True)]
    if remove == "yes":  # gone for good, as was asked
        assert "もう取り消せません" in answer and not photo.files.exists() and titles == ["「川辺の会」の写真を外しました"]
    else:
        assert (
            seen == 200
            and client_for().get(picture).status_code == 404
            and titles
            == [
                "「川辺の会」の写真を戻しました",
                "訂正：「川辺の会」の写真をどうするかは、まだ決まっていません",
            ]
        )
    assert AuditEvent.objects.filter(act="photo", note="決めたことを取り消し、隠した").count() == (1 if remove == "yes" else 2)


def test_a_photograph_whose_place_was_taken_or_of_which_somebody_asked_anew_stays_as_it_was_decided(asked, client_for):
    page, office, photo, boss = asked
    _, token = decide(page, office, "yes")
    build.photo("partner", Partner.objects.get(pk=photo.subject_id), boss)
    assert "もう取り消せません" in build.markup(office.post(f"{page}reopen/", token, follow=True))
    assert Photo.objects.kept().count() == 1 and "決めたことを取り消す" not in build.read(office, page)
    other = Photo.objects.kept().get()
    client_for().post(f"/photos/{other.pk}/", {"form_key": str(uuid4())})
    page = f"/admin/process/photorequest/{PhotoRequest.objects.open().get().pk}/decide/"
    _, token = decide(page, office, "no")
    client_for().post(f"/photos/{other.pk}/", {"form_key": str(uuid4())})
    assert "新しい求めが届いています" in build.markup(office.post(f"{page}reopen/", token, follow=True))
    assert PhotoRequest.objects.open().count() == 1 and client_for().get(f"/photos/{other.pk}/l.webp").status_code == 404


def test_of_what_was_asked_for_anew_before_the_decision_was_told_nothing_is_seen(asked, client_for, later):
    page, office, photo, boss = asked
    decide(page, office, "no")
    later(minutes=5)
    client_for().post(f"/photos/{photo.pk}/", {"form_key": str(uuid4())})
    later(minutes=6)
    carry_out_decided()
    assert PhotoRequest.objects.count() == 2 and client_for().get(f"/photos/{photo.pk}/l.webp").status_code == 404


def test_who_decides_reads_that_nobody_is_left_to_be_told(asked):
    page, office, photo, boss = asked
    boss.memberships.all().delete()
    sent = opened(office, page, remove="no", reason="確かめました。")
    said = build.markup(office.post(page, sent, follow=True))
    assert "写真を載せた人のなかに、このサイトで知らせる相手はいません。" in said and "分に知らせます" not in said
