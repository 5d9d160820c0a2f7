"""町内会へのお願い: what is asked already is seen before asking, each group answers for itself, and nobody outside reads of it."""

import datetime
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kyodo_portal.common.forms.three_way import fields_etag
from kyodo_portal.notices.models import Notice
from kyodo_portal.pages.reminders import remind
from kyodo_portal.process.models import Task
from partners.models import Area
from partners.requests.actions import send_request
from projects.asks.actions import ask_groups, edit_ask, restore_ask, withdraw_ask, words_of
from projects.committees.models import Committee, CommitteeSeat
from projects.models import Ask, AskedGroup
from tests import build
from tests.projects.ledger.build import World, join, partner, person
from tests.sent import opened, text_of

pytestmark = pytest.mark.django_db
NEW, LIST = "/staff/asks/new/", "/staff/asks/"
WORDS = {"kind": "attend", "title": "防災訓練への参加", "what": "訓練に出る人を決めてください。"}


@pytest.fixture(scope="module")
def laid_world(lay):
    def make():
        world = World()
        world.area = Area.objects.create(name="本町")
        world.towns = [partner(f"{name}町内会", kind="neighbourhood") for name in ("あさひ", "いずみ", "うみべ")]
        for town in world.towns[:2]:
            town.areas.add(world.area)
        world.head = join(person("会長"), world.towns[0])
        world.treasurer = join(person("会計"), world.towns[0], "member")
        build.assign(world.guide, world.towns[0])
        return world

    return lay(make)


def ask(world, towns=None, **more):
    """An ask that stands, by the clerk of the office."""
    said = {"people": None, "due_on": build.days(10), "place": "", "when": "", **WORDS, **more}
    said.setdefault("fiscal_year", year())
    return ask_groups(by=world.clerk, office=world.office, partners=towns or world.towns[:1], form_key=uuid.uuid4(), **said)


def year():
    today = build.days(0)
    return today.year if today.month > 3 else today.year - 1


def written(client, world, **more):
    """What the form sends: its key, the office, the words."""
    form = client.get(NEW).context["form"]
    return {"form_key": form["form_key"].value(), "office": world.office.pk, "fiscal_year": year(), **WORDS, **more}


def test_one_sees_what_each_is_asked_already_before_asking(client_for, world):
    first = ask(world, world.towns[1:2], title="ごみ置き場の調べ", kind="survey")
    client = client_for(world.clerk)
    sent = written(client, world, areas=[world.area.pk], people="2人", due_on=f"{build.days(20):%Y-%m-%d}")
    page = client.post(NEW, sent)
    text = build.markup(page)
    assert Ask.objects.count() == 1 and "まだ送っていません。2団体が" in text
    lines = page.context["groups"]
    assert [(line.group.name, line.load.total, line.is_most) for line in lines] == [
        ("いずみ町内会", 1, True),
        ("あさひ町内会", 0, False),
    ]
    assert "ごみ置き場の調べ（" in text and "いちばん多く頼まれています" in text and "うみべ町内会" not in text
    hidden = dict(page.context["sent"])
    again = build.markup(client.post(NEW, {**hidden, "partners": [world.towns[0].pk], "back": "1"}))
    assert "新しくお願いする" in again and "入力を直してください" not in again and "訓練に出る人を決めてください。" in again
    answer = client.post(NEW, {**hidden, "partners": [world.towns[0].pk], "send": "1"})  # the other box was cleared
    made = Ask.objects.exclude(pk=first.pk).get()
    assert answer.status_code == 302 and (made.people, made.due_on, made.by) == (2, build.days(20), world.clerk)
    assert [row.partner.name for row in made.groups.all()] == ["あさひ町内会"]
    # The second press of the button, and one that goes back and ticks somebody else.
    assert client.post(NEW, {**hidden, "partners": [world.towns[0].pk], "send": "1"}).status_code == 302
    other = client.post(NEW, {**hidden, "partners": [world.towns[2].pk], "send": "1"})
    assert other.status_code == 409 and "先に送った内容は残っています" in build.markup(other)
    assert Ask.objects.count() == 2 and AskedGroup.objects.count() == 2


