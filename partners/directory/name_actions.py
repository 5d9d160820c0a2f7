"""A body gets another name: the former one stays known, with the days on which it was used."""

import datetime

from django.utils import timezone

from .kind import PartnerKind
from .models import Partner
from .name_models import PartnerName


def keep_name(partner, *, on=None):
    """Before `partner` is saved under another name: the stored one was used until the day before `on` (default today).

    Nothing is kept of a private person, of a name that was used for no whole day, or where the name stays. Returns the PartnerName
    or None. In the caller's transaction. Two queries, one more where a name is kept.
    """
    stored = Partner.objects.filter(pk=partner.pk).values_list("name", flat=True).first()
    if stored in (None, "", partner.name) or partner.kind == PartnerKind.CITIZEN:
        return None
    until = (on or timezone.localdate()) - datetime.timedelta(days=1)
    last = PartnerName.objects.filter(partner=partner).order_by("-until").first()
    since = last.until + datetime.timedelta(days=1) if last else None
    if since is not None and since > until:
        return None
    return PartnerName.objects.create(partner=partner, name=stored, since=since, until=until)
