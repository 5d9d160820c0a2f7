"""通知書 from the step to the file: drafted, edited, let go, told, frozen, replaced, sent, listed."""

import io

import openpyxl
import pytest
from django.db import DatabaseError, transaction

from kyodo_portal.common.forms.three_way import fields_etag
from kyodo_portal.letters.clock_actions import let_go
from kyodo_portal.letters.draft_actions import edit_letter, replace_letter, written_in
from kyodo_portal.letters.models import OfficialLetter
from kyodo_portal.letters.template_models import Signatory
from kyodo_portal.notices.models import Delivery, Notice
from kyodo_portal.process.actions import take_step
from projects.models import Proposal
from tests import build
from tests.sent import opened

from .build import as_typed, release, the_letter, today, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ten_minutes")]


@pytest.fixture(scope="module")
def laid_world(lay):
    return lay(told)


def arrived(world, later):
    letter = release(the_letter(), world.clerk)
    later(minutes=11)
    let_go()
    letter.refresh_from_db()
    return letter


def test_the_step_that_tells_a_result_brings_a_draft_out_of_the_template(world):
    letter = the_letter()
    assert (letter.template.name, letter.state_label, letter.how) == ("採択通知書", "下書き", "web")
    assert (letter.to_name, letter.document_number, letter.decided_on) == ("見本雪かき隊", "観交第123号", today())
    assert letter.signatory == "見本市長　見本 太郎"
    assert letter.received_number == world.proposal.number
    assert letter.contact == "小千谷市役所 観光交流課　電話 0258-83-3512"
    lines = letter.body.splitlines()
    assert f"受付番号：{world.proposal.number}" in lines
    assert "市が負担する額：200,000円以内" in lines
    assert "理由：地域に役立つからです。" in lines
    assert not [line for line in lines if line.startswith("審査委員会からの助言")]  # nothing was advised
    assert "｛" not in letter.body + letter.title + letter.file_name


def test_nobody_of_the_group_finds_it_before_it_arrives_and_then_its_people_are_told_once(world, client_for, later):
    letter, group, mate = the_letter(), client_for(world.representative), client_for(world.mate)
    address = f"/letters/{letter.pk}/"
    assert group.get(address).status_code == 404
    letter = release(letter, world.clerk)
    assert (letter.state_label, letter.number[-7:], letter.dated_on) == ("出すところ", "-B-0001", today())
    assert group.get(address).status_code == 404
    assert let_go() == 0
    later(minutes=11)
    assert (let_go(), let_go()) == (1, 0)
    letter.refresh_from_db()
    assert (letter.state_label, letter.sha256) == ("出した", letter.fingerprint())
    page = build.read(group, address)
    for words in ("観交第123号", "見本雪かき隊", "見本市長", "協働の提案の採択について（通知）", "記", "200,000円以内"):
        assert words in page
    assert build.read(mate, address)
    assert client_for(build.user()).get(address).status_code == 404
    assert client_for(None).get(address).status_code == 302
    notice = Notice.objects.get(user=world.representative, url=address)
    assert notice.title == "通知書「協働の提案の採択について（通知）」が届きました"
    assert f"採択通知書（{letter.document_number}）" in build.read(group, f"/projects/proposals/{world.proposal.pk}/")


def test_staff_edit_until_it_went_and_two_at_it_go_together(world, client_for):
    letter, desk = the_letter(), client_for(world.clerk)
    address, token = f"/staff/letters/{letter.pk}/", fields_etag(written_in(letter))
    sent = as_typed(letter, title="採択のお知らせ", etag=token)
    assert desk.post(address, {**sent, "body": "｛団体名｝様"}).context["form"].errors["body"] == [
        "｛ ｝のしるしは、ひな形だけで使えます。ここには、そのまま印刷される文を書いてください。"
    ]
    assert desk.post(address, sent).status_code == 302
    edit_letter(letter, by=world.clerk, etag=token, values={**written_in(letter), "contact": "見本課　電話 0000"})
    letter.refresh_from_db()
    assert (letter.title, letter.contact) == ("採択のお知らせ", "見本課　電話 0000")
    answer = desk.post(address, {**sent, "title": "ほかの件名"})
    assert (answer.status_code, OfficialLetter.objects.get(pk=letter.pk).title) == (409, "採択のお知らせ")
    assert "ほかの件名" in answer.content.decode()


def test_held_back_it_is_a_draft_with_its_number_and_nobody_heard_of_it(world, client_for):
    letter, desk = release(the_letter(), world.clerk), client_for(world.clerk)
    number = letter.number
    assert "もどす" in build.read(desk, f"/staff/letters/{letter.pk}/")
    desk.post(f"/staff/letters/{letter.pk}/press/", {"hold_back": "1"})
    letter.refresh_from_db()
    assert (letter.state_label, letter.by, letter.number) == ("下書き", None, number)
    assert not Notice.objects.filter(url=letter.get_absolute_url()).exists()
    assert release(letter, world.clerk).number == number