def test_what_is_missing_is_said_at_its_box(client_for, world):
    client = client_for(world.clerk)
    text = build.markup(client.post(NEW, written(client, world, title="", people="たくさん", due_on="2020-01-01")))
    for said in ("お願いの名前を入れてください。", "お願いする団体か地域を、1つはえらんでください。", "より後の日にしてください"):
        assert said in text
    bad = {"office": world.elsewhere.pk, "partners": ["abc", world.office.pk], "kind": "bad", "fiscal_year": "1999"}
    text = build.markup(client.post(NEW, written(client, world, **bad)))
    assert text.count("並んでいるものから選び直してください") >= 4 and not Ask.objects.exists()
    assert client_for(world.chief).get(NEW).context["form"].fields["office"].queryset.count() >= 3  # the secretariat: for all


def test_a_group_answers_and_then_nobody_has_it_to_do(client_for, world):
    made = ask(world, world.towns)
    asked = made.groups.get(partner=world.towns[0])
    task = Task.objects.get(process="ask", subject_id=asked.pk)
    assert (task.party, task.due_on, task.label) == (f"p{world.towns[0].pk}", made.due_on, "市からのお願いに返事をする")
    assert set(Notice.objects.filter(key=f"ask:{asked.pk}:asked").values_list("user", flat=True)) == {
        world.head.pk,
        world.treasurer.pk,
    }
    head, page = client_for(world.head), f"/partners/{world.towns[0].pk}/asks/{asked.pk}/"
    assert page in build.read(head, "/me/") and "防災訓練への参加" in build.read(client_for(world.treasurer), page)
    assert client_for(world.treasurer).post(page, {"answer": "yes"}).status_code == 403
    etag = head.get(page).context["form"]["etag"].value()
    assert head.post(page, {"etag": etag, "answer": "no", "why": "その日は祭りです。"}).status_code == 302
    asked.refresh_from_db()
    assert (asked.answer, asked.why, asked.answered_by, asked.came_by) == ("no", "その日は祭りです。", world.head, "")
    assert not Task.objects.filter(process="ask", subject_id=asked.pk, done_at=None).exists()
    assert Notice.objects.filter(user=world.clerk, title__contains="あさひ町内会の返事：できません").count() == 1
    text = build.read(client_for(world.clerk), made.get_absolute_url())
    assert "3団体にお願いし、1団体から返事がありました。" in text and "その日は祭りです。" in text
    # The words are for who asked, the secretariat and who accompanies; another office reads the answer alone.
    for reader, reads in ((world.chief, True), (world.guide, True), (world.outsider, False)):
        other = client_for(reader)
        pages = [page, f"/partners/{world.towns[0].pk}/asks/", *([made.get_absolute_url()] if reader is not world.guide else [])]
        for address in pages:
            seen = build.read(other, address)
            assert "できません" in seen and ("その日は祭りです。" in seen) is reads, (reader, address)
    # Who opened the page before sees what stands now; who looked at it may still change the answer.
    late = head.post(page, {"etag": etag, "answer": "yes", "why": ""})
    assert late.status_code == 409 and "いまの内容：できません" in build.markup(late)
    now = head.get(page).context["form"]["etag"].value()
    assert head.post(page, {"etag": now, "answer": "done", "why": ""}).status_code == 302
    assert AskedGroup.objects.get(pk=asked.pk).answer == "done"


def test_what_comes_on_paper_is_entered_by_who_asked(client_for, world):
    asked = ask(world).groups.get()
    page = asked.get_absolute_url()
    clerk = client_for(world.clerk)
    etag = clerk.get(page).context["form"]["etag"].value()
    text = build.markup(clerk.post(page, {"etag": etag, "answer": "yes"}))
    assert "収受日を入れてください。" in text and "届いた方法を選んでください。" in text
    assert client_for(world.outsider).post(page, {"etag": etag, "answer": "yes"}).status_code == 403
    sent = {"etag": etag, "answer": "yes", "received_on": f"{build.days(-1):%Y-%m-%d}", "came_by": "telephone", "why": "5人"}
    assert clerk.post(page, sent).status_code == 302
    asked.refresh_from_db()
    assert (asked.answer, asked.received_on, asked.came_by, asked.answered_by) == (
        "yes",
        build.days(-1),
        "telephone",
        world.clerk,
    )
    told = Notice.objects.get(user=world.head, title__contains="返事：できます")
    assert "電話の返事として入れました" in told.body


