"""A seat of a committee gets the account of whoever accepted an invitation to it."""

from django.utils import timezone

from kyodo_portal.audit.actions import record

from .models import CommitteeSeat


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
