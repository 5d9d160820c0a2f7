"""The city's own words for what the portal calls 市, 町内会 and コーディネーター.

The portal's sentences are written for a city that has all three. A village reads 村 instead, by the last character of KYODO_CITY_NAME;
a prefecture 県 and 知事. KYODO_OWN_WORDS says the rest (町内会=区 コーディネーター=, nothing behind the sign: there is none): who has no
coordinator reads nothing of one, and is asked nothing for one. Words of people (titles, letters, texts) are never touched: what is
changed are sentences of the program, where they come into being: a template when it is read, a table of steps and a form when they are
made, what a form or an action answers when it is said. Of a city that calls everything so, every sentence stays as it is written.
"""

import dataclasses
import re
from functools import cache

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

CITY, TOWN, GUIDE = "市", "町内会", "コーディネーター"
# {how bodies are called: its reading, the building, its reading, who heads it}
KINDS = {
    "市": ("し", "市役所", "しやくしょ", "市長"),
    "町": ("まち", "町役場", "まちやくば", "町長"),
    "村": ("むら", "村役場", "むらやくば", "村長"),
    "区": ("く", "区役所", "くやくしょ", "区長"),
    "県": ("けん", "県庁", "けんちょう", "知事"),
    "府": ("ふ", "府庁", "ふちょう", "知事"),
    "都": ("と", "都庁", "とちょう", "知事"),
    "道": ("どう", "道庁", "どうちょう", "知事"),
}
PREFECTURES = "都道府県"
EXAMPLE = "若葉野"  # the made-up city of which help texts give examples: 若葉野市長
# 市 as a word of its own: not in 砂川市, 朝市, 市町村, 市場; 市民活動 is what everybody calls it.
KANJI = "一-龥々㐀-䶿豈-龎\U00020000-\U0003ffff\U000e0100-\U000e01ef"  # with variants of names, and what chooses between them
ALONE = rf"(?<![{KANJI}ァ-ヶー])(?<!ほかの)(?<!べつの)市(?!町村|区町村|場|販|街|価|況|外局番|民活動)"
# 「団体の人と、伴走するコーディネーター、担当課」: one of several, with what is said of them.
ONE_OF_SEVERAL = re.compile(
    r"(?:と、|、|と|・)[^、。・（）「」<>{}と\n]{0,14}?コーディネーター(?:も(?=、))?(?=[、。・（）だがには]|の|$)"
)
# Within a sentence it holds a name or a title; 川辺町内会 outside of it is one too.
QUOTED = re.compile(r"([「『｛][^」』｝]*[」』｝])")


def own_words(text):
    """A sentence of the program in the city's own words."""
    for pattern, word in _rules_now():
        text = pattern.sub(word, text)
    return text


def says_otherwise():
    """Whether any sentence of the program is read in other words than it is written in."""
    return bool(_rules_now())


def own_words_said(text):
    """The same for a sentence that may hold the name of a group or a matter: what stands in 「」 or behind another kanji is a name."""
    if not _rules_now() or not isinstance(text, str):
        return text
    said = "".join(part if place % 2 else own_words(part) for place, part in enumerate(QUOTED.split(text)))
    return type(text)(said)  # as safe as it came


def own_words_in(thing):
    """The same for every text inside tuples, lists, dicts and the rows of tables, whatever else they hold."""
    if not _rules_now():
        return thing
    if isinstance(thing, str):
        return own_words(thing) if type(thing) is str else thing
    if isinstance(thing, tuple) and hasattr(thing, "_fields"):
        return type(thing)(*map(own_words_in, thing))
    if isinstance(thing, tuple | list):
        return type(thing)(map(own_words_in, thing))
    if isinstance(thing, dict):
        return {key: own_words_in(value) for key, value in thing.items()}
    if dataclasses.is_dataclass(thing) and not isinstance(thing, type):
        columns = [column.name for column in dataclasses.fields(thing) if column.init]
        said = {name: own_words_in(getattr(thing, name)) for name in columns}
        return dataclasses.replace(thing, **{name: value for name, value in said.items() if value != getattr(thing, name)})
    return thing


def words_in_force():
    """{市, 町内会, コーディネーター: what the sentences of the program call it, "" for what there is none of}."""
    said = _said(*_asked())
    return {word: said.get(word, word) for word in (CITY, TOWN, GUIDE)}


def as_setting(said):
    """KYODO_OWN_WORDS by which a portal of any name speaks so. `said`: what words_in_force answers, there or elsewhere."""
    pairs = [f"{CITY}={said[CITY]}", *(f"{word}={said[word]}" for word in (TOWN, GUIDE) if said.get(word, word) != word)]
    return " ".join(pairs)


def has_coordinator():
    """Whether anybody stands between groups and city here (中間支援)."""
    return _said(*_asked()).get(GUIDE) != ""


def kind_word():
    """市, 町, 村 …: what the sentences of the program say, whatever 市の情報 has been changed to since the program started."""
    return _said(*_asked()).get(CITY, CITY)


def town_word():
    """What 町内会 are called."""
    return _said(*_asked()).get(TOWN, TOWN)


def whose_turn(roles):
    """`roles` (names out of ROLES) without the coordinator, where the city has none and somebody else has the turn too."""
    others = tuple(role for role in roles if role != "coordinator")
    return roles if has_coordinator() or not others else others


def _asked():
    return settings.KYODO_OWN_WORDS, settings.KYODO_CITY["name"][-1:]


def _rules_now():
    return _rules(*_asked())


@cache
def _said(words, last):
    """{市, 町内会 or コーディネーター: the city's word}. `last`: the last character of its name."""
    said = dict(pair.partition("=")[::2] for pair in words.split())
    if set(said) - {CITY, TOWN, GUIDE} or said.get(CITY, CITY) not in KINDS or said.get(TOWN) == "" or said.get(GUIDE):
        raise ImproperlyConfigured(f"KYODO_OWN_WORDS: {words} says none of 市=町 (村, 区, 県 …), 町内会=区, コーディネーター= .")
    return ({CITY: last} if last in KINDS else {}) | said


@cache
def _rules(words, last):
    """[(pattern, word)] in the order in which they hold."""
    said, rules = _said(words, last), []
    if (city := said.get(CITY, CITY)) != CITY:
        kana, hall, hall_kana, head = KINDS[city]
        rules += [
            (re.compile("'市役所' 'しやくしょ'"), f"'{hall}' '{hall_kana}'"),  # {% r '市' 'し' %}
            (re.compile("'市' 'し'"), f"'{city}' '{kana}'"),
            (re.compile(f"(?<![{KANJI}])市役所"), hall),
            (re.compile(f"(?<![{KANJI}])(副?)市長"), rf"\g<1>{head}"),
            (re.compile(f"{EXAMPLE}市役所"), f"{EXAMPLE}{hall}"),
            (re.compile(f"{EXAMPLE}市長"), f"{EXAMPLE}{city if city in PREFECTURES else ''}{head}"),
            (re.compile(f"{EXAMPLE}市"), f"{EXAMPLE}{city}"),
            (re.compile("わかばのし"), f"わかばの{kana}"),
            (re.compile(ALONE), city),
        ]
    if town := said.get(TOWN):
        rules += [
            (re.compile("'町内会' 'ちょうないかい'"), f"'{town}' ''")
        ]  # its reading is the city's: the list knows it, or none
        rules += [(re.compile(f"(?<![{KANJI}ァ-ヶー])(?:町内会・自治会|町内会)"), town)]
    if said.get(GUIDE) == "":
        rules += [(ONE_OF_SEVERAL, "")]
    return rules
