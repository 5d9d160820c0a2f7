"""The photograph of a partner: in the directory, on its page, beside its name."""

from kyodo_portal.process.photo_places import PhotoPlace
from kyodo_portal.process.photos import photos_of

from . import access
from .membership import Membership
from .models import Partner


def can_change_photo(user, partner):
    """A representative, once the entry stands; the secretariat for a group that nobody represents in the portal."""
    if access.can_edit_partner(user, partner):
        return True
    return access.is_secretariat(user) and partner.stands and not access.people_of(partner, part=Membership.Part.REPRESENTATIVE)


PARTNER = PhotoPlace(
    key="partner",
    model=Partner,
    label="団体の写真",
    most=1,
    pages=Partner.objects.visible_to,
    can_change=can_change_photo,
    people=lambda partner: access.people_of(partner, part=Membership.Part.REPRESENTATIVE),
    parties=lambda partner: [f"p{partner.pk}"],
    title=lambda partner: partner.name,
    url=Partner.get_absolute_url,
    record=lambda partner: ("partner", partner.pk),
)


def with_photos(partners):
    """The Partners as a list, each with its photograph as `photo` (a Shown, or None): what `face_of` shows of them. One query."""
    partners = list(partners)
    return put_photos(partners, photos_of(PARTNER.key, [partner.pk for partner in partners]))


def put_photos(partners, photos):
    """The same where the photographs are at hand: {key: [Shown]}."""
    for partner in partners:
        partner.photo = next(iter(photos.get(partner.pk, ())), None)
    return partners
