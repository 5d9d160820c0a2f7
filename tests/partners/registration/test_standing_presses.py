"""The papers of a group's standing, each button pressed twice: one paper, and the second press leads where the first did."""

from uuid import uuid4

import pytest

from kyodo_portal.common.templatetags.kyodo import jdate
from partners.directory.standing import Standing
from partners.models import Partner, Registration, RegistrationRule
from tests import build

from .test_standing import ending

pytestmark = pytest.mark.django_db


def twice(client, address, data):
    first, second = client.post(address, data), client.post(address, data)
    assert (first.status_code, second.status_code) == (302, 302), build.markup(second)
    assert first.url == second.url and Registration.objects.filter(form_key=data["form_key"]).count() == 1


def read(client, page):
    """What somebody of the group reads who is led from this page to the group's."""
    answer = client.get(page, follow=True)
    assert [status for _, status in answer.redirect_chain] == [302]
    return build.markup(answer)


def test_renewal_with_and_without_changes(client_for):
    for name, more in (("川べりの会", {"promised": "1", "renew": "1"}), ("山の会", {"changes": "1"})):
        partner, boss = ending(name)
        client = client_for(boss)
        form = client.get(f"/partners/{partner.pk}/renew/").context["form"]
        twice(client, f"/partners/{partner.pk}/renew/", {"etag": form["etag"].value(), "form_key": str(uuid4()), **more})


def test_pause_and_resume(client_for):
    partner, boss = build.registered_group("川べりの会")
    twice(client_for(boss), f"/partners/{partner.pk}/pause/", {"reason": "療養のため。", "form_key": str(uuid4())})
    other, chair = build.registered_group("山の会")
    Partner.objects.filter(pk=other.pk).update(standing=Standing.DORMANT)
    twice(client_for(chair), f"/partners/{other.pk}/resume/", {"form_key": str(uuid4())})


def test_the_second_press_leads_to_the_paper_where_nothing_is_left_to_do(client_for):
    """A renewal that was taken at once is open no more, and a person who left stands there no more."""
    partner, boss = ending("川べりの会")
    RegistrationRule.objects.filter(pk=partner.rule_id).update(auto_accept=True)
    client, page = client_for(boss), f"/partners/{partner.pk}/renew/"
    form = client.get(page).context["form"]
    twice(client, page, {"etag": form["etag"].value(), "form_key": str(uuid4()), "promised": "1", "renew": "1"})
    partner.refresh_from_db()
    assert f"「川べりの会」の登録は、{jdate(partner.valid_until)}まで続きます。" in read(client, page)  # by the mail of before
    person = build.user("見本 花")
    body = build.partner("見本 花", kind="citizen", name_consent=True)
    build.join(person, body, "representative")
    twice(client_for(person), f"/partners/{body.pk}/leave/", {"reason": "もうやめます。", "form_key": str(uuid4())})
    assert "いま登録されていません" in read(client_for(person), f"/partners/{body.pk}/leave/")


def test_who_cannot_file_it_reads_why_and_strangers_learn_nothing(client_for):
    partner, boss = ending("川べりの会")
    member = build.user()
    build.join(member, partner)
    for what in ("renew", "pause", "leave"):
        assert "届け出るのは、代表の人です" in read(client_for(member), f"/partners/{partner.pk}/{what}/"), what
        assert client_for(build.user()).get(f"/partners/{partner.pk}/{what}/").status_code == 403, what
    assert "「川べりの会」は、休止していません。" in read(client_for(boss), f"/partners/{partner.pk}/resume/")
    Partner.objects.filter(pk=partner.pk).update(valid_until=None)
    assert "更新はいりません" in read(client_for(boss), f"/partners/{partner.pk}/renew/")
    Partner.objects.filter(pk=partner.pk).update(standing=Standing.DORMANT)
    assert "再開を申請してください" in read(client_for(boss), f"/partners/{partner.pk}/renew/")


def test_a_hearing_and_what_came_on_paper(client_for):
    office = client_for(build.office("secretariat")[1])
    partner, _ = build.registered_group("川べりの会")
    said = {"hear": "1", "reason": "報告がありません。", "hear_by": build.days(10).isoformat(), "form_key": str(uuid4())}
    twice(office, f"/admin/partners/registration/removal/{partner.pk}/", said)
    said = {"what": "new", "channel": "phone", "received_on": build.days(-3).isoformat(), "filed_for": "見本 三郎"}
    twice(office, "/staff/registrations/file/", {**said, "name": "岩沢を語る会", "kind": "other", "form_key": str(uuid4())})
