"""Address labels of errands: where a letter goes, and for whom the portal knows no address."""

import math
from typing import NamedTuple

from partners.directory.kind import PartnerKind


class Sheet(NamedTuple):
    """Sheets of labels as they are sold for A4: how many labels are on one, what the pack says, their width and height in mm."""

    many: int
    words: str
    width: float
    height: float


# The key names the class in labels.css, which holds the same measures and the margins of the sheet, as other programs have them for
# these articles: the sheet of 12 begins 21.2 mm below its edge (エーワン 72212, コクヨ KPC-E1121; one source says 21.5), that of 66 mm
# leaves 6 mm beside (エーワン 72224). 70 mm wide ones divide the sheet evenly. A test print on plain paper is the proof.
SHEETS = {
    "12": Sheet(12, "12面（86.4×42.3mm）", 86.4, 42.3),
    "24": Sheet(24, "24面（70×33.9mm、上下に余白）", 70, 33.9),
    "24-66": Sheet(24, "24面（66×33.9mm、四辺に余白）", 66, 33.9),
    "24-37": Sheet(24, "24面（70×37mm、余白なし）", 70, 37),
}
SIZES = {key: sheet.words for key, sheet in SHEETS.items()}
PADDING = (10, 6)  # mm of a label, both sides together: beside, above and below
LETTERS = {"": 10, "s": 8, "xs": 6.5}  # pt; the line of the body is a fifth larger
POINT, LINE = 0.3528, 1.4  # mm; heights of a letter


class Label(NamedTuple):
    """One letter: `to` is the body's line, `person` the line of whoever opens it; `letters`: a key of LETTERS."""

    postal_code: str
    address: str
    to: str
    person: str
    letters: str


class Labels(NamedTuple):
    """`size`: a key of SHEETS. `without`: names of partners without an address."""

    size: str
    sheets: list
    without: list


def labels_of(errands, size):
    """Labels, a body once, in the order of the errands; no query."""
    sheet, partners = SHEETS[size], {row.partner_id: row.partner for row in errands}.values()
    made = [_label(partner, sheet) for partner in partners if partner.address]
    sheets = [made[start : start + sheet.many] for start in range(0, len(made), sheet.many)]
    return Labels(size, sheets, [partner.name for partner in partners if not partner.address])


def _label(partner, sheet):
    code = partner.postal_code
    code = f"〒{code[:3]}-{code[3:]}" if len(code) == 7 else ""
    person = f"{partner.representative} 様" if partner.representative and partner.kind != PartnerKind.CITIZEN else ""
    if partner.kind == PartnerKind.CITIZEN:
        to = f"{partner.name} 様"
    else:
        to = partner.name if person else f"{partner.name} 御中"
    return Label(code, partner.address, to, person, _letters(sheet, code, partner.address, to, person))


def _letters(sheet, code, address, to, person):
    """The largest of LETTERS in which all of it stands on the label; the smallest for what fits in none."""
    wide, high = sheet.width - PADDING[0], sheet.height - PADDING[1]
    for key, points in LETTERS.items():
        letter = points * POINT
        lines = sum(_lines(text, wide, letter) for text in (code, address, person)) + 1.2 * _lines(to, wide, 1.2 * letter)
        if lines * letter * LINE <= high:
            return key
    return key


def _lines(text, wide, letter):
    return math.ceil(len(text) / math.floor(wide / letter))
