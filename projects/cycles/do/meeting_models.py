"""打合せ: when both sides met in a year, what was talked about, and what was decided."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from projects.cycles.models import Cycle
from projects.entries.models import Participation


class CycleMeeting(models.Model):
    """打合せの記録: written by one side, read by both and by whoever accompanies the group; nobody else.

    What was decided is a task of both sides, or of the body that `who` names: in the year itself, and in the next one as long as
    nobody has said what became of it (CarryOver).
    """

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="meetings", verbose_name="年度ごとの実施")
    side = models.CharField("書いた側", max_length=5, choices=Participation.Side, editable=False)
    on = models.DateField("打合せの日")
    attendees = models.CharField("出た人", max_length=200)
    talked = models.TextField("話し合ったこと")
    decided = models.TextField("決めたこと", blank=True)
    who = models.CharField("だれが", max_length=80, blank=True)
    due = models.DateField("いつまでに", null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="書いた人")
    form_key = models.UUIDField("一度きりの鍵", unique=True, editable=False)
    created_at = models.DateTimeField("書いた日時", auto_now_add=True)

    public_columns = ("cycle", "side", "created_at")

    class Meta:
        verbose_name = verbose_name_plural = "打合せの記録"
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(name="meeting_side_known", condition=Q(side__in=Participation.Side.values)),
            models.CheckConstraint(
                name="meeting_due_of_a_decision", condition=~Q(decided="") | (Q(due__isnull=True) & Q(who=""))
            ),
        ]

    def __str__(self):
        return f"{self.cycle} {self.on}"

    def get_absolute_url(self):
        return f"{self.cycle.get_absolute_url()}#meeting-{self.pk}"
