"""The face of a partner: which shape says its kind. The word for the kind stands beside it wherever the face is shown."""

from kyodo_portal.common.drawing.faces import face

from .kind import PartnerKind

SHAPES = {
    PartnerKind.NEIGHBOURHOOD: "town",
    PartnerKind.COMMUNITY: "town",
    PartnerKind.NPO: "group",
    PartnerKind.CIVIC: "group",
    PartnerKind.SUPPORT: "group",
    PartnerKind.WELFARE: "group",
    PartnerKind.COMPANY: "firm",
    PartnerKind.SCHOOL: "school",
    PartnerKind.CITIZEN: "person",
    PartnerKind.DEPARTMENT: "city",
    PartnerKind.COMMITTEE: "other",
    PartnerKind.OTHER: "other",
}


def face_of(partner, size=""):
    """The drawn mark of a Partner or of anything that has its `kind` (a code) and `name`; see {% face %} for the sizes. No query.

    A Partner whose name pages for everybody may not say gets the letter of what they call it instead.
    """
    return face(SHAPES[partner.kind], getattr(partner, "public_name", partner.name), size)
