"""What sign-ups for events say of people goes: after their term, and with the account of whoever signed up. How many came stays."""

from partners.events.signup_actions import leave
from partners.models import Event, Signup

SAID = {"name": "", "mail": "", "phone": "", "needs": [], "needs_note": ""}


def clean_signups(limit, people, hosts):
    """For the clock: of events that ended before `limit`. people, hosts: the keys of whom a hold in force names; they stay."""
    over = Signup.objects.filter(event__ends_at__lt=limit).exclude(name="").exclude(event__host__in=hosts)
    over.exclude(user__in=people).update(**SAID, user=None)


def leave_events(user):
    """Whoever closes the account gives up what is still to come; the seats go on."""
    for row in Signup.objects.of_person(user).filter(event__in=Event.objects.coming().order_by().values("pk")):
        leave(row)


def erase_signups_of(user, mails):
    """Of somebody whose account was closed, as a guest too. mails: every spelling of the person's addresses."""
    Signup.objects.filter(user=user).update(**SAID, user=None)
    Signup.objects.filter(mail__in=mails).update(**SAID)
