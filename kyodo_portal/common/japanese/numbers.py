"""Whole numbers as people type them: 120000, １２０，０００円, 50万円, 1,200千円, 約30人, 九十六世帯. Never 1_000, ٣٠ or 1e9.

What can only be meant in one way is understood; what cannot is refused with the part that stands in the way.
"""

import datetime
import re
from decimal import Decimal

from django.core.exceptions import ValidationError

from .dates import ERA_FIRST_YEAR, ERA_LETTER, fiscal_label, fiscal_year
from .width import DASHES, KANJI_DIGITS, to_half

MAX_YEN = 10**12
_PIECE = r"(?:[0-9]{1,3}(?:,[0-9]{3}){1,4}|[0-9]{1,15})(?:\.[0-9]{1,6})?"
_TOKEN = re.compile(rf"{_PIECE}|[億万千百十]")
_RUN = re.compile(rf"(?:{_PIECE}|[億万千百十])+")
_SMALL, _LARGE = {"千": 1000, "百": 100, "十": 10}, {"億": 10**8, "万": 10**4}
_BEFORE = re.compile(
    r"^(?:約|正会員|会員|およそ|おおよそ|おおむね|概ね|だいたい|ざっと|総額|合計|計|概算|のべ|延べ|定員|先着|最大|最高|上限|金|jpy|[¥￥\\])+"
)
# Figures as receipts write them, so that nobody adds a stroke.
_FORMAL = str.maketrans("壱壹弐貳参參肆伍陸漆捌玖拾佰阡仟萬", "一一二二三三四五六七八九十百千千万")
_FREE = ("無料", "むりょう", "ただ", "タダ", "無償")
_UNDECIDED = re.compile("未定|検討中|調整中|未確定|これから|後日")
_VAGUE = re.compile("若干.?|数.?|数[十百千万].?|全.?|多数|少し|大勢|おおぜい|いくらか|半.?")
# What only says that it is a plan, or not more than that.
_AFTER = re.compile(
    r"(?:ほど|くらい|ぐらい|位|程度|前後|です|以内|まで|弱|強|\((?:予定|見込み?|概算|案|仮|上限)\)|予定|見込み?"
    r"|\([^()]*(?:現在|時点)\)|(?:令和|平成|r|h|20)[0-9元年月日./-]+(?:現在|時点))$"
)
# What is counted in thousands says so beside the number; and 万 as a telephone leaves it that was not asked for Kanji.
_BESIDE = re.compile(r"\((?:単位:?)?([百千万億]*円)\)$")
_AHEAD = re.compile(r"^(?:\((?:単位:?)?([百千万億]+円)\)|(?:単位:?)?([百千万億]+円):)(?=[0-9])")
_IN_KANA = [
    (re.compile(f"(?<=[0-9十百千])(?:{kana})"), kanji)
    for kana, kanji in (("まん|マン", "万"), ("せん|セン", "千"), ("おく|オク", "億"))
]
# How the units of ours are written otherwise.
_SAME = {
    "円": ("円", "圓", "えん", "円也", "也", "yen", "jpy", "-", "円-", ".-", "えん也"), "人": ("人", "名", "にん", "名様", "人様"), "回": ("回", "度"), "字": ("字", "文字"),
    "点": ("点", "点満点"), "年": ("年", "年間", "か年", "カ年"), "日": ("日", "日間"), "月": ("月", "か月", "カ月", "ヶ月"),
    "世帯": ("世帯", "戸", "軒", "家族"),
}  # fmt: skip
# What people count with, where the question itself says what is counted.
COUNTERS = frozenset(
    "人 名 世帯 戸 軒 家族 団体 社 校 園 班 組 区 町内会 自治会 件 回 度 個 つ 台 枚 部 冊 本 匹 頭 羽 株 袋 箱 点 字 文字 席 店 店舗 か所 箇所 カ所 ヶ所 "
    "ヵ所 地区 日 日間 時間 分 週 週間 か月 ヶ月 カ月 年 年間 歳 才 % 円 グループ チーム クラス コース 種類 カ国 か国 km m kg g l".split()
)
NOTHING = re.compile(r"(?:特に)?(?:なし|無し|無|ありません|ない|ナシ)|[-ー×✕]|n/?a", re.IGNORECASE)


