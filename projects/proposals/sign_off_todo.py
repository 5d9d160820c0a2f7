"""What the people of a group have to do once its representative has asked for 団体内の確認: read the draft and confirm it."""

from django.utils import timezone

from kyodo_portal.process.task_rows import OwnTask
from projects.proposals.drafting.pages import etag_of_draft, load_all_parts

from .models import Proposal
from .sign_off_actions import is_confirmed, sign_off_url
from .sign_off_models import SignOff

LABEL = "下書きを読んで、送ってよいか確認する"


def sign_off_rows(proposals):
    """The QuerySet of the confirmations in force of these proposals."""
    return SignOff.objects.in_force().filter(proposal__in=proposals)


def confirmed_drafts(proposals, rows):
    """{key} of those of these drafts that somebody else than who asked has confirmed as they stand. rows: {key: its SignOffs in force}. No
    query while nobody has confirmed anything; otherwise two, however many drafts there are: the tasks read a few columns of each only."""
    keys = [row.pk for row in proposals if row.sign_off_wanted and row.is_unsent and rows.get(row.pk)]
    if not keys:
        return set()
    whole = list(Proposal.objects.filter(pk__in=keys).select_related("call", "sign_off_asked_by").order_by())
    parts = load_all_parts(whole)
    found = set()
    for row in whole:
        etag = etag_of_draft(row, parts[row.pk])
        given = [each for each in rows[row.pk] if each.etag == etag]
        found |= {row.pk} if is_confirmed(given, by=row.sign_off_asked_by) else set()
    return found


def sign_off_asked(proposal, is_confirmed):
    """[OwnTask] of the people of the group but who asked, until one of them has confirmed the text as it stands or its call closes."""
    if not (proposal.sign_off_wanted and proposal.is_unsent) or is_confirmed:
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
