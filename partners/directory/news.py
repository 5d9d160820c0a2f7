"""What is new of the directory: a group that was registered. Never a person."""

from django.utils import timezone

from kyodo_portal.notices.models import News
from kyodo_portal.notices.news import announce, announce_anew, is_announced, withdraw_news

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
    if _is_news(partner):
        _announce(partner)
    else:
        withdraw_news(source_of(partner))


def sync_news_of(partners):
    """`sync_partner_news` of many. Five queries at most, and three for each body that is no news any more."""
    told = News.objects.filter(source__in=[source_of(partner) for partner in partners])
    sources = set(told.values_list("source", flat=True)) if partners else set()
    partners = [partner for partner in partners if source_of(partner) in sources]
    for partner in partners:
        if not _is_news(partner):
            withdraw_news(source_of(partner))
    announce_anew([_news_of(partner) for partner in partners if _is_news(partner)])


def _is_news(partner):
    return partner.kind != PartnerKind.CITIZEN and partner.standing == Standing.REGISTERED and partner.taken_down_at is None


def _announce(partner, at=None):
    announce(**_news_of(partner), at=at)


def _news_of(partner):
    """What is announced of a body. Two queries, none where its areas and fields are read."""
    return {
        "kind": News.Kind.PARTNER,
        "title": partner.name,
        "summary": partner.pr,
        "url": partner.get_absolute_url(),
        "source": source_of(partner),
        "keys": [
            *(f"area:{area.pk}" for area in partner.areas.all()),
            *(f"field:{field.pk}" for field in partner.fields.all()),
        ],
    }
