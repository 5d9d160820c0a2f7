"""A group registers: draft, check, receipt, correction of one field, approval, the public page."""

import uuid

import pytest
from django.urls import reverse

from kyodo_portal.audit.models import AuditEvent
from kyodo_portal.notices.models import Delivery, Notice
from partners.models import Partner, Registration
from tests import build
from tests.partners.registration import start
from tests.partners.registration.words import PRIVATE, opened, pages

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]


def typed(client, name="NPO法人 わかば見守りの会"):
    """A draft with every page filled in, through the pages."""
    answer = client.post("/partners/register/", {"name": name, **start.NPO, "form_key": str(uuid.uuid4())})
    assert answer.status_code == 302, answer.content.decode()
    row = Registration.objects.latest("pk")
    for key, values in pages().items():
        values = {**values, "name": name} if key == "about" else values
        answer = client.post(f"/partners/registrations/{row.pk}/{key}/", {**values, "next": "1"})
        assert answer.status_code == 302, answer.context["form"].errors
    return row


def test_a_draft_on_paper_asks_by_hand_what_is_not_written_yet(client_for):
    group = client_for(build.user("見本 花子"))
    group.post("/partners/register/", {"name": "谷の草刈り隊", **start.NPO, "form_key": str(uuid.uuid4())})
    row = Registration.objects.latest("pk")
    paper = group.get(f"/partners/registrations/{row.pk}/paper/").content.decode()
    assert '<p class="kp-paper__box kp-paper__text">谷の草刈り隊</p>' in paper
    assert (
        "<li>市とコーディネーターだけが見る</li>" in paper
        and "<li>暴力団や、その構成員が関わる団体ではありません。</li>" in paper
    )
    assert "代表者の署名" in paper
    unsent = build.read(group, f"/partners/registrations/{row.pk}/check/")
    assert "書いていないところがあるので、まだ送れません。" in unsent
    assert "このままでも送れます" not in unsent and "を押すと、市に届きます" not in unsent
    sent = typed(group, "もう1つの会")
    check = f"/partners/registrations/{sent.pk}/check/"
    group.post(check, build.sure(group, check, version="0"))
    assert "代表者の署名" not in group.get(f"/partners/registrations/{sent.pk}/paper/").content.decode()


def test_from_the_start_page_to_the_directory(client_for):
    _, clerk = build.office("secretariat")
    resident = build.user("見本 花子")
    group, office = client_for(resident), client_for(clerk)
    row = typed(group)
    check = f"/partners/registrations/{row.pk}/check/"
    assert "この内容で申請する" in group.get(check).content.decode()
    answer = group.post(check, build.sure(group, check, version="0"))
    assert answer.headers["Location"] == f"/partners/registrations/{row.pk}/receipt/#main"
    row.refresh_from_db()
    assert row.status == "submitted" and row.number.endswith("-T-0001")
    assert row.number in group.get(f"/partners/registrations/{row.pk}/receipt/").content.decode()
    assert "申請中" in group.get(f"/partners/registrations/{row.pk}/").content.decode()
    paper = f"/partners/registrations/{row.pk}/paper/"
    assert "わかばみまもりのかい" in (own := group.get(paper).content.decode()) and "0258-83-0000" in own
    read = client_for(build.office("department")[1]).get(paper).content.decode()
    assert "わかばみまもりのかい" in read and "0258-83-0000" not in read and "髙﨑 𠮷子" not in read

    # Staff find it in the queue and ask for one field.
    index = office.get("/admin/").content.decode()
    assert "登録の申請（申請中）" in index
    page = office.get(reverse("admin:partners_registration_change", args=[row.pk])).content.decode()
    for words in ("わかばみまもりのかい", "髙﨑 𠮷子", "0258-83-0000", "補正を求める", "承認する", "承認しない", "公開する"):
        assert words in page
    step = reverse("admin:partners_registration_step", args=[row.pk, "ask_correct"])
    assert "直してもらう項目" in office.get(step).content.decode()
    answer = office.post(step, {"version": "1", "why_purpose": "だれのためかを書いてください。", "due": "2099年10月1日"})
    assert answer.status_code == 200 and "期限" in answer.content.decode()  # a year away at most
    due = build.days(14)
    answer = office.post(step, {"version": "1", "why_purpose": "だれのためかを書いてください。", "due": due.isoformat()})
    assert answer.status_code == 302
    row.refresh_from_db()
    assert row.status == "correcting"
    notice = Notice.objects.filter(user=resident).latest("pk")
    assert "だれのためか" in notice.body and "団体の目的" in notice.body
    assert Delivery.objects.filter(to=resident.email, body__contains="だれのためか").exists()
    status = group.get(f"/partners/registrations/{row.pk}/").content.decode()
    assert "直してほしいところがあります" in status and "だれのためか" in status

    # Only the asked field can change.
    correct = f"/partners/registrations/{row.pk}/correct/"
    page = group.get(correct)
    assert 'name="pr"' not in page.content.decode() and 'name="version" value="2"' in page.content.decode()
    answer = group.post(
        correct, {"version": page.context["form"]["version"].value(), "purpose": "高齢の人のために。", "name": "別の名前"}
    )
    assert answer.status_code == 302
    row.refresh_from_db()
    assert (
        row.status == "submitted"
        and row.payload["purpose"] == "高齢の人のために。"
        and row.payload["name"] == "NPO法人 わかば見守りの会"
    )

    # Approved: in the directory, with the consented telephone and nothing else of the contact data.
    approve = reverse("admin:partners_registration_step", args=[row.pk, "approve"])
    assert office.post(approve, {"version": "3"}).status_code == 302
    partner = Partner.objects.get(pk=row.partner_id)
    assert (partner.standing, partner.phone, partner.postal_code, partner.members_count) == (
        "registered",
        "0258-83-0000",
        "9470099",
        24,
    )
    assert [consent.field for consent in partner.consents.in_force()] == ["phone"]
    visitor = client_for()
    assert "わかば見守りの会" in "".join(visitor.get("/partners/?q=わかば").content.decode().split("<wbr>"))
    public = visitor.get(f"/partners/{partner.pk}/").content.decode()
    assert "0258-83-0000" in public and "週に1回、声かけをしています。" in public and "24世帯" in public
    for words in PRIVATE:
        assert words not in public
        assert words not in partner.search_text
    assert "髙﨑 𠮷子" in group.get(f"/partners/{partner.pk}/").content.decode()
    assert AuditEvent.objects.filter(act="look", by=resident).exists()


