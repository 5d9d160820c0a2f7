"""What groups that were asked to propose together have to do."""

from django.utils import timezone

from kyodo_portal.process.task_rows import OwnTask

from .models import JointGroup
from .states import JointState

LABEL = "いっしょに提案するか返事をする"


def joint_rows(proposals):
    """The QuerySet of the JointGroup of these proposals that are asked or have said yes, with their partners."""
    rows = JointGroup.objects.filter(proposal__in=proposals, state__in=(JointState.ASKED, JointState.ACCEPTED))
    return rows.select_related("partner", "lead")


def answers_asked(proposal, rows):
    """[OwnTask] of the groups that have to answer. A draft asks until its call closes, what was sent until the review."""
    if not proposal.may("join"):
        return []
    closes = proposal.sendable_until if proposal.is_unsent else None
    return [
        OwnTask(
            source=f"joint:{row.pk}",
            role="applicant",
            party=f"r{row.partner_id}",
            label=LABEL,
            url=row.get_absolute_url(),
            matter=f"{row.lead}「{proposal}」",
            due_on=closes and timezone.localdate(closes),
            lapses_at=closes,
        )
        for row in rows
        if row.is_asked
    ]
