"""What a body was called before: a year that is over names it as it was called then."""

import copy

from django.db import models
from django.db.models import F, Q
from django.utils import timezone


class PartnerNameQuerySet(models.QuerySet):
    def on(self, day):
        """The names that were used on a day, both ends included; whoever is called now as then has none."""
        return self.filter(Q(since__isnull=True) | Q(since__lte=day), until__gte=day)


class PartnerName(models.Model):
    """前の名前: a name that a body had until the day before another one began. Names of private persons are never kept."""

    partner = models.ForeignKey(
        "partners.Partner", on_delete=models.CASCADE, related_name="former_names", verbose_name="団体・主体"
    )
    name = models.CharField("前の名前", max_length=120)
    since = models.DateField("いつから", null=True, blank=True)  # empty: from the beginning
    until = models.DateField("いつまで")

    public_columns = ("partner", "name", "since", "until")

    objects = PartnerNameQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "前の名前"
        ordering = ["partner", "-until", "pk"]
        constraints = [
            models.CheckConstraint(
                name="partner_name_until_after_since", condition=Q(since__isnull=True) | Q(until__gte=F("since"))
            ),
            models.UniqueConstraint(fields=["partner", "until"], name="partner_name_one_until"),
        ]

    def __str__(self):
        return self.name


def as_named_on(partners, day):
    """These Partners, those among them that were called otherwise on a day as copies that say the name of then: read, never saved.

    One query for a day that is over, none for today and later, where everybody is called as they are.
    """
    partners = list(partners)
    if not partners or day >= timezone.localdate():
        return partners
    names = dict(
        PartnerName.objects.on(day).filter(partner__in={partner.pk for partner in partners}).values_list("partner", "name")
    )
    return [_called(partner, names.get(partner.pk)) for partner in partners]


def all_former_names():
    """{partner's key: [PartnerName]} of everybody who was called otherwise once, for tables of many days. One query."""
    names = {}
    for row in PartnerName.objects.order_by("pk"):
        names.setdefault(row.partner_id, []).append(row)
    return names


def called_on(partner, day, former):
    """The same for one Partner; former: what `all_former_names` gave. No query."""
    rows = (row for row in former.get(partner.pk, ()) if (row.since is None or row.since <= day) and row.until >= day)
    return _called(partner, next((row.name for row in rows), None))


def _called(partner, name):
    if name is None:
        return partner
    called = copy.copy(partner)
    called.__dict__["name"] = name
    return called
