"""A seat of a committee gets the account of whoever accepted an invitation to it; whose term ends is asked about anew."""

from django.utils import timezone

from kyodo_portal.audit.actions import record
from kyodo_portal.process.task_actions import sync_source

from .models import CommitteeSeat
from .todo import TERMS


def give_account(seat, *, user, by):
    """Whether the seat is this person's now; False where it has an account, and for who sits in the committee in that time already.

    In the caller's transaction. by: who invited.
    """
    row = CommitteeSeat.objects.select_for_update(of=("self",)).select_related("committee").get(pk=seat.pk)
    theirs = CommitteeSeat.objects.filter(committee=row.committee_id, user=user)
    if row.user_id is not None or theirs.valid(max(row.since, timezone.localdate())).exists():
        return False
    row.user = user
    row.save(update_fields=["user"])
    user.forget_rights()
    record("rights", by=by, target=row.committee, note="委員の席", person=user)
    return True


def seats_changed(committee, *, by):
    """The secretariat wrote seats of this committee: of whom it is asked who comes next follows from what stands now."""
    sync_source(TERMS, *committee.seats.all(), by=by)
