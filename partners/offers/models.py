"""OfferTerms: under which terms a lecture is held, a room or a machine is lent."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from partners.directory.offer_models import Offer

EVERY_DAY = 0b1111111


class OfferTerms(models.Model):
    """申込みの条件 of one offer. What is empty limits nothing; `terms.py` says the nearest possible day and what speaks against a wish."""

    offer = models.OneToOneField(Offer, on_delete=models.CASCADE, related_name="terms", verbose_name="できること・求めること")
    min_people = models.PositiveSmallIntegerField("人数（何人から）", null=True, blank=True, validators=[MinValueValidator(1)])
    max_minutes = models.PositiveSmallIntegerField("長さ（何分まで）", null=True, blank=True, validators=[MinValueValidator(1)])
    notice_days = models.PositiveSmallIntegerField("何日前までに申し込むか", default=0, validators=[MaxValueValidator(180)])
    # Bits, Monday first: 1 月, 2 火, 4 水, 8 木, 16 金, 32 土, 64 日.
    days_mask = models.PositiveSmallIntegerField("曜日", default=EVERY_DAY)
    opens = models.TimeField("何時から", null=True, blank=True)
    closes = models.TimeField("何時まで", null=True, blank=True)
    weekend_closes = models.TimeField("土日は何時まで", null=True, blank=True)
    closed_from = models.CharField("毎年休むはじめの日", max_length=5, blank=True)  # "12-28"
    closed_to = models.CharField("毎年休む終わりの日", max_length=5, blank=True)  # "01-04": over the turn of the year
    venue_by_asker = models.BooleanField("場所は申し込む人が用意する", default=False)
    cost = models.CharField("かかるお金", max_length=120, blank=True)
    conditions = models.TextField("そのほかの条件", max_length=600, blank=True)

    public_columns = (
        "offer", "min_people", "max_minutes", "notice_days", "days_mask", "opens", "closes", "weekend_closes", "closed_from", "closed_to",
        "venue_by_asker", "cost", "conditions",
    )  # fmt: skip

    class Meta:
        verbose_name = verbose_name_plural = "申込みの条件"
        ordering = ["offer"]
        constraints = [
            models.CheckConstraint(name="offer_terms_some_day", condition=Q(days_mask__gte=1, days_mask__lte=EVERY_DAY)),
            models.CheckConstraint(
                name="offer_terms_hours_in_order",
                condition=Q(opens__isnull=True) | Q(closes__isnull=True) | Q(opens__lt=F("closes")),
            ),
            models.CheckConstraint(
                name="offer_terms_closed_paired",
                condition=Q(closed_from="", closed_to="") | ~Q(closed_from="") & ~Q(closed_to=""),
            ),
        ]

    def __str__(self):
        return f"{self.offer}の条件"

    @property
    def weekdays(self):
        """The days of the week on which it is possible, Monday 0."""
        return [day for day in range(7) if self.days_mask >> day & 1]
