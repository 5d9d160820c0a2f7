"""見直し: what becomes of the collaboration after this year."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from kyodo_portal.common.own_words import own_words
from projects.cycles.models import Cycle


class Improvement(models.Model):
    """見直し: how it goes on, and why. Published with the evaluation."""

    class Outcome(models.TextChoices):
        CONTINUE = "continue", "そのまま続ける"
        IMPROVE = "improve", "改善して続ける"
        CHANGE_FORM = "change_form", "形態を変えて続ける"
        GO_ALONE = "go_alone", own_words("自走する（市の関わりなしで続く）")
        END = "end", "終了する"

    GOES_ON = (Outcome.CONTINUE, Outcome.IMPROVE, Outcome.CHANGE_FORM)

    cycle = models.OneToOneField(Cycle, on_delete=models.CASCADE, related_name="improvement", verbose_name="年度ごとの実施")
    outcome = models.CharField("これからの扱い", max_length=12, choices=Outcome)
    why = models.TextField("理由")
    next_plan = models.TextField("次に変えること", blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="記録した人")
    at = models.DateTimeField("記録した日時", auto_now_add=True)

    public_columns = ("cycle", "outcome", "why", "next_plan", "at")

    class Meta:
        verbose_name = verbose_name_plural = "見直し"
        constraints = [
            models.CheckConstraint(
                name="improvement_says_what_changes", condition=~Q(outcome__in=["improve", "change_form"]) | ~Q(next_plan="")
            )
        ]

    def __str__(self):
        return f"{self.cycle} {self.get_outcome_display()}"
