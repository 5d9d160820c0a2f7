"""What happened to a ledger entry besides its years."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from kyodo_portal.process.conditions import paired
from projects.entries.models import Project


class ObjectionQuerySet(models.QuerySet):
    def open(self):
        """Neither withdrawn nor decided."""
        return self.filter(withdrawn_at__isnull=True, decided_at__isnull=True)


class Objection(models.Model):
    """異議: a group does not want to be shown as an office entered it. Its text is for the group and the city alone."""

    class CameBy(models.TextChoices):
        """How it reached the secretariat, which entered it for a group that nobody represents in the portal."""

        PAPER = "paper", "紙（手紙・ファクス）"
        TELEPHONE = "telephone", "電話"
        VISIT = "visit", "窓口"

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="objections", verbose_name="台帳の1件")
    partner = models.ForeignKey("partners.Partner", on_delete=models.PROTECT, related_name="+", verbose_name="団体")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="知らせた人")
    at = models.DateTimeField("知らせた日時", auto_now_add=True)
    text = models.TextField("異議の内容")
    received_on = models.DateField("収受日", null=True, blank=True)  # with the way it came; empty where the group said it here
    came_by = models.CharField("届いた方法", max_length=10, blank=True, choices=CameBy.choices)
    # When the entry had been published: the moment to which it returns. Empty where the objection paused nothing.
    paused = models.DateTimeField("止めた公開の日時", null=True, blank=True)
    withdrawn_at = models.DateTimeField("取り下げた日時", null=True, blank=True)
    upheld = models.BooleanField("異議を認めた", null=True, blank=True)
    answer = models.TextField("決めた理由", blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="決めた人"
    )
    decided_at = models.DateTimeField("決めた日時", null=True, blank=True)

    public_columns = ("project", "partner", "at", "paused", "withdrawn_at", "upheld", "decided_at", "received_on", "came_by")

    objects = ObjectionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "台帳への異議"
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "partner"],
                condition=Q(withdrawn_at__isnull=True, decided_at__isnull=True),
                name="objection_one_open",
            ),
            paired("objection_decided_paired", "upheld", "decided_by", "decided_at"),
            models.CheckConstraint(
                condition=Q(received_on__isnull=True, came_by="")
                | Q(received_on__isnull=False, came_by__in=["paper", "telephone", "visit"]),
                name="objection_entered_paired",
            ),
        ]

    def __str__(self):
        return f"{self.project} {self.partner}"


class DepartmentChange(models.Model):
    """担当課の引継ぎ: another department leads on the city's side from now on. The database refuses to change or delete it."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="department_changes", verbose_name="台帳の1件")
    former = models.ForeignKey("partners.Partner", on_delete=models.PROTECT, related_name="+", verbose_name="前の担当課")
    new = models.ForeignKey("partners.Partner", on_delete=models.PROTECT, related_name="+", verbose_name="新しい担当課")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="替えた人"
    )
    at = models.DateTimeField("日時", default=timezone.now, editable=False)

    append_only = True

    public_columns = ("project", "former", "new", "at")

    class Meta:
        verbose_name = verbose_name_plural = "担当課の引継ぎ"
        ordering = ["-at", "-pk"]
        constraints = [models.CheckConstraint(name="department_change_changes", condition=~Q(former=F("new")))]

    def __str__(self):
        return f"担当課：{self.former}→{self.new}"
