"""Who belongs where, from when until when. Every right in the portal follows from these rows."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone


class DatedQuerySet(models.QuerySet):
    def valid(self, on=None):
        """Rows in force on a day (default today): `since` ≤ day ≤ `until`, both days included."""
        day = on or timezone.localdate()
        return self.filter(Q(until__isnull=True) | Q(until__gte=day), since__lte=day)


class Membership(models.Model):
    """所属: a person belongs to a partner. A change of staff on 1 April is an end date and a start date."""

    class Part(models.TextChoices):
        REPRESENTATIVE = "representative", "代表者"
        MEMBER = "member", "メンバー"

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships", verbose_name="利用者"
    )
    partner = models.ForeignKey("partners.Partner", on_delete=models.CASCADE, related_name="memberships", verbose_name="団体")
    part = models.CharField("役", max_length=16, choices=Part, default=Part.MEMBER)
    since = models.DateField("いつから")
    until = models.DateField("いつまで", null=True, blank=True)

    public_columns = ("partner", "part", "since", "until")
    rights_columns = ("user", "partner", "part", "since", "until")

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "所属"
        ordering = ["partner", "-since", "pk"]
        constraints = [
            models.CheckConstraint(
                name="membership_until_after_since", condition=Q(until__isnull=True) | Q(until__gte=F("since"))
            ),
            models.UniqueConstraint(fields=["user", "partner"], condition=Q(until__isnull=True), name="membership_one_open"),
        ]

    def __str__(self):
        return f"{self.user} {self.partner}"


class Assignment(models.Model):
    """伴走: which coordinator accompanies which partner (and so all of its matters)."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="assignments", verbose_name="コーディネーター"
    )
    partner = models.ForeignKey("partners.Partner", on_delete=models.CASCADE, related_name="assignments", verbose_name="団体")
    since = models.DateField("いつから")
    until = models.DateField("いつまで", null=True, blank=True)

    public_columns = ("partner", "since", "until")
    rights_columns = ("user", "partner", "since", "until")

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "伴走"
        ordering = ["partner", "-since", "pk"]
        constraints = [
            models.CheckConstraint(
                name="assignment_until_after_since", condition=Q(until__isnull=True) | Q(until__gte=F("since"))
            ),
            models.UniqueConstraint(fields=["user", "partner"], condition=Q(until__isnull=True), name="assignment_one_open"),
        ]

    def __str__(self):
        return f"{self.user} {self.partner}"
