"""A letter from a page to its receiver, the answer, what is refused, and who reads what."""

import re
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kyodo_portal.notices.models import Delivery, Notice
from kyodo_portal.notices.outbox import deliver_due
from kyodo_portal.process.actions import take_step
from kyodo_portal.process.models import Task
from kyodo_portal.process.task_actions import sync_everything
from partners.models import Block, Membership, Message, Request
from partners.requests.actions import introduce, send_request
from partners.requests.care_actions import report, set_block
from partners.requests.clock_actions import turn_days
from partners.requests.message_actions import add_message
from tests import build
from tests.sent import opened

pytestmark = pytest.mark.django_db
TEXT = "火曜の夜なら、車で送れます。"


def client_of(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def people():
    group, representative, member = build.group("寺子屋の会")
    office, clerk = build.office("secretariat")
    return {
        "group": group,
        "head": representative,
        "member": member,
        "office": office,
        "clerk": clerk,
        "writer": build.user("川上 花"),
    }


def old(user):
    """Somebody whose account is not of today: five letters a day."""
    user.date_joined -= build.timedelta(days=3)
    user.save(update_fields=["date_joined"])
    return user


def letter(by, to, *, text=TEXT, kind="help", **more):
    words = {"about": f"partner:{to.pk}", "about_label": to.name, "form_key": uuid4()}
    return send_request(by=by, to=to, kind=kind, text=text, **{**words, **more})


def test_a_letter_is_written_on_a_page_and_answered_and_nobodys_address_is_shown(people):
    writer, desk = client_of(people["writer"]), client_of(people["member"])
    page = reverse("ask-about", args=[f"partner:{people['group'].pk}"])
    assert "寺子屋の会は、" in build.read(writer, page)
    said = {"kind": "help", "text": TEXT, "adult": "on", "form_key": uuid4()}
    answer = writer.post(page, said)
    row = Request.objects.get()
    assert answer.url == f"/requests/{row.pk}/#main" and row.status == "sent"
    assert writer.post(page, said).url == answer.url and Request.objects.count() == 1  # the second press
    thread = reverse("request", args=[row.pk])
    shown = build.read(desk, thread)
    assert TEXT in shown and "川上 花さん" in shown and people["writer"].email not in shown
    desk.post(thread, {"text": "ありがとうございます。", "form_key": uuid4(), "version": row.version})
    row.refresh_from_db()
    assert row.status == "talking" and list(row.letters.values_list("number", flat=True)) == [1, 2]
    read = build.read(writer, thread)
    assert "ありがとうございます。" in read and people["member"].email not in read
    told = "".join(Notice.objects.values_list("body", flat=True)) + "".join(Delivery.objects.values_list("body", flat=True))
    assert TEXT not in told and "ありがとうございます" not in told
    assert build.read(writer, "/requests/").count("寺子屋の会") >= 1


def test_no_mail_of_a_thread_carries_anybody_elses_address_in_its_heads_or_its_text(people, mailoutbox):
    writer, member = people["writer"], people["member"]
    take_step(row := letter(writer, people["group"]), "reply", by=member, text="ありがとうございます。", version=row.version)
    add_message(row, by=writer, text="土曜日に行きます。", form_key=uuid4())
    deliver_due()
    mails = [mail.message() for mail in mailoutbox]
    everybody = {person.email for person in (writer, member, people["head"], people["clerk"])}
    assert {mail["To"] for mail in mails} >= {writer.email, member.email}
    for mail in mails:
        whole = "\n".join([*(f"{name}: {value}" for name, value in mail.items()), mail.get_payload(decode=True).decode()])
        assert mail["Reply-To"] is None
        assert not any(said in whole for said in (everybody - {mail["To"]}) | {TEXT, "ありがとうございます", "土曜日に行きます"})


def test_a_notice_says_you_to_whose_turn_it_is(people):
    row = letter(people["writer"], people["group"], kind="apply")
    sent = Notice.objects.get(user=people["head"]).body
    assert sent.startswith("いまは、あなたの団体・課が「返事を書く」番です（期限 ")
    take_step(row, "reply", by=people["member"], version=row.version, text="水曜にしましょう。")
    assert (
        Notice.objects.filter(user=people["writer"]).latest("pk").body == "いまは、あなたが「手紙を読んで、返事を書く」番です。"
    )
    take_step(row, "agree", by=people["member"], version=row.version)
    agreed = Notice.objects.filter(user=people["writer"]).latest("pk").body
    assert agreed == "いまは、あなた・受けた団体・課が「済んだら、どうなったかを知らせる」番です。"


def test_who_wants_no_mails_of_letters_finds_them_in_the_inbox(people, client_for):
    """The choice is made on one's own page; what was agreed on is no letter, and is mailed all the same."""
    head, choices = people["head"], "/me/data/notices/"
    for user in (head, people["writer"]):
        page = client_for(user).get(choices)
        said = {name: field.initial or page.context["form"].initial[name] for name, field in page.context["form"].fields.items()}
        assert client_for(user).post(choices, {**said, "thread": "none"}).status_code == 302
    row = letter(people["writer"], people["group"], kind="apply")
    add_message(row, by=people["writer"], text="水曜でもいいです。", form_key=uuid4())
    take_step(row, "reply", by=people["member"], version=row.version, text="水曜にしましょう。")
    assert {user.email for user in (head, people["writer"])} <= {*Notice.objects.values_list("user__email", flat=True)}
    assert {*Delivery.objects.values_list("to", flat=True)} == {people["member"].email}
    take_step(row, "agree", by=people["member"], version=row.version)
    assert Delivery.objects.filter(to=people["writer"].email).count() == 1


def test_a_telephone_number_in_a_letter_is_asked_about(people):
    writer, page = client_of(people["writer"]), reverse("ask-about", args=[f"partner:{people['group'].pk}"])
    said = {"kind": "ask", "text": "０９０－１２３４－５６７８に電話してください。", "adult": "on", "form_key": uuid4()}
    assert "相手に見えます" in build.markup(writer.post(page, said)) and not Request.objects.exists()
    writer.post(page, {**said, "show_contact": "on"})
    assert Request.objects.count() == 1
    place = {"kind": "ask", "text": TEXT, "place": "taro@example.jp の家", "adult": "on", "form_key": uuid4()}
    body = build.offer(people["group"], "軽トラック")
    page = reverse("offer-apply", args=[body.pk])
    assert "相手に見えます" in build.markup(writer.post(page, {**place, "kind": "apply"})) and Request.objects.count() == 1


def test_what_a_step_says_is_asked_about_too(people):
    """The words of a refusal, of what was decided and of calling it off go to the other side as a letter does."""
    row = letter(people["writer"], people["group"], kind="apply")
    desk = client_of(people["member"])
    for step, said in (("decline", {"refusal": "dates", "note": "0258-82-1234へ"}), ("agree", {"place": "0258-82-1234の家"})):
        page = reverse("request-step", args=[row.pk, step])
        assert "相手に見えます" in build.markup(desk.post(page, {"version": row.version, **said})), step
    row.refresh_from_db()
    assert row.status == "sent"
    assert desk.post(page, {"version": row.version, "place": "0258-82-1234の家", "show_contact": "on"}).status_code == 302
    row.refresh_from_db()
    assert (row.status, row.place) == ("agreed", "0258-82-1234の家")


def test_a_visitors_letter_to_a_group_waits_for_the_sign_in(people):
    client, page = Client(), reverse("ask-about", args=[f"partner:{people['group'].pk}"])
    answer = client.post(page, {"kind": "help", "text": TEXT, "adult": "on", "form_key": uuid4()})
    assert "/accounts/login/?next=" in build.markup(answer) and not Request.objects.exists()
    client.force_login(people["writer"])
    assert TEXT in build.read(client, page)


def test_a_guest_writes_to_the_city_with_a_proven_mailbox_and_reads_the_answer_there(people):
    client, page = Client(), reverse("ask-about", args=[f"partner:{people['office'].pk}"])
    said = {"kind": "ask", "text": "集会所は借りられますか。", "name": "川上", "mail": "guest@example.jp", "form_key": uuid4()}
    assert client.post(page, said).url.startswith("/ask/code/") and not Request.objects.exists()
    code = re.search(r"^\d{6}$", Delivery.objects.get(to="guest@example.jp").text, re.M).group()
    wrong = "000000" if code != "000000" else "111111"
    assert "数字がちがいます" in build.markup(client.post("/ask/code/", {"code": wrong}))
    assert client.post(page, said).url.startswith("/ask/code/")  # a second press of the same page: no further digits
    assert (
        client.post("/ask/code/", {"code": code}).url == client.post("/ask/code/", {"code": code}).url == "/requests/sent/#main"
    )
    row = Request.objects.get()
    client.post(page, {**said, "text": "鍵はどこで借りられますか。"})  # back in the browser, and other words in that page
    again = re.search(r"^\d{6}$", Delivery.objects.filter(to="guest@example.jp").order_by("-pk")[0].text, re.M).group()
    lost = client.post("/ask/code/", {"code": again})
    assert lost.status_code == 409 and "鍵はどこで借りられますか。" in build.markup(lost) and Request.objects.get() == row
    assert (row.guest_mail, row.status) == ("guest@example.jp", "sent")
    take_step(row, "reply", by=people["clerk"], version=row.version, text="借りられます。")
    mail = Delivery.objects.filter(to="guest@example.jp").order_by("-pk").first()
    assert "借りられます" not in mail.text
    link = re.search(r"/requests/guest/\S+", mail.text).group()
    assert "借りられます" in build.read(Client(), link)
    assert "guest@example.jp" not in build.read(client_of(people["clerk"]), f"/requests/{row.pk}/")
    assert Client().get(link[:-3] + "x/").status_code == 404


def test_a_guest_writes_to_no_group(people):
    with pytest.raises(PermissionDenied):
        letter(None, people["group"], guest_name="だれか")


def test_two_letters_on_the_first_day_and_five_later(people):
    bodies = [build.partner() for _ in range(6)]
    for number, body in enumerate(bodies[:2]):
        letter(people["writer"], body, text=f"手紙{number}")
    with pytest.raises(ValidationError):
        letter(people["writer"], bodies[2], text="3つめ")
    known = old(build.user())
    for number, body in enumerate(bodies[:5]):
        letter(known, body, text=f"手紙{number}")
    with pytest.raises(ValidationError):
        letter(known, bodies[5], text="6つめ")


def test_the_same_text_to_a_fourth_body_is_held_back_and_then_delivered(people):
    sender = old(build.user())
    rows = [letter(sender, build.group()[0], text="買ってください。") for _ in range(4)]
    assert [row.status for row in rows] == ["sent", "sent", "sent", "held"]
    held = rows[3]
    receiver = Membership.objects.filter(partner=held.to).first().user
    assert client_of(receiver).get(f"/requests/{held.pk}/").status_code == 404
    assert "買ってください。" in build.read(client_of(people["clerk"]), f"/requests/{held.pk}/")
    assert take_step(held, "deliver", by=people["clerk"], version=held.version).status == "sent"
    assert "買ってください。" not in build.read(client_of(people["clerk"]), f"/requests/{held.pk}/")


def test_whom_a_held_letter_never_reached_hears_nothing_of_its_withdrawal(people):
    sender = old(build.user())
    held = [letter(sender, build.group()[0], text="買ってください。") for _ in range(4)][3]
    receiver = Membership.objects.filter(partner=held.to).first().user
    take_step(held, "withdraw", by=sender, version=held.version)
    assert not Notice.objects.filter(user=receiver, title__contains="取り下げ").exists()


def test_a_held_letter_that_nobody_looks_at_ends_after_two_weeks_and_can_still_be_delivered(people):
    sender = old(build.user())
    held = [letter(sender, build.group()[0], text="買ってください。") for _ in range(4)][3]
    receiver = Membership.objects.filter(partner=held.to).first().user
    assert Task.objects.open().get(process="request", subject_id=held.pk).due_on == build.days(3)
    Request.objects.filter(pk=held.pk).update(status_since=timezone.now() - build.timedelta(days=13))
    turn_days()
    held.refresh_from_db()
    assert held.status == "held"
    Request.objects.filter(pk=held.pk).update(status_since=timezone.now() - build.timedelta(days=15))
    turn_days()
    held.refresh_from_db()
    assert held.status == "stopped"
    for person in (sender, people["clerk"]):
        assert Notice.objects.filter(user=person).latest("pk").title == f"{held}は、届けないまま終わりました"
    page = f"/requests/{held.pk}/"
    assert "14日のあいだ市が確かめられなかった" in build.read(client_of(sender), page)
    assert client_of(receiver).get(page).status_code == 404
    clerk = build.read(client_of(people["clerk"]), page)
    assert "買ってください。" in clerk and "届ける" in clerk and "もう一度開く" not in clerk
    assert take_step(held, "deliver", by=people["clerk"], version=held.version).status == "sent"
    assert "買ってください。" in build.read(client_of(receiver), page)


def test_who_guards_and_can_do_nothing_reads_no_heading_of_it(people):
    row, clerk = letter(people["writer"], people["group"]), client_of(people["clerk"])
    page = f"/requests/{row.pk}/"
    assert "このやりとりでできること" not in build.read(clerk, page)
    assert "このやりとりでできること" in build.read(client_of(people["member"]), page)
    report(row, by=people["member"], why="しつこい")
    assert "このやりとりでできること" in build.read(clerk, page)


def test_letters_are_paged(people, django_assert_max_num_queries):
    for number in range(23):
        letter(old(build.user()), people["office"], text=f"質問{number}です。", kind="ask")
    desk, rows = client_of(people["clerk"]), []
    desk.get("/requests/")
    for page in ("/requests/", "/requests/?page=2"):
        with django_assert_max_num_queries(12):
            rows.append(re.findall(r'<h3><a href="(/requests/[0-9]+/)"', desk.get(page).text))
    assert [len(page) for page in rows] == [20, 3] and len({*rows[0], *rows[1]}) == 23


def test_who_guards_reads_a_letter_only_once_it_is_reported_and_may_stop_it_then(people):
    row, clerk = letter(people["writer"], people["group"]), client_of(people["clerk"])
    page = f"/requests/{row.pk}/"
    assert TEXT not in build.read(clerk, page) and "ふたりのあいだ" in build.read(clerk, page)
    admin = f"/admin/partners/request/{row.pk}/change/"
    assert TEXT not in build.read(clerk, admin)
    assert clerk.post(f"{page}step/stop/", {"version": row.version, "cause": "rude"}).status_code == 409
    report(row, by=people["member"], why="しつこい")
    assert TEXT in build.read(clerk, page)
    take_step(row, "stop", by=people["clerk"], version=row.version, cause="rude")
    with pytest.raises(ValidationError):
        add_message(row, by=people["writer"], text="まだ書く", form_key=uuid4())
    assert client_of(build.user()).get(page).status_code == 404


@pytest.mark.parametrize("ends_first", [True, False])
def test_a_report_on_a_letter_that_is_over_is_still_somebodys_task(people, ends_first):
    row, clerk = letter(people["writer"], people["group"]), client_of(people["clerk"])
    asked = Task.objects.open().filter(process="report", subject_id=row.pk, party="s")
    if not ends_first:
        report(row, by=people["member"], why="しつこい")
    take_step(row, "decline", by=people["member"], version=row.version, refusal="dates", text="できません。")
    if ends_first:
        page = f"/requests/{row.pk}/report/"
        assert client_of(people["member"]).post(page, {"why": "しつこい"}).status_code == 302
    assert asked.get().label == "困ったという知らせを読んで、どうするかを決める"
    assert asked.get().url == f"/requests/{row.pk}/" and TEXT in build.read(clerk, f"/requests/{row.pk}/")
    sync_everything()
    assert asked.count() == 1
    page = f"/requests/{row.pk}/dismiss/"
    assert "もう終わっているので、止めることはしないと伝えます" in build.read(clerk, page)
    assert clerk.post(page, opened(clerk, page)).status_code == 302
    assert not asked.exists()
    told = Notice.objects.get(user=people["member"], key__startswith="report-answered:")
    assert told.body.startswith("もう終わっているやりとりなので、止めることはしません。")


def test_a_group_takes_no_letters_of_somebody(people):
    row = letter(people["writer"], people["group"])
    set_block(row, by=people["head"], is_on=True)
    assert Block.objects.count() == 1
    with pytest.raises(ValidationError):
        letter(people["writer"], people["group"], text="もう一度")
    with pytest.raises(ValidationError):
        add_message(row, by=people["writer"], text="続き", form_key=uuid4())


def test_who_only_reads_matters_reads_no_letters(people):
    reader = build.user()
    build.join(reader, people["group"], Membership.Part.VIEWER)
    row = letter(people["writer"], people["group"])
    assert client_of(reader).get(f"/requests/{row.pk}/").status_code == 404


def test_one_notice_until_it_is_read(people):
    row = letter(people["writer"], people["group"])
    for number in range(5):
        add_message(row, by=people["writer"], text=f"続き{number}", form_key=uuid4())
    assert Notice.objects.filter(user=people["member"]).count() == 1
    client_of(people["member"]).get(f"/requests/{row.pk}/")
    add_message(row, by=people["writer"], text="また", form_key=uuid4())
    assert Notice.objects.filter(user=people["member"]).count() == 2


def test_somebody_is_let_into_a_group_by_its_representative_and_out_again(people):
    row = letter(people["writer"], people["group"], kind="join")
    with pytest.raises(PermissionDenied):
        take_step(row, "admit", by=people["member"], version=row.version, part="member", since=build.days(0))
    row = take_step(row, "admit", by=people["head"], version=row.version, part="member", since=build.days(0))
    assert Membership.objects.valid().filter(user=people["writer"], partner=people["group"]).exists()
    row = take_step(row, "undo_admit", by=people["head"], version=row.version)
    assert row.status == "sent" and not Membership.objects.filter(user=people["writer"]).exists()


def test_an_office_passes_on_and_the_next_one_gives_back(people):
    roads, official = build.office(name="土木課")
    row = letter(people["writer"], people["office"], kind="ask")
    row = take_step(row, "pass_on", by=people["clerk"], version=row.version, to=roads, why="道の話です")
    assert row.to == roads and "道の話です" in build.read(client_of(official), f"/requests/{row.pk}/")
    assert "道の話です" not in build.read(client_of(people["writer"]), f"/requests/{row.pk}/")
    row = take_step(row, "undo_pass_on", by=official, version=row.version)
    assert row.to == people["office"] and Message.objects.filter(side="note").count() == 0


def test_a_coordinator_introduces_two_groups_and_is_asked_in_sixty_days(people):
    _, guide = build.office("coordinator")
    other, other_head, _ = build.group("朝市の会")
    words = {"about": "partner:1", "about_label": other.name, "form_key": uuid4()}
    row = introduce(by=guide, one=people["group"], other=other, text="送り迎えで力になれそうです。", **words)
    for person in (people["head"], other_head):
        assert "力になれそう" in build.read(client_of(person), f"/requests/{row.pk}/")
    Request.objects.update(sent_at=row.sent_at - build.timedelta(days=61))
    turn_days()
    row.refresh_from_db()
    assert row.became_asked_on == build.days(0)
    assert Notice.objects.filter(user=guide, title__contains="その後").count() == 1
    row = take_step(row, "reply", by=other_head, version=row.version, text="お願いします。")
    row = take_step(row, "finish", by=guide, version=row.version, became="real")
    for by, who in ((guide, "コーディネーター"), (people["member"], "寺子屋の会"), (other_head, "朝市の会")):
        if by != guide:
            row = take_step(row, "undo_finish", by=guide, version=row.version)
            row = take_step(row, "finish", by=by, version=row.version, became="real")
        assert f"{who}が、済んだことを知らせました。" in build.read(client_of(guide), f"/requests/{row.pk}/")


def test_an_introduction_that_nobody_answered_is_asked_about_and_ended_with_a_word(people):
    _, guide = build.office("coordinator")
    words = {"about": "partner:1", "about_label": "朝市", "form_key": uuid4(), "text": "話してみませんか。"}
    row = introduce(by=guide, one=people["group"], other=build.group("朝市の会")[0], **words)
    client, page = client_of(guide), f"/requests/{row.pk}/step/finish/"
    assert client.get(page).status_code == 409
    Request.objects.update(sent_at=row.sent_at - build.timedelta(days=61))
    turn_days()
    assert f'href="{page}"' in build.markup(client.get("/me/")) and "選んでください" in build.read(client, page)
    assert "「どうなりましたか」を選んでください" in build.markup(client.post(page, {"version": row.version, "became": ""}))
    client.post(page, {"version": row.version, "became": "none"})
    row.refresh_from_db()
    assert (row.status, row.became) == ("done", "none")


def test_a_late_answer_is_said_once_to_the_secretariat(people):
    row = letter(people["writer"], people["group"])
    Request.objects.update(answer_by=build.days(-1))
    turn_days()
    turn_days()
    assert Notice.objects.filter(user=people["clerk"], title__contains="おくれて").count() == 1
    assert TEXT not in Notice.objects.get(user=people["clerk"]).body and row.pk


def test_nobody_signs_in_for_a_group_so_the_city_relays(people):
    silent = build.partner("紙の町内会")
    page = build.read(client_of(people["writer"]), reverse("ask-about", args=[f"partner:{silent.pk}"]))
    assert "紙の町内会には、市が電話や紙で取り次ぎます" in page
