"""What everybody may read of a partner, from the stored row or from an application that is only being checked."""

import copy
import datetime
from dataclasses import dataclass
from typing import NamedTuple

from django.http import Http404

from kyodo_portal.common.drawing.scenes import scene_of_fields
from kyodo_portal.common.privacy import PublicRow, public_columns
from kyodo_portal.process.waiting import as_told_to as matter_as_told_to

from .access import is_member
from .consent import YES
from .kind import PartnerKind
from .models import Partner
from .payload import shown, words_of
from .schema import EXTRA_CONSENT, LABELS, PUBLISH, WRITTEN, schema_of

CONTACT = Partner.CONSENT_FIELDS
# What of an application not everybody who finds it may read: all that was written and is no public column of a partner.
PRIVATE = tuple(name for name in WRITTEN if name not in public_columns(Partner))


def private_names(rule):
    """Names of a payload under this rule that not everybody who finds it may read. Two queries."""
    return (*PRIVATE, *(item.name for item in schema_of(rule).extras if not item.public))


def public_extra(partner):
    """What of a partner's `extra` everybody reads without a consent. Three queries, none where it holds nothing."""
    if not partner.extra:
        return {}
    return {
        item.key: partner.extra[item.key] for item in schema_of(partner.rule).extras if item.public and item.key in partner.extra
    }


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
    website: str
    established: str
    members_count: str
    corporate_number: str
    fields: str
    areas: str
    contact: list
    extra: list  # [(label, text)] of what its rule asks, as far as everybody reads it
    scene: str = ""  # the drawing that stands where there is no photograph; "" where no field is said

    @property
    def has_facts(self):
        """True when there is anything to say under 基本のこと, also where that is a published contact alone."""
        named = (self.schedule, self.fields, self.areas, self.established, self.members_count)
        return any((*named, self.corporate_number, self.website, self.contact, self.extra))


def as_told_to(partner, user):
    """The partner in the standing of which this person was told last: what the city has just decided does not count for its own
    people. Staff find it as it stands. One query for people of the partner, a second where an application has just moved.
    """
    if user.is_staff or not is_member(user, partner):
        return partner
    newest = partner.registrations.order_by("-status_since", "-pk").first()
    if newest is None or matter_as_told_to(newest, user) is newest:
        return partner
    told = copy.copy(partner)
    told.__dict__["standing"] = (newest.last_step.kept or {}).get("standing", partner.standing)  # read, never stored
    return told


def profile_of(partner):
    """From a stored partner: three queries (fields, areas, consents), three more where its rule asks something (rule, fields, promises)."""
    public = PublicRow(partner)
    asked = schema_of(partner.rule).extras if partner.extra else ()
    fields = list(public.fields)
    given = set(partner.consents.in_force().values_list("field", flat=True))
    return Profile(
        **{name: str(getattr(public, name) or "") for name in _PLAIN},
        kind=public.get_kind_display(),
        members_count=f"{public.members_count}{public.get_members_unit_display()}" if public.members_count else "",
        fields="、".join(map(str, fields)),
        areas="、".join(str(row) for row in public.areas),
        contact=[(name, LABELS[name], getattr(partner, name)) for name in CONTACT if name in given and getattr(partner, name)],
        extra=[
            (item.label, words_of(item.kind, partner.extra[item.key]))
            for item in asked
            if item.key in partner.extra and (item.public or f"{EXTRA_CONSENT}{item.key}" in given)
        ],
        scene=scene_of_fields([field.number for field in fields]) if fields else "",
    )


def profile_of_payload(payload, schema):
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
        extra=[
            (item.label, words_of(item.kind, payload[item.name]))
            for item in schema.extras
            if payload.get(item.name) and (item.public or payload.get(f"{PUBLISH}{item.name}") == YES)
        ],
    )


_PLAIN = (
    "name",
    "kana",
    "pr",
    "purpose",
    "activities",
    "schedule",
    "website",
    "established",
    "corporate_number",
)


def private_rows(partner, profile):
    """[(label, text)] of the contact data that the public page does not show, for those who may see it."""
    public = {name for name, _, _ in profile.contact}
    kept = [(name, getattr(partner, name)) for name in PRIVATE if name not in public]
    open_already = {label for label, _ in profile.extra}
    asked = [item for item in schema_of(partner.rule).extras if item.label not in open_already] if partner.extra else ()
    extra = [(item.label, words_of(item.kind, partner.extra.get(item.key))) for item in asked]
    return [(LABELS[name], shown(name, value)) for name, value in kept if value] + [row for row in extra if row[1]]


class FormerName(NamedTuple):
    name: str
    until: datetime.date


def goes_on_in(pk):
    """The key of the body that this one was merged into, or of the office that has its work since it is no more; Http404 where there
    is none. One query."""
    merged, office = Partner.objects.filter(pk=pk).values_list("merged_into", "successor").first() or (None, None)
    if (merged or office) is None:
        raise Http404
    return merged or office


def former_names(row):
    """[FormerName] under which everybody knew this body, and of the offices whose work came to it (改組). One query, two for an office,
    none for who is not named."""
    own = row.former_names.values_list("name", "until") if row.is_named else ()
    came = row.predecessors.order_by("-ended_on", "pk").values_list("name", "ended_on") if row.is_city else ()
    return [FormerName(*known) for known in (*own, *came)]