def test_once_it_arrived_the_database_refuses_every_change(world, later):
    draft = the_letter()
    OfficialLetter.objects.filter(pk=draft.pk).update(title="まだ直せます")
    letter = arrived(world, later)
    rows = OfficialLetter.objects.filter(pk=letter.pk)
    for change in ({"body": "ちがう文"}, {"released_at": None}, {"body": ""}, {"number": "R8-B-9999"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.delete()
    letter.refresh_from_db()
    assert letter.sha256 == letter.fingerprint()


def test_letters_that_arrive_together_are_told_as_one(world, later):
    first = release(the_letter(), world.clerk)
    second = world.in_review(world.group, world.representative, "二つめの企画")
    world.all_sheets(second)
    world.decide(second)
    world.tell(proposal=second)
    release(the_letter(), world.clerk)
    later(minutes=11)
    assert let_go() == 2
    arrived = "「協働の提案の採択について（通知）」が届きました"
    mail = Delivery.objects.get(to=world.representative.email, subject__contains=arrived)
    assert mail.subject.endswith("が届きました ほか1件") and mail.text.count(arrived) == 2
    assert Notice.objects.filter(user=world.representative, url=first.get_absolute_url()).count() == 1


def test_a_wrong_one_is_replaced_and_both_say_which_holds(world, client_for, later):
    letter, desk, group = arrived(world, later), client_for(world.clerk), client_for(world.representative)
    answer = desk.post(f"/staff/letters/{letter.pk}/replace/", {"why": "期間がちがっていたため"})
    new = the_letter()
    assert answer.url == f"/staff/letters/{new.pk}/#main"
    assert (new.replaces, new.body, new.state_label, new.number) == (letter, letter.body, "下書き", None)
    assert replace_letter(letter, by=world.clerk, why="期間がちがっていたため") == new
    assert "差し替えられています" not in build.read(group, letter.get_absolute_url())
    release(new, world.clerk)
    later(minutes=11)
    let_go()
    assert "この通知書は、差し替えられています" in build.read(group, letter.get_absolute_url())
    page = build.read(group, new.get_absolute_url())
    assert "先に送った通知書に代わるものです" in page
    assert "期間がちがっていたため" in page
    assert (OfficialLetter.objects.get(pk=letter.pk).state_label, new.number) == ("差し替えた", None)
    assert OfficialLetter.objects.get(pk=new.pk).number.endswith("-B-0002")
    told = Notice.objects.filter(user=world.representative, url=letter.get_absolute_url())
    again = desk.post(f"/staff/letters/{letter.pk}/send/", {"how": "web", "sent_on": today().isoformat()})
    assert "代わりに出した通知書の画面から、送ってください。" in build.markup(again) and told.count() == 1
    paper = desk.post(f"/staff/letters/{letter.pk}/send/", {"how": "hand", "sent_on": today().isoformat()})
    assert paper.status_code == 302  # that it had gone on paper may be noted late


def test_a_step_that_is_taken_back_takes_its_draft_along_and_a_new_decision_replaces_what_went(world, later):
    draft = release(the_letter(), world.clerk)
    now = Proposal.objects.get(pk=world.proposal.pk)
    now = take_step(now, "undo_adopt", by=world.clerk, version=now.version, reason="まちがえました。")
    draft.refresh_from_db()
    assert (draft.state_label, draft.leaves_at) == ("出さない", None)
    take_step(now, "adopt", by=world.clerk, version=now.version)
    letter = arrived(world, later)
    now = Proposal.objects.get(pk=world.proposal.pk)
    take_step(now, "correct_result", by=world.clerk, version=now.version, reason="点の集計がちがいました。")
    world.decide(result="declined", form=None, amount=None, why="点が足りないからです。")
    world.tell("decline")
    new = the_letter()
    assert (new.template.name, new.replaces, letter.state_label) == ("不採択通知書", letter, "出した")
    assert new.replaces_why == "先の手続きを取り消し、あらためて決めたため"


def test_several_go_by_one_press_and_what_changed_meanwhile_stays(world, client_for):
    first = the_letter()
    other, _ = world.another()
    world.all_sheets(other)
    world.decide(other, amount=100000)
    world.tell(proposal=other)
    second, desk = the_letter(), client_for(world.clerk)
    page = desk.post("/staff/letters/check/", {"letter": [first.pk, second.pk]})
    rows = [row.value for row in page.context["plan"].ready]
    assert len(rows) == 2
    edit_letter(
        second, by=world.clerk, etag=fields_etag(written_in(second)), values={**written_in(second), "title": "べつの件名"}
    )
    for _ in range(2):  # the second press gets the first one's answer
        done = desk.post("/staff/letters/check/", {"row": rows, "run": "1"}).context
        assert [letter.pk for letter in done["done"]] == [first.pk]
        assert [row.words for row in done["left"]] == ["この画面を開いたあとに、直されました。読み直してから、出してください。"]
    assert OfficialLetter.objects.leaving().get() == first
    assert (
        desk.post("/staff/letters/check/", {"letter": [first.pk, second.pk], "back": "1"}).url
        == "/staff/letters/?state=draft#main"
    )
    assert OfficialLetter.objects.drafts().count() == 2


def test_what_lacks_stays_a_draft_and_says_what(world, client_for):
    letter, desk = the_letter(), client_for(world.clerk)
    OfficialLetter.objects.filter(pk=letter.pk).update(signatory="")
    page = desk.post("/staff/letters/check/", {"letter": [letter.pk]}).content.decode()
    assert "「名義」を入れてください。" in page
    assert desk.post("/staff/letters/check/", {}).url == "/staff/letters/#main"
    assert "の名義は「見本市長　見本 太郎」です。" in build.read(desk, f"/staff/letters/{letter.pk}/")


def test_paper_is_noted_when_it_went_and_web_is_told_once_more(world, client_for, later):
    OfficialLetter.objects.update(how="post")
    letter, desk = arrived(world, later), client_for(world.clerk)
    assert list(OfficialLetter.objects.to_carry()) == [letter]
    address = f"/staff/letters/{letter.pk}/send/"
    wrong = desk.post(address, {"how": "post", "sent_on": build.days(-3).isoformat()})
    assert wrong.context["form"].errors["sent_on"] == ["「送った日」は、通知書を出した日からあとにしてください。"]
    desk.post(address, {"how": "post", "sent_on": today().isoformat(), "note": "簡易書留"})
    assert not OfficialLetter.objects.to_carry().exists()
    desk.post(address, {"how": "web", "sent_on": today().isoformat()})
    assert Notice.objects.filter(user=world.representative, url=letter.get_absolute_url()).count() == 2
    post = letter.sendings.get(how="post")
    desk.post(f"/staff/letters/{letter.pk}/press/", {"unsent": post.pk})
    assert [row.how for row in letter.sendings.all()] == ["web"]


def test_what_is_sent_once_more_on_the_day_it_arrived_is_told_and_a_second_press_is_not(world, client_for, later):
    letter, desk = arrived(world, later), client_for(world.clerk)
    address, told = (
        f"/staff/letters/{letter.pk}/send/",
        Notice.objects.filter(user=world.representative, url=letter.get_absolute_url()),
    )
    assert told.count() == 1 and letter.sendings.get().how == "web"
    for count in (2, 3):
        page = opened(desk, address, how="web")
        for _ in range(2):
            assert desk.post(address, page).status_code == 302
        assert told.count() == count and letter.sendings.count() == count
    assert told.order_by("-pk").first().title == "通知書「協働の提案の採択について（通知）」を、もう一度送りました"


def test_the_list_narrows_and_goes_out_for_the_filing(world, client_for, later):
    letter, desk = arrived(world, later), client_for(world.clerk)
    for query, count in (("", 1), ("?state=draft", 0), ("?state=sent", 1), ("?process=registration", 0), ("?q=雪かき隊", 1)):
        assert desk.get(f"/staff/letters/{query}").context["filter"].page.paginator.count == count, query
    answer = desk.post("/staff/letters/table/?state=sent", {"purpose": "文書管理に登録するため"})
    header, row = openpyxl.load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True)
    cells = dict(zip(header, row, strict=True))
    assert (cells["文書番号"], cells["収受番号"], cells["保存年限(年)"]) == ("観交第123号", letter.received_number, 5)
    assert cells["簿冊名"].endswith("年度 協働の提案")
    assert cells["日付"].date() == letter.dated_on and cells["決裁日"].date() == letter.decided_on  # days, not texts


def test_who_belongs_to_the_group_finds_no_draft_of_its_letter(world, client_for):
    build.join(world.clerk, world.group)
    assert client_for(world.clerk).get(f"/staff/letters/{the_letter().pk}/").status_code == 404
    assert client_for(world.official).get(f"/staff/letters/{the_letter().pk}/").status_code == 200  # the department in charge
    _, stranger = build.office("department", "道路課")
    assert client_for(stranger).get(f"/staff/letters/{the_letter().pk}/").status_code == 404


def test_who_signs_is_who_began_last_of_those_that_hold_on_the_day():
    Signatory.objects.create(post="見本市長", name="見本 太郎", since=build.days(-400))
    Signatory.objects.create(post="見本市長職務代理者 副市長", name="見本 次郎", since=build.days(-3), until=build.days(3))
    signs = [str(Signatory.objects.on(build.days(day))) for day in (-10, 0, 4)]
    assert signs == ["見本市長　見本 太郎", "見本市長職務代理者 副市長　見本 次郎", "見本市長　見本 太郎"]
    assert Signatory.objects.on(build.days(-500)) is None
