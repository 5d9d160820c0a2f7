"""去年決めたこと: what became of the next steps that were agreed upon in an earlier year."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from projects.cycles.check.models import Gap
from projects.cycles.do.meeting_models import CycleMeeting
from projects.cycles.models import Cycle
from projects.entries.models import Participation

from .models import Improvement

# What the word in front of a task's source means, and the column that holds the row which it stands for.
SOURCES = {"gap": "gap", "plan": "improvement", "meeting": "meeting"}


class CarryOver(models.Model):
    """去年決めたことの結果: one side ticked it as done, or said why it is let go. Without a row it is still to be done."""

    class Outcome(models.TextChoices):
        DONE = "done", "済んだ"
        DROPPED = "dropped", "しないことにした"

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="carry_overs", verbose_name="しるしを付けた年度")
    gap = models.OneToOneField(
        Gap, on_delete=models.CASCADE, null=True, blank=True, related_name="carry_over", verbose_name="食い違いの次にすること"
    )
    improvement = models.OneToOneField(
        Improvement, on_delete=models.CASCADE, null=True, blank=True, related_name="carry_over", verbose_name="見直しで決めたこと"
    )
    meeting = models.OneToOneField(
        CycleMeeting,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="carry_over",
        verbose_name="打合せで決めたこと",
    )
    outcome = models.CharField("結果", max_length=7, choices=Outcome)
    note = models.CharField("ひとこと", max_length=300, blank=True)
    side = models.CharField("しるしを付けた側", max_length=5, choices=Participation.Side)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="しるしを付けた人")
    at = models.DateTimeField("日時", auto_now_add=True)

    public_columns = ("cycle", "gap", "improvement", "meeting", "outcome", "side", "at")

    class Meta:
        verbose_name = verbose_name_plural = "去年決めたことの結果"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="carry_over_of_one",
                condition=Q(gap__isnull=False, improvement__isnull=True, meeting__isnull=True)
                | Q(gap__isnull=True, improvement__isnull=False, meeting__isnull=True)
                | Q(gap__isnull=True, improvement__isnull=True, meeting__isnull=False),
            ),
            models.CheckConstraint(name="carry_over_outcome_known", condition=Q(outcome__in=("done", "dropped"))),
            models.CheckConstraint(name="carry_over_side_known", condition=Q(side__in=Participation.Side.values)),
            models.CheckConstraint(name="carry_over_dropped_says_why", condition=~Q(outcome="dropped") | ~Q(note="")),
        ]

    def __str__(self):
        return f"{self.cycle} {self.get_outcome_display()}"
