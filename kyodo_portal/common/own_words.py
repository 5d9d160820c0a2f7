"""The city's own words for what the portal calls 市, 町内会 and コーディネーター (KYODO_OWN_WORDS: 市=村 町内会=区 コーディネーター=).

The portal's sentences are written for a city that has all three. A village reads 村 instead; who has no coordinator reads nothing
of one, and is asked nothing for one. Words of people (titles, letters, texts) are never touched: what is changed are sentences of
the program, where they come into being: a template when it is read, a table of steps and a form when they are made.
Without the setting every sentence stays as it is written.
"""

import dataclasses
import re
from functools import cache

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

CITY, TOWN, GUIDE = "市", "町内会", "コーディネーター"
KINDS = {"町": ("ちょう", "町役場", "ちょうやくば"), "村": ("むら", "村役場", "むらやくば"), "区": ("く", "区役所", "くやくしょ")}
# 市 as a word of its own: not in 砂川市, 朝市, 市町村, 市場; 市民活動 is what everybody calls it.
ALONE = r"(?<![一-龥々ァ-ヶー])(?<!ほかの)(?<!べつの)市(?!町村|区町村|場|販|街|価|況|民活動)"
# 「団体の人と、伴走するコーディネーター、担当課」: one of several, with what is said of them.
ONE_OF_SEVERAL = re.compile(
    r"(?:と、|、|と|・)[^、。・（）「」<>{}と\n]{0,14}?コーディネーター(?:も(?=、))?(?=[、。・（）だがには]|の|$)"
)


def own_words(text):
    """A sentence of the program in the city's own words."""
    for pattern, word in _rules(settings.KYODO_OWN_WORDS):
        text = pattern.sub(word, text)
    return text


def own_words_in(thing):
    """The same for every text inside tuples, lists, dicts and the rows of tables, whatever else they hold."""
    if not settings.KYODO_OWN_WORDS:
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


def has_coordinator():
    """Whether anybody stands between groups and city here (中間支援)."""
    return _said(settings.KYODO_OWN_WORDS).get(GUIDE) != ""


def whose_turn(roles):
    """`roles` (names out of ROLES) without the coordinator, where the city has none and somebody else has the turn too."""
    others = tuple(role for role in roles if role != "coordinator")
    return roles if has_coordinator() or not others else others


@cache
def _said(words):
    said = dict(pair.partition("=")[::2] for pair in words.split())
    if set(said) - {CITY, TOWN, GUIDE} or said.get(CITY, "村") not in KINDS or said.get(TOWN) == "" or said.get(GUIDE):
        raise ImproperlyConfigured(f"KYODO_OWN_WORDS: {words} says none of 市=町 (村, 区), 町内会=区, コーディネーター= .")
    return said


@cache
def _rules(words):
    """[(pattern, word)] in the order in which they hold."""
    said, rules = _said(words), []
    if city := said.get(CITY):
        kana, hall, hall_kana = KINDS[city]
        for ours, read, word, kana_of_word in (("市役所", "しやくしょ", hall, hall_kana), ("市", "し", city, kana)):
            rules += [(re.compile(f"'{ours}' '{read}'"), f"'{word}' '{kana_of_word}'")]  # {% r '市' 'し' %}
        rules += [(re.compile("(?<![一-龥々])市役所"), hall), (re.compile(ALONE), city)]
    if town := said.get(TOWN):
        rules += [(re.compile("町内会・自治会|町内会"), town)]
    if said.get(GUIDE) == "":
        rules += [(ONE_OF_SEVERAL, "")]
    return rules
