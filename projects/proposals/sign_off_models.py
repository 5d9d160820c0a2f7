"""団体内の確認: somebody else of the group has read the draft as it stands and says that it may be sent."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from kyodo_portal.process.files import StoredFile

from .models import Proposal


class SignOffQuerySet(models.QuerySet):
    def in_force(self):
        """What was not taken back."""
        return self.filter(taken_back_at__isnull=True)

    def on_paper(self):
        """What the secretariat entered and did not take back, with what its list shows."""
        kept = self.in_force().filter(channel=SignOff.Channel.PAPER)
        return kept.select_related("proposal__partner", "proposal__call", "entered_by")


class SignOff(models.Model):
    """確認: holds for the text of which it was given (`etag`, of `etag_of_draft`); a draft that changes asks for another one.

    One on paper names who signed, for whom the group may have no account: the secretariat typed it in.
    """

    class Channel(models.TextChoices):
        WEB = "web", "このサイト"
        PAPER = "paper", "紙"

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="sign_offs", verbose_name="提案")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="確認した人"
    )
    at = models.DateTimeField("確認した日時", auto_now_add=True)
    etag = models.CharField("確認した内容のしるし", max_length=64, editable=False)
    taken_back_at = models.DateTimeField("取り消した日時", null=True, blank=True)
    channel = models.CharField("届いた方法", max_length=5, choices=Channel, default=Channel.WEB)
    signed_by = models.CharField("紙に名前を書いた人", max_length=50, blank=True)
    received_on = models.DateField("収受日", null=True, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="入力した人"
    )
    form_key = models.UUIDField("一度きりの鍵", null=True, blank=True, unique=True, editable=False)

    public_columns = ("proposal",)

    objects = SignOffQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "団体内の確認"
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "by"], condition=Q(taken_back_at__isnull=True), name="sign_off_one_in_force"
            ),
            models.UniqueConstraint(
                fields=["proposal"], condition=Q(taken_back_at__isnull=True, channel="paper"), name="sign_off_one_paper_in_force"
            ),
            models.CheckConstraint(
                name="sign_off_on_paper_says_whose",
                condition=Q(channel="web", by__isnull=False, signed_by="", received_on__isnull=True, entered_by__isnull=True)
                | Q(channel="paper", by__isnull=True, received_on__isnull=False, entered_by__isnull=False) & ~Q(signed_by=""),
            ),
        ]

    def __str__(self):
        return f"{self.proposal.partner} {self.who}"

    @property
    def who(self):
        """Who confirmed: an account, or the name on the paper."""
        return str(self.by) if self.by_id else self.signed_by


class SignOffScan(StoredFile):
    """紙の写し of a confirmation that came on paper; only the secretariat opens it."""

    sign_off = models.ForeignKey(SignOff, on_delete=models.CASCADE, related_name="scans", verbose_name="団体内の確認")

    public_columns = ("sign_off", "content_type", "size", "uploaded_at")

    class Meta:
        verbose_name = verbose_name_plural = "団体内の確認の紙の写し"
        ordering = ["-pk"]
