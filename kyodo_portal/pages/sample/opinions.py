"""The sample's 意見募集: one that takes opinions now, and one whose result is published (12人 23件)."""

import datetime
import uuid

from django.utils import timezone

from kyodo_portal.common.forms.three_way import fields_etag
from kyodo_portal.common.lists.search import doc
from kyodo_portal.process.actions import take_step
from kyodo_portal.process.task_actions import sync_tasks
from partners.models import Event
from projects.models import OpinionPoint, OpinionRound, RoundPaper
from projects.opinions.actions import enter_opinion, send_opinion
from projects.opinions.clock_actions import turn_days
from projects.opinions.point_actions import answer_of, answer_remark, group_points, split_all
from projects.opinions.record_actions import record_of, save_record, show_record, write_event_remark, written

from .clock import at, days_ago

OPEN = {
    "title": "これからの集会所のつかい方（案）への意見",
    "what": "市内の集会所は、20年後に半分が建てかえの時期になります。残し方と、つかい方の3つの案について聞きます。",
    "why_now": "建てかえには、話し合いに3年、工事に2年かかります。いま決めておくと、どの地域も慌てずに準備できます。",
    "basis": "意見公募手続要綱（見本）",
    "parts": "第1章 集会所のいま\n第2章 3つの案\n第3章 これからの進め方",
}
OPEN_PAPERS = (
    (
        "第1章 集会所のいま",
        "集会所は38か所あります。半分は、建ててから40年をすぎています。\n\n月に1回もつかわれない所が、6か所あります。",
    ),
    (
        "第2章 3つの案",
        "案1 いまの集会所を、直しながらつかいます。\n\n案2 近くの学校や公民館と、いっしょにつかいます。\n\n案3 2つか3つの町内で、1つの集会所をつかいます。",
    ),
    ("第3章 これからの進め方", "地域ごとに話し合う会を開きます。市がかってに決めることはありません。"),
)
DONE = {
    "title": "雪の季節の助け合いの計画（案）への意見",
    "what": "ひとりで雪をおろせない人の家を、地域と市がいっしょに守る計画の案です。",
    "why_now": "頼める人がいない家が、5年で2倍になりました。",
    "basis": "意見公募手続要綱（見本）",
    "parts": "1 頼み方\n2 手伝う人\n3 お金",
    "result_text": "いただいた意見をもとに、頼む電話を1つにまとめ、手伝う人の保険を市がかけることにしました。",
}
DONE_PAPERS = (
    (
        "計画の案",
        "1 頼み方　町内会長に頼みます。\n\n2 手伝う人　登録した人に、市が声をかけます。\n\n3 お金　1回に1,000円を払います。",
    ),
)
# What several said: heading and summary, effect, the city's view, what was changed.
GROUPS = {
    "phone": (
        "頼む先を、1つの電話にしてほしい\n会長に頼みにくい、夜は連絡がつかない、という意見です。", "reflected",
        "町内会長だけでなく、市の窓口の電話でも受けます。", "「1 頼み方」に、市の電話で頼めることを書き足しました。",
    ),
    "insurance": (
        "けがをしたときの保険がほしい\n手伝う人が安心できるように、という意見です。", "reflected",
        "登録した人の保険を、市がかけます。", "「2 手伝う人」に、保険のことを書き足しました。",
    ),
    "money": (
        "1,000円では、高い・安い\n払う人からは高い、手伝う人からは燃料代にならない、という意見です。", "declined",
        "両方の意見があるので、1年目は1,000円のままで始め、冬が終わったら見直します。", "",
    ),
    "young": (
        "若い人が手伝える形にしてほしい\n平日の朝は出られない、短い時間なら手伝える、という意見です。", "included",
        "案の「2 手伝う人」では、時間を自分で選べるようにしています。", "",
    ),
    "road": ("道の除雪を早くしてほしい", "outside", "道の除雪は、別の計画で決めています。担当の課に伝えました。", ""),
}  # fmt: skip
# by which way, what they are, [(group, words)]: twelve people, twenty-three points
SAID = (
    ("web", "lives", [("phone", "会長さんに、何度も頼むのは気が引けます。"), ("money", "年金の家には、1,000円は高いです。")]),
    ("web", "lives", [("phone", "夜に降ったとき、だれに電話すればよいですか。"), ("road", "家の前の道が先です。")]),
    ("web", "lives", [("young", "土日なら手伝えます。"), ("insurance", "屋根から落ちたらと思うと、こわいです。")]),
    (
        "web",
        "works",
        [("young", "会社の仲間と、1時間なら出られます。"), ("insurance", "会社としては、保険があれば出しやすいです。")],
    ),
    ("web", "works", [("young", "学生でも登録できるようにしてください。"), ("money", "燃料代にもなりません。")]),
    ("web", "works", [("insurance", "道具が壊れたときも、みてほしいです。"), ("young", "平日の朝は、むりです。")]),
    ("paper", "lives", [("phone", "電話1本で頼めるとうれしい。"), ("money", "お金を払うほうが、頼みやすい。")]),
    ("paper", "lives", [("phone", "役場の電話でも受けてほしい。")]),
    ("paper", "body", [("insurance", "町内会で保険に入るのは、たいへんです。"), ("young", "若い人のいない町内もあります。")]),
    ("fax", "body", [("money", "燃料代を入れて、1,500円にしてください。"), ("phone", "会長だけに集めないでください。")]),
    ("fax", "body", [("insurance", "ボランティア保険を市でかけてください。"), ("road", "除雪車の通る時間を知らせてください。")]),
    ("fax", "lives", [("money", "回数の多い家は、安くしてください。"), ("phone", "ファクスでも頼めるようにしてください。")]),
)


