"""What everybody may read of a partner, from the stored row or from an application that is only being checked."""

from dataclasses import dataclass

from kyodo_portal.common.drawing.scenes import scene_of_fields
from kyodo_portal.common.privacy import PublicRow, public_columns

from .consent import YES
from .kind import PartnerKind
from .models import Partner
from .payload import shown
from .schema import LABELS, WRITTEN

CONTACT = Partner.CONSENT_FIELDS
# What of an application not everybody who finds it may read: all that was written and is no public column of a partner.
PRIVATE = tuple(name for name in WRITTEN if name not in public_columns(Partner))


@dataclass(frozen=True)
class Profile:
    """The public page's content. `contact` holds [(name, label, text)] of the consented fields only."""

    name: str
    kana: str
    kind: str
    pr: str
    purpose: str
    activities: str
    schedule: str
    offers: str
    needs: str
    website: str
    established: str
    members_count: str
    corporate_number: str
    fields: str
    areas: str
    contact: list
    scene: str = ""  # the drawing that stands where there is no photograph; "" where no field is said

    @property
    def has_facts(self):
        """True when there is anything to say under 基本のこと, also where that is a published contact alone."""
        named = (self.activities, self.purpose, self.schedule, self.fields, self.areas, self.established, self.members_count)
        return any((*named, self.corporate_number, self.website, self.contact))


def profile_of(partner):
    """From a stored partner: three queries (fields, areas, consents)."""
    public = PublicRow(partner)
    fields = list(public.fields)
    given = set(partner.consents.in_force().values_list("field", flat=True))
    return Profile(
        **{name: str(getattr(public, name) or "") for name in _PLAIN},
        kind=public.get_kind_display(),
        members_count=f"{public.members_count}{public.get_members_unit_display()}" if public.members_count else "",
        fields="、".join(map(str, fields)),
        areas="、".join(str(row) for row in public.areas),
        contact=[(name, LABELS[name], getattr(partner, name)) for name in CONTACT if name in given and getattr(partner, name)],
        scene=scene_of_fields([field.number for field in fields]) if fields else "",
    )


def profile_of_payload(payload):
    """From what an application holds: how the page will look."""
    return Profile(
        **{name: str(payload.get(name) or "") for name in _PLAIN},
        kind=dict(PartnerKind.choices).get(payload.get("kind"), ""),
        members_count=shown("members_count", payload.get("members_count")),
        fields=shown("fields", payload.get("fields")),
        areas=shown("areas", payload.get("areas")),
        contact=[
            (name, LABELS[name], payload[name]) for name in CONTACT if payload.get(f"publish_{name}") == YES and payload.get(name)
        ],
    )


_PLAIN = (
    "name",
    "kana",
    "pr",
    "purpose",
    "activities",
    "schedule",
    "offers",
    "needs",
    "website",
    "established",
    "corporate_number",
)


def private_rows(partner, profile):
    """[(label, text)] of the contact data that the public page does not show, for those who may see it."""
    public = {name for name, _, _ in profile.contact}
    kept = [(name, getattr(partner, name)) for name in PRIVATE if name not in public]
    return [(LABELS[name], shown(name, value)) for name, value in kept if value]