class Counted(int):
    """A whole number with the unit that was typed behind it: 96世帯. `unit` is "" where none was."""

    unit = ""

    @classmethod
    def of(cls, number, unit):
        made = cls(number)
        made.unit = unit
        return made

    @property
    def written(self):
        """The number with its unit, as it was meant."""
        return f"{int(self)}{self.unit}"


def small_int(text, default=None, *, most=10**15):
    """The int that an address or a hidden field names in ASCII digits: a key, a page, a row, a version.

    `default` for anything else (nothing, a sign, 1.5, 1_000, ３, ٣), `most` for what is larger: no column overflows.
    """
    text = str(text).strip()
    if not (text.isascii() and text.isdigit()):
        return default
    digits = text.lstrip("0") or "0"
    return min(int(digits), most) if len(digits) <= len(str(most)) else most


def same_amounts(word):
    """Every way to write a word that names a large number: 上限30万円 as 上限300,000円, 上限300000円, 上限300千円; [] for any other word.

    Only what says that it is one: with 万, 千 or a comma in it, or with 円 behind it; a year, a day and a telephone number stay as they are.
    """
    text = to_half(word)
    if re.fullmatch(rf"(?:{_PIECE}|[億万千百十])+円", plain := text.translate(KANJI_DIGITS)):
        text = plain  # 五十万円
    run = next((run for run in _RUN.finditer(text) if re.search("[0-9]", run[0])), None)
    if run is None or not (re.search("[億万千,]", run[0]) or text[run.end() :].startswith("円")):
        return []
    number = _number(run[0])
    if number is None or number != int(number) or not 1000 <= number <= MAX_YEN:
        return []
    number = int(number)
    ways = [f"{number:,}", str(number)]
    for sign, worth in (("億", 10**8), ("万", 10**4), ("千", 1000)):
        if number >= worth and not number * 10 % worth:
            ways.append(f"{Decimal(number) / worth:,f}{sign}")
    return [f"{text[: run.start()]}{way}{text[run.end() :]}" for way in ways]


def clean_whole(value, *, item, unit="", units=(), least=0, most=MAX_YEN, example="120000"):
    """A Counted between `least` and `most`.

    unit: what stands behind the box (円, 人 …) and may be typed too, also as people write it otherwise (名 for 人).
    units: further units that the caller keeps; without unit and units any counter may stand there.
    """
    text = _plain(value)
    if unit == "円" and text in _FREE:
        text = "0"
    if re.fullmatch(r"-?[0-9,]{16,}", text):
        raise ValidationError(f"{item}は{most:,}{unit}までにしてください。", code="most")
    negative, text = text.startswith("-") and text != "-", text if text == "-" else text.removeprefix("-")
    run = _RUN.match(text)
    if run and (cut := re.search("[億万千]([0-9])$", run[0])):
        raise _cut_short(run[0], cut[1], item)
    number = _number(run[0]) if run else None
    if number is None:
        _refuse_words(text, run, item, example)
    kept = _unit(text[run.end() :], run[0], item=item, unit=unit, units=units, example=example)
    if number != int(number):
        raise ValidationError(f"{item}に小数は使えません。1{unit or 'つ'}より細かいところは、まるめてください。", code="number")
    number = -int(number) if negative else int(number)
    if number < least:
        raise ValidationError(f"{item}は{least:,}{unit}以上にしてください。", code="least")
    if number > most:
        raise ValidationError(f"{item}は{most:,}{unit}までにしてください。", code="most")
    return Counted.of(number, kept)


