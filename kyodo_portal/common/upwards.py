"""What a lower shelf asks of a higher one: here and nowhere else, by the names in the settings, so that imports point down only."""

from django.conf import settings
from django.utils.module_loading import import_string


def is_city_staff(user):
    """Whether somebody works in a city office today."""
    return import_string(f"{settings.KYODO_ACCESS}.is_city_staff")(user)


def is_secretariat(user):
    """Whether somebody works in the secretariat today, or keeps the system."""
    return import_string(f"{settings.KYODO_ACCESS}.is_secretariat")(user)


def secretariat_people():
    """The active users of every secretariat office today."""
    return import_string(f"{settings.KYODO_ACCESS}.secretariat_people")()


def queue_mail(to, subject, body, *, secret=False):
    """Put one mail in the outbox; `secret`: its body is erased once it was sent."""
    return import_string(settings.KYODO_QUEUE_MAIL)(to, subject, body, secret=secret)


def record(act, *, by, target=None, note="", **more):
    """Write one event of the audit trail, in the caller's transaction (audit/actions.py)."""
    return import_string(settings.KYODO_RECORD)(act, by=by, target=target, note=note, **more)


def notify(users, *, title, body, url, key):
    """Tell each of these people once of the event `key`: in the inbox, and by mail."""
    return import_string(settings.KYODO_NOTIFY)(users, title=title, body=body, url=url, key=key)
