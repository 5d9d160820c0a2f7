"""The legal forms of bodies (法人格), each in the ways in which people write it: 株式会社, （株）, ㈱. One list for search, order and drawings."""

import re
import unicodedata

# The first of each row is what the law calls it. They fall away from names, and stand for each other; ㈱ and （株） are NFKC's (株).
SAME_FORM = (
    ("特定非営利活動法人", "NPO法人", "(特非)", "(NPO)", "(特)", "認定特定非営利活動法人", "認定NPO法人", "(認特非)", "(認特)", "エヌピーオー法人"),
    ("株式会社", "(株)"), ("有限会社", "(有)"), ("合同会社", "(同)"), ("合資会社", "(資)"), ("合名会社", "(名)"),
    ("一般社団法人", "(一社)"), ("一般財団法人", "(一財)"), ("公益社団法人", "(公社)"), ("公益財団法人", "(公財)"),
    ("社団法人", "(社)", "(公社)", "(一社)"), ("財団法人", "(財)", "(公財)", "(一財)"),
    ("社会福祉法人", "(社福)", "(福)"), ("学校法人", "(学)"), ("宗教法人", "(宗)"),
    ("医療法人", "(医)", "医療法人社団", "医療法人財団", "(医社)", "(医財)"), ("農事組合法人", "(農)"), ("独立行政法人", "(独)"),
    ("地方独立行政法人", "(地独)"), ("生活協同組合", "(生協)"), ("労働者協同組合", "(労協)"), ("協同組合", "(協)"), ("企業組合", "(企)"),
)  # fmt: skip
# Without brackets: words of a query by themselves (「一社 雪の会」), and before a name; they fall away only where a bracket or a space ends
# them. 公社 and 一社 are words of their own, too: they are looked for only together with a name.
SHORT = {
    "特非": "(特非)", "認特非": "(認特非)", "一財": "(一財)", "公財": "(公財)", "社福": "(社福)", "一社": "(一社)", "公社": "(公社)",
    "一般社団": "(一社)", "一般財団": "(一財)", "公益社団": "(公社)", "公益財団": "(公財)",
}  # fmt: skip
AMBIGUOUS = ("一社", "公社")
READINGS = (
    "とくていひえいりかつどうほうじん", "にんていとくていひえいりかつどうほうじん", "えぬぴーおーほうじん", "かぶしきがいしゃ", "ゆうげんがいしゃ",
    "ごうどうがいしゃ", "いっぱんしゃだんほうじん", "いっぱんざいだんほうじん", "こうえきしゃだんほうじん", "こうえきざいだんほうじん", "しゃかいふくしほうじん",
    "がっこうほうじん", "いりょうほうじん",
)  # fmt: skip
SQUARES = {unicodedata.normalize("NFKC", sign): sign for sign in "㈱㈲㈳㈵㈶㈻㈽㈿"}
# The longest first: one stands at the beginning or end of another.
LEGAL_FORMS = sorted({form for forms in SAME_FORM for form in forms} | {*READINGS}, key=lambda form: (-len(form), form))
_SHORT = "|".join(sorted(SHORT, key=len, reverse=True))
_FORMS = "|".join(map(re.escape, LEGAL_FORMS))
_LEGAL = re.compile(f"{_FORMS}|^(?:{_SHORT})[) ]", re.IGNORECASE)
_FORM = re.compile(f"{_FORMS}|^(?:{_SHORT})[) ]?", re.IGNORECASE)


def _ways(form):
    """Every way to write a legal form, in NFKC; () for any other word."""
    form = form.upper()
    form = SHORT.get(form.rstrip(") "), form)
    forms = next((forms for forms in SAME_FORM if form in forms), ())
    return (*forms, *(short for short, bracketed in SHORT.items() if bracketed in forms))


def same_form(word):
    """Every way to write the legal form that the word is, 株式会社 for ㈱; () for any other word."""
    return tuple(way for way in _ways(unicodedata.normalize("NFKC", word)) if way not in AMBIGUOUS)


def other_forms(name):
    """The name with its legal form in every way to write it: 株式会社雪 and (株)雪 for ㈱雪; () of one without."""
    name = unicodedata.normalize("NFKC", name)
    form = _FORM.search(name)
    return tuple(name[: form.start()] + way + name[form.end() :] for way in _ways(form[0])) if form else ()


def typed_forms(name):
    """The same as people type it: each of `other_forms`, its brackets in both widths and as one sign, with a space and without."""
    ways = {shape(form) for form in other_forms(name) for shape in (str, _wide, _square)}
    return ways | {form.replace(bracket, bracket + space) for form in ways for bracket in ")）㈱㈲" for space in " \u3000"}


def _wide(form):
    return form.replace("(", "（").replace(")", "）")


def _square(form):
    return re.sub(r"\((.)\)", lambda match: SQUARES.get(match[0], match[0]), form)


def without_legal_form(name):
    """The name, in NFKC, without its legal forms: 雪国 for ㈱雪国."""
    return _LEGAL.sub("", unicodedata.normalize("NFKC", name))


def bare_names(name):
    """{the name without its legal form}, in NFKC and as it was typed: ワカバ and ﾜｶﾊﾞ of ㈱ﾜｶﾊﾞ."""
    bare = without_legal_form(name).strip()
    parts = {part.strip() for at in range(len(name)) for part in (name[at:], name[:at])}
    return {bare, *(part for part in parts if unicodedata.normalize("NFKC", part) == bare)}
