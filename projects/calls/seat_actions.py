"""A seat of a panel is given to whoever accepted an invitation to it."""

from django.utils import timezone

from kyodo_portal.audit.actions import record

from .panel_models import PanelSeat


def give_seat(call, *, user, since, until, by):
    """A seat from the day that was said, never from a day before today. Whether the person sits there now or later.

    False for whoever sat there and was ended: an old mail opens no seat again. In the caller's transaction. by: who invited.
    """
    today = timezone.localdate()
    known = PanelSeat.objects.filter(call=call, user=user).first()
    if known is not None:
        return known.until is None or known.until >= today
    PanelSeat.objects.create(call=call, user=user, since=max(since, today), until=until)
    user.forget_rights()
    record("rights", by=by, target=call, note="審査委員の席", person=user)
    return True
