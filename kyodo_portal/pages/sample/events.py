"""The sample's events: what comes, what is full, what was cancelled, what was held, a draft; and who comes."""

import datetime
import uuid

from django.utils import timezone

from partners.events.actions import cancel_event, create_event, publish_event
from partners.events.signup_actions import enter_signup, mark_who_came, sign_up
from partners.models import Area, Event, Signup, Theme
from projects.models import Call

from .clock import at, days_ago

WRITTEN_AGO = 14  # days before today, or before a past one
# (host, together with, days from today, from, to, what else)
EVENTS = (
    ("yukiakari", ["bosai_ka"], 8, "13:30", "16:00", {
        "kind": "course", "title": "雪おろしの安全講習", "kana": "ユキオロシノアンゼンコウシュウ", "place": "総合体育館 会議室", "theme": "yane-yuki",
        "text": "命綱の結びかたと、はしごの立てかたを、外の練習台でためします。\n道具は貸します。はじめての人も来てください。",
        "bring": "長ぐつ、手ぶくろ", "fee": "無料", "sign": True, "captions": True, "wheelchair": True, "capacity": 30, "signup": "web",
        "access": "バス停「体育館前」からすぐ", "parking": "80台",
    }),
    ("yukiakari", ["yuki_jikko"], 22, "13:00", "16:00", {
        "kind": "event", "title": "雪灯ろうづくり", "kana": "ユキトウロウヅクリ", "place": "中央公園", "theme": "yane-yuki", "area": True,
        "text": "並べる灯ろうを、みんなで作ります。できた灯ろうは、夜に火をともします。", "bring": "手ぶくろ、タオル", "fee": "無料",
        "when_note": "雨のときは、朝7時にこのページでお知らせします。", "capacity": 8, "signup": "web", "plain": True,
    }),
    ("shoku", [], 15, "11:00", "13:00", {
        "kind": "event", "title": "カレーの日", "kana": "カレーノヒ", "place": "こいのぼりの家", "theme": "shoku", "text": "大人も子どもも、いっしょに食べます。",
        "fee": "大人300円", "fee_detail": "高校生までは無料", "childcare": True, "wheelchair": True, "capacity": 40, "signup": "none",
    }),
    ("satoyama", ["kankyo_ka"], 5, "9:00", "11:30", {
        "kind": "event", "title": "登山道の冬じたく", "kana": "トザンドウノフユジタク", "place": "登山口の駐車場", "theme": "gomi-kusa",
        "text": "ロープをはずし、案内板に雪よけを付けます。", "bring": "長ぐつ、軍手", "signup": "none",
    }),
    ("secretariat", [], 12, "18:30", "20:00", {
        "kind": "briefing", "title": "提案の募集の説明会", "kana": "テイアンノボシュウノセツメイカイ", "place": "市役所 大会議室とオンライン", "about": "call",
        "text": "募集の内容と、書きかたを説明します。書きかけのものを持ってきてもかまいません。", "captions": True, "signup": "phone",
        "phone": "0258-00-0001", "conditions": "提案を考えている団体と個人",
    }),
    ("bosai_ka", [], 33, "10:00", "12:00", {
        "kind": "lecture", "title": "台所から考える防災", "kana": "ダイドコロカラカンガエルボウサイ", "place": "東公民館", "theme": "bosai", "fee": "材料費200円",
        "text": "包丁を使わない料理をしながら、備えを考えます。", "capacity": 12, "signup": "lot", "until": 20, "childcare": True,
    }),
    ("secretariat", ["kosharu_body"], -40, "18:30", "20:30", {
        "kind": "talk", "title": "en とーく 岩沢のバスのこと", "kana": "エントーク イワサワノバスノコト", "place": "岩沢住民センター", "theme": "ashi",
        "text": "困っていることと、できそうなことを、車座で話します。", "sign": True, "signup": "web", "capacity": 30,
    }),
    ("secretariat", [], -75, "13:00", "16:00", {
        "kind": "report", "title": "採択事業報告会", "kana": "サイタクジギョウホウコクカイ", "place": "市民会館 小ホール", "captions": True, "signup": "none",
        "text": "昨年度に採択された取り組みが、1年のできごとを話します。だれでも聞けます。",
    }),
)  # fmt: skip
CANCELLED = ("登山道の冬じたく", "大雪の予報が出たので、中止にします。")
# (title, [(name, people, needs, who writes it down)])
COMING = (
    ("雪おろしの安全講習", [("みほん 一郎", 2, [], "phone"), ("みほん 花子", 1, ["sign"], "phone"), ("みほん 次郎", 3, [], "paper")]),
    ("雪灯ろうづくり", [("みほん 三郎", 4, [], "phone"), ("みほん 四葉", 3, ["plain"], "counter"), ("みほん 五月", 3, [], "phone")]),
)  # fmt: skip


