"""What happened to a ledger entry besides its years."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from projects.entries.models import Project


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
