"""届いた紙: what a group handed in on paper or said by telephone, by which the city takes one step for it."""

from django.db import models
from django.db.models import Q

from projects.filings.models import Filing

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


class GrantFiling(Filing):
    """One paper or call with its 収受日. Open until the city has taken the step with it; one at a time."""

    grant = models.ForeignKey("projects.Grant", on_delete=models.CASCADE, related_name="filings", verbose_name="補助金")
    what = models.CharField("届いたもの", max_length=12, choices=WHATS)
    scan = models.ForeignKey(
        "projects.GrantPaper", on_delete=models.SET_NULL, null=True, blank=True, related_name="filings", verbose_name="紙の写し"
    )

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
