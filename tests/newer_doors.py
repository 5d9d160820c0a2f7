"""The doors of the newer rooms for the matrix: applications, grants, events, opinions, asks, letters, voices, the coordinators' desk."""

import datetime

from django.utils import timezone

from kyodo_portal.common.japanese.dates import fiscal_year
from kyodo_portal.letters.models import OfficialLetter
from kyodo_portal.pages.models import City
from partners.models import Event
from projects.models import Application, Ask, Committee, CommitteeMeeting, Consultation, FormField, Opinion, Topic
from tests import build
from tests.doors import DATES, DIGITS, MAIL, UNITS, Door
from tests.letters import build as letters
from tests.pages import test_city_row as city
from tests.projects.applications import build as applications
from tests.projects.consultations.build import Desk
from tests.projects.grants import build as grants
from tests.projects.opinions import build as opinions
from tests.projects.voices import build as voices

D = datetime.date


def next_january():
    return timezone.localdate().year + 1


def application_of_a_group():
    world, january = applications.World(), next_january()
    row = world.made()
    FormField.objects.filter(spec=row.spec).delete()  # what a city's own form asks besides: see the questions of a call
    return Door(
        by=world.chair,
        address=f"/applications/{row.pk}/edit/",
        typed={
            "starts_on": f"令和{january - 2018}年１月１０日",
            "ends_on": f"{january}.1.11",
            "expected": "約９６人",
            "fee": "５００円",
        },
        stands=lambda: Application.objects.filter(pk=row.pk).values_list("starts_on", "ends_on", "expected", "fee")[0],
        stored=(D(january, 1, 10), D(january, 1, 11), 96, 500),
        prose="summary",
        wrong=("fee", "500円～800円", "には、数を1つだけ入れてください。"),
        old=("place", "べつの場所"),
        more={"save": "1"},
    )


def grant_of_a_group():
    world = grants.World()
    draft = world.draft()
    return Door(
        by=world.leader,
        address=f"{draft.get_absolute_url()}edit/",
        typed={"starts_on": "令和８年１２月１日", "wish": "１３万円", "expenses-0-amount": "２８万", "incomes-0-amount": "￥150,000－"},
        stands=lambda: (
            *type(draft).objects.values_list("starts_on", "wish")[0], *draft.lines.values_list("budget", flat=True),
        ),
        stored=(D(2026, 12, 1), 130_000, 150_000, 280_000),
        prose="purpose",
        wrong=("expenses-0-amount", "100円×2800", "金額には、数を1つだけ入れてください。"),
        old=("place", "べつの場所"),
        more={"save": "1"},
    )  # fmt: skip


def event_of_a_group():
    body, person, _ = build.group()
    row = build.event(body, published_at=None)
    day = timezone.localtime(row.starts_at)
    return Door(
        by=person,
        address=f"/events/{row.pk}/edit/",
        typed={"starts_at": f"{day:%Y/%m/%d} 午前９時半", "ends_at": "正午", "capacity": "３０人", "phone": "０２５８-８３-３５１２", "url": "ｅｘａｍｐｌｅ．ｊｐ"},
        stands=lambda: (
            *(timezone.localtime(at).strftime("%H:%M") for at in Event.objects.values_list("starts_at", "ends_at")[0]),
            *Event.objects.values_list("capacity", "phone", "url")[0],
        ),
        stored=("09:30", "12:00", 30, "0258-83-3512", "https://example.jp"),
        prose="text",
        wrong=("capacity", "30〜40人", "には、数を1つだけ入れてください。"),
        old=("place", "べつの会館"),
        more={"text": "集まります。"},
    )  # fmt: skip


def opinion_of_a_resident():
    world = opinions.World()
    row = opinions.sent(world.round, world.resident)
    return Door(
        by=world.resident,
        address=row.get_absolute_url(),
        typed={"name": "見本　太郎"},
        stands=lambda: Opinion.objects.values_list("name")[0],
        stored=("見本　太郎",),
        prose="text",
        wrong=("name", "", "名前・団体名を入れてください。"),
        old=("address", "べつの町9"),
    )


def ask_of_an_office():
    office, clerk = build.office()
    row = Ask.objects.create(
        office=office,
        by=clerk,
        fiscal_year=fiscal_year(build.days(0)),
        kind="attend",
        title="訓練",
        what="出てください。",
        form_key=build.uuid4(),
    )
    january = next_january()
    return Door(
        by=clerk,
        address=f"/staff/asks/{row.pk}/edit/",
        typed={"people": "約２人", "due_on": f"令和{january - 2018}年１月２０日（水）まで"},
        stands=lambda: Ask.objects.values_list("people", "due_on")[0],
        stored=(2, D(january, 1, 20)),
        prose="what",
        wrong=("people", "2〜3人", "人数には、数を1つだけ入れてください。"),
        old=("place", "べつの会館"),
    )


