"""The face of a partner: its photograph, else a mark whose shape says its kind. The word for the kind stands beside it wherever it is shown."""

from django.utils.html import format_html

from kyodo_portal.common.drawing.faces import face
from kyodo_portal.common.own_words import own_words_in

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
# The kinds as somebody chooses who looks for company: one for each shape.
SHAPE_LABELS = own_words_in(
    {
        "group": "市民活動団体・NPO",
        "town": "町内会・地域の会",
        "firm": "会社・お店",
        "school": "学校・大学",
        "city": "市の部署",
        "person": "個人",
        "other": "そのほか",
    }
)


def face_of(partner, size=""):
    """The face of a Partner or of anything that has its `kind` (a code) and `name`; see {% face %} for the sizes. No query.

    Its photograph where it has one as `photo` (`photos.with_photos`), and the drawn mark otherwise. A Partner whose name pages for
    everybody may not say has no photograph there, and the letter of what they call it instead.
    """
    photo = getattr(partner, "photo", None)
    if photo and getattr(partner, "is_named", True):
        css = f"kp-faceimg kp-faceimg--{size}" if size else "kp-faceimg"
        return format_html('<img class="{}" src="{}" alt="" width="56" height="56" loading="lazy">', css, photo.small.url)
    return face(SHAPES[partner.kind], getattr(partner, "public_name", partner.name), size)
