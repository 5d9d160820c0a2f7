"""The sample's voices: fourteen, three of them on paper or by telephone, two of nobody; three topics, one of which became a bus."""

import uuid

from django.utils import timezone

from kyodo_portal.process.actions import take_step
from partners.models import Area, Theme
from projects.models import Project, Topic, Voice
from projects.voices.actions import file_voice, send_voice
from projects.voices.topic_actions import begin_topic, say_me_too

from .clock import at, days_ago
from .people import person

# (key, title, what they say, theme, area, office, days since it was opened, presses of browsers, gathered on paper, how)
TOPICS = (
    (
        "bus", "岩沢の、昼のバス", "岩沢から病院と駅へ行く昼のバスがなく、車のない人は家族の休みを待っています。", "ashi", "岩沢", "kotsu_ka", 420, 9, 14,
        "岩沢の町内会の回覧で、秋に集めた",
    ),
    ("snow", "雪の日の停留所", "屋根のない停留所で、雪の日に30分待つと体が冷えます。", "ashi", "", "kotsu_ka", 40, 4, 0, ""),
    ("place", "放課後の居場所", "学校が終わってから家の人が帰るまで、子どもがいられる場所が近くにありません。", "kodomo", "", "kodomo_ka", 12, 2, 0, ""),
)  # fmt: skip
# (who: a login, None for nobody, "paper" or "phone" for what came so; days ago; what was said; what is shown, "" for only counted;
# topic, or what else was done)
VOICES = (
    (
        "phone",
        440,
        "車の免許を返してから、病院に行けません。バスが昼にありません。",
        "免許を返してから、病院に行けません。",
        "bus",
    ),
    (
        "jumin",
        437,
        "母が岩沢にひとりです。通院の日は、わたしが仕事を休んでいます。",
        "母の通院の日は、仕事を休んでいます。",
        "bus",
    ),
    ("paper", 435, "買い物に行くバスがほしい。", "買い物に行くバスがほしい。", "bus"),
    ("dantai2", 430, "高校生も、部活のない日は駅で2時間待ちます。", "高校生も、駅で2時間待ちます。", "bus"),
    (None, 426, "冬は歩くのがこわいです。", "", "bus"),
    ("jumin", 45, "吉谷の停留所に屋根がほしいです。雪で体がぬれます。", "停留所に屋根がほしいです。", "snow"),
    ("dantai", 44, "停留所の雪かきを、だれがするのか決まっていません。", "停留所の雪かきを、だれがするか決めたい。", "snow"),
    ("paper", 42, "時刻表の字が小さくて、雪の日は読めない。", "時刻表の字が小さくて、雪の日は読めません。", "snow"),
    ("shinsa2", 14, "うちの子が、帰りに行くところがありません。", "帰りに行くところがありません。", "place"),
    (
        None,
        13,
        "長い休みの日の昼だけでも、あいていると助かります。",
        "長い休みの日の昼だけでも、あいていると助かります。",
        "place",
    ),
    ("jumin", 6, "家の前の街灯が、先週から切れています。", "", "desk"),
    ("dantai", 20, "公園の花だんを、みんなで植えたいです。どこに言えばよいですか。", "", "answer"),
    ("dantai2", 18, "となりの店の人が、いつもうるさい。", "", "not_take"),
    ("jumin", 1, "図書館の帰りに、休むところがあるとうれしいです。", "", ""),
)
LATER = (
    # (days ago, step, its answers) of the bus
    (
        390,
        "talk",
        {"talk_place": "岩沢の集会所", "talk_why": "同じ声が28人になったので、町内会、バスの会社、市の課が集まりました。"},
    ),
    (300, "start", {"start_why": "地域の協議会が走らせ、市が車と保険を受けもつことになりました。"}),
    (
        30,
        "finish",
        {"became": "平日に3本のバスが走るようになり、8か月で412人が乗りました。病院へ、ひとりで行けるようになった人がいます。"},
    ),
)


def settle(cast):
    """Needs people, offices, entries of the ledger and themes. What is said, read, gathered and became of it, each on its day."""
    cast.setdefault("shinsa2", person("shinsa2", "見本 さくら"))
    topics = {row[0]: _topic(cast, *row) for row in TOPICS}
    for number, row in enumerate(VOICES):
        _voice(cast, topics, number, *row)
    for key, *_, opened, browsers, _count, _how in TOPICS:
        for browser in range(browsers):
            with at(days_ago(max(opened - browser, 0))):
                say_me_too(topics[key], token=f"{key}{browser}", line="sample")
        with at(days_ago(max(opened - 2, 0))):
            say_me_too(topics[key], user=cast["dantai"])
    _became(cast, topics["bus"])
    with at(days_ago(9)):
        take_step(topics["snow"], "ask", by=cast["jimukyoku"], version=topics["snow"].version, to=cast["kotsu_ka"])
    Voice.objects.update(is_sample=True)


def _became(cast, topic):
    project = Project.objects.published().filter(title__contains="岩沢").order_by("pk").first()
    for ago, step, answers in LATER:
        if step == "start":
            if project is None:
                return
            answers = {**answers, "project": project}
        if step == "talk":
            answers = {**answers, "talk_on": days_ago(370)}
        with at(days_ago(ago)):
            topic = take_step(topic, step, by=cast["jimukyoku"], version=topic.version, **answers)


def _topic(cast, key, title, summary, theme, area, office, opened, browsers, paper_count, paper_source):
    values = {"theme": Theme.objects.get(code=theme), "area": Area.objects.filter(name=area).first(), "department": cast[office]}
    with at(days_ago(opened)):
        topic = begin_topic(
            by=cast["kosharu"],
            form_key=_key(key),
            title=title,
            summary=summary,
            paper_count=paper_count,
            paper_source=paper_source,
            **values,
        )
        Topic.objects.filter(pk=topic.pk).update(is_sample=True)
        return take_step(topic, "open", by=cast["kosharu"], version=topic.version)


def _voice(cast, topics, number, who, ago, text, shown, then):
    theme = topics[then].theme if then in topics else None
    area = topics[then].area if then in topics else None
    said = {"text": text, "form_key": _key(f"voice{number}"), "theme": theme, "area": area, "may_show": bool(shown)}
    with at(days_ago(ago)):
        if who in ("paper", "phone"):
            voice = file_voice(by=cast["jimukyoku"], channel=who, received_on=timezone.localdate(), **said)
        else:
            voice = send_voice(by=cast[who] if who else None, line=f"sample{number}", wants_answer=then == "answer", **said)
    if then:
        with at(days_ago(max(ago - 1, 0))):
            _led(cast, topics, voice, shown, then)


def _led(cast, topics, voice, shown, then):
    """What was done with a voice the day after it came."""
    by, version = cast["jimukyoku"], voice.version
    if then in topics:
        step, more = ("gather", {"shown_text": shown}) if shown else ("count_in", {})
        take_step(voice, step, by=by, version=version, topic=topics[then], **more)
    elif then == "desk":
        take_step(voice, "route", by=by, version=version, to=cast["kensetsu_ka"])
    elif then == "answer":
        text = "すてきですね。公園は建設課が見ています。里山の会も、植える人をさがしています。"
        take_step(voice, "answer", by=by, version=version, text=text)
    else:
        memo = "お店の名前を出さずに、どんなことで困っているかを書いてください。"
        take_step(voice, "not_take", by=by, version=version, cause="named", memo=memo)


def _key(words):
    return uuid.uuid5(uuid.NAMESPACE_URL, f"sample:voice:{words}")
