"""開庁日の約束: within how many days on which the office is open something is read, or may be said to be wrong."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

MOST_DAYS = 60


class Promise(models.Model):
    """From this day on, so many 開庁日. A row that has begun is never changed: what was promised on a day holds for that day."""

    class Kind(models.TextChoices):
        VOICE = "voice", "届いた声を読むまで"
        TAKEOVER = "takeover", "事務局が入れた代表者の交代に、団体の人が「違う」と知らせられるあいだ"
        CLAIM = "claim", "名乗り出た人について、団体の人が「違う」と知らせられるあいだ"

    kind = models.CharField("何の日数か", max_length=10, choices=Kind)
    days = models.PositiveSmallIntegerField(
        "何開庁日か",
        validators=[MinValueValidator(1), MaxValueValidator(MOST_DAYS)],
        help_text="土曜、日曜、祝日、年末年始は数えません。",
    )
    since = models.DateField("この日から", help_text="あすか、それより後の日。前の日までに約束した期限は、前の日数のままです。")

    public_columns = ("kind", "days", "since")

    class Meta:
        verbose_name = verbose_name_plural = "開庁日の約束"
        ordering = ["kind", "-since"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "since"], name="promise_once_a_day"),
            models.CheckConstraint(name="promise_kind_known", condition=Q(kind__in=("voice", "takeover", "claim"))),
            models.CheckConstraint(name="promise_days_in_bounds", condition=Q(days__gte=1, days__lte=MOST_DAYS)),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}：{self.days}開庁日"

    @property
    def holds(self):
        """It has begun: it stands in what people were told."""
        return self.since <= timezone.localdate()


# 開庁日 until the city says another number.
STANDARD = {Promise.Kind.VOICE: 3, Promise.Kind.TAKEOVER: 5, Promise.Kind.CLAIM: 7}


def promised_days(kind, day=None):
    """How many 開庁日 are promised to whom it began for on `day` (today without it). One query."""
    held = Promise.objects.filter(kind=kind, since__lte=day or timezone.localdate()).order_by("-since")
    days = held.values_list("days", flat=True).first()
    return STANDARD[Promise.Kind(kind)] if days is None else days
