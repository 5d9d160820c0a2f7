"""Address labels of errands: where a letter goes, and for whom the portal knows no address."""

from typing import NamedTuple

from partners.directory.kind import PartnerKind

SIZES = {"12": "12面（86.4×42.3mm）", "24": "24面（70×37mm）"}


class Label(NamedTuple):
    """One letter: `to` is the body's line, `person` the line of whoever opens it."""

    postal_code: str
    address: str
    to: str
    person: str


class Labels(NamedTuple):
    """`size`: labels a sheet. `without`: names of partners without an address."""

    size: int
    sheets: list
    without: list


def labels_of(errands, size):
    """Labels, a body once, in the order of the errands; no query."""
    partners = {row.partner_id: row.partner for row in errands}.values()
    made = [_label(partner) for partner in partners if partner.address]
    sheets = [made[start : start + size] for start in range(0, len(made), size)]
    return Labels(size, sheets, [partner.name for partner in partners if not partner.address])


def _label(partner):
    code = partner.postal_code
    code = f"〒{code[:3]}-{code[3:]}" if len(code) == 7 else ""
    if partner.kind == PartnerKind.CITIZEN:
        return Label(code, partner.address, f"{partner.name} 様", "")
    person = f"{partner.representative} 様" if partner.representative else ""
    return Label(code, partner.address, partner.name if person else f"{partner.name} 御中", person)
