"""The sample's letters: a thread in every state in which one can stand, and at every hand through which one can go."""

import datetime
import uuid

from django.utils import timezone

from kyodo_portal.process.actions import take_step
from partners.models import Desk, Offer
from partners.requests.actions import introduce, send_request, share
from partners.requests.care_actions import publish_answer, report, set_block
from partners.requests.clock_actions import turn_days
from partners.requests.message_actions import add_message
from partners.requests.presenters import both

from .clock import at, days_ago
from .people import person

CLOCK = 5  # days since it last went: what became of the second introduction is asked, what is late is said, what is silent ends
AD = "印刷のことなら、なんでもお任せください。いまなら半額です。"
# (body, 開庁日 until an answer, telephone, extension, hours, who stands in)
DESKS = (
    ("secretariat", 5, "0258-00-0110", "210", "平日 8時30分～17時15分", "jimukyoku2"),
    ("fukushi_ka", 3, "0258-00-0120", "220", "平日 8時30分～17時15分", None),
    ("bosai_ka", 3, "0258-00-0130", "", "平日 8時30分～17時15分", None),
    ("kosharu_body", 7, "0258-00-0140", "", "火曜から土曜 10時～18時", None),
)
# (who writes, to whom, kind, days since, the letter, [(days since, whose hand, what, its answers)], what else it says)
LETTERS = (
    ("jumin", "terakoya", "help", 1, "火曜の夜なら、教えるのを手伝えます。中学の数学です。", [], {}),
    (
        "jumin", "yamate", "ask", 6, "先月引っこしてきました。ごみを出す場所を教えてください。",
        [
            (5, "desk", "reply", {"text": "ようこそ。集会所のとなりです。月曜と木曜の朝8時までに出してください。"}),
            (5, "desk", "note", {"text": "当番表を、次の班長会で渡します。"}),
            (4, "asker", "more", {"text": "ありがとうございます。当番はありますか。"}),
        ], {},
    ),
    (
        "jumin", "bosai_ka", "ask", 12, "水害のときの避難所を知りたいです。",
        [
            (11, "desk", "reply", {"text": "お住まいの地域の避難所は、防災の地図にのっています。"}),
            (8, "desk", "finish", {"became": "real"}),
            (8, "desk", "answer", {"question": "水害のときは、どこへ避難しますか", "answer": "地域ごとの避難所は、防災の地図にのっています。川が近い地域は、2階ではなく、早めに避難所へ。"}),
        ], {},
    ),
    (
        "dantai2", "satoyama", "help", 20, "登山道のかたづけに、3人で行けます。",
        [(18, "desk", "decline", {"refusal": "dates", "note": "次は春に行います。また声をかけてください。"})], {},
    ),
    ("dantai2", "honcho", "ask", 30, "公民館の予定を教えてください。", [(29, "asker", "withdraw", {})], {}),
    (
        "jumin", "yuki_jikko", "help", 4, "友だちと2人で行けます。何を持っていけばよいですか。",
        [(3, "desk", "agree", {"on": 23, "place": "駅前の広場", "note": "長ぐつと手ぶくろだけ、お願いします。"})], {"offer": "雪灯ろうづくり、20人"},
    ),
    (
        "dantai", "fukushi_ka", "apply", 25, "会の集まりで話を聞きたいです。",
        [
            (24, "desk", "agree", {"on": 9, "place": "中央公民館 講座室", "note": "うかがいます。"}),
            (2, "asker", "cancel", {"text": "会場が使えなくなりました。春にまたお願いします。"}),
        ], {"offer": "転ばないからだづくり", "people": 15, "as": "yukiakari"},
    ),
    (
        "kanyu", "midorigaoka", "join", 16, "役員を手伝いながら、町内のことを知りたいです。",
        [(14, "desk", "admit", {"part": "member", "since": -14})], {},
    ),
    (
        None, "secretariat", "ask", 9, "団体でなくても、できることを載せられますか。",
        [
            (8, "desk", "reply", {"text": "はい。人材バンクに登録すると、おひとりでも載せられます。"}),
            (8, "desk", "answer", {"question": "団体でなくても、できることを載せられますか", "answer": "はい。「登録のしかた」から、人材バンクに登録してください。"}),
            (7, None, "more", {"text": "分かりました。ありがとうございます。"}),
        ], {},
    ),
    (
        "shinsa2", "secretariat", "error", 2, "公園の案内板の電話番号が古いです。",
        [(1, "desk", "pass_on", {"to": "kensetsu_ka", "why": "公園の案内板のことなので、お願いします。"})], {},
    ),
    ("jumin", "kankyo_ka", "ask", 15, "川の生きものしらべに、子どもだけで参加できますか。", [], {}),
    ("dantai2", "jobs", "ask", 70, "活動の日を教えてください。", [], {}),  # ended by the clock
    (
        "dantai", "kosharu_body", "consult", 8, "補助が終わったあとの続け方を相談したいです。",
        [(7, "desk", "reply", {"text": "来週の火曜に、会の集まりにうかがいます。"})], {"as": "yukiakari"},
    ),
    (
        "dantai2", "zaitaku", "ask", 40, "車いすを借りられますか。",
        [
            (38, "desk", "report", {"why": "返事を急がされて困っています"}),
            (37, "office", "stop", {"cause": "other"}),
            (35, "office", "reopen", {}),
            (34, "asker", "share", {"is_shared": True}),
        ], {"as": "terakoya"},
    ),
    ("senden", "hanabi_jikko", "ask", 5, AD, [(4, "desk", "report", {"why": "宣伝の手紙です"})], {}),
    ("senden", "koinobori", "ask", 5, AD, [(4, "desk", "report", {"why": "活動に関係のない売りこみです"}), (3, "office", "stop", {"cause": "sales"})], {}),
    ("senden", "fureai", "ask", 5, AD, [(4, "desk", "block", {"is_on": True})], {}),
    ("senden", "hanaippai", "ask", 5, AD, [], {}),  # the fourth: it is held back
)  # fmt: skip
# (one, the other, days since, why, [(days since, whose hand, what, its answers)])
INTRODUCED = (
    ("bus", "fukushi", 3, "買い物の送り迎えで、力を合わせられそうです。", []),
    ("terakoya", "shoku", 66, "食事会の材料のことで、話してみませんか。", [(60, "desk", "reply", {"text": "月に1回なら、米と野菜を届けられます。"})]),
    (
        "yukiakari", "koko", 100, "平日の雪かきに、生徒の力を借りられそうです。",
        [(95, "desk", "reply", {"text": "探究の時間に、12人が参加できます。"}), (38, "guide", "finish", {"became": "real"})],
    ),
)  # fmt: skip


