"""What became of a call after it was announced: its changes, and the groups that were let in late."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from kyodo_portal.notices.waiting import waiting_time

from .models import Call

STANDING = "募集"  # the label of what happens to a call as a whole: it is withdrawn, and begins anew


class CallChange(models.Model):
    """What an announced call promised before, and what it says since: its page shows both. Written once (announced_actions.py)."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="changes", verbose_name="募集回")
    label = models.CharField("項目", max_length=200)
    former = models.TextField("前の内容", blank=True)
    new = models.TextField("新しい内容", blank=True)
    reason = models.TextField("理由(公開)", blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="変えた人")
    at = models.DateTimeField("日時", auto_now_add=True)

    public_columns = ("call", "label", "former", "new", "reason", "at")

    class Meta:
        verbose_name = verbose_name_plural = "募集回の変更"
        ordering = ["-at", "pk"]

    def __str__(self):
        return f"{self.call} {self.label}"


def as_told(changes):
    """The CallChanges of a call (the newest first) without those that were put back before anybody was told of them: of a wrong press no
    visitor reads."""
    left = {}
    for change in sorted(changes, key=lambda change: (change.at, change.pk)):
        stack = left.setdefault(change.label, [])
        if stack and _is_put_back(stack[-1], change):
            stack.pop()
        else:
            stack.append(change)
    stands = {change.pk for stack in left.values() for change in stack}
    return [change for change in changes if change.pk in stands]


def _is_put_back(first, second):
    back = first.former == second.new or first.label == STANDING and first.new != second.new
    return back and second.at - first.at < waiting_time()


class LateAdmissionQuerySet(models.QuerySet):
    def in_force(self):
        """What was granted and not taken back."""
        return self.filter(ended_at__isnull=True)


class LateAdmission(models.Model):
    """One group may send after the deadline. Why is the city's and the group's to know."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="late_admissions", verbose_name="募集回")
    partner = models.ForeignKey("partners.Partner", on_delete=models.PROTECT, related_name="+", verbose_name="団体")
    until = models.DateTimeField("いつまで受け付けるか")
    reason = models.TextField("理由")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="認めた人")
    at = models.DateTimeField("認めた日時", auto_now_add=True)
    ended_at = models.DateTimeField("取り消した日時", null=True, blank=True)
    form_key = models.UUIDField("一度きりの鍵", unique=True, editable=False)

    public_columns = ()

    objects = LateAdmissionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "締切のあとの受付"
        ordering = ["-at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "partner"], condition=Q(ended_at__isnull=True), name="late_admission_one_in_force"
            )
        ]

    def __str__(self):
        return f"{self.call} {self.partner}"
