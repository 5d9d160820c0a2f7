"""担当課との協議: which departments are asked, and what each recorded of the talks with the group."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from .models import Proposal


class TalkPart(models.Model):
    """いっしょに協議する課: a department that is asked besides the one in charge. It reads the proposal and records its own talk."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="talk_parts", verbose_name="提案")
    department = models.ForeignKey("partners.Partner", on_delete=models.PROTECT, related_name="talk_parts", verbose_name="課")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="頼んだ人")
    asked_at = models.DateTimeField("頼んだ日時", auto_now_add=True)
    talked = models.BooleanField("記録がある", default=False)  # written with each record: lists ask it of many

    public_columns = ("proposal", "department", "asked_at", "talked")

    class Meta:
        verbose_name = verbose_name_plural = "いっしょに協議する課"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["proposal", "department"], name="talk_part_once")]

    def __str__(self):
        return f"{self.proposal} {self.department}"


class TalkQuerySet(models.QuerySet):
    def standing(self):
        """The records as they count: what was corrected is read behind its correction."""
        return self.filter(replaced_by__isnull=True)


class Talk(models.Model):
    """担当課協議: one meeting between the group and a department, and what came out of it. A correction is a record of its own."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="talks", verbose_name="提案")
    # Whose talk it was; empty in records from before several departments could talk: that of the department in charge.
    department = models.ForeignKey(
        "partners.Partner", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="協議した課"
    )
    held_on = models.DateField("話し合った日")
    attendees = models.CharField("出た人", max_length=200)
    summary = models.TextField("話し合ったこと")
    opinion = models.TextField("担当課の見解", blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="記録した人")
    form_key = models.UUIDField("一度きりの鍵", unique=True, editable=False)
    created_at = models.DateTimeField("記録した日時", auto_now_add=True)
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name="訂正した記録"
    )
    correction_note = models.CharField("訂正した理由", max_length=500, blank=True)

    public_columns = ("proposal", "department", "held_on", "created_at", "replaces")

    objects = TalkQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "担当課協議の記録"
        ordering = ["held_on", "pk"]
        constraints = [
            models.CheckConstraint(name="talk_correction_says_why", condition=Q(replaces__isnull=True) | ~Q(correction_note=""))
        ]

    def __str__(self):
        return f"{self.proposal} {self.held_on}"