def test_a_draft_may_be_incomplete_and_is_kept(client_for):
    person = build.user()
    client = client_for(person)
    client.post("/partners/register/", {"name": "雪かき隊", **start.CIVIC, "form_key": str(uuid.uuid4())})
    row = Registration.objects.get()
    url = f"/partners/registrations/{row.pk}/contact/"
    answer = client.post(url, {"representative": "見本 太郎", "phone": "12", "draft": "1"})
    assert answer.headers["Location"] == f"/partners/registrations/{row.pk}/#main"
    page = client.get(url)
    assert "見本 太郎" in page.content.decode() and 'value="12"' in page.content.decode()
    assert "入力中" in client.get(f"/partners/registrations/{row.pk}/").content.decode()
    typed = {name: field.value() or "" for name, field in page.context["form"]._bound_items()} | {
        "email": "taro@gmail.co",
        "draft": 1,
    }
    asked = client.post(url, typed)
    assert "「@gmail.com」ではありませんか。" in asked.content.decode() and "taro@gmail.co" in client.get(url).content.decode()
    etag = asked.context["form"]["etag"].value()
    assert client.post(url, {**typed, "etag": etag, "email-sure": "taro@gmail.co"}).status_code == 302
    answer = client.post(
        f"/partners/registrations/{row.pk}/check/", build.sure(client, f"/partners/registrations/{row.pk}/check/", version="0")
    )
    assert answer.status_code == 200 and "まだ送れません" in answer.content.decode()
    row.refresh_from_db()
    assert (row.status, row.number, row.changes.count()) == ("draft", None, 0)


def test_double_click_on_start_and_on_send_makes_one(client_for):
    client = client_for(build.user())
    key = str(uuid.uuid4())
    for _ in range(2):
        client.post("/partners/register/", {"name": "雪かき隊", **start.CIVIC, "form_key": key})
    assert (Registration.objects.count(), Partner.objects.count()) == (1, 1)
    row = typed(client, "ほかの会")
    check = f"/partners/registrations/{row.pk}/check/"
    sent = build.sure(client, check, version="0")
    first, second = client.post(check, sent), client.post(check, sent)
    assert first.status_code == second.status_code == 302
    assert row.changes.count() == 1


def test_similar_name_is_a_warning_and_no_block(client_for):
    build.partner("わかば見守りの会")
    client = client_for(build.user())
    key = str(uuid.uuid4())
    answer = client.post("/partners/register/", {"name": "NPO法人わかば見守りの会", **start.NPO, "form_key": key})
    page = " ".join(answer.content.decode().split())
    assert answer.status_code == 200 and "よく似た名前の団体" in page
    assert 'id="error-summary" tabindex="-1" aria-labelledby="similar-h"' in page  # where the form's address leads the eye
    form = answer.context["form"]
    answer = client.post(
        "/partners/register/", {"name": "NPO法人わかば見守りの会", **start.NPO, "form_key": key, "sure": form["sure"].value()}
    )
    assert answer.status_code == 302 and Registration.objects.count() == 1


