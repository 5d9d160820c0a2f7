"""What letters say of people goes: at the end of their term, and with the account of whoever wrote them.

What stays of a thread is that it was: its kind, the two bodies, its days and how it ended. A letter between a group and somebody else
is no document of the city: the clock erases it. Letters with an office of the city wait for the 廃棄の一覧.
"""

import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from kyodo_portal.audit.actions import record
from kyodo_portal.audit.blanking import blanking
from kyodo_portal.process.actions import take_step
from partners.models import AbuseReport, Block, Desk, Message, Request, RequestChange, RequestReader
from partners.requests.workflow import REQUEST

from .retention import BY_CODE, rule_of
from .words import GONE

BATCH = 200  # threads that are erased in one transaction
NOTHING = {
    "guest_mail": "", "guest_told": False, "wish1": None, "wish2": None, "people": None, "few_why": "", "place": "", "text_key": "",
}  # fmt: skip


def erase_threads(keys):
    """Words, names, addresses, wished days and places of these threads, inside `blanking`: their history forgets its details too."""
    rows = Request.objects.filter(pk__in=keys)
    rows.exclude(guest_name="").update(guest_name=GONE)
    rows.update(**NOTHING, blanked_at=timezone.now())
    Message.objects.filter(request__in=keys).update(text=GONE)
    AbuseReport.objects.filter(request__in=keys).update(why=GONE)
    RequestReader.objects.filter(request__in=keys).delete()
    RequestChange.objects.filter(subject__in=keys).update(reason="", details={}, kept={})


def clean_letters(people, groups):
    """For the clock: letters between third parties whose days are over, then the addresses of guests of threads that ended.

    people, groups: the keys of whom a hold in force names; what has to do with them stays.
    """
    over = Request.objects.over().filter(blanked_at__isnull=True).exclude(Q(to__in=groups) | Q(from_partner__in=groups))
    old = over.between_others().filter(status_since__lt=_limit("letter"))
    old = old.exclude(by__in=people).exclude(letters__by__in=people)
    while keys := list(old.order_by("pk").values_list("pk", flat=True)[:BATCH]):
        with transaction.atomic():
            event = record("dispose", by=None, note=BY_CODE["letter"].label, rows=len(keys))
            with blanking(event):
                erase_threads(keys)
    named = over.filter(status_since__lt=_limit("guest_mail")).exclude(guest_mail="")
    named.update(guest_mail="", guest_told=False)


def _limit(code):
    return timezone.now() - datetime.timedelta(days=rule_of(code).days)


def leave_threads(user):
    """Whoever closes the account waits for no answer, and comes to nothing that was agreed: the other side hears of it.

    What was reported stays as it is: whoever has to judge it does. Queries: those of a step for each thread.
    """
    mine = Request.objects.filter(by=user, from_partner=None).exclude(status__in=REQUEST.ends)
    for row in mine.exclude(reports__decided_at=None, reports__isnull=False).select_related("to", "by"):
        step = next(REQUEST.step(name) for name in ("withdraw", "cancel") if row.status in REQUEST.step(name).source)
        answers = {"text": ""} if "text" in step.questions else {}
        take_step(row, step.name, by=user, version=row.version, **answers)


def erase_letters_of(user, mails):
    """Of somebody whose account was closed, inside `blanking`: what was written to others than the city in the own name, what was wished
    there, how far was read. What was reported stays for its term, so that whoever writes badly does not get rid of it by leaving.

    mails: every spelling of the person's addresses: as a guest the person may have written to the city before.
    """
    own = Request.objects.filter(by=user, from_partner=None)
    plain = list(own.between_others().filter(reports__isnull=True).values_list("pk", flat=True))
    Message.objects.filter(request__in=plain, by=user).update(text=GONE)
    Request.objects.filter(pk__in=plain).update(**NOTHING)
    Request.objects.filter(guest_mail__in=mails).update(guest_mail="", guest_told=False, guest_name=GONE)
    RequestReader.objects.filter(user=user).delete()
    Block.objects.filter(user=user).delete()
    Desk.objects.filter(deputy=user).update(deputy=None, away_until=None)
