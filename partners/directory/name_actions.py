"""A body gets another name: the former one stays known, with the days on which it was used."""

import datetime

from django.utils import timezone

from .kind import PartnerKind
from .models import Partner
from .name_models import PartnerName
from .standing import Standing

STOOD = (Standing.REGISTERED, Standing.LISTED, Standing.DORMANT)  # an application that is still written has no name of before


def keep_name(partner, *, on=None):
    """Before `partner` is saved under another name: the stored one was used until the day before `on` (default today).

    Nothing is kept of a private person, of an application, of a name that was used for no whole day, or where the name stays. Returns the PartnerName
    or None. In the caller's transaction. Two queries, one more where a name is kept.
    """
    stored = Partner.objects.filter(pk=partner.pk).values_list("name", "standing").first()
    if stored is None or stored[0] in ("", partner.name) or stored[1] not in STOOD or partner.kind == PartnerKind.CITIZEN:
        return None
    until = (on or timezone.localdate()) - datetime.timedelta(days=1)
    last = PartnerName.objects.filter(partner=partner).order_by("-until").first()
    since = last.until + datetime.timedelta(days=1) if last else None
    if since is not None and since > until:
        return None
    return PartnerName.objects.create(partner=partner, name=stored[0], since=since, until=until)


def forget_name(partner, name):
    """A change of name is taken back: the name that the body has again was never a former one. One query."""
    last = PartnerName.objects.filter(partner=partner).order_by("-until").values("pk")[:1]
    PartnerName.objects.filter(pk__in=list(last.values_list("pk", flat=True)), name=name).delete()
