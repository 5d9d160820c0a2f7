"""退会: a group gives notice and may take it back, the secretariat accepts it or takes a group off; what is then still seen.

rule: left groups are 404 for everybody but their own people and the city, their record in the ledger stays
"""

import datetime
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from kyodo_portal.notices.models import Notice
from kyodo_portal.personal.disposal_actions import dispose, make_disposal
from kyodo_portal.process.actions import take_step
from kyodo_portal.process.models import Task
from partners.directory.standing import Standing
from partners.models import Partner, Registration
from tests import build

pytestmark = pytest.mark.django_db
WHY = "会員が減り、活動を終えるためです。"


@pytest.fixture
def group():
    return build.registered_group("川べりの会")


@pytest.fixture
def clerk():
    return build.office("secretariat")[1]


AGAIN = "もう一度登録したいときは、団体のページから申請できます。"


def notice(client, partner, **more):
    return client.post(f"/partners/{partner.pk}/leave/", {"reason": WHY, "form_key": uuid4(), **more})


def test_the_representative_gives_notice_and_the_secretariat_accepts(client_for, client, group, clerk):
    partner, boss = group
    theirs = client_for(boss)
    assert f'href="/partners/{partner.pk}/leave/"' in build.read(theirs, f"/partners/{partner.pk}/members/")
    answer = notice(theirs, partner)
    paper = Registration.objects.get(purpose="leave")
    assert answer.url == f"/partners/registrations/{paper.pk}/#main"
    assert (paper.status, paper.changes.get().reason) == ("submitted", WHY)
    assert client.get(f"/partners/{partner.pk}/").status_code == 200  # nothing has happened yet
    page = build.read(theirs, f"/partners/registrations/{paper.pk}/")
    assert "退会をやめる" in page and "取り下げる" not in page
    assert "<title>退会の届け：申請中" in page and "登録の申請" not in page
    assert Task.objects.get(label="退会の届けを確かめる").people == "川べりの会"
    # Why is for those whom it concerns: another office finds the notice, not the reason.
    other = client_for(build.office("department")[1])
    for page in (paper.get_absolute_url(), f"/admin/partners/registration/{paper.pk}/change/"):
        assert WHY in build.read(client_for(clerk), page) and WHY in build.read(theirs, paper.get_absolute_url())
        assert "退会を届け出ました" in (seen := build.read(other, page)) and WHY not in seen
    office = client_for(clerk)
    desk = build.read(office, f"/admin/partners/registration/{paper.pk}/change/")
    assert "退会を受理する" in desk and "承認する" not in desk
    office.post(f"/admin/partners/registration/{paper.pk}/step/accept/", {"version": paper.version})
    partner.refresh_from_db()
    assert partner.standing == Standing.LEFT and not partner.consents.in_force().exists()
    assert client.get(f"/partners/{partner.pk}/").status_code == 404
    assert "いまの状態は「退会」です。" in build.read(theirs, f"/partners/{partner.pk}/")
    assert Notice.objects.get(user=boss, title="川べりの会の退会を受理しました").body.endswith(AGAIN)
    assert "川べりの会" not in build.read(client, "/partners/")


def test_notice_may_be_taken_back_until_it_is_accepted(client_for, group, clerk):
    partner, boss = group
    theirs = client_for(boss)
    notice(theirs, partner)
    paper = Registration.objects.get(purpose="leave")
    theirs.post(f"/partners/registrations/{paper.pk}/step/stay/", {"version": paper.version})
    paper.refresh_from_db()
    partner.refresh_from_db()
    assert (paper.status, partner.standing) == ("withdrawn", Standing.REGISTERED)
    assert not Notice.objects.filter(user=clerk, body__contains="新しく申請できます").exists()  # that is the group's to read
    assert notice(theirs, partner).status_code == 302


def test_two_presses_are_one_paper_and_nothing_else_may_be_under_way(client_for, group):
    partner, boss = group
    theirs, key = client_for(boss), uuid4()
    assert notice(theirs, partner, form_key=key).url == notice(theirs, partner, form_key=key).url
    assert notice(theirs, partner).url == notice(theirs, partner, form_key=key).url  # from another tab, in the same words
    said = notice(theirs, partner, reason="ほかのわけを書きました。").text
    assert "進んでいる申請があります。先に、その申請を取り下げるか、終わるのを待ってください。" in said
    assert Registration.objects.filter(purpose="leave").count() == 1


def test_the_secretariat_takes_a_group_off_with_a_reason(client_for, client, group, clerk):
    partner, boss = group
    office, page = client_for(clerk), f"/admin/partners/registration/removal/{partner.pk}/"
    listing = reverse("admin:partners_partner_listing", args=[partner.pk])
    row = client_for(clerk).get(reverse("admin:partners_partner_change", args=[partner.pk])).text
    assert f'href="{listing}"' in row and f"/staff/registrations/file/?partner={partner.pk}" in row
    assert f'href="{listing}"' in build.read(office, f"/partners/{partner.pk}/") and f'href="{page}"' in build.read(
        office, listing
    )
    assert "理由を入れてください。" in office.post(page, {"reason": "", "form_key": uuid4()}).text
    office.post(page, {"reason": "1年以上、連絡がつきません。", "form_key": uuid4()})
    partner.refresh_from_db()
    assert partner.standing == Standing.LEFT
    told = Notice.objects.get(user=boss, title="川べりの会を、協働の名簿から外しました")
    assert told.body.startswith("1年以上、連絡がつきません。")
    assert client.get(f"/partners/{partner.pk}/").status_code == 404
    assert client_for(boss).get(page).status_code == 404
    assert client_for(build.office("department")[1]).get(page).status_code == 403


def test_the_contact_data_of_a_group_that_left_go_when_their_term_is_over(client_for, group, clerk):
    partner, boss = group
    notice(client_for(boss), partner)
    paper = Registration.objects.get(purpose="leave")
    take_step(paper, "accept", by=clerk, version=paper.version)
    year = build.days(0).year - (build.days(0).month < 4)
    old = timezone.make_aware(datetime.datetime(year - 2, 6, 1))
    Registration.objects.filter(pk=paper.pk).update(status_since=old)
    admin = build.system_admin()
    disposal = make_disposal(year=year, by=admin)
    assert disposal.items.filter(kind="partner_left").count() == 1
    assert Partner.objects.get(pk=partner.pk).phone != ""
    dispose(disposal=disposal, by=admin)
    partner.refresh_from_db()
    assert (partner.phone, partner.email, partner.representative, partner.name) == ("", "", "", "川べりの会")
    first = Registration.objects.get(purpose="new")
    assert (first.payload.get("phone"), first.payload["name"]) == (None, "川べりの会")


def test_a_person_who_ends_on_the_own_word_is_not_called_a_group(client_for, client):
    person = build.user("見本 花")
    body = build.partner("見本 花", kind="citizen", name_consent=True)
    build.join(person, body, "representative")
    theirs, own = client_for(person), f"/partners/{body.pk}/"
    page = build.read(theirs, own)
    assert "この人におつなぎします" in page and "この団体" not in page
    theirs.post(f"{own}leave/", {"reason": "", "form_key": uuid4()})
    assert client.get(own).status_code == 404
    paper = Registration.objects.get(purpose="leave")
    said = build.read(theirs, paper.get_absolute_url())
    assert "協働の名簿から外れました" in said and "自分のページから申請できます" in said and "この団体" not in said
