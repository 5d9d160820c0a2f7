"""いっしょに書く: six digits open one draft to one helper until midnight, who sends nothing and finds nothing else."""

import datetime
import re

import pytest
from django.utils import timezone

from kyodo_portal.accounts.helper_actions import WRONG
from kyodo_portal.accounts.models import HelperCode
from partners.models import Registration
from tests import build

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    """(the draft, its writer, somebody who helps)"""
    writer = build.user("見本 会長")
    return build.registration(writer, status="draft", name="上町内会"), writer, build.user("見本 孫")


def digits(client, draft):
    answer = client.post(f"{draft.get_absolute_url()}helper/", {"give": "1"})
    return re.search(r">(\d{6})<", build.markup(answer))[1]


def type_in(client, draft, code):
    return client.post("/partners/helping/", {"number": str(draft.pk), "code": code})


def test_the_helper_reads_and_fills_and_sends_nothing(client_for, draft):
    row, writer, helper = draft
    owner, client = client_for(writer), client_for(helper)
    page = row.get_absolute_url()
    assert client.get(page).status_code == 404 and client.post(f"{page}helper/", {}).status_code == 404
    code = digits(owner, row)
    assert code not in build.read(owner, f"{page}helper/") and code not in str(HelperCode.objects.get().__dict__)
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in code)  # typed as an old telephone types
    assert type_in(client, row, wide).url == f"{page}#main"
    assert "上町内会" in build.read(client, "/partners/helping/") and "見本 孫" in build.read(owner, f"{page}helper/")
    shown = client.get(f"{page}contact/")
    values = {name: value for name, value in shown.context["form"].initial.items() if value not in (None, "")}
    assert client.post(f"{page}contact/", {**values, "contact_name": "見本 次郎", "draft": "1"}).status_code in (200, 302)
    row.refresh_from_db()
    assert row.payload["contact_name"] == "見本 次郎"
    check = build.read(client, f"{page}check/")
    assert "見本 次郎" in check and "この内容で申請する" not in check
    assert client.post(f"{page}check/", {"version": row.version}).status_code == 403
    for part in ("discard/", "helper/", "receipt/"):
        assert client.get(f"{page}{part}").status_code == 403, part
    other = build.registration(writer, status="draft", name="下町内会")
    assert client.get(other.get_absolute_url()).status_code == 404
    assert client.get(f"/partners/{row.partner_id}/members/").status_code in (403, 404)


def test_a_visitor_reads_why_to_sign_in_before_being_asked_to(client_for, draft):
    page = build.read(client_for(), "/partners/helping/")
    assert "手伝う人も、自分の名前でサインインします。" in page and "/accounts/login/?next=/partners/helping/" in page
    assert type_in(client_for(), draft[0], "123456").status_code == 200 and not HelperCode.objects.exists()


def test_at_midnight_it_is_over(client_for, draft, monkeypatch):
    row, writer, helper = draft
    client = client_for(helper)
    type_in(client, row, digits(client_for(writer), row))
    assert HelperCode.objects.get().expires_at == timezone.make_aware(datetime.datetime.combine(build.days(1), datetime.time()))
    assert client.get(row.get_absolute_url()).status_code == 200
    HelperCode.objects.update(expires_at=timezone.now() - datetime.timedelta(seconds=1))
    assert client.get(row.get_absolute_url()).status_code == 404


def test_it_is_over_when_who_gave_the_digits_represents_the_group_no_more(client_for, draft):
    row, writer, helper = draft
    client = client_for(helper)
    type_in(client, row, digits(client_for(writer), row))
    assert client.get(f"{row.get_absolute_url()}contact/").status_code == 200
    writer.memberships.update(part="viewer")
    assert client.get(row.get_absolute_url()).status_code == 404
    assert client.get(f"{row.get_absolute_url()}contact/").status_code == 404
    assert "上町内会" not in build.read(client, "/partners/helping/")


