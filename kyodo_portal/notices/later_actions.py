"""What a press tells that is no step of a table and can be taken back all the same: it waits, as the notices of steps do."""

from django.utils import timezone

from kyodo_portal.common.forms.three_way import fields_etag

from .actions import notify, say_after_all, take_back
from .models import Delivery, Notice
from .waiting import waiting_time


def tell_later(users, *, about, takes_back=False, change=None, **said):
    """`notify` that waits. about: what is spoken of, the same for a press and for the one that takes it back ("listing:12").

    What of it still waits is told nobody: this stands in its place. takes_back: all is as it was before, so that whoever was to hear of
    that alone hears nothing of this either. change: (what stood before, what stands now) where values are written: put back to what
    people know, nobody is told anything. Returns whether somebody may have to hear. Called once a press, in its transaction. Queries:
    two and those of `notify`; seven more where something waits.
    """
    known = _word(change[0]) if change else ""
    first = Notice.objects.of_event(about).waiting().order_by("pk").values_list("key", flat=True).first() if change else None
    if first:
        known = first.removeprefix(f"{about}:").partition(":")[0]
    unsaid = unsay(about)
    if change and known == _word(change[1]):
        return False
    users = [user for user in users if not (takes_back and user.pk in unsaid)]
    key = ":".join(filter(None, (about, known, f"{timezone.now():%Y%m%d%H%M%S%f}")))
    notify(users, key=key, wait=True, **said)
    return True


def _word(value):
    return fields_etag({"": value})


def unsay(about):
    """What waits to be told of this is told nobody: {keys of the users} who do not hear it now. One query where nothing waits."""
    if not Notice.objects.of_event(about).waiting().exists():
        return set()
    return {row["user_id"] for row in take_back(about).unsaid}


def asked_no_more(about, *, by, says):
    """`by` has done what the notices of `about` ask for that still wait: this person gets no mail of it, and finds it read; the others
    read `says` in place of what was asked. Queries: one where nothing waits, those of `take_back` and of `notify` otherwise.
    """
    if not Notice.objects.of_event(about).waiting().exists():
        return
    unsaid = take_back(about).unsaid
    say_after_all([{**row, "body": says, "by_id": by.pk} for row in unsaid if row["user_id"] == by.pk])
    say_after_all([{**row, "body": says} for row in unsaid if row["user_id"] != by.pk])


def tell_undone(about, *, by=None, **said):
    """What was told of this holds no more: what still waits is told nobody, and whoever has heard it hears that it is so no more.

    said: title, body, url of `notify`; they wait like every other press. by: who did it, and hears nothing. Called once a press, in its
    transaction. Queries: those of `take_back`, and where somebody has heard of it one more and those of `notify`.
    """
    heard, mark = take_back(about).told, f"{about}:undone:"
    last = dict(Notice.objects.of_event(about).order_by("pk").values_list("user", "key")) if heard else {}
    users = [user for pk, user in heard.items() if pk != (by and by.pk) and not last[pk].startswith(mark)]
    notify(users, key=f"{mark}{timezone.now():%Y%m%d%H%M%S%f}", by=by, wait=True, **said)


def mail_later(mail, *, in_place_of=(), takes_back=False):
    """A mail of `queue_mail` to an address without an account waits too. in_place_of: subjects of earlier ones to the same address of
    which this tells something else; whatever of them has not left is dropped. takes_back: as in `tell_later`. Two queries.
    """
    waiting = Delivery.objects.filter(to=mail.to, subject__in=[subject[:200] for subject in in_place_of], attempts=0)
    dropped = waiting.filter(state=Delivery.State.WAITING, notice=None, next_try__gt=timezone.now()).delete()[0]
    if dropped and takes_back:
        mail.delete()
        return
    mail.next_try = timezone.now() + waiting_time()
    mail.save(update_fields=["next_try"])
