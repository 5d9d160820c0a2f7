"""What waits for a person here: unfinished drafts, corrections, and for the secretariat the applications."""

from django.urls import reverse

from kyodo_portal.common.todo import Todo
from partners.directory.access import can_decide_dispute, is_secretariat
from partners.directory.membership import Membership, MembershipDispute
from partners.registration.models import Registration
from partners.registration.workflow import REGISTRATION


def todo(user):
    """Applications that wait for this person, those with a deadline first; at most 20 of the secretariat's."""
    mine = Membership.objects.valid().filter(user=user, part=Membership.Part.REPRESENTATIVE).values("partner")
    registrations = [
        *Registration.objects.filter(partner__in=mine, status__in=REGISTRATION.turn_of("applicant"))
        .select_related("partner")
        .prefetch_related("corrections")
    ]
    if is_secretariat(user):
        waiting = (
            Registration.objects.visible_to(user).filter(status__in=REGISTRATION.turn_of("secretariat")).exclude(partner__in=mine)
        )
        registrations += waiting.select_related("partner").order_by("submitted_at")[:20]
    doubts = MembershipDispute.objects.filter(decided_at__isnull=True).select_related("membership__partner", "membership__user")
    todos = [
        Todo("「心あたりがない」を確かめる", str(row), reverse("admin:partners_membership_dispute", args=[row.membership_id]))
        for row in (doubts.order_by("at")[:20] if is_secretariat(user) else ())
        if can_decide_dispute(user, row)
    ]
    todos += [
        Todo(registration.next_task, str(registration), registration.task_url, registration.due_on)
        for registration in registrations
    ]
    return sorted(todos, key=lambda row: (row.due is None, row.due or 0))
