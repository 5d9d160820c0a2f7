"""退会: nothing of a person remains anywhere, but what must be kept; and what has to be done first.

rule: /work of the city's 個人情報保護 (issue 8 §3): decisions keep the names of staff and panel, others become 「退会した人」
"""

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from kyodo_portal.accounts.models import User
from kyodo_portal.audit import guard
from kyodo_portal.audit.actions import record
from kyodo_portal.audit.blanking import blanking, text_fields
from kyodo_portal.audit.models import AuditEvent, Blanking
from kyodo_portal.letters.draft_actions import written_in
from kyodo_portal.letters.models import OfficialLetter
from kyodo_portal.letters.release_actions import release_letter
from kyodo_portal.letters.template_actions import lay_templates
from kyodo_portal.letters.template_models import Signatory
from kyodo_portal.notices.actions import notify, queue_mail
from kyodo_portal.notices.models import Delivery, Notice
from kyodo_portal.pages.invariants import ALL
from kyodo_portal.personal.erasing_actions import close_account, erase_what_was_held
from kyodo_portal.personal.models import Closing, Hold
from kyodo_portal.personal.photos import groups_of_photos, photos_of_group
from kyodo_portal.process.actions import take_step
from kyodo_portal.process.edits import etag_of
from kyodo_portal.process.models import Photo
from kyodo_portal.process.photo_actions import erase_photos
from partners.models import Membership, Partner, Registration
from projects.models import DeskVisit, PanelSeat, SavedView, Update
from tests import build

from .build import ADDRESS, MAIL, NAME, PASSWORD, PHONE, apply, everywhere, signed_in, traces_in

pytestmark = pytest.mark.django_db
YES = {"sure": "on"}


