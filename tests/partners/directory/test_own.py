"""What a group changes by itself: its entry, what is public, its members."""

import re

import pytest

from kyodo_portal.common.japanese.dates import add_working_days
from kyodo_portal.pages.presenters import todos
from partners.directory.schema import EXTRA_CONSENT
from partners.models import Membership, Partner, RegistrationRule, RuleField
from tests import build

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]


def test_edit_is_public_at_once_and_name_stays(client_for):
    group, representative = build.registered_group()
    client = client_for(representative)
    page = client.get(f"/partners/{group.pk}/edit/")
    form = page.context["form"]
    values = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    answer = client.post(
        f"/partners/{group.pk}/edit/",
        {**values, "pr": "雪おろしも手伝います。", "name": "のっとり", "standing": "left", "kind": "npo"},
    )
    assert answer.status_code == 302, answer.context["form"].errors
    row = Partner.objects.get(pk=group.pk)
    assert (row.name, row.pr, row.standing) == ("NPO法人 わかば見守りの会", "雪おろしも手伝います。", "registered")
    assert "雪おろし" in row.search_text and row.history.count() >= 2
    assert "雪おろし" in client_for().get(f"/partners/{group.pk}/").content.decode()


def test_what_was_typed_stays_when_a_field_is_wrong(client_for):
    group, representative = build.registered_group()
    client = client_for(representative)
    long = "あ" * 10_000
    answer = client.post(
        f"/partners/{group.pk}/edit/",
        {"pr": long, "purpose": "x\x00y", "phone": "12", "activities": "のこる文", "established": "12/31/26"},
    )
    page = answer.content.decode()
    assert answer.status_code == 200
    for words in (
        "120字までにしてください。いまは10000字です。",
        "使えない文字",
        "市外局番",
        "のこる文",
        "設立した年月は、年から",
        long,
    ):
        assert words in page


def test_consent_is_given_and_taken_back_at_once(client_for):
    group, representative = build.registered_group()
    client, visitor = client_for(representative), client_for()
    assert "0258-83-0000" in visitor.get(f"/partners/{group.pk}/").content.decode()
    choices, address = dict.fromkeys(Partner.CONSENT_FIELDS, "no"), f"/partners/{group.pk}/publish/"
    opened = client.get(address).context["form"]["etag"].value()
    assert client.post(address, {**choices, "email": "yes", "etag": opened}).status_code == 302
    page = visitor.get(f"/partners/{group.pk}/").content.decode()
    assert "0258-83-0000" not in page and "wakaba@example.jp" in page
    phone = group.consents.get(field="phone")
    assert phone.withdrawn_at and phone.wording == "2026-11" and phone.given_by == representative
    opened = client.get(address).context["form"]["etag"].value()
    assert client.post(address, {**choices, "etag": opened}).status_code == 302
    assert not group.consents.in_force().exists()


def test_new_words_leave_the_words_that_were_agreed_to_readable(client_for):
    """A new version of the words begins with those that hold; whoever agreed to the former one reads it where the consent is recorded."""
    group, representative = build.registered_group()
    office, admin = client_for(build.office("secretariat")[1]), "/admin/partners/consentwording/add/"
    begun = office.get(admin).context["adminform"].form.initial
    assert (
        begun["consequence"] == "公開すると、登録のあと、だれでもこのサイトで見られます。"
        and begun["home"]
        and begun["name_consequence"]
    )
    new = {**begun, "version": "2026-12", "since": f"{build.days(0):%Y-%m-%d}", "consequence": "見本の新しい文です。"}
    assert office.post(admin, new).status_code == 302
    form, _, given = build.markup(client_for(representative).get(f"/partners/{group.pk}/publish/")).partition("同意の記録")
    assert "見本の新しい文です。" in form and "だれでもこのサイトで見られます" not in form
    assert "<summary>文の版 2026-11 を読む</summary><p>公開すると、登録のあと、だれでもこのサイトで見られます。</p>" in given
    assert "2026-12" not in given


