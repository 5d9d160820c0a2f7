"""届いた紙: what a group handed in on paper or said by telephone, by which the city takes one step for it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from projects.applications.models import Application

Channel = Application.Channel
CHANNELS = [row for row in Channel.choices if row[0] != Channel.WEB]
# What may come: the step of the group that it is, and what it is called. A change may turn out to be 軽微.
WHATS = {
    "submit": "交付申請書",
    "correct": "補正した申請書",
    "withdraw": "申請の取下げ",
    "renounce": "決定後の取下げ",
    "ask_change": "変更の届け・承認の申請",
    "ask_stop": "中止の承認の申請",
    "drop_change": "変更や中止の申請の取下げ",
    "ask_advance": "概算払の請求書",
    "progress": "遂行状況の報告",
    "report": "実績報告書",
    "claim": "請求書",
    "report_vat": "消費税の控除額の報告",
}


class GrantFiling(models.Model):
    """One paper or call with its 収受日. Open until the city has taken the step with it; one at a time."""

    grant = models.ForeignKey("projects.Grant", on_delete=models.CASCADE, related_name="filings", verbose_name="補助金")
    what = models.CharField("届いたもの", max_length=12, choices=WHATS)
    channel = models.CharField("届いた方法", max_length=7, choices=CHANNELS)
    received_on = models.DateField("収受日")
    scan = models.ForeignKey(
        "projects.GrantPaper", on_delete=models.SET_NULL, null=True, blank=True, related_name="filings", verbose_name="紙の写し"
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="代わりに入れた職員"
    )
    entered_at = models.DateTimeField("入れた日時", auto_now_add=True)
    # The version of the grant to which the step led that was taken with it; None while it is open.
    used_version = models.PositiveIntegerField("手続きの版", null=True, blank=True, editable=False)
    form_key = models.UUIDField("一度きりの鍵", unique=True, editable=False)

    public_columns = ()

    class Meta:
        verbose_name = verbose_name_plural = "届いた紙"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["grant"], condition=Q(used_version=None), name="grant_filing_one_open"),
            models.CheckConstraint(name="grant_filing_what_known", condition=Q(what__in=list(WHATS))),
            models.CheckConstraint(
                name="grant_filing_channel_known", condition=Q(channel__in=("paper", "mail", "counter", "phone"))
            ),
        ]

    def __str__(self):
        return self.get_what_display()

    @property
    def is_open(self):
        return self.used_version is None