@pytest.fixture
def city(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path  # files that other tests left are no concern of this city
    office, staff = build.office("secretariat")
    department, official = build.office("department")
    return {"staff": staff, "department": department, "official": official}


def a_life(city, client, user):
    lay_templates()
    Signatory.objects.create(post="見本市長", name="見本 太郎", since=build.days(-400))
    """Through the doors: a withdrawn application, a declined one, a group left behind, a proposal, a year, looks and mails."""
    staff = city["staff"]
    withdrawn = apply(user, name="読み聞かせの会", status="submitted")
    take_step(
        withdrawn, "ask_correct", by=staff, version=withdrawn.version, items=[{"field": "phone", "reason": f"{NAME}さんの{PHONE}が違います。"}],
        due=build.days(9),
    )  # fmt: skip
    withdrawn = Registration.objects.get(pk=withdrawn.pk)
    take_step(withdrawn, "withdraw", by=user, version=withdrawn.version)
    declined = apply(user, name="朗読の会", status="submitted")
    take_step(
        declined, "decline", by=staff, version=declined.version, reason=f"雲居さざれさん（{MAIL}）の住所 {ADDRESS} が市外です。"
    )
    apply(user, name="下書きの会", status="draft")
    left, boss, _ = build.group("雪割草の会")
    Membership.objects.create(user=user, partner=left, since=build.days(-9), part="member")
    Partner.objects.filter(pk=left.pk).update(contact_name=NAME, phone="02-5891-4837", representative=boss.name)
    proposal = build.draft(left, boss, title="見守り", to=build.call())
    proposal.answers.filter(question__order=0).update(text=f"{NAME}が電話 ０２５８－９１－４８３７ で受けます。")
    take_step(proposal, "submit", by=boss, version=proposal.version)
    year = build.cycle(left, city["department"], city["official"], title="見守りの年")
    Update.objects.create(
        cycle=year,
        side="group",
        by=user,
        form_key=build.uuid4(),
        happened_on=build.days(0),
        title="集まり",
        body=f"{NAME}と3人で。",
    )
    notify([user, boss], title=f"{NAME}さんへ", body=f"{NAME}さん", key="life")
    for letter in OfficialLetter.objects.all():  # what the city wrote to them stands, and cannot be written anew
        release_letter(letter, by=staff, etag=etag_of(written_in(letter)), answered=True)
    queue_mail(MAIL, "番号", "123456", secret=True)
    SavedView.objects.create(user=user, name=f"{NAME}の一覧", path="board", query="mine=on")
    DeskVisit.objects.create(user=user, at=timezone.now())
    record("look", by=staff, target=user, note=f"{NAME} の連絡先")
    client.get("/admin/")
    return left, boss


def test_nothing_of_a_person_remains_after_closing(city):
    user, client = signed_in()
    left, boss = a_life(city, client, user)
    before = {place.split(".")[0] for place, _ in traces_in(everywhere())}
    assert before >= {
        "accounts_user", "account_emailaddress", "audit_auditevent", "notices_delivery", "notices_notice", "partners_partner",
        "letters_officialletter", "partners_registration", "partners_registrationchange", "partners_registrationcorrection", "projects_answer",
        "projects_proposalrevision", "projects_update",
    }  # fmt: skip
    answer = client.post("/me/data/close/", YES)
    assert (answer.status_code, answer.url) == (302, "/me/closed/")
    assert traces_in(everywhere()) == [] and not DeskVisit.objects.exists()
    user.refresh_from_db()
    assert user.email.startswith("erased-") and user.email.endswith("@account.invalid")
    assert (user.name, str(user), user.is_active, user.has_usable_password()) == ("", "退会した人", False, False)
    left.refresh_from_db()
    assert (left.contact_name, left.phone, left.representative, left.name) == ("", "", boss.name, "雪割草の会")
    body = Update.objects.get(cycle__project__title="見守りの年").body
    assert body == "退会した人と3人で。"
    event = AuditEvent.objects.get(act="erase")
    assert (event.by, event.target_type) == (user, "personal.closing")
    assert [list(check()) for check in ALL.values()] == [[]] * len(ALL)
    assert Notice.objects.filter(user=boss, title="雪割草の会の連絡先が空きました").exists()


def test_the_closed_account_is_out_at_once_and_its_address_is_free_again(city):
    user, client = signed_in()
    client.post("/me/data/close/", YES)
    assert client.get("/me/").status_code == 302
    assert client.post("/accounts/login/", {"login": MAIL, "password": PASSWORD}).status_code == 200
    assert not User.objects.filter(email=MAIL).exists()
    again, _ = signed_in()
    assert again.pk != user.pk


def test_the_page_says_what_is_kept_why_and_until_when(city):
    user, client = signed_in()
    apply(user, name="読み聞かせの会", status="submitted")
    Registration.objects.get().changes.get()
    page = build.read(client, "/me/data/close/")
    assert "「読み聞かせの会」の登録の申請が、まだ終わっていません。先に、申請を取り下げてください。" in page
    assert "取り下げた申請は1年、不承認の申請は3年" in page and "退会する</button>" not in page


def test_the_last_representative_is_told_what_to_do_first(city):
    user, client = signed_in()
    body = build.partner("川べりの会")
    build.join(user, body, Membership.Part.REPRESENTATIVE)
    page = build.read(client, "/me/data/close/")
    words = "「川べりの会」の代表者が1人もいなくなります。先に、次の代表者を決めて市に知らせるか、団体の退会を届け出てください。"
    assert words in page
    assert words in client.post("/me/data/close/", YES).text
    assert User.objects.get(pk=user.pk).is_active
    build.join(build.user(), body, Membership.Part.REPRESENTATIVE)
    assert client.post("/me/data/close/", YES).url == "/me/closed/"


def test_the_last_system_administrator_stays():
    user = build.system_admin()
    with pytest.raises(ValidationError, match="システム管理者が1人もいなくなります。先に、次のシステム管理者を決めてください。"):
        close_account(user=user, by=user)
    build.system_admin()
    assert close_account(user=user, by=user).erased_at


def test_the_names_of_staff_and_panel_stay_in_decisions_for_their_term(city, monkeypatch):
    judge, _ = signed_in()
    PanelSeat.objects.create(call=build.call(), user=judge, since=build.days(-9), position="公募の市民")
    closing = close_account(user=judge, by=judge)
    judge.refresh_from_db()
    assert (judge.name, str(judge)) == (NAME, NAME)
    assert (closing.name_until.month, closing.name_until.day) == (3, 31)
    assert closing.name_until.year - build.days(0).year in (10, 11)
    assert {place for place, word in traces_in(everywhere())} == {"accounts_user.name"}


def test_a_hold_keeps_the_person_until_it_ends(city):
    user, client = signed_in()
    Hold.objects.create(kind="disclosure", user=user, reason="情公第12号", until=build.days(30))
    assert "開示請求のため、" in build.read(client, "/me/data/close/")
    assert client.post("/me/data/close/", YES).url == "/me/closed/?held=1"
    user.refresh_from_db()
    assert (user.name, user.is_active) == (NAME, False)
    erase_what_was_held()
    assert Closing.objects.get().erased_at is None
    Hold.objects.update(until=build.days(-1), since=build.days(-9))
    erase_what_was_held()
    assert traces_in(everywhere()) == []


def test_a_hold_on_the_group_keeps_its_people_too(city):
    user, _ = signed_in()
    body, _, _ = build.group("川べりの会")
    build.join(user, body)
    Hold.objects.create(kind="lawsuit", partner=body, reason="行ウ第3号")
    assert close_account(user=user, by=user).erased_at is None


def test_a_name_that_is_somebody_elses_too_is_left_in_texts(city):
    user, client = signed_in()
    build.user("雲居さざれ", "other@example.jp")
    _, boss, _ = build.group("雪割草の会")
    notify([boss], title="雲居 さざれさんの来られる日", key="other")
    client.post("/me/data/close/", YES)
    assert Notice.objects.get(key="other").title == "雲居 さざれさんの来られる日"
    assert not Delivery.objects.filter(to=MAIL).exists()


@pytest.mark.parametrize("name", ["まちづくり活動", "雪割草まつり", "0258-83-3512"])
def test_nobody_takes_a_word_out_of_other_peoples_texts_by_being_called_so(city, name):
    """What somebody calls himself is looked for in his own matters only: a name is no key to the whole house."""
    user, client = signed_in(name)
    other, boss, _ = build.group("川べりの会")
    proposal = build.draft(other, boss, title=f"{name}の提案", to=build.call())
    take_step(proposal, "submit", by=boss, version=proposal.version)
    notify([boss], title=f"{name}について", key="vandal")
    event = record("look", by=city["staff"], target=other, note=f"{name}の連絡先")
    assert client.post("/me/data/close/", YES).url == "/me/closed/"
    proposal.refresh_from_db()
    event.refresh_from_db()
    assert (proposal.title, event.note) == (f"{name}の提案", f"{name}の連絡先")
    assert Notice.objects.get(key="vandal").title == f"{name}について"
    assert name in str(proposal.revisions.get().content)


def test_a_word_of_the_guideline_or_a_call_stays_in_ones_own_matters_too(city):
    user, client = signed_in("見守り活動")
    body, boss, _ = build.group("川べりの会")
    build.join(user, body)
    call = build.call(summary="見守り活動の企画を募集します。")
    proposal = build.draft(body, boss, title="見守り活動", to=call)
    client.post("/me/data/close/", YES)
    proposal.refresh_from_db()
    assert proposal.title == "見守り活動"


def test_two_presses_close_once(city):
    user, _ = signed_in()
    assert close_account(user=user, by=user) == close_account(user=user, by=user)
    assert AuditEvent.objects.filter(act="close").count() == 1


# ---- the guard ------------------------------------------------------------------------------------------------------
def test_the_guard_lets_a_named_event_blank_declared_columns_and_nothing_else(city):
    user, _ = signed_in()
    row = apply(user, name="読み聞かせの会", status="submitted")
    take_step(row, "decline", by=city["staff"], version=row.version, reason=f"{NAME}さんは市外です。")
    change, event = row.changes.get(step="decline"), record("erase", by=None)
    stored = type(change).objects.filter(pk=change.pk)
    refused = ({"reason": ""}, {"reason": "退会した人さんは市外です。"})
    for values in refused:  # the door is shut
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            stored.update(**values)
    with blanking(event, {NAME: "退会した人"}):
        for values in (
            {"reason": "別の理由"},
            {"step": ""},
            {"reason": "", "to_state": "draft"},
            {"by": None},
            {"details": {"a": 1}},
        ):
            with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
                stored.update(**values)
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            stored.delete()
        stored.update(reason="退会した人さんは市外です。")
        stored.update(reason="", details={})
    assert (stored.get().reason, stored.get().details, stored.get().to_state) == ("", {}, "declined")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        stored.update(reason="")
    assert not Blanking.objects.exists()


def test_a_door_left_open_and_an_old_trigger_are_reported():
    assert guard.missing_triggers(connection) == []
    Blanking.objects.create(event=record("erase", by=None))
    assert len(list(ALL["見張り"]())) == 1


def test_every_text_of_an_append_only_row_may_be_blanked():
    """What a row that is written once says in free words is declared; codes, keys, days and numbers are not."""
    from kyodo_portal.common.privacy import personal_columns

    codes = {"step", "from_state", "to_state", "act", "target_type", "target_id", "once"}
    codes |= {"sha256", "number", "partner_kinds", "form_codes", "way", "process"}
    for model in guard.guarded().values():
        texts = {field.name for field in text_fields(model)} - codes
        assert {name for name, blank in personal_columns(model).items() if blank is not None} == texts, model


def test_reminders_of_the_office_about_a_persons_own_registration_are_cleaned_too(city):
    """A person who registers as an individual: the matter is called by the name, and so are the reminders of the secretariat."""
    user, client = signed_in()
    row = apply(user, name=NAME, status="submitted")
    take_step(row, "withdraw", by=user, version=row.version)
    url = f"/admin/partners/registration/{row.pk}/change/"
    notify([city["staff"]], title=f"期限をすぎました：登録の申請を確かめる（{NAME}）", url=url, key="due")
    client.post("/me/data/close/", YES)
    assert Notice.objects.get(key="due").title == "期限をすぎました：登録の申請を確かめる（退会した人）"
    assert traces_in(everywhere()) == []


def test_photographs_of_what_a_group_held_go_with_those_of_the_group():
    group, chief, _ = build.group("雪割草の会")
    other, its_chief, _ = build.group("川べりの会")
    event, theirs = build.event(group), build.event(other)
    rows = [("partner", group.pk), ("event", event.pk), ("event-day", event.pk), ("event", theirs.pk), ("partner", event.pk + 99)]
    photos = [
        Photo.objects.create(place=place, subject_id=key, alt=NAME, people="far", added_by=chief, form_key=build.uuid4())
        for place, key in rows
    ]
    erase_photos(photos_of_group(group))
    assert [bool(row.removed_at) for row in Photo.objects.order_by("pk")] == [True, True, True, False, False]
    assert list(Photo.objects.order_by("pk").values_list("alt", flat=True)) == ["", "", "", NAME, NAME]
    assert groups_of_photos(photos) == {
        photos[0].pk: (group.pk,), photos[1].pk: (group.pk,), photos[2].pk: (group.pk,), photos[3].pk: (other.pk,),
        photos[4].pk: (event.pk + 99,),
    }  # fmt: skip
