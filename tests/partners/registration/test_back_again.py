"""Whoever is not registered any more, or never was, applies: after a time that ran out, of a body that only a source lists."""

from uuid import uuid4

import pytest

from partners.directory.standing import Standing
from partners.models import Partner, Registration
from partners.registration.clock_actions import turn_days
from tests import build
from tests.partners.registration.words import pages

pytestmark = pytest.mark.django_db


def run_out(name):
    """(partner, representative) of a group that wrote on a change, sent nothing, and whose days of grace are over."""
    partner, boss = build.registered_group(name)
    Partner.objects.filter(pk=partner.pk).update(valid_until=build.days(-31), registered_from=build.days(-400))
    partner.refresh_from_db()
    return partner, boss


def begin(client, partner):
    client.post(f"/partners/{partner.pk}/change/", {"form_key": uuid4()})
    return partner.registrations.get(status="draft")


def step(office, paper, name, **said):
    paper.refresh_from_db()
    return office.post(f"/admin/partners/registration/{paper.pk}/step/{name}/", {"version": paper.version, **said})


def test_what_a_group_wrote_and_did_not_send_is_its_new_application_when_its_time_is_over(client_for):
    partner, boss = run_out("川べりの会")
    theirs, office = client_for(boss), client_for(build.office("secretariat")[1])
    draft = begin(theirs, partner)
    draft.payload |= {"schedule": "毎週土曜"}
    draft.save()
    assert turn_days() == 1
    partner.refresh_from_db(), draft.refresh_from_db()
    assert (partner.standing, draft.purpose, draft.payload["schedule"]) == (Standing.LEFT, "new", "毎週土曜")
    ended = partner.registrations.get(purpose="expire")
    step(office, ended, "put_back", reason="電話がありました。")
    partner.refresh_from_db(), draft.refresh_from_db()
    assert (partner.standing, draft.purpose, draft.payload["before"]["schedule"]) == (Standing.REGISTERED, "change", "毎週火曜日")
    step(office, ended, "undo_put_back", reason="まちがい")
    assert "もう一度登録したいときは、団体のページから申請できます。" in build.read(
        theirs, f"/partners/registrations/{ended.pk}/"
    )
    own = f"/partners/registrations/{draft.pk}"
    theirs.post(f"{own}/pledge/", build.sure(theirs, f"{own}/pledge/", **pages()["pledge"]))
    theirs.post(f"{own}/check/", build.sure(theirs, f"{own}/check/", version="0"))
    step(office, draft, "approve")
    partner.refresh_from_db()
    assert (partner.standing, partner.schedule, partner.registered_from) == (Standing.REGISTERED, "毎週土曜", build.days(0))
    assert partner.valid_until is None or partner.valid_until > build.days(0)


def test_whoever_claimed_a_listed_body_registers_it(client_for):
    body = build.partner("岩沢を語る会", kind="other", standing=Standing.LISTED)
    person, office = build.user("見本 太郎"), client_for(build.office("secretariat")[1])
    build.join(person, body, "representative")
    theirs, page = client_for(person), f"/partners/{body.pk}/"
    assert f'href="{page}change/"' in theirs.get(page).text and "登録を申請する" in build.read(theirs, page)
    draft = begin(theirs, body)
    assert (draft.purpose, draft.payload["name"]) == ("new", "岩沢を語る会")
    theirs.post(
        f"/partners/registrations/{draft.pk}/discard/", build.sure(theirs, f"/partners/registrations/{draft.pk}/discard/")
    )
    body.refresh_from_db()
    assert (body.standing, Registration.objects.count()) == (Standing.LISTED, 0)
    draft = begin(theirs, body)
    written = {name: value for page in pages().values() for name, value in page.items()}
    Registration.objects.filter(pk=draft.pk).update(payload={**written, "name": body.name, "kind": body.kind})
    own = f"/partners/registrations/{draft.pk}"
    theirs.post(f"{own}/check/", build.sure(theirs, f"{own}/check/", version="0"))
    step(office, draft, "decline", reason="規約がありません。")
    body.refresh_from_db()
    assert body.standing == Standing.LISTED
    step(office, draft, "undo_decline", reason="まちがい")
    step(office, draft, "approve")
    body.refresh_from_db()
    assert (body.standing, body.registered_from) == (Standing.REGISTERED, build.days(0))