def test_an_ask_is_taken_back_from_some_or_all(client_for, world):
    made = ask(world, world.towns)
    page, clerk = f"{made.get_absolute_url()}withdraw/", client_for(world.clerk)
    assert client_for(world.outsider).get(page).status_code == 403
    assert "取り下げるわけを入れてください。" in build.markup(clerk.post(page, {"partners": [world.towns[0].pk], "why": ""}))
    first = {"partners": [world.towns[0].pk], "why": "場所が変わったため"}
    assert clerk.post(page, first).status_code == 302
    asked = made.groups.get(partner=world.towns[0])
    assert not asked.stands and AskedGroup.objects.open().count() == 2
    assert Task.objects.filter(process="ask", done_at=None).count() == 2
    assert Notice.objects.get(key__startswith=f"ask:{asked.pk}:withdrawn", user=world.head).body.startswith("場所が変わったため")
    assert "並んでいるものから選び直してください" in build.markup(clerk.post(page, first))  # it is taken back already
    head, own = client_for(world.head), asked.get_absolute_url()
    assert "取り下げられたお願いです" in build.read(head, own) and head.post(own, {"answer": "yes"}).status_code == 403
    group = build.read(head, f"/partners/{world.towns[0].pk}/asks/")
    assert "令和" in group and "場所が変わったため" in group.split("取り下げられたお願い")[1]
    withdraw_ask(made, by=world.chief, partners=world.towns, why="中止")
    assert "すべての団体へのお願いを取り下げました。" in build.read(clerk, made.get_absolute_url())


def test_an_ask_is_put_right_and_a_mistaken_withdrawal_is_taken_back(client_for, world):
    """Whoever is asked is told each time; answers stay. Two colleagues' different boxes go together."""
    made = ask(world, world.towns[:2])
    base, clerk, chief = made.get_absolute_url(), client_for(world.clerk), client_for(world.chief)
    head, own = client_for(world.head), made.groups.get(partner=world.towns[0]).get_absolute_url()
    assert head.post(own, opened(head, own, answer="yes")).status_code == 302
    page = f"{base}edit/"
    assert client_for(world.outsider).get(page).status_code == 403
    late, both = opened(chief, page, place="公民館"), opened(chief, page, due_on="12月1日")
    new = build.days(20)
    assert clerk.post(page, opened(clerk, page, due_on=f"{new:%Y-%m-%d}")).status_code == 302
    assert "「返事の期限」は、そのまま残しました" in text_of(chief.post(page, late, follow=True))
    assert chief.post(page, both).status_code == 200  # a day without a year
    both["due_on"] = f"{build.days(30):%Y-%m-%d}"
    assert chief.post(page, both).status_code == 409
    made.refresh_from_db()
    assert (made.due_on, made.place) == (new, "公民館")
    assert Task.objects.get(process="ask", done_at=None).due_on == new
    told = Notice.objects.filter(user=world.head, title__contains="お願いの内容を直しました")
    assert [row.body.splitlines()[0] for row in told.order_by("pk")] == ["直したところ：返事の期限", "直したところ：ところ"]
    clerk.post(page, opened(clerk, page))
    assert told.count() == 2  # nothing was changed

    for _ in range(2):
        withdraw_ask(made, by=world.clerk, partners=world.towns[:2], why="中止")
        assert "お願いをもどす" in build.read(clerk, base) and "/edit/" not in build.read(clerk, base)
        again = {"partners": [town.pk for town in world.towns[:2]]}
        assert clerk.post(f"{base}restore/", again).status_code == 302
        assert clerk.post(f"{base}restore/", again).status_code == 302  # the same press twice
        late = chief.post(f"{base}restore/", again)
        assert late.status_code == 409 and "先にもどしました" in build.markup(late)
    assert sorted(made.groups.values_list("answer", "withdrawn_why")) == [("", ""), ("yes", "")]
    assert Task.objects.filter(process="ask", done_at=None).count() == 1
    titles = list(Notice.objects.filter(user=world.head).order_by("pk").values_list("title", flat=True))
    assert [("もどし" if "取り消し" in title else "取り下げ") for title in titles if "取り下げ" in title] == [
        "取り下げ",
        "もどし",
    ] * 2


