"""Who may propose, group by group: who came to the briefing or to talk before, and whom the secretariat lets off a condition."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from guidelines.library.models.fields import CodesField

from .models import Call


class Condition(models.TextChoices):
    """A condition of a call that a group fulfils or not. To be registered is none that anybody is let off."""

    KINDS = "kinds", "団体の種類"
    ENTITLEMENT = "entitlement", "要る登録"
    BEFORE = "before", "送る前にすること"


class Preparation(models.Model):
    """事前の参加: the secretariat notes that a group came to the briefing, or talked with the city before it wrote."""

    class Kind(models.TextChoices):
        BRIEFING = "briefing", "説明会に出た"
        CONSULT = "consult", "事前に相談した"

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="preparations", verbose_name="募集回")
    partner = models.ForeignKey("partners.Partner", on_delete=models.PROTECT, related_name="+", verbose_name="団体")
    kind = models.CharField("何をしたか", max_length=8, choices=Kind)
    on = models.DateField("いつ")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="記録した人")
    at = models.DateTimeField("記録した日時", auto_now_add=True)
    form_key = models.UUIDField("一度きりの鍵", unique=True, editable=False)

    public_columns = ()

    class Meta:
        verbose_name = verbose_name_plural = "事前の参加"
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["call", "partner", "kind"], name="preparation_once"),
            models.CheckConstraint(name="preparation_kind_known", condition=Q(kind__in=("briefing", "consult"))),
        ]

    def __str__(self):
        return f"{self.partner} {self.get_kind_display()}"


class WaiverQuerySet(models.QuerySet):
    def in_force(self):
        """What was granted and not taken back."""
        return self.filter(ended_at__isnull=True)


class EligibilityWaiver(models.Model):
    """条件の免除: one group may send although it does not fulfil what the call asks for. Why is the city's and the group's to know."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="waivers", verbose_name="募集回")
    partner = models.ForeignKey("partners.Partner", on_delete=models.PROTECT, related_name="+", verbose_name="団体")
    conditions = CodesField("免じる条件", codes=Condition)
    reason = models.TextField("理由")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="認めた人")
    at = models.DateTimeField("認めた日時", auto_now_add=True)
    ended_at = models.DateTimeField("取り消した日時", null=True, blank=True)
    form_key = models.UUIDField("一度きりの鍵", unique=True, editable=False)

    public_columns = ("call", "conditions", "at", "ended_at")

    objects = WaiverQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "条件の免除"
        ordering = ["-at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "partner"], condition=Q(ended_at__isnull=True), name="eligibility_waiver_one_in_force"
            )
        ]

    def __str__(self):
        return f"{self.call} {self.partner}"

    @property
    def words(self):
        """「団体の種類、送る前にすること」"""
        return "、".join(Condition(code).label for code in self.conditions)
