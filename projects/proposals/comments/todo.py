"""What the coordinators of a group have to do once it has asked them: read the draft, and write the first 助言."""

from django.db.models import Exists, OuterRef
from django.utils import timezone

from kyodo_portal.process.task_rows import OwnTask

from .models import CommentInvitation, DraftComment

LABEL = "下書きを読んで、助言を書く"


def advice_rows(proposals):
    """The QuerySet of the invitations of these proposals that nobody has answered yet."""
    written = DraftComment.objects.filter(proposal=OuterRef("proposal"), at__gte=OuterRef("at"))
    return CommentInvitation.objects.in_force().filter(~Exists(written), proposal__in=proposals)


def advice_asked(proposal, rows):
    """[OwnTask] of the coordinators, while it is a draft: until its call closes."""
    if not proposal.is_unsent:
        return []
    closes = proposal.sendable_until
    return [
        OwnTask(
            source=f"advice:{row.pk}",
            role="coordinator",
            party=f"c{proposal.partner_id}",
            label=LABEL,
            url=f"{proposal.get_absolute_url()}comments/",
            matter=f"{proposal.partner}「{proposal}」",
            due_on=closes and timezone.localdate(closes),
            lapses_at=closes,
        )
        for row in rows
    ]
