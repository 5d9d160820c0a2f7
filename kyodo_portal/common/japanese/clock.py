"""Times of a day as offices write them: 17:00, 午後5時, 午後1時半, 13時30分, 朝9時, PM5:00, 24時, 正午."""

import datetime
import re

from .dates import DateProblem
from .width import figures, to_half

EXAMPLE = "17:00か午後5時"
_MARK = r"[:;.]"
_BODY = rf"(?P<h>[0-9]{{1,2}})(?:{_MARK}(?P<m>[0-9]{{2}})(?:{_MARK}00)?|時(?:(?P<m2>[0-9]{{1,2}})分?(?:00秒)?|(?P<half>半)|ちょうど)?)"
_HALF = r"午前|午後|am|pm|a\.m\.|p\.m\.|早朝|朝|お昼|昼|夕方|夕|夜|晩|深夜|未明"
_TIME = re.compile(
    rf"(?:(?P<before>{_HALF})の?)?(?:{_BODY}|(?P<bare>[0-9]{{1,2}})|(?P<four>[0-9]{{3,4}}))(?P<after>am|pm|a\.m\.|p\.m\.)?"
)
_TAIL = re.compile(
    r"(?:必着|締め?切り?|〆切?り?|まで|迄|から|より|厳守|開始|開会|開演|開場|受付|スタート|始まり|集合|終了|閉会|予定|[(（]予定[)）]|[~〜-])+$"
)
_ABOUT = re.compile("(?:頃|ころ|ごろ|前後)$")
# Which hours of the clock's twelve a word stands for, and what is added to them.
_HOURS = {
    "午前": (range(12), 0), "午後": (range(12), 12), "早朝": (range(3, 9), 0), "朝": (range(4, 12), 0), "昼": (range(1, 5), 12),
    "夕": (range(3, 8), 12), "夜": (range(5, 12), 12), "深夜": (range(6), 0), "未明": (range(6), 0),
}  # fmt: skip
_SAME = {"am": "午前", "a.m.": "午前", "pm": "午後", "p.m.": "午後", "お昼": "昼", "夕方": "夕", "晩": "夜"}
_ONE = re.compile(r"[0-9]{1,2}(?:[:;][0-9]{2}|時)")


def parse_time(text, *, item="時刻"):
    """The time since midnight as a timedelta; 24:00 is the end of the day. DateProblem with the real cause."""
    plain = re.sub(r"[ \t]+", "", to_half(str(text).strip()[:40])).lower()
    plain = re.sub("午后|ごご", "午後", plain).replace("ごぜん", "午前")
    plain = re.sub("[〇零一二三四五六七八九十]+(?=[時分じ:]|$)", lambda kanji: figures(kanji[0]), plain)
    plain = re.sub("(?<=[0-9])(?:じ|ジ)", "時", re.sub("(?<=[0-9])(?:ふん|ぷん)", "分", plain))
    plain = _TAIL.sub("", plain.strip(",、の"))
    if plain in ("正午", "お昼", "昼の12時", "昼12時"):
        return datetime.timedelta(hours=12)
    match = _TIME.fullmatch(plain)
    hour, minute = _hour_and_minute(match, plain, item) if match else (99, 0)
    if hour <= 23 and minute <= 59 or (hour, minute) == (24, 0):
        return datetime.timedelta(hours=hour, minutes=minute)
    raise DateProblem(_cause(plain, item))


def _hour_and_minute(match, plain, item):
    word = match["before"] or match["after"] or ""
    word = _SAME.get(word, word)
    if match["four"]:
        hour, minute = int(match["four"][:-2]), int(match["four"][-2:])
    else:
        hour, minute = int(match["h"] or match["bare"]), 30 if match["half"] else int(match["m"] or match["m2"] or 0)
    if match["bare"] and not word:
        raise DateProblem(f"{item}の「{plain}」だけでは、時刻か分かりません。{EXAMPLE}のように入れてください。")
    if not word:
        if 1 <= hour <= 5 and "時" in plain:
            raise DateProblem(
                f"{item}の「{plain}」は、午前か午後か分かりません。午前なら{hour}:{minute:02}、午後なら{hour + 12}:{minute:02}と入れてください。"
            )
        return hour, minute
    if hour == 12 and word != "昼":
        which = "昼か夜か" if word in ("午前", "午後") else "その日のはじめか終わりか"
        noon = f"昼なら12:{minute:02}、夜なら" if word in ("午前", "午後") else ""
        night = (
            "0:00（その日のはじめ）か24:00（その日の終わり）"
            if not minute
            else f"0:{minute:02}（夜中をすぎるので、次の日の日付で）"
        )
        raise DateProblem(f"{item}の「{word}12時」は、{which}分かりません。{noon}{night}と入れてください。")
    if hour == 12:
        return hour, minute
    hours, more = _HOURS[word]
    if hour in hours:
        return hour + more, minute
    return (hour, minute) if more and 12 < hour <= 23 else (99, 0)


PAST_MIDNIGHT = "の時刻は、0:00から24:00までです。夜中をすぎるときは、次の日の日付で入れてください。"


def _cause(plain, item):
    if len(_ONE.findall(plain)) > 1:
        return f"{item}には、時刻を1つだけ入れてください。始まりと終わりがあるときは、この欄に合うほうだけを入れます。"
    if plain in ("いっぱい", "中", "終日", "一日中"):
        return f"{item}は、時刻まで入れてください。その日の終わりまでなら、24:00です。"
    if re.fullmatch("[0-9]{1,2}[-,、・/][0-9]{2}", plain):
        return f"{item}の時と分のあいだは、「:」にしてください。{re.sub('[-,、・/]', ':', plain)}のことなら、そう書いてください。"
    if plain in ("昼過ぎ", "昼すぎ", "夕方", "朝", "夜", "午前", "午後", "午前中"):
        return f"{item}は、だいたいでかまいませんので、時刻で入れてください。{EXAMPLE}のように書きます。"
    if about := _ABOUT.search(plain):
        return f"{item}の「{about[0]}」を消して、時刻だけを入れてください。"
    if re.match(r"(?:2[4-9]|[3-9][0-9])[:時]", plain):
        return f"{item}{PAST_MIDNIGHT}"
    if re.match(r"[0-9]{1,2}[:時][6-9][0-9]", plain):
        return f"{item}の分は、0から59までです。"
    return f"{item}の時刻を、{EXAMPLE}のように入れてください。"
