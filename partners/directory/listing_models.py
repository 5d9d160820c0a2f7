"""Whether the directory shows a body at all: taken down and put up again by the secretariat."""

from django.conf import settings
from django.db import models

from .models import Partner


class ListingChange(models.Model):
    """掲載の取り下げ・再開: the secretariat's, with its reason. The database refuses to change or delete it."""

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="listing_changes", verbose_name="団体")
    shown = models.BooleanField("掲載する")
    reason = models.TextField("理由")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="行った人")
    at = models.DateTimeField("日時", auto_now_add=True)

    append_only = True
    personal_columns = {"reason": ""}
    public_columns = ("partner", "shown", "at")

    class Meta:
        verbose_name = verbose_name_plural = "掲載の取り下げ・再開"
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.partner} {'掲載をもどした' if self.shown else '掲載を取り下げた'}"