def settle(cast):
    """The published round ran through the winter; the open one began ten days ago; en とーく was three weeks ago."""
    _published(cast)
    _talk(cast)
    round = _round(cast, OPEN, OPEN_PAPERS, opens=days_ago(10), closes=days_ago(-24), due=days_ago(-70))
    with at(days_ago(12)):
        _step(round, "announce", cast["shimin_ka_staff"])
    with at(days_ago(10)):
        turn_days()
    with at(days_ago(3)):
        _send(
            round,
            cast["jumin"],
            1,
            "lives",
            "案2がよいです。学校の体育館と調理室を、夜もつかえるようにしてください。",
            "第2章 3つの案",
        )
    _enter(round, cast, 2, "paper", "body", "鍵の開け閉めが、会長1人に集まっています。暗証番号の鍵にしてください。", days_ago(2))


def _round(cast, said, papers, *, opens, closes, due):
    round = OpinionRound.objects.create(
        **said, department=cast["shimin_ka"], opens_on=opens, closes_on=closes, result_due=due, is_sample=True
    )
    RoundPaper.objects.bulk_create(
        RoundPaper(round=round, order=order, title=title, text=text) for order, (title, text) in enumerate(papers, start=1)
    )
    sync_tasks(round)
    return round


def _step(round, name, by, **answers):
    return take_step(
        OpinionRound.objects.get(pk=round.pk), name, by=by, version=OpinionRound.objects.get(pk=round.pk).version, **answers
    )


def _key(round, number):
    return uuid.uuid5(uuid.NAMESPACE_URL, f"sample:opinion:{round.title}:{number}")


def _send(round, by, number, category, text, part=""):
    line = f"198.51.100.{number}"  # of visitors who are not signed in
    return send_opinion(
        round, by=by, form_key=_key(round, number), text=text, category=category, part=part, name=f"見本 {number}さん", line=line
    )


def _enter(round, cast, number, channel, category, text, day):
    with at(day):
        return enter_opinion(
            round, by=cast["shimin_ka_staff"], form_key=_key(round, number), channel=channel, received_on=day, category=category,
            text=text,
        )  # fmt: skip


def _published(cast):
    official = cast["shimin_ka_staff"]
    opens, closes, met, told = (days_ago(number) for number in (300, 265, 250, 220))
    round = _round(cast, DONE, DONE_PAPERS, opens=opens, closes=closes, due=told)
    with at(days_ago(305)):
        _step(round, "announce", official)
    with at(opens):
        turn_days()
    for number, (channel, category, points) in enumerate(SAID, start=1):
        text = "\n\n".join(words for _, words in points)
        if channel == "web":
            with at(days_ago(290 - number)):
                _send(round, cast["jumin"] if number == 1 else None, number, category, text)
        else:
            _enter(round, cast, number, channel, category, text, days_ago(280 - number))
    with at(days_ago(264)):
        turn_days()
    with at(met):
        _step(round, "summarise", official)
        split_all(round, by=official)
        _answer(round, official)
    with at(told):
        _step(round, "publish", official)


def _answer(round, official):
    """Each group with its points and the city's view."""
    of = {words: group for _, _, points in SAID for group, words in points}
    for key, (text, effect, answer, change) in GROUPS.items():
        points = OpinionPoint.objects.filter(
            opinion__round=round, text__in=[words for words, group in of.items() if group == key]
        )
        made = group_points(round, by=official, form_key=_key(round, key), points={point.pk: None for point in points}, text=text)
        said = {"text": text, "effect": effect, "answer": answer, "change": change}
        answer_remark(made, by=official, etag=fields_etag(answer_of(made)), **said)


TALK = (
    ("夜のバスが1本あると、習いごとに行ける。", "noted", "乗る人の数を、来年の春に調べます。", ""),
    (
        "集会所の予約を、スマートフォンでできるようにしてほしい。",
        "reflected",
        "来年度に、3つの集会所でためします。",
        "予算の案に入れました。",
    ),
    ("若い人の意見を聞く会を、土曜日に開いてほしい。", "reflected", "次の回は、土曜日の午後に開きます。", ""),
)


def _talk(cast):
    """en とーく: what people said three weeks ago, and what the city answered."""
    official = cast["shimin_ka_staff"]
    starts = timezone.make_aware(datetime.datetime.combine(days_ago(21), datetime.time(14)))
    event = Event.objects.create(
        host=cast["shimin_ka"], kind=Event.Kind.TALK, title="en とーく：これからの集会所（見本）", starts_at=starts,
        ends_at=starts + datetime.timedelta(hours=2), place="市民会館（見本）", text="市長と、集会所のこれからを話します。見本です。",
        published_at=starts - datetime.timedelta(days=20), checked_on=days_ago(40), search_text=doc("en とーく：これからの集会所 市民会館"),
    )  # fmt: skip
    with at(days_ago(14)):
        said = {
            "minutes": "3つのテーブルに分かれて、集会所のこれからを話しました。",
            "attendees": "市長、市民課長",
            "visitors": 18,
        }
        save_record(event, by=official, etag=fields_etag(written(record_of(event))), **said)
        for number, (text, effect, answer, change) in enumerate(TALK, start=1):
            key = uuid.uuid5(uuid.NAMESPACE_URL, f"sample:talk:{number}")
            write_event_remark(event, by=official, form_key=key, text=text, effect=effect, answer=answer, change=change)
        show_record(event, by=official, is_shown=True)