def test_the_list_says_who_is_asked_most(client_for, world):
    ask(world, world.towns[2:], title="広報の配布", kind="circular")
    ask(world, world.towns[2:], title="去年の分", fiscal_year=year() - 1)
    ask(world, world.towns[1:2])
    committee = Committee.objects.create(name="推進委員会")
    for belongs, user in (("うみべ町内会", None), ("", world.head), ("ほかの会", world.treasurer)):
        CommitteeSeat.objects.create(
            committee=committee, name="委員", belongs=belongs, user=user, category="group", since=build.days(-9)
        )
    world.entry(title="花いっぱい", partners=[world.towns[0]])
    letter = send_request(
        by=world.clerk, form_key=uuid.uuid4(), about=f"partner:{world.towns[0].pk}", kind="ask",
        text="集会所のことを聞かせてください。", about_label="集会所", to=world.towns[0], from_partner=world.office,
    )  # fmt: skip
    client = client_for(world.outsider)  # of another office: whoever asks must know
    rows = [(group.name, load.total, [n for _, n in load.parts]) for group, load in client.get(LIST).context["lines"]]
    assert rows == [
        ("あさひ町内会", 4, [0, 1, 1, 1, 0, 1]),
        ("うみべ町内会", 2, [1, 0, 0, 1, 0, 0]),
        ("いずみ町内会", 1, [1, 0, 0, 0, 0, 0]),
    ]

    def names(query):
        return [group.name for group, _ in client.get(f"{LIST}?{query}").context["lines"]]

    assert names(f"area={world.area.pk}&sort=kana") == ["あさひ町内会", "いずみ町内会"]
    assert names(f"office={world.office.pk}") == ["うみべ町内会", "いずみ町内会"]
    assert names("q=いずみ") == ["いずみ町内会"] and world.group.name in names("kind=all") and names("kind=community") == []
    assert client_for(world.representative).get(LIST).status_code == 404
    page = build.read(client, f"/partners/{world.towns[0].pk}/asks/")  # that an office wrote, and no word of it
    assert "市の課からの手紙" in page and world.office.name in page and "集会所のこと" not in page and letter.sent_at


def test_last_years_ask_is_the_model_of_this_years(client_for, world):
    old = ask(world, world.towns[:2], fiscal_year=year() - 1, people=2, when="10月の日曜日")
    withdraw_ask(old, by=world.clerk, partners=world.towns[1:2], why="休会のため")
    client = client_for(world.clerk)
    assert "防災訓練への参加" in build.read(client, f"/staff/asks/sent/?year={year() - 1}")
    page = client.get(f"{NEW}?from={old.pk}")
    form = page.context["form"]
    assert (form["title"].value(), form["people"].value(), form["when"].value()) == ("防災訓練への参加", 2, "10月の日曜日")
    assert (form["partners"].value(), form["due_on"].value()) == ([world.towns[0].pk], None)
    assert "をもとにしています" in build.markup(page)
    assert client.get(f"{NEW}?from=999999&to=x").status_code == 200


def test_the_groups_page_and_its_paper_tell_the_whole_year(client_for, world):
    ask(world, title="推薦", kind="member", due_on=datetime.date(year(), 12, 1))
    ask(world, title="回覧", kind="circular", due_on=None)
    ask(world, title="来年の話", fiscal_year=year() + 1)
    page = f"/partners/{world.towns[0].pk}/asks/"
    for user in (world.head, world.treasurer, world.guide, world.clerk, world.outsider):
        answer = client_for(user).get(page)
        assert [(month.label, [str(row.ask) for row in month.rows]) for month in answer.context["shown"].months] == [
            ("12月", ["推薦"]),
            ("期限のないもの", ["回覧"]),
        ]
        assert "来年の話" not in answer.text and answer.context["shown"].years == [year(), year() + 1]
    assert "来年の話" in build.read(client_for(world.head), f"{page}?year={year() + 1}")
    paper = build.read(client_for(world.head), f"{page}print/")
    assert paper.count("□ できます") == 2 and "推薦" in paper and "12月1日" in paper
    for user, status in ((world.representative, 404), (world.idle, 404), (None, 302)):
        assert [client_for(user).get(address).status_code for address in (page, f"{page}print/")] == [status] * 2
    assert client_for(world.clerk).get(f"/partners/{world.office.pk}/asks/").status_code == 404
    link = f"/partners/{world.towns[0].pk}/asks/"
    assert link in build.read(client_for(world.head), f"/partners/{world.towns[0].pk}/")
    assert link not in build.read(client_for(), f"/partners/{world.towns[0].pk}/")