def test_it_is_over_when_who_gave_the_digits_was_switched_off(client_for, draft):
    row, writer, helper = draft
    client = client_for(helper)
    type_in(client, row, digits(client_for(writer), row))
    assert client.get(row.get_absolute_url()).status_code == 200
    type(writer).objects.filter(pk=writer.pk).update(is_active=False)
    assert client.get(row.get_absolute_url()).status_code == client.get(f"{row.get_absolute_url()}contact/").status_code == 404


def test_of_a_paper_it_is_over_when_who_entered_it_left_the_secretariat(client_for):
    (_, clerk), helper = build.office("secretariat"), build.user("見本 孫")
    receipt = {"channel": "phone", "received_on": f"{build.days(-1)}", "filed_for": "見本 三郎（会長）"}
    said = {"what": "new", "name": "岩沢を語る会", "kind": "other", "form_key": str(build.uuid4()), **receipt}
    client_for(clerk).post("/staff/registrations/file/", said)
    row, client = Registration.objects.get(), client_for(helper)
    type_in(client, row, digits(client_for(clerk), row))
    assert client.get(row.get_absolute_url()).status_code == 200
    clerk.memberships.update(until=build.days(-1))
    assert client.get(row.get_absolute_url()).status_code == client.get(f"{row.get_absolute_url()}contact/").status_code == 404
    assert "岩沢を語る会" not in build.read(client, "/partners/helping/")


def test_the_second_press_of_the_helper_leads_to_the_draft_and_nobody_elses(client_for, draft):
    row, writer, helper = draft
    client, code = client_for(helper), digits(client_for(writer), row)
    assert [type_in(client, row, code).url for _ in range(7)] == [f"{row.get_absolute_url()}#main"] * 7
    assert WRONG in build.markup(type_in(client_for(build.user()), row, code))
    client_for(writer).post(f"{row.get_absolute_url()}helper/", {"end": "1"})
    assert WRONG in build.markup(type_in(client, row, code))


def test_the_owner_ends_it_and_new_digits_end_the_old(client_for, draft):
    row, writer, helper = draft
    owner, client = client_for(writer), client_for(helper)
    first = digits(owner, row)
    second = digits(owner, row)
    if first != second:
        assert WRONG in build.markup(type_in(client, row, first))
    type_in(client, row, second)
    assert client.get(row.get_absolute_url()).status_code == 200
    owner.post(f"{row.get_absolute_url()}helper/", {"end": "1"})
    assert client.get(row.get_absolute_url()).status_code == 404


def test_five_tries_an_hour_and_a_stranger_shuts_out_nobody(client_for, draft):
    row, writer, helper = draft
    code = digits(client_for(writer), row)
    wrong = f"{(int(code) + 1) % 10**6:06}"
    strangers, second = [client_for(build.user()) for _ in range(2)], client_for(helper)
    for stranger in strangers:
        for _ in range(5):
            assert WRONG in build.markup(type_in(stranger, row, wrong))
        assert "1時間ほど待ってから" in build.markup(type_in(stranger, row, code))
    assert WRONG in build.markup(second.post("/partners/helping/", {"number": "999999", "code": code}))
    type_in(second, row, code)
    assert second.get(row.get_absolute_url()).status_code == 200
    assert WRONG in build.markup(type_in(client_for(writer), row, digits(client_for(writer), row)))  # nobody helps themselves


def test_fifteen_tries_use_a_code_up_whoever_made_them(client_for, draft):
    row, writer, helper = draft
    code = digits(client_for(writer), row)
    HelperCode.objects.update(tries=14)
    assert WRONG in build.markup(type_in(client_for(build.user()), row, f"{(int(code) + 1) % 10**6:06}"))
    assert WRONG in build.markup(type_in(client_for(helper), row, code))


def test_a_draft_that_is_sent_is_no_draft(client_for, draft):
    row, writer, helper = draft
    type_in(client_for(helper), row, digits(client_for(writer), row))
    owner = client_for(writer)
    owner.post(f"{row.get_absolute_url()}check/", build.sure(owner, f"{row.get_absolute_url()}check/", version=row.version))
    row.refresh_from_db()
    assert row.status == "submitted" and client_for(helper).get(row.get_absolute_url()).status_code == 404