def _plain(value):
    """Half-width, without blanks and without what only says that it is a sum, or about so much."""
    text = re.sub(r"[ \t\u00a0]", "", to_half(str(value)[:10_000])).lower()
    text = re.sub(r"^[△▲‐‑–—―−-]", "-", text)
    text = re.sub(r"(?<=[0-9])、(?=[0-9]{3}(?![0-9]))", ",", text)
    text = text.rstrip("。、").removeprefix("一金").translate(_FORMAL).replace("ゼロ", "0").translate(KANJI_DIGITS)
    for kana, kanji in _IN_KANA:
        text = kana.sub(kanji, text)
    text = _BESIDE.sub(r"\1", text)
    if unit := _AHEAD.match(text):
        text = text[unit.end() :].removesuffix("円") + (unit[1] or unit[2])
    minus = text[:1] == "-"
    text = _BEFORE.sub("", text.removeprefix("-"))
    return ("-" if minus else "") + text


def _number(run):
    """50万5千 as a Decimal: sums of sections before 億 and 万, each of 千, 百, 十; None for what counts in no order."""
    total, section, digits = Decimal(0), Decimal(0), None
    last_large, last_small = 10**12, 10**4
    for token in _TOKEN.findall(run):
        if token in _LARGE:
            if (digits is None and not section) or _LARGE[token] >= last_large:
                return None
            total += (section + (digits or 0)) * _LARGE[token]
            last_large, last_small, section, digits = _LARGE[token], 10**4, Decimal(0), None
        elif token in _SMALL:
            if _SMALL[token] >= last_small:
                return None
            section += (1 if digits is None else digits) * _SMALL[token]
            last_small, digits = _SMALL[token], None
        elif digits is not None:
            return None
        elif re.search(r"\.[0-9]{3}$", token):
            return None  # 300.000: a part of one, or three hundred thousand
        else:
            digits = Decimal(token.replace(",", ""))
    return total + section + (digits or 0)


def _unit(rest, number, *, item, unit, units, example):
    """The unit to keep of what stands behind the number; ValidationError with what stands in the way."""
    rest = re.sub(r"^(?:余り?|あまり|ちょうど)", "", rest)
    while _AFTER.search(rest):
        rest = _AFTER.sub("", rest)
    if rest in ("", unit) or rest in _SAME.get(unit, ()):
        return ""
    if same := next((one for one in units if rest in _SAME.get(one, ())), ""):
        return same
    if rest in units or (not unit and not units and rest in COUNTERS):
        return rest
    if rest[0] in "数余何":  # 十数人
        raise _vague(item, example)
    if re.search("税[別抜]", rest):
        raise ValidationError(
            f"{item}は、税を足した額を入れてください。「{rest[:20]}」の書き方は使えません。例：{example}", code="number"
        )
    if rest[0] in ",.":
        raise _misplaced(rest[0], item, example)
    if re.match("[a-z_]+[0-9]", rest):  # 1e9, 1_000
        raise ValidationError(f"{item}は数字だけで入れてください。例：{example}", code="number")
    if re.search("[0-9]", rest):
        raise _several(item, example)
    if unit and rest.translate(DASHES) in COUNTERS:
        raise ValidationError(f"{item}は「{unit}」で数えます。「{number}{rest}」を、{unit}の数に直してください。", code="unit")
    beside = next((rest.removeprefix(one) for one in (*_SAME.get(unit, ()), unit) if one and rest.startswith(one)), rest)
    raise ValidationError(f"{item}は、数だけにしてください。「{beside[:20]}」を消してください。例：{example}", code="number")


def _several(item, example):
    words = f"{item}には、数を1つだけ入れてください。計算した結果か、だいたいの数にします。例：{example}"
    return ValidationError(words, code="number")


def _cut_short(run, last, item):
    """20万5: said aloud it is 20万5千, written 200,005."""
    below = {"億": "千万", "万": "千", "千": "百"}[run[-2]]
    words = f"{item}の「{run}」は、2通りに読めます。「{run}{below}」か「{int(_number(run)):,}」のように書いてください。"
    return ValidationError(words, code="number")


