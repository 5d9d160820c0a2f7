"""What changed between two texts, so that people can read it: pieces that stayed, went and came."""

import difflib
import re
from typing import NamedTuple

# Runs of one kind of letter are the smallest piece: Japanese has no spaces, and single letters make confetti. A whole date is one, too.
_DATE = r"[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日(?:（[月火水木金土日]）)?"
_PIECES = re.compile(rf"{_DATE}|[一-鿿々]+|[ぁ-んー]+|[ァ-ヶー]+|[0-9０-９]+|[A-Za-z]+|\s|.", re.DOTALL)
_MANY = 8_000  # pieces; longer texts are compared by lines

SAME, GONE, NEW = "same", "gone", "new"


def differences(before, after):
    """[(SAME | GONE | NEW, text)] in reading order. Two equal texts are one SAME piece; an empty one gives nothing."""
    old, new = _pieces(before), _pieces(after)
    if max(len(old), len(new)) > _MANY:
        old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    pieces = []
    for verb, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if verb == "equal":
            pieces.append((SAME, "".join(old[a:b])))
            continue
        pieces += [(kind, text) for kind, text in ((GONE, "".join(old[a:b])), (NEW, "".join(new[c:d]))) if text]
    return pieces


def shortened(pieces, around=40):
    """The same pieces with the middle of long unchanged stretches left out (「…」)."""
    out = []
    for number, (kind, text) in enumerate(pieces):
        if kind == SAME and len(text) > 2 * around + 20:
            head = text[:around] if number else ""
            tail = text[-around:] if number + 1 < len(pieces) else ""
            text = f"{head}…{tail}"
        out.append((kind, text))
    return out


def _pieces(text):
    return _PIECES.findall(text)


class Compared(NamedTuple):
    """One item before and after: pieces in which what went (before) and what came (after) is marked."""

    label: str
    before: list
    after: list


def compared(label, before, after):
    """A Compared of two texts, the middle of long unchanged stretches left out; None where they are the same."""
    if before == after:
        return None
    pieces = shortened(differences(before, after))
    return Compared(label, [piece for piece in pieces if piece[0] != NEW], [piece for piece in pieces if piece[0] != GONE])
