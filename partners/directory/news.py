"""What is new of the directory: a group that was registered. Never a person."""

from django.utils import timezone

from kyodo_portal.notices.models import News
from kyodo_portal.notices.news import announce, is_announced, withdraw_news

from .kind import PartnerKind
from .models import Partner
from .standing import Standing


def source_of(partner):
    """The source of the News of a partner."""
    return f"partner:{partner.pk}"


def announce_partner(partner):
    """A group was registered: everybody hears of it once it is shown. Called inside the step that registers it."""
    if partner.kind == PartnerKind.CITIZEN or partner.standing != Standing.REGISTERED or partner.office != Partner.Office.NONE:
        return
    if partner.taken_down_at is None:
        _announce(partner, max(partner.shown_from or timezone.now(), timezone.now()))


def sync_partner_news(partner):
    """Words or publicness have changed: what was told of the group follows, or goes. Who was never told of is no news now.

    One query where nothing was told.
    """
    if not is_announced(source_of(partner)):
        return
    if partner.kind == PartnerKind.CITIZEN or partner.standing != Standing.REGISTERED or partner.taken_down_at is not None:
        withdraw_news(source_of(partner))
    else:
        _announce(partner)


def _announce(partner, at=None):
    announce(
        kind=News.Kind.PARTNER,
        title=partner.name,
        summary=partner.pr,
        url=partner.get_absolute_url(),
        source=source_of(partner),
        keys=[
            *(f"area:{area.pk}" for area in partner.areas.all()),
            *(f"field:{field.pk}" for field in partner.fields.all()),
        ],
        at=at,
    )
