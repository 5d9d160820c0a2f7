"""What voices say of people goes: at the end of their term, and with the account of whoever said them.

What stays of a voice is that it came: its number, theme and area, where it went, and that a topic counted it.
"""

import datetime

from django.db.models import Q
from django.utils import timezone

from kyodo_portal.common.upwards import off_the_page
from kyodo_portal.process.actions import take_step
from projects.models import MeToo, Voice, VoiceChange
from projects.voices.topic_actions import hash_of_mail
from projects.voices.workflow import VOICE

from .models import Hold
from .retention import rule_of

CONTACT = {"name": "", "guest_mail": "", "phone": ""}
NOTHING = {**CONTACT, "text": "", "shown_text": "", "may_show": False, "answer": "", "memo": "", "why": ""}


def erase_voices(keys):
    """The words of these voices, those that are shown too, inside `blanking`: their history forgets its details."""
    rows = Voice.objects.filter(pk__in=keys)
    for topic in set(rows.exclude(topic=None).values_list("topic", flat=True)):
        off_the_page("topic", topic)
    rows.update(**NOTHING)
    VoiceChange.objects.filter(subject__in=keys).update(reason="", details={}, kept={})


def clean_voices(people):
    """For the clock: the words of voices that were withdrawn, then how whoever said an ended one is reached. people: the keys of whom a
    hold in force names.
    """
    numbers = Hold.objects.in_force().exclude(subject="").values("subject")  # of whoever has no account too
    ended = Voice.objects.filter(status__in=VOICE.ends).exclude(by__in=people).exclude(number__in=numbers)
    withdrawn = ended.exclude(status__in=VOICE.read_by("city")).filter(status_since__lt=_limit("voice_withdrawn"))
    withdrawn.exclude(text="").update(**NOTHING)
    ended.filter(status_since__lt=_limit("voice_contact")).exclude(**CONTACT).update(**CONTACT)


def _limit(code):
    return timezone.now() - datetime.timedelta(days=rule_of(code).days)


def leave_voices(user):
    """Whoever closes the account waits for no answer: what is still being read or answered is withdrawn. A step's queries each."""
    for row in Voice.objects.filter(by=user).exclude(status__in=VOICE.ends).select_related("routed_to", "by"):
        take_step(row, "withdraw", by=user, version=row.version)


def erase_voices_of(user, mails):
    """Of somebody whose account was closed, inside `blanking`: every voice and 「わたしも」. mails: every spelling of the addresses."""
    own = Voice.objects.filter(by=user)
    erase_voices(list(own.values_list("pk", flat=True)))
    own.update(by=None)
    Voice.objects.filter(guest_mail__in=mails).update(**CONTACT)
    proven = [hash_of_mail(mail) for mail in mails]
    MeToo.objects.filter(Q(user=user) | Q(mail_hash__in=proven)).delete()