def letter_of_an_office():
    world = letters.told()
    row = letters.the_letter()
    return Door(
        by=world.clerk,
        address=f"/staff/letters/{row.pk}/",
        typed={"decided_on": "令和八年四月一日", "keep_years": "５年"},
        stands=lambda: OfficialLetter.objects.filter(pk=row.pk).values_list("decided_on", "keep_years")[0],
        stored=(D(2026, 4, 1), 5),
        prose="appeal_text",
        wrong=("dated_on", "令和8年4月", "日付は、日まで入れてください。"),
        old=("contact", "べつの担当"),
    )


def topic_of_the_secretariat():
    world = voices.World()
    return Door(
        by=world.clerk,
        address=f"{world.topic.get_absolute_url()}edit/",
        typed={"paper_count": "約９６人", "paper_source": "回覧"},
        stands=lambda: Topic.objects.values_list("paper_count")[0],
        stored=(96,),
        prose="summary",
        wrong=("paper_count", "30〜40人", "には、数を1つだけ入れてください。"),
        old=("title", "べつの名前"),
    )


def consultation_at_the_desk():
    world = Desk()
    row = world.consult()
    return Door(
        by=world.one,
        address=f"{row.get_absolute_url()}edit/",
        typed={"minutes": "１時間半", "on": "令和八年十一月一日"},
        stands=lambda: Consultation.objects.values_list("minutes", "on")[0],
        stored=(90, D(2026, 11, 1)),
        prose="introduced_names",
        wrong=("minutes", "10〜20分", "には、数を1つだけ入れてください。"),
        old=("is_first", "on"),
    )


def offer_of_a_group():
    body, person, _ = build.group()
    row, january = build.offer(body, "除雪機"), next_january()
    return Door(
        by=person,
        address=f"/partners/{body.pk}/offers/{row.pk}/",
        typed={"since": f"令和{january - 2018}年１月１０日", "until": f"{january}.1.31まで"},
        stands=lambda: type(row).objects.values_list("since", "until")[0],
        stored=(D(january, 1, 10), D(january, 1, 31)),
        prose="text",
        wrong=("until", f"{january}年1月末か2月", "は、"),
        old=("amount", "べつの台数"),
    )


def meeting_of_a_committee():
    office, clerk = build.office("secretariat")
    body, january = Committee.objects.create(name="見本の会議", department=office), next_january()
    row = CommitteeMeeting.objects.create(committee=body, on=build.days(20), place="市役所", agenda="来年度のこと")
    return Door(
        by=clerk,
        address=f"/admin/projects/committeemeeting/{row.pk}/change/",
        typed={"on": f"令和{january - 2018}年１月２０日", "starts": "午後１時半", "ends": "１５時まで"},
        stands=lambda: CommitteeMeeting.objects.values_list("on", "starts", "ends")[0],
        stored=(D(january, 1, 20), datetime.time(13, 30), datetime.time(15)),
        prose="agenda",
        wrong=("starts", "1時半", "何時からの「1時半」は、午前か午後か分かりません。"),
        old=("place", "べつの会館"),
    )


def the_city_itself():
    return Door(
        by=build.office("secretariat")[1],
        address="/admin/pages/city/add/",
        typed={"phone": "ＴＥＬ 03（1234）5678（代）", "email": "ＫＹＯＤＯ＠example.jp", "open_hours": "午前8時30分から午後5時15分まで", "answer_days": "５日",
               "coordinator": "見本のセンター", "coordinator_phone": "０３・１２３４・５６７９"},
        stands=lambda: City.objects.values_list("phone", "email", "open_hours", "answer_days", "coordinator_phone")[0],
        stored=("03-1234-5678", "kyodo@example.jp", "8:30-17:15", 5, "03-1234-5679"),
        prose="readings",
        wrong=("phone", "電話はありません", "電話は、番号だけにしてください。"),
        more=city.VILLAGE | {"kana": "ﾐﾎﾝﾀﾞﾆﾑﾗ", "readings": ""},
        made=City.objects.all(),
    )  # fmt: skip


DOORS = (
    application_of_a_group, grant_of_a_group, event_of_a_group, opinion_of_a_resident, ask_of_an_office, letter_of_an_office,
    topic_of_the_secretariat, consultation_at_the_desk, offer_of_a_group, meeting_of_a_committee, the_city_itself,
)  # fmt: skip
ASKS = {
    "application_of_a_group": {DIGITS, UNITS, DATES}, "grant_of_a_group": {DIGITS, UNITS, DATES}, "event_of_a_group": {DIGITS, UNITS, DATES},
    "opinion_of_a_resident": set(), "ask_of_an_office": {DIGITS, UNITS, DATES}, "letter_of_an_office": {DIGITS, UNITS, DATES},
    "topic_of_the_secretariat": {DIGITS, UNITS}, "consultation_at_the_desk": {DIGITS, UNITS, DATES}, "offer_of_a_group": {DIGITS, DATES},
    "meeting_of_a_committee": {DIGITS, DATES}, "the_city_itself": {MAIL, DIGITS, UNITS, DATES},
}  # fmt: skip
