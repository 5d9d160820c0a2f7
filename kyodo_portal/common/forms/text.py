"""Text as people type and paste it: what a word processor brought along is put right, what nobody can read is refused.

Names and prose are never normalised: NFC changes 神, NFKC destroys ㈱ and ①.
"""

import re
import unicodedata

from django.core.exceptions import ValidationError

ITEM = "この欄"
# Nobody sees these; a name made of nothing else is empty. (Hangul fillers and the blank braille cell are "letters".)
_INVISIBLE = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180e\u180f\u2800\u3164\uffa0") | frozenset(
    chr(c) for c in (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))
)
# With these marks a program's name can look like a picture's. What merely wraps a number, as telephones copy it, goes (below).
_TURNING = "\u202b\u202e\u2067"
_REFUSED = re.compile(f"[\x00-\x08\x0e-\x1d\x7f-\x9f{_TURNING}\ud800-\udfff\ufdd0-\ufdef\ufffd-\uffff]")
# Characters of one's own (外字): other machines show another one or none.
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010fffd]")
# What word processors put into a text and mean otherwise: their line and page breaks, hyphens and blanks that do not break.
_BREAKS = re.compile("\x0b|\x0c|\u2028|\u2029")
_PUT_RIGHT = str.maketrans(
    {
        "\x07": "\t", "\x1e": "-", "\x1f": "", "\u00a0": " ", "\u00ad": "", "\u200b": "", "\u2060": "", "\ufeff": "", "\ufffc": "",
        "\u200e": "", "\u200f": "", "\u202a": "", "\u202c": "", "\u202d": "", "\u2066": "", "\u2068": "", "\u2069": "",
        # bullets of the fonts Symbol and Wingdings
        "\uf0b7": "・", "\uf06c": "●", "\uf06e": "■", "\uf0a7": "■", "\uf075": "◆", "\uf0d8": "➢", "\uf0fc": "✓", "\uf0e0": "→",
        "\uf06f": "□", "\uf0a8": "□", "\uf09f": "・", "\uf02d": "-",
    }
)  # fmt: skip


def clean_text(value, *, multiline=False, item=ITEM):
    """The text without outer white space, with line ends as \\n; refuses what no person can see or type.

    Put right without a word, because nothing is lost: breaks of lines and pages, hyphens, blanks and bullets of word processors,
    marks that nobody sees. Refused: NUL and other control characters, lone surrogates, characters lost on the way (U+FFFD),
    marks that turn the direction of text, characters of one's own (外字), line breaks where one line is asked, and texts
    made only of invisible characters.
    """
    text = str(value).replace("\r\n", "\n").replace("\r", "\n").strip("\ufeff").strip()
    if text and not any(_visible(c) for c in text) and not _REFUSED.search(text):
        raise ValidationError(f"{item}に、目に見える文字を入れてください。", code="invisible")
    text = _BREAKS.sub("\n" if multiline else " ", text).translate(_PUT_RIGHT).strip()
    text = text if multiline else text.replace("\t", " ")  # between the cells of a table
    refused = _REFUSED.search(text)
    if refused:
        raise ValidationError(
            f"{item}の{refused.start() + 1}文字目に、使えない文字が入っています。その文字を消してください。", code="characters"
        )
    own = _PRIVATE.search(text)
    if own:
        raise ValidationError(
            f"{item}の{own.start() + 1}文字目は、外字（そのパソコンだけの文字）です。ほかの人には見えないので、ふつうの文字で入れてください。",
            code="characters",
        )
    if not multiline and "\n" in text:
        raise ValidationError(f"{item}は、改行をしないで1行で入れてください。", code="line")
    return text


def _visible(c):
    return c not in _INVISIBLE and unicodedata.category(c) not in ("Cf", "Cc", "Zs", "Zl", "Zp")


def check_length(text, limit, *, item=ITEM):
    """Refuses more than `limit` characters (文字数; a line break counts as one) and says how many there are."""
    if limit is not None and len(text) > limit:
        raise ValidationError(f"{item}は{limit}字までにしてください。いまは{len(text)}字です。", code="max_length")
    return text