def test_the_secretariat_reads_who_agreed_to_which_version_of_the_words(client_for):
    group, representative = build.registered_group()
    other, _ = build.registered_group(name="雪割草の会")
    other.consents.update(wording="2026-12", field=f"{EXTRA_CONSENT}authority")
    rule = RegistrationRule.objects.create(kind="npo", version=9, name="見本の要件")
    RuleField.objects.create(rule=rule, key="authority", label="所轄庁", kind="line")
    Partner.objects.filter(pk=other.pk).update(rule=rule)
    _, clerk = build.office("secretariat")
    office, at = client_for(clerk), "/admin/partners/consent/"
    table = re.sub(r"\s+", " ", build.markup(office.get(f"{at}?wording=2026-11")))
    assert group.name in table and "電話番号" in table and other.name not in table
    later = build.markup(office.get(f"{at}?wording=2026-12"))
    assert other.name in later and "所轄庁" in later and group.name not in later
    assert other.name in build.markup(office.get(f"{at}?q=雪割草")) and group.name not in build.markup(
        office.get(f"{at}?q=雪割草")
    )
    assert office.get(f"{at}add/").status_code == office.post(f"{at}add/", {}).status_code == 403
    consent = group.consents.first()
    assert office.get(f"{at}{consent.pk}/change/").status_code == 200
    assert office.post(f"{at}{consent.pk}/change/", {"wording": "2026-12"}).status_code == 403
    assert client_for(build.office("department")[1]).get(at).status_code == 403
    assert client_for(representative).get(at).status_code != 200


def test_an_old_page_never_gives_a_withdrawn_consent_back(client_for):
    group, representative = build.registered_group()
    client, visitor, address = client_for(representative), client_for(), f"/partners/{group.pk}/publish/"
    old = client.get(address).context["form"]["etag"].value()
    nothing = dict.fromkeys(Partner.CONSENT_FIELDS, "no")
    assert client.post(address, {**nothing, "etag": old}).status_code == 302
    answer = client.post(address, {**nothing, "phone": "yes", "etag": old})
    page = build.markup(answer)
    assert answer.status_code == 409 and "公開する項目が変わりました" in page
    assert "<td>市とコーディネーターだけが見る</td><td>公開する</td>" in page  # how it stands now, and what the old page chose
    assert not group.consents.in_force().exists()
    assert "0258-83-0000" not in visitor.get(f"/partners/{group.pk}/").content.decode()
    fresh = answer.context["form"]["etag"].value()
    assert client.post(address, {**nothing, "phone": "yes", "etag": fresh}).status_code == 302
    assert "0258-83-0000" in visitor.get(f"/partners/{group.pk}/").content.decode()


def test_the_last_representative_cannot_leave(client_for):
    group, representative, member = build.group()
    own = Membership.objects.get(user=representative)
    client = client_for(representative)
    answer = client.post(f"/partners/{group.pk}/members/{own.pk}/end/")
    assert answer.status_code == 200 and "代表者が1人もいなくなる" in answer.content.decode()
    other = Membership.objects.get(user=member)
    assert client.post(f"/partners/{group.pk}/members/{other.pk}/end/").status_code == 302
    assert client_for(member).get(f"/partners/{group.pk}/members/").status_code == 403
    assert client_for(representative).get(f"/partners/{group.pk}/members/").status_code == 200


def test_what_waits_for_whom():
    _, clerk = build.office("secretariat")
    representative = build.user()
    build.registration(representative, status="draft", name="一の会")
    build.registration(representative, status="correcting", name="二の会", secretary=clerk)
    build.registration(representative, status="submitted", name="三の会")
    assert [(row.label, row.matter, row.due_on) for row in todos(representative).rows] == [
        ("登録の申請を直す", "二の会", build.days(14)),
        ("登録の申請の続きを書く", "一の会", None),
    ]
    assert [(row.label, row.matter) for row in todos(clerk).rows] == [("登録の申請を確かめる", "三の会")]
    assert todos(build.user()).rows == []


def test_deadline_proposed_is_ten_working_days(client_for):
    _, clerk = build.office("secretariat")
    row = build.registration(build.user())
    answer = client_for(clerk).get(f"/partners/registrations/{row.pk}/step/ask_correct/")
    due = add_working_days(build.days(0), 10)
    assert f"{due.year}年{due.month}月{due.day}日" in answer.content.decode()