def _vague(item, example):
    return ValidationError(f"{item}は、だいたいでかまいませんので、数で入れてください。例：{example}", code="number")


def _misplaced(mark, item, example):
    return ValidationError(f"{item}の「{mark}」の場所を確かめてください。例：{example}", code="number")


def _refuse_words(text, run, item, example):
    if run and ("," in run[0] or "." in run[0]):
        raise _misplaced("," if "," in run[0] else ".", item, example)
    if _UNDECIDED.fullmatch(text):
        raise ValidationError(f"{item}は、決まっていないときは、見込みの数を入れてください。例：{example}", code="number")
    if _VAGUE.fullmatch(text):
        raise _vague(item, example)
    if NOTHING.fullmatch(text):
        raise ValidationError(f"{item}がないときは、空けておくか、0と入れてください。", code="number")
    if re.search("[0-9][^0-9,.]+[0-9]", text):
        raise _several(item, example)
    if before := re.match("[^0-9]+(?=[0-9])", text):
        raise ValidationError(
            f"{item}は、数だけにしてください。「{before[0][:20]}」を消してください。例：{example}", code="number"
        )
    raise ValidationError(f"{item}は数字だけで入れてください。例：{example}", code="number")


def clean_fiscal_year(value, *, item="年度"):
    """2026 for 2026, 2026年度, 令和8年度, R8, 令和8年度（2026年度）; between 1950 and 2100."""
    if both := re.fullmatch(
        r"([^()]+?)\(([^()]*[0-9元一二三四五六七八九][^()]*)\)(?:年度?)?", to_half(str(value)).replace(" ", "")
    ):
        first, second = (clean_fiscal_year(year, item=item) for year in both.groups())
        if first != second:
            raise ValidationError(
                f"{item}の西暦と元号の年が合いません。「{both[1]}」は{fiscal_label(first)}です。どちらかを直してください。",
                code="year",
            )
        return first
    text = (
        to_half(str(value))
        .strip()
        .replace(" ", "")
        .upper()
        .removesuffix("度")
        .removesuffix("年")
        .removeprefix("西暦")
        .removeprefix("FY")
        .removesuffix("ねんど")
    )
    text = re.sub("(?:年度?)?(?:から|まで|[~〜])$", "", text)
    match = re.fullmatch(r"(令和|平成|昭和|[RHS令平昭])\.?([0-9]{1,2}|元|[一二三四五六七八九十]{1,3})", text)
    if match:
        number = 1 if match[2] == "元" else int(_number(match[2].translate(KANJI_DIGITS)) or 0)
        text = str(ERA_FIRST_YEAR[ERA_LETTER.get(match[1], match[1])] + number - 1) if number else ""
    if (near := {"去": -1, "昨": -1, "前": -1, "今": 0, "本": 0, "来": 1, "次": 1}.get(text)) is not None:
        label = fiscal_label(fiscal_year(datetime.date.today()) + near)
        raise ValidationError(f"{item}は、数で入れてください。「{text}年度」なら、{label}です。", code="year")
    if len(re.findall("[0-9]+", text)) > 1:
        raise ValidationError(f"{item}は、1つだけ入れてください。例：令和8年度、2026", code="year")
    if re.fullmatch(r"[0-9]{1,2}", text):
        ways = f"令和{text}年度か、西暦の4けた" if int(text) <= 20 else f"{2000 + int(text)}年度のように、西暦の4けた"
        raise ValidationError(f"{item}の「{text}」だけでは、いつか分かりません。{ways}で入れてください。", code="year")
    if not re.fullmatch(r"[0-9]{4}", text) or not 1950 <= int(text) <= 2100:
        raise ValidationError(f"{item}は、令和8年度か2026のように入れてください。", code="year")
    return int(text)
