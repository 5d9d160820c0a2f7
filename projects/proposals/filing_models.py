"""届いた紙: what a group handed in on paper or said by telephone, with which the secretariat takes one step for it."""

from django.db import models
from django.db.models import Q

from kyodo_portal.process.files import StoredFile
from projects.filings.models import Filing

# What may come: the step that is taken with it, and what it is called.
WHATS = {
    "enter": "提案書",
    "correct": "直した提案書",
    "withdraw": "取下げの届け",
    "renounce": "採択の辞退の届け",
}


class FilingScan(StoredFile):
    """紙の写し of what came; the group and whoever works on the proposal open it."""

    proposal = models.ForeignKey("projects.Proposal", on_delete=models.CASCADE, related_name="scans", verbose_name="提案")

    public_columns = ("proposal", "content_type", "size", "uploaded_at")

    class Meta:
        verbose_name = verbose_name_plural = "届いた紙の写し"
        ordering = ["-pk"]


class ProposalFiling(Filing):
    """One paper or call with its 収受日, by which the deadline is judged. Open until the step is taken with it; one at a time."""

    proposal = models.ForeignKey("projects.Proposal", on_delete=models.CASCADE, related_name="filings", verbose_name="提案")
    what = models.CharField("届いたもの", max_length=8, choices=WHATS)
    scan = models.ForeignKey(
        FilingScan, on_delete=models.SET_NULL, null=True, blank=True, related_name="filings", verbose_name="紙の写し"
    )

    class Meta:
        verbose_name = verbose_name_plural = "提案の届いた紙"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["proposal"], condition=Q(used_version=None), name="proposal_filing_one_open"),
            models.CheckConstraint(name="proposal_filing_what_known", condition=Q(what__in=list(WHATS))),
            models.CheckConstraint(
                name="proposal_filing_channel_known", condition=Q(channel__in=("paper", "mail", "counter", "phone"))
            ),
        ]