def settle(cast):
    """Needs groups, offices and calls in the cast."""
    for row in EVENTS:
        _made(cast, *row)
    title, why = CANCELLED
    cancelled = Event.objects.get(title=title)
    cancel_event(cancelled, by=_hand(cast, cancelled.host), why=why)
    for title, names in COMING:
        event = Event.objects.get(title=title)
        _signed_up(cast, event, "jumin", 1)
        for name, people, needs, channel in names:
            enter_signup(event, by=cast["yukiakari_leader"], form_key=_key(f"{title}:{name}"), channel=channel, name=name, people=people,
                         needs=needs, phone="0258-00-0009" if channel == "phone" else "")  # fmt: skip
    _talked(cast, Event.objects.get(title__startswith="en とーく 岩沢"))
    _draft(cast)


def _key(words):
    return uuid.uuid5(uuid.NAMESPACE_URL, f"sample:event:{words}")


def _hand(cast, host):
    return (
        cast["jimukyoku"]
        if host.is_city
        else next(cast[f"{key}_leader"] for key in ("yukiakari", "satoyama", "shoku") if cast[key] == host)
    )


def _moment(day, words):
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(*map(int, words.split(":")))))


def _made(cast, host, together, ahead, first, last, said):
    day, values = days_ago(-ahead), dict(said)
    if values.pop("about", ""):
        call = Call.objects.open_now().order_by("closes_at").first()
        values |= {"about": f"call:{call.pk}", "about_label": call.title} if call else {}
    values["theme"] = Theme.objects.filter(code=values.pop("theme", "")).first()
    values["area"] = Area.objects.order_by("order", "pk").first() if values.pop("area", False) else None
    if until := values.pop("until", None):
        values["signup_until"] = _moment(days_ago(-until), "17:00")
    values |= {"starts_at": _moment(day, first), "ends_at": _moment(day, last), "co_hosts": [cast[key] for key in together]}
    by = _hand(cast, cast[host])
    with at(days_ago(WRITTEN_AGO - min(ahead, 0))):
        return publish_event(create_event(by, cast[host], values, _key(values["title"])), by=by)


def _signed_up(cast, event, who, people):
    sign_up(event, form_key=_key(f"{event.title}:{who}"), name=cast[who].name, people=people, user=cast[who])


def _talked(cast, event):
    """Eleven came to the talk; it is long ago, so that what they said of themselves is gone by the clock."""
    with at(days_ago(45)):
        _signed_up(cast, event, "jumin", 1)
        _signed_up(cast, event, "dantai2", 2)
        for number in range(8):
            words = {"channel": "phone", "name": f"みほん 第{number + 1}", "people": 1, "needs": ["sign"] if number < 2 else []}
            enter_signup(event, by=cast["jimukyoku"], form_key=_key(f"talk:{number}"), **words)
    keys = list(Signup.objects.filter(event=event).values_list("pk", flat=True))
    with at(days_ago(39)):
        mark_who_came(event, by=cast["jimukyoku"], ticked=keys[:9], unticked=())


def _draft(cast):
    day = days_ago(-50)
    values = {
        "kind": "course", "title": "除雪機の使いかた", "place": "会の倉庫", "starts_at": _moment(day, "9:30"), "ends_at": _moment(day, "11:00"),
        "text": "まだ決めていません。",
    }  # fmt: skip
    create_event(cast["yukiakari_leader"], cast["yukiakari"], values, _key("draft"))
