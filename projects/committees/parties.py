"""Which party words somebody is today, with the committees among them (settings.KYODO_PARTIES), and the other way round."""

from django.db.models import Value
from django.utils import timezone

from projects.calls import parties as below
from projects.calls.panel_models import PanelSeat

from .access import committees_of, members_of
from .models import CommitteeSeat


def parties_of(user):
    """The words of calls/parties.py and `m3`, who sits in committee 3. At most three queries."""
    if not user.is_authenticated or not user.is_active:
        return set()
    _ask_seats(user)
    return below.parties_of(user) | {f"m{pk}" for pk in committees_of(user)}


def _ask_seats(user):
    """The seats of panels and of committees in one query: what `below` and `committees_of` would ask one after the other."""
    today = timezone.localdate()
    panel, committee = ("seats", today), ("committees", today)
    if panel in user.rights or committee in user.rights:
        return
    calls = PanelSeat.objects.valid().filter(user_id=user.pk).order_by().values_list(Value("k"), "call_id")
    rows = list(
        calls.union(CommitteeSeat.objects.valid().filter(user_id=user.pk).order_by().values_list(Value("m"), "committee_id"))
    )
    user.rights[panel] = {pk for kind, pk in rows if kind == "k"}
    user.rights[committee] = {pk for kind, pk in rows if kind == "m"}


class People(below.People):
    """The active people behind party words, members of committees too."""

    def _ask(self, word):
        return members_of(word[1:]) if word[0] == "m" else super()._ask(word)
