"""The sample's 推進委員会: one meeting to come, one whose minutes everybody waits for, one whose minutes stand; a 公募 with two applications."""

import datetime
import uuid

from partners.requests.actions import send_request
from projects.committees.meeting_actions import announce_meeting, publish_minutes
from projects.committees.meeting_models import CommitteeMeeting
from projects.committees.models import Committee
from projects.committees.recruit_actions import begin_seat_call

from .clock import at, days_ago

LISTENING = "先着10人。はじまる10分前から、会場で受け付けます。"
# days since (before today), number, agenda, minutes
MEETINGS = (
    (
        100,
        2,
        "ことしの取組について",
        "雪の見守りと、移動の手伝いについて話した。\n来年のまとめに、終えた協働も載せることになった。",
    ),
    (38, 3, "委員の公募について\n年のまとめの書き方について", ""),
    (-26, 4, "令和の協働のまとめ（案）について\n公募の委員について", ""),
)
ESSAYS = (
    ("jumin", "町内会の役員を3年しました。若い人が加わりやすい会議にしたいです。夜の会議なら、毎回出られます。"),
    (None, "子育てをしながら、見守りの活動をしています。小さい子がいても出られる会議になるよう、意見を出したいです。"),
)


def settle(cast):
    """Needs the committee of sample/report.py."""
    committee, clerk = Committee.objects.get(name="見本市 協働推進委員会"), cast["jimukyoku"]
    first = CommitteeMeeting.objects.get(committee=committee)
    CommitteeMeeting.objects.filter(pk=first.pk).update(number=1)
    with at(days_ago(385)):
        publish_minutes(first, by=clerk)
    for since, number, agenda, minutes in MEETINGS:
        _meeting(committee, days_ago(since), number, agenda, minutes, clerk)
    _seats(committee, cast)


def _meeting(committee, day, number, agenda, minutes, clerk):
    announced = min(day - datetime.timedelta(days=14), days_ago(2))
    with at(announced):
        row = CommitteeMeeting.objects.create(
            committee=committee,
            number=number,
            on=day,
            starts=datetime.time(13, 30),
            ends=datetime.time(15, 30),
            place="見本市役所 3階 会議室",
            agenda=agenda,
            listening=LISTENING,
            attendees="委員4人、事務局2人" if day < days_ago(0) else "",
            minutes=minutes,
        )
        announce_meeting(row, by=clerk)
    if minutes:
        with at(day + datetime.timedelta(days=20)):
            publish_minutes(row, by=clerk)


def _seats(committee, cast):
    with at(days_ago(10)):
        call = begin_seat_call(
            committee,
            by=cast["jimukyoku"],
            form_key=uuid.uuid5(uuid.NAMESPACE_URL, "sample:seats"),
            title="協働推進委員会の委員を募集しています",
            text="年に4回、平日の午後に集まります。応募したわけと、やってみたいことを、手紙に書いてください。選ばれた人の氏名は、委員の名簿にのせて公表します。",
            until=days_ago(-20),
            answers_on=days_ago(-45),
            seats=2,
            term_since=days_ago(-60),
            term_until=days_ago(-60 - 730),
        )
    for number, (who, text) in enumerate(ESSAYS):
        said = {} if who else {"guest_name": "見本 山田", "guest_mail": "yamada@example.jp", "line": "sample"}
        with at(days_ago(8 - number)):
            send_request(
                by=cast.get(who), to=call.offer.partner, kind="apply", about=f"offer:{call.offer_id}", about_label=call.offer.title,
                text=text, form_key=uuid.uuid5(uuid.NAMESPACE_URL, f"sample:essay:{number}"), offer=call.offer, **said,
            )  # fmt: skip
