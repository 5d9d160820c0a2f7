"""Desk: how a body answers who writes to it."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone

ANSWER_DAYS = 5  # of a body without a row


class Desk(models.Model):
    """受付: in how many 開庁日 a body answers, where it can be reached by telephone, and who stands in.

    What is read by everybody is the city's and the coordinators' alone: no group's telephone is kept here.
    """

    partner = models.OneToOneField("partners.Partner", on_delete=models.CASCADE, related_name="desk", verbose_name="団体・課")
    answer_days = models.PositiveSmallIntegerField(
        "何開庁日のうちに返事をするか", default=ANSWER_DAYS, validators=[MinValueValidator(1), MaxValueValidator(30)]
    )
    phone = models.CharField("窓口の電話番号", max_length=20, blank=True)
    extension = models.CharField("内線", max_length=20, blank=True)
    hours = models.CharField("受付の時間", max_length=80, blank=True)
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="代わりの人"
    )
    away_until = models.DateField(
        "この日まで、代わりの人が受ける", null=True, blank=True, help_text="休むあいだ、返事は代わりの人の番になります。"
    )

    public_columns = ("partner", "answer_days", "phone", "extension", "hours")

    class Meta:
        verbose_name = verbose_name_plural = "受付"
        ordering = ["partner"]
        constraints = [
            models.CheckConstraint(
                name="desk_answers_in_days", condition=models.Q(answer_days__gte=1) & models.Q(answer_days__lte=30)
            )
        ]

    def __str__(self):
        return f"{self.partner}"

    @property
    def deputy_in_turn(self):
        """The key of the user who stands in today because the desk is away; None otherwise."""
        return self.deputy_id if self.away_until and self.away_until >= timezone.localdate() else None
