"""What goes on in the sample village besides its collaborations: an event, voices, a letter, 意見募集, one inventory, one report."""

import datetime
import uuid

from django.utils import timezone

from kyodo_portal.common.japanese.dates import fiscal_year
from kyodo_portal.process.actions import take_step
from partners.events.actions import create_event, publish_event
from partners.models import Area, Theme
from partners.requests.actions import send_request
from projects.ledger.window_actions import name_window
from projects.models import OpinionRound, Project, RoundPaper, Topic, Voice, YearReport
from projects.opinions.actions import enter_opinion, send_opinion
from projects.opinions.clock_actions import turn_days
from projects.report.actions import open_report
from projects.voices.actions import file_voice, send_voice
from projects.voices.topic_actions import begin_topic, say_me_too

from .clock import at, days_ago
from .inventory import finished

EVENT = {
    "kind": "talk", "title": "冬じたくの常会（見本）", "kana": "フユジタクノジョウカイ", "place": "公会堂", "fee": "無料",
    "text": "雪の前に、薪と道のことを話します。どの区の人も来てください。", "signup": "none",
}  # fmt: skip
TOPIC = ("水曜のほかの日の乗り合い", "水曜のほかにも、診療所へ行く乗り合いがほしいという声です。")
# (who: a login, None for nobody, "paper"; days ago, what was said, what is shown)
VOICES = (
    ("jumin", 40, "金曜も診療所に行きたいです。乗り合いがあると助かります。", "金曜も診療所に行きたいです。"),
    ("paper", 38, "水曜は田の水の当番で乗れない。", "水曜は、田の当番で乗れません。"),
    (None, 5, "公会堂の鍵を、夜にも借りられるようにしてください。", ""),
)
ROUND = {
    "title": "公会堂の使いかた（案）への意見", "what": "公会堂を、区のほかの会にも貸すための決まりの案です。",
    "why_now": "会から、夜に使いたいという話が続いたためです。", "basis": "見本村の申し合わせ", "parts": "1 貸す相手\n2 鍵",
}  # fmt: skip
PAPER = ("案", "1 貸す相手　村に住む人と、村の会。\n\n2 鍵　役場で、8時30分から17時まで受け取れます。")


def settle(cast):
    """Needs groups, ledger and the one person in the cast."""
    one = cast["yakuba"]
    _event(cast, one)
    _voices(cast, one)
    _opinions(cast, one)
    with at(days_ago(3)):
        send_request(
            by=cast["jumin"], to=cast["toge"], kind="ask", about=f"partner:{cast['toge'].pk}", about_label=cast["toge"].public_name,
            text="水曜の乗り合いは、どこで待てばよいですか。", form_key=_key("letter"),
        )  # fmt: skip
    entry = Project.objects.filter(title__startswith="峠道の草刈り").get()
    name_window(entry, by=one, main=one, desk="役場の奥", phone="0000-00-0001")
    _year(cast, one)


def _key(words):
    return uuid.uuid5(uuid.NAMESPACE_URL, f"sample:mura:{words}")


def _moment(day, hour):
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(hour)))


def _event(cast, one):
    day = days_ago(-9)
    values = EVENT | {"starts_at": _moment(day, 19), "ends_at": _moment(day, 21), "co_hosts": [cast["mori"]]}
    with at(days_ago(10)):
        publish_event(create_event(one, cast["secretariat"], values, _key("event")), by=one)


def _voices(cast, one):
    theme, area = Theme.objects.get(code="ashi"), Area.objects.order_by("order").first()
    title, summary = TOPIC
    with at(days_ago(37)):
        topic = begin_topic(
            by=one, form_key=_key("topic"), title=title, summary=summary, paper_count=0, paper_source="", theme=theme, area=area,
            department=cast["secretariat"],
        )  # fmt: skip
        topic = take_step(topic, "open", by=one, version=topic.version)
    for number, (who, ago, text, shown) in enumerate(VOICES):
        said = {"text": text, "form_key": _key(f"voice{number}"), "theme": theme, "area": area, "may_show": bool(shown)}
        with at(days_ago(ago)):
            if who == "paper":
                voice = file_voice(by=one, channel=who, received_on=timezone.localdate(), **said)
            else:
                voice = send_voice(by=cast[who] if who else None, line="sample", wants_answer=False, **said)
        if shown:
            with at(days_ago(ago - 2)):
                take_step(voice, "gather", by=one, version=voice.version, topic=topic, shown_text=shown)
    with at(days_ago(20)):
        say_me_too(topic, user=cast["kai"])
    Topic.objects.update(is_sample=True)
    Voice.objects.update(is_sample=True)


def _opinions(cast, one):
    round = OpinionRound.objects.create(
        **ROUND,
        department=cast["secretariat"],
        opens_on=days_ago(8),
        closes_on=days_ago(-30),
        result_due=days_ago(-60),
        is_sample=True,
    )
    RoundPaper.objects.create(round=round, order=1, title=PAPER[0], text=PAPER[1])
    with at(days_ago(9)):
        take_step(round, "announce", by=one, version=round.version)
    with at(days_ago(8)):
        turn_days()
    said = {"category": "lives", "text": "夜の9時まで貸してください。"}
    with at(days_ago(4)):
        send_opinion(round, by=cast["jumin"], form_key=_key("opinion"), part="", name="見本 つばさ", line="sample", **said)
        enter_opinion(
            round,
            by=one,
            form_key=_key("paper"),
            channel="paper",
            received_on=days_ago(0),
            category="body",
            text="鍵は区長が預かります。",
        )


def _year(cast, one):
    """The year before last was counted by the one department, and told in a report."""
    year = fiscal_year(days_ago(0)) - 2
    finished(cast, year, days_ago(500), corrected=False)
    report = open_report(year, by=one, is_sample=True)
    with at(days_ago(400)):
        YearReport.objects.filter(pk=report.pk).update(lead="区や会と役場が、いっしょにしたことを数えました。")
        report = YearReport.objects.get(pk=report.pk)
        report = take_step(report, "skip_opinions", by=one, version=report.version, reason="委員会を置いていないためです。")
        take_step(report, "publish", by=one, version=report.version)
