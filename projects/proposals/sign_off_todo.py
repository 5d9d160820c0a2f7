"""What the people of a group have to do once its representative has asked for 団体内の確認: read the draft and confirm it."""

from django.utils import timezone

from kyodo_portal.process.task_rows import OwnTask

from .sign_off_actions import lacks_confirmation, sign_off_url
from .sign_off_models import SignOff

LABEL = "下書きを読んで、送ってよいか確認する"


def sign_off_rows(proposals):
    """The QuerySet of the confirmations in force of these proposals."""
    return SignOff.objects.in_force().filter(proposal__in=proposals)


def sign_off_asked(proposal, rows):
    """[OwnTask] of the people of the group but who asked, until one of them has confirmed the text as it stands or its call closes. No query
    while nobody has confirmed anything; otherwise those of `_lacks`."""
    if not (proposal.sign_off_wanted and proposal.is_unsent) or rows and not _lacks(proposal):
        return []
    closes, asker = proposal.sendable_until, proposal.sign_off_asked_by_id
    return [
        OwnTask(
            source=f"sign-off:{party}",
            role="applicant",
            party=f"{party}{proposal.partner_id}",
            label=LABEL,
            url=sign_off_url(proposal),
            matter=str(proposal),
            due_on=closes and timezone.localdate(closes),
            lapses_at=closes,
            not_for=frozenset({f"u{asker}"} if asker else ()),
        )
        for party in "pv"  # who only reads there (閲覧) confirms too
    ]


def _lacks(proposal):
    """Of the whole row: the tasks read a few columns of it only. Two queries."""
    whole = type(proposal)._base_manager.select_related("call", "sign_off_asked_by").get(pk=proposal.pk)
    return lacks_confirmation(whole, by=whole.sign_off_asked_by)