def settle(cast):
    """Needs groups, offices and offers in the cast. Adds somebody who joins a group, and somebody who advertises."""
    cast["kanyu"], cast["senden"] = person("kanyu", "みほん 加奈"), person("senden", "みほん 宣伝")
    for body, days, phone, extension, hours, deputy in DESKS:
        row = {"answer_days": days, "phone": phone, "extension": extension, "hours": hours, "deputy": cast.get(deputy)}
        Desk.objects.get_or_create(partner=cast[body], defaults=row)
    for who, to, kind, ago, text, then, more in LETTERS:
        row = _sent(cast, who, to, kind, ago, text, **more)
        _go_on(cast, row, then, {"asker": cast.get(who), "desk": _desk(cast, to), "office": cast["jimukyoku"]})
    for one, other, ago, text, then in INTRODUCED:
        about = {"about": f"partner:{cast[other].pk}", "about_label": both(cast[one], cast[other])}
        with at(days_ago(ago)):
            key = _key(f"{one}:{other}")
            row = introduce(by=cast["kosharu"], one=cast[one], other=cast[other], text=text, form_key=key, **about)
        _go_on(cast, row, then, {"desk": _desk(cast, other), "guide": cast["kosharu"]})
    with at(days_ago(CLOCK)):
        turn_days()


def _desk(cast, to):
    return cast["jimukyoku"] if to == "secretariat" else cast["kosharu"] if to == "kosharu_body" else _staff(cast, to)


def _staff(cast, to):
    return cast.get(f"{to}_leader") or cast[f"{to}_staff"]


def _key(words):
    return uuid.uuid5(uuid.NAMESPACE_URL, f"sample:letter:{words}")


def _sent(cast, who, to, kind, ago, text, offer=None, **more):
    body, extra = cast[to], {"people": more["people"]} if "people" in more else {}
    about, label = f"partner:{body.pk}", body.public_name
    if offer is not None:
        extra["offer"] = found = Offer.objects.get(partner=body, title=offer)
        about, label = f"offer:{found.pk}", f"{found.title}（{body.public_name}）"
    if "as" in more:
        extra["from_partner"] = cast[more["as"]]
    if who is None:
        extra |= {"guest_name": "見本 川上", "guest_mail": "kawakami@example.jp", "line": "sample"}
    with at(days_ago(ago)):
        return send_request(
            by=cast.get(who), to=body, kind=kind, about=about, about_label=label, text=text, form_key=_key(f"{who}:{to}"), **extra
        )


def _go_on(cast, row, then, hands):
    """What followed, each on its day. A number among the answers is a day as well: so many from today."""
    for since, hand, act, said in then:
        by, words = hands.get(hand), {**said, **({"to": cast[said["to"]]} if "to" in said else {})}
        for name in {"on", "since"} & words.keys():
            words[name] = timezone.localdate() + datetime.timedelta(days=words[name])
        key = _key(f"{row.pk}:{act}:{since}")
        with at(days_ago(since)):
            if act in ("more", "note"):
                add_message(row, by=by, form_key=key, is_note=act == "note", **words)
            elif act == "answer":
                publish_answer(row, by=by, form_key=key, **words)
            elif act in CARE:
                CARE[act](row, by=by, **words)
            else:
                row = take_step(row, act, by=by, version=row.version, **words)


CARE = {"report": report, "share": share, "block": set_block}
