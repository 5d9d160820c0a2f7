"""A person took back being named: what letters were headed with leaves their name too."""

from django.db.models import Q, Value
from django.db.models.functions import Replace

from kyodo_portal.audit.actions import record
from kyodo_portal.notices.models import Notice
from kyodo_portal.process.task_actions import sync_tasks
from partners.directory.offer_models import Offer

from .models import Request


def leave_headings(partner):
    """Write what everybody calls this partner in place of every name of theirs: in headings of letters to them and about what they
    offer, and in the notices that lead there. What people wrote to each other stays. One query where nothing names them.
    """
    names = {partner.name, *partner.former_names.values_list("name", flat=True)} - {"", partner.public_name}
    keys = [
        f"partner:{partner.pk}",
        *(f"offer:{pk}" for pk in Offer.objects.filter(partner=partner).values_list("pk", flat=True)),
    ]
    theirs = Q(about__in=keys) | Q(to=partner) | Q(from_partner=partner)
    for name in names:
        rows = list(Request.objects.filter(theirs, about_label__contains=name))
        if not rows:
            continue
        for row in rows:
            row.about_label = row.about_label.replace(name, partner.public_name)[:200]
        Request.objects.bulk_update(rows, ["about_label"])
        notices = Notice.objects.filter(url__in=[row.get_absolute_url() for row in rows], title__contains=name)
        notices.update(title=Replace("title", Value(name), Value(partner.public_name)))
        record("erase", by=None, target=partner, note="手紙の見出しの中の名前")
        sync_tasks(*rows)
