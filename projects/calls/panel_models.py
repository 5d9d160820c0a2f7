"""How a call is judged, and by whom."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from partners.directory.membership import DatedQuerySet

from .models import Call


class Criterion(models.Model):
    """審査基準: one line of the score sheet."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="criteria", verbose_name="募集回")
    name = models.CharField("項目", max_length=60)
    description = models.TextField("見るところ", blank=True)
    max_points = models.PositiveSmallIntegerField("満点", default=5)
    weight = models.PositiveSmallIntegerField("重み", default=1)
    order = models.PositiveSmallIntegerField("並び順", default=0)

    public_columns = ("call", "name", "description", "max_points", "weight", "order")

    class Meta:
        verbose_name = verbose_name_plural = "審査基準"
        ordering = ["call", "order", "pk"]
        constraints = [models.CheckConstraint(name="criterion_has_points", condition=Q(max_points__gte=1) & Q(weight__gte=1))]

    def __str__(self):
        return self.name


class PanelSeat(models.Model):
    """審査委員の席: opens this call's scoring pages in the portal, and nothing else."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="seats", verbose_name="募集回")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="panel_seats", verbose_name="審査委員"
    )
    position = models.CharField("肩書き", max_length=80, blank=True)
    since = models.DateField("いつから")
    until = models.DateField("いつまで", null=True, blank=True)

    gives_rights_to = "user"
    public_columns = ("call", "position", "since", "until")
    rights_columns = ("user", "call", "since", "until")

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "審査委員の席"
        ordering = ["call", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["call", "user"], name="panel_seat_once"),
            models.CheckConstraint(name="seat_until_after_since", condition=Q(until__isnull=True) | Q(until__gte=F("since"))),
        ]

    def __str__(self):
        return f"{self.user} {self.call}"
