"""What waits for a person here: unfinished drafts, corrections, and for the secretariat the applications."""

from kyodo_portal.common.todo import Todo
from partners.directory.access import is_secretariat
from partners.directory.membership import Membership
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
    todos = [
        Todo(registration.next_task, str(registration), registration.task_url, registration.due_on)
        for registration in registrations
    ]
    return sorted(todos, key=lambda row: (row.due is None, row.due or 0))