def test_withdraw_and_apply_again(client_for):
    client = client_for(build.user())
    row = typed(client)
    client.post(
        f"/partners/registrations/{row.pk}/check/", build.sure(client, f"/partners/registrations/{row.pk}/check/", version="0")
    )
    step = f"/partners/registrations/{row.pk}/step/withdraw/"
    assert "取り下げる" in client.get(step).content.decode()
    assert client.post(step, {"version": "1"}).status_code == 302
    assert Partner.objects.get().standing == "withdrawn"
    again = f"/partners/{row.partner_id}/change/"
    assert client.post(again, {"form_key": str(uuid.uuid4())}).status_code == 302
    new = Registration.objects.latest("pk")
    assert (new.pk != row.pk, new.purpose, new.payload["kana"], Partner.objects.get().standing) == (
        True,
        "new",
        "わかばみまもりのかい",
        "withdrawn",
    )
    client.post(again, {"form_key": str(uuid.uuid4())})  # one open application at a time
    assert Registration.objects.count() == 2
    discard = f"/partners/registrations/{new.pk}/discard/"
    assert client.post(discard).status_code == 409  # a page that carries no token has read nothing
    assert client.post(discard, build.sure(client, discard)).status_code == 302
    assert Partner.objects.get().standing == "withdrawn"


def test_change_of_name_by_application_keeps_the_entry_until_approved(client_for):
    _, clerk = build.office("secretariat")
    client, office = client_for(build.user()), client_for(clerk)
    row = typed(client)
    client.post(
        f"/partners/registrations/{row.pk}/check/", build.sure(client, f"/partners/registrations/{row.pk}/check/", version="0")
    )
    office.post(reverse("admin:partners_registration_step", args=[row.pk, "approve"]), {"version": "1"})
    client.post(f"/partners/{row.partner_id}/change/", {"form_key": str(uuid.uuid4())})
    new = Registration.objects.latest("pk")
    values = {**pages()["about"], **opened(new, "about"), "name": "わかばの家"}
    client.post(f"/partners/registrations/{new.pk}/about/", {**values, "next": "1"})
    client.post(f"/partners/registrations/{new.pk}/pledge/", {**pages()["pledge"], "next": "1"})
    assert (
        client.post(
            f"/partners/registrations/{new.pk}/check/",
            build.sure(client, f"/partners/registrations/{new.pk}/check/", version="0"),
        ).status_code
        == 302
    )
    assert Partner.objects.get(pk=row.partner_id).name == "NPO法人 わかば見守りの会"
    page = office.get(reverse("admin:partners_registration_change", args=[new.pk])).content.decode()
    assert "いまの登録" in page and "<strong>変更：</strong>わかばの家" in page
    assert (
        office.post(
            reverse("admin:partners_registration_step", args=[new.pk, "decline"]),
            {"version": "1", "reason": "書類と違うためです。"},
        ).status_code
        == 302
    )
    assert Partner.objects.get(pk=row.partner_id).standing == "registered"


def test_a_change_writes_only_what_it_changed(client_for):
    """A consent taken back and a text edited while the application waits stay as the group left them."""
    group, representative = build.registered_group()
    _, clerk = build.office("secretariat")
    client, office = client_for(representative), client_for(clerk)
    client.post(f"/partners/{group.pk}/change/", {"form_key": str(uuid.uuid4())})
    new = Registration.objects.latest("pk")
    client.post(
        f"/partners/registrations/{new.pk}/about/",
        {**pages()["about"], **opened(new, "about"), "name": "わかばの家", "next": "1"},
    )
    client.post(f"/partners/registrations/{new.pk}/pledge/", {**pages()["pledge"], "next": "1"})
    client.post(
        f"/partners/registrations/{new.pk}/check/", build.sure(client, f"/partners/registrations/{new.pk}/check/", version="0")
    )
    etag = client.get(f"/partners/{group.pk}/publish/").context["form"]["etag"].value()
    client.post(f"/partners/{group.pk}/publish/", {**dict.fromkeys(Partner.CONSENT_FIELDS, "no"), "etag": etag})
    form = client.get(f"/partners/{group.pk}/edit/").context["form"]
    values = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    client.post(f"/partners/{group.pk}/edit/", {**values, "pr": "あいだに直した紹介"})
    assert office.post(reverse("admin:partners_registration_step", args=[new.pk, "approve"]), {"version": "1"}).status_code == 302
    row = Partner.objects.get(pk=group.pk)
    assert (row.name, row.pr, row.consents.in_force().count()) == ("わかばの家", "あいだに直した紹介", 0)


def test_an_old_page_sent_again_and_a_key_of_somebody_else(client_for):
    group, representative = build.registered_group()
    client, key = client_for(representative), str(Registration.objects.latest("pk").form_key)
    answer = client.post(f"/partners/{group.pk}/change/", {"form_key": key})
    assert answer.status_code == 200 and "画面を開き直して" in answer.content.decode()
    other = client_for(build.user())
    answer = other.post("/partners/register/", {"name": "べつの会", **start.CIVIC, "form_key": key})
    assert answer.status_code == 200 and "画面を開き直して" in answer.content.decode()
    again = answer.context["form"]["form_key"].value()
    assert other.post("/partners/register/", {"name": "べつの会", **start.CIVIC, "form_key": again}).status_code == 302
