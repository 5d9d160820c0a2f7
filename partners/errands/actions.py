"""Errands come of notices that reach nobody, are entered by hand, ticked off and taken up again."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from kyodo_portal.audit.actions import record
from kyodo_portal.process.task_actions import fresh_matters
from partners.directory.access import is_secretariat
from partners.directory.models import Partner

from .models import Errand

CORRECTED, BY_HAND = "訂正：「{what}」は、まちがいでした", "hand:"  # of an errand's words; of its event


def nobody_told(subject, role, *, title, body, event):
    """A step tells a role in which nobody has an account: what is to be said in another way. The setting KYODO_NOBODY_TOLD.

    Only where the role is a body's people: those that the process names (`bodies`), otherwise "p12", "r12" of the matter's TaskFacts; of
    the city's own desks somebody is always there. Of a matter that has ended by the step too: its decision is what a letter has to say.
    Queries: those of the room, two for each body.
    """
    for partner in _bodies(subject, role):
        if partner.office == Partner.Office.NONE:
            _make(partner, event, title, body, subject)


def _bodies(subject, role):
    process = subject.process
    if process.bodies:
        return import_string(process.bodies)(subject, role)
    if not process.tasks:
        return []
    matters = process.mark_done(fresh_matters(type(subject), [subject.pk]))  # as the room's facts read them
    facts = import_string(process.tasks)(matters)  # none of a matter that only tells of what was
    words = {word for row in facts for word in row.parties.get(role, ()) if word[0] in "pr"}
    return Partner.objects.filter(pk__in=[int(word[1:]) for word in words]).order_by("pk")


def _make(partner, event, title, body, subject):
    Errand.objects.get_or_create(
        partner=partner,
        event=event,
        defaults={
            "what": title[:200],
            "body": body,
            "about": subject.get_absolute_url(),
            "due": subject.due_on,
            "is_sample": partner.is_sample,
        },
    )


def write_errand(partner, *, event, what, body, about="", due=None):
    """An errand that no step brings: something of the calendar. Once for an event; whether it is new. about: the page it comes of."""
    said = {"what": what[:200], "body": body, "about": about, "due": due, "is_sample": partner.is_sample}
    return Errand.objects.get_or_create(partner=partner, event=event, defaults=said)[1]


def told_by_mistake(event, *, key, for_good):
    """The step of this event holds no more: what was not done yet need not be done, what was done is put right.

    key: the event of what took its place. for_good: it was taken back, and what it had made superfluous has to be done after all;
    otherwise another step replaced it, which can be taken back itself. Three queries, one more for each that was done.
    """
    waiting = Errand.objects.filter(event=event, done_at=None)
    if for_good:
        waiting.delete()
        Errand.objects.filter(dropped_by=event).update(dropped_by="")
    else:
        waiting.update(dropped_by=key)
    for row in Errand.objects.filter(event=event, done_at__isnull=False):
        Errand.objects.create(
            partner_id=row.partner_id,
            event=key,
            what=CORRECTED.format(what=row.what[:180]),
            body=f"先に伝えた「{row.what}」は、まちがいでした。取り消すことを伝えてください。",
            about=row.about,
            way=row.way,
            is_sample=row.is_sample,
        )


@transaction.atomic
def enter_errand(*, partner, by, what, body, way, due, form_key):
    """An errand that somebody of the secretariat thinks of. Sent twice with one key it is one. Returns the Errand."""
    if not is_secretariat(by):
        raise PermissionDenied
    values = {"what": what, "body": body, "way": way, "due": due, "is_sample": partner.is_sample}
    row, new = Errand.objects.get_or_create(partner=partner, event=f"{BY_HAND}{form_key}", defaults=values)
    if new:
        record("edit", by=by, target=row, note="用足しを書き入れた")
    return row


def said_by_a_later_one(event):
    """What this step had to say to somebody without an account stands in the errand of the next one, made by the same press."""
    Errand.objects.filter(event=event, done_at=None).delete()


@transaction.atomic
def mark_errand(errand, *, by, done):
    """Tick an errand off, or take it up again; pressed twice it stays as it is."""
    if not is_secretariat(by):
        raise PermissionDenied
    row = Errand.objects.select_for_update().get(pk=errand.pk)
    if done == (row.done_at is not None) or row.dropped_by:
        return row
    row.done_by, row.done_at = (by, timezone.now()) if done else (None, None)
    row.save(update_fields=["done_by", "done_at"])
    record("edit", by=by, target=row, note="用足しを済ませた" if done else "用足しをもとに戻した")
    return row


def record_labels(*, by, count, purpose):
    """Remember who took how many addresses out on labels, and what for."""
    record("export", by=by, note=f"用足しの宛名ラベル（{purpose}）", rows=count)
