"""届いた紙: what a group handed in on paper or said by telephone after it applied, by which the city takes one step for it."""

from django.db import models
from django.db.models import Q

from projects.filings.models import Filing

# What may come: the step of the group that it is, and what it is called. A whole application is entered by a page of its own.
WHATS = {
    "correct": "補正した申請書",
    "withdraw": "取下げの届け",
    "ask_change": "変更の届け",
    "call_off": "中止の届け",
    "report": "実施の報告書",
}


class ApplicationFiling(Filing):
    """One paper or call with its 収受日. Open until the city has taken the step with it; one at a time."""

    application = models.ForeignKey("projects.Application", on_delete=models.CASCADE, related_name="filings", verbose_name="申請")
    what = models.CharField("届いたもの", max_length=10, choices=WHATS)
    scan = models.ForeignKey(
        "projects.ApplicationPaper",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="filings",
        verbose_name="紙の写し",
    )

    class Meta:
        verbose_name = verbose_name_plural = "申請の届いた紙"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["application"], condition=Q(used_version=None), name="application_filing_one_open"),
            models.CheckConstraint(name="application_filing_what_known", condition=Q(what__in=list(WHATS))),
            models.CheckConstraint(
                name="application_filing_channel_known", condition=Q(channel__in=("paper", "mail", "counter", "phone"))
            ),
        ]
