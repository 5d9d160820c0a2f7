"""団体内の確認: somebody else of the group has read the draft as it stands and says that it may be sent."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from .models import Proposal


class SignOffQuerySet(models.QuerySet):
    def in_force(self):
        """What was not taken back."""
        return self.filter(taken_back_at__isnull=True)


class SignOff(models.Model):
    """確認: holds for the text of which it was given (`etag`, of `etag_of_draft`); a draft that changes asks for another one."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="sign_offs", verbose_name="提案")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="確認した人")
    at = models.DateTimeField("確認した日時", auto_now_add=True)
    etag = models.CharField("確認した内容のしるし", max_length=64, editable=False)
    taken_back_at = models.DateTimeField("取り消した日時", null=True, blank=True)

    public_columns = ("proposal",)

    objects = SignOffQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "団体内の確認"
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "by"], condition=Q(taken_back_at__isnull=True), name="sign_off_one_in_force"
            )
        ]

    def __str__(self):
        return f"{self.proposal} {self.by}"