def test_a_late_answer_is_asked_for_again(client_for, world):
    made = ask(world)
    Ask.objects.update(due_on=build.days(-1))
    Task.objects.filter(process="ask").update(due_on=build.days(-1))
    remind()
    told = Notice.objects.filter(user=world.head, title__startswith="期限をすぎました：市からのお願いに返事をする")
    assert told.count() == 1 and made.title in told.get().title
    queues = client_for(world.clerk).get("/admin/").context["queues"]
    row = next(row for row in queues if row["label"] == "返事がおくれている、団体へのお願い")
    assert row["count"] == 1 and made.title in build.read(client_for(world.clerk), row["url"])
    assert made.title not in build.read(client_for(world.clerk), "/staff/asks/sent/?kind=work")


def test_pages_cost_the_same_however_much_is_asked(client_for, world):
    client, head = client_for(world.clerk), client_for(world.head)
    pages = [(client, LIST), (client, "/staff/asks/sent/"), (client, NEW), (head, f"/partners/{world.towns[0].pk}/asks/")]

    def costs():
        counts = []
        for who, page in pages:
            with CaptureQueriesContext(connection) as queries:
                assert who.get(page).status_code == 200
            counts.append(len(queries))
        return counts

    ask(world)
    first = costs()
    for number in range(3):
        ask(world, world.towns, title=f"お願い{number}")
    assert costs() == first and max(first) <= 20


@pytest.mark.usefixtures("ten_minutes")
def test_an_ask_withdrawn_within_ten_minutes_reached_nobody(client_for, world, later):
    def heard():
        return list(Notice.objects.visible_to(world.head).order_by("pk").values_list("title", flat=True))

    made = ask(world)
    asked, towns = made.groups.get(), world.towns[:1]
    made = edit_ask(made, by=world.clerk, etag=fields_etag(words_of(made)), **words_of(made) | {"title": "防災訓練"})
    withdraw_ask(made, by=world.clerk, partners=towns, why="まちがい")
    later(minutes=11)
    assert heard() == [] and not Notice.objects.exclude(by=world.clerk).exists()
    page = f"/partners/{asked.partner_id}/asks/"
    assert "防災訓練" not in build.read(client_for(world.head), page) and "防災訓練" in build.read(client_for(world.clerk), page)
    restore_ask(made, by=world.clerk, partners=towns)  # now it is asked after all
    withdraw_ask(made, by=world.clerk, partners=towns, why="まちがい")
    restore_ask(made, by=world.clerk, partners=towns)
    later(minutes=11)
    asked_title = "福祉課から、あさひ町内会へのお願い：防災訓練"
    assert heard() == [asked_title]
    withdraw_ask(made, by=world.clerk, partners=towns, why="まちがい")
    restore_ask(made, by=world.clerk, partners=towns)  # nobody had heard of the withdrawal
    withdraw_ask(made, by=world.clerk, partners=towns, why="中止")
    assert heard() == [asked_title]
    later(minutes=11)
    assert "中止" in build.read(client_for(world.head), page)
    restore_ask(made, by=world.clerk, partners=towns)
    said = ["福祉課が、お願いを取り下げました：防災訓練", "福祉課が、お願いの取り下げを取り消しました：防災訓練"]
    assert heard() == [asked_title, *said] and AskedGroup.objects.get(pk=asked.pk).stands
    assert client_for(world.head).get("/inbox/").status_code == 200
