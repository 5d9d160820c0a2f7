"""A body gets another name: the former one stays known, with the days on which it was used."""

import datetime

from django.utils import timezone

from .kind import PartnerKind
from .models import Partner
from .name_models import PartnerName
from .standing import Standing

STOOD = (Standing.REGISTERED, Standing.LISTED, Standing.DORMANT)  # an application that is still written has no name of before


def keep_name(partner, *, on=None):
    """`keep_names` of one body: the PartnerName, or None."""
    return next(iter(keep_names([partner], on=on)), None)


def keep_names(partners, *, on=None):
    """Before these bodies are saved under another name: the stored one was used until the day before `on` (default today).

    Nothing is kept of a private person, of an application, of a name that was used for no whole day, or where the name stays.
    [PartnerName] of what is kept. In the caller's transaction. Two queries, one more where a name is kept.
    """
    until, one_day = (on or timezone.localdate()) - datetime.timedelta(days=1), datetime.timedelta(days=1)
    keys, kept = [partner.pk for partner in partners], []
    stored = {pk: said for pk, *said in Partner.objects.filter(pk__in=keys).values_list("pk", "name", "standing")}
    last = dict(PartnerName.objects.filter(partner__in=keys).order_by("until").values_list("partner", "until"))
    for partner in partners:
        name, standing = stored.get(partner.pk, ("", ""))
        if name in ("", partner.name) or standing not in STOOD or partner.kind == PartnerKind.CITIZEN:
            continue
        since = last[partner.pk] + one_day if partner.pk in last else None
        if since is None or since <= until:
            kept.append(PartnerName(partner=partner, name=name, since=since, until=until))
    return PartnerName.objects.bulk_create(kept)


def forget_names(called):
    """Changes of names are taken back: the name that a body has again was never a former one. called: {key of a body: its name}.
    Two queries."""
    last = {row.partner_id: row for row in PartnerName.objects.filter(partner__in=called).order_by("until")}
    PartnerName.objects.filter(pk__in=[row.pk for pk, row in last.items() if row.name == called[pk]]).delete()
