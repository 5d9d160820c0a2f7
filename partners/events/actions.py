"""What a host's people do with an event: make, change, publish, cancel, take each of that back, make the next one."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from kyodo_portal.audit.actions import record
from kyodo_portal.common.forms.three_way import as_read
from kyodo_portal.process.edits import names_to_write
from kyodo_portal.process.errors import EditConflict
from kyodo_portal.process.once import create_once
from kyodo_portal.process.photo_actions import forget_photos
from partners.directory.models import Partner

from .access import can_write_events
from .line_actions import offer_seats
from .models import Event
from .news import announce_event
from .photos import DAY, EVENT
from .tell_actions import tell_in_place
from .texts import search_text
from .together_actions import name_beside, tell_named, untell_named

WRITTEN = (
    "about", "about_label", "kind", "title", "kana", "theme", "area", "starts_at", "ends_at", "when_note", "place", "address", "access", "parking", "text",
    "bring", "fee", "fee_detail", "conditions", "sign", "captions", "childcare", "wheelchair", "plain", "capacity", "signup",
    "signup_until", "most_people", "phone", "url",
)  # fmt: skip
# What holds only with each other: written by two people, it is asked about and not put together.
HANGING = [
    ("about", "about_label"),
    ("starts_at", "ends_at", "signup_until"),
    ("signup", "capacity", "signup_until", "phone"),
    ("place", "address"),
]
CALLED_OFF, TAKES_PLACE, TOOK_PLACE = "中止になりました", "予定どおり開きます", "訂正：中止ではありませんでした"
WHERE_AND_WHEN = ("starts_at", "ends_at", "place", "address")
MOVES = ("title", *WHERE_AND_WHEN)  # what a calendar that has the event has to hear of
STAYS_CANCELLED = (
    "この催しは中止になっているので、日時と場所は直せません。やはり開くときは、催しのページの「中止をとりやめる」を押してから直してください。"
    "別の日に開くときは、「次の回をつくる」で新しい催しにしてください。"
)
CANCELLED = "この催しは、もう中止になっています。わけは、先に書かれたもののままです。直すときは、中止をとりやめて、もう一度中止にしてください。"


def create_event(user, host, cleaned, key, *, former=None):
    """A draft of this host; for every later press of the key the first one. cleaned: WRITTEN by name, as far as anything is said, and
    `co_hosts`; `about` is the key of the matter to which it belongs (common/about.py), `about_label` the words for it.

    PermissionDenied for who does not write for the host.
    """
    values = {name: cleaned[name] for name in WRITTEN if name in cleaned}

    def make():
        locked = Partner.objects.select_for_update().get(pk=host.pk)
        if not can_write_events(user, locked):
            raise PermissionDenied
        event = Event(host=locked, form_key=key, checked_on=timezone.localdate(), former=former, **values)
        event.search_text = search_text(event)
        event.save()
        event.co_hosts.set(cleaned.get("co_hosts", ()))
        record("event", by=user, target=event)
        return event

    return create_once(Event, key, make, theirs={"host_id": host.pk})


def written_in(event):
    """{name: value as JSON knows it} of what the form shows of an event: what its token is made of. One query."""
    return read_of({name: getattr(event, name) for name in WRITTEN} | {"co_hosts": event.co_hosts.all()})


def read_of(values):
    """The values of a form in that spelling: moments in the city's time, bodies by their names."""
    plain = as_read({name: values[name] for name in WRITTEN})
    moments = {name: timezone.localtime(plain[name]) for name in WRITTEN if name.endswith(("_at", "_until")) and plain[name]}
    return {**plain, **moments, "co_hosts": sorted(partner.name for partner in values["co_hosts"])}


@transaction.atomic
def change_event(event, *, by, etag, values, even_cancelled=False):
    """Write an event anew; it counts as checked today. EditConflict where the same was changed meanwhile; ValidationError for another day
    or place of one that is cancelled, unless who calls brings it back at once (even_cancelled)."""
    row = locked_event(event, by)
    stored, wanted = written_in(row), read_of(values)
    names = names_to_write(etag, stored, wanted, row, together=HANGING)
    if row.is_cancelled and not even_cancelled and any(stored[name] != wanted[name] for name in WHERE_AND_WHEN if name in names):
        raise ValidationError(STAYS_CANCELLED)
    return write_event(row, {name: values[name] for name in names}, by=by)


def write_event(row, values, *, by):
    """Write these values into a locked event; who comes to it hears where day or place changed."""
    before = _moves(row)
    for name, value in values.items():
        if name != "co_hosts":
            setattr(row, name, value)
    change = before, _moves(row)
    moved = change[0] != change[1]
    row.checked_on, row.search_text = timezone.localdate(), search_text(row)
    row.sequence += moved
    row.save()
    if "co_hosts" in values:
        name_beside(row, values["co_hosts"], by=by)
    announce_event(row)
    if change[0][1:] != change[1][1:] and row.is_published:  # another title is no other day
        body = "変わった内容を、画面で確かめてください。"
        tell_in_place(row, coming_to(row), "日時か場所が変わりました", body, by=by, about="moved", change=change)
    offer_seats(row, by=by)
    record("edit", by=by, target=row)
    return row


def _moves(row):
    """What stands in MOVES, moments as numbers: the same one in another zone is no move."""
    values = (getattr(row, name) for name in MOVES)
    return [value.timestamp() if hasattr(value, "timestamp") else value for value in values]


@transaction.atomic
def publish_event(event, *, by):
    """Everybody finds it from now on. ValidationError where it is over already."""
    row = locked_event(event, by)
    if row.is_published:
        return row
    if row.is_over:
        raise ValidationError("終わった日時になっています。日時を直してから、公開してください。")
    row.published_at, row.checked_on = timezone.now(), timezone.localdate()
    row.save(update_fields=["published_at", "checked_on", "updated_at"])
    announce_event(row)
    tell_named(row, by=by)
    record("event-publish", by=by, target=row)
    return row


@transaction.atomic
def withdraw_event(event, *, by):
    """A draft again. ValidationError once somebody has signed up: then it is cancelled, so that they hear of it."""
    row = locked_event(event, by)
    if not row.is_published:
        return row
    if row.signups.exclude(state="out").exists():
        raise ValidationError("申し込んだ人がいるので、下書きにもどせません。開けなくなったときは、中止にしてください。")
    untell_named(row, by=by)
    row.published_at, row.sequence = None, row.sequence + 1
    row.save(update_fields=["published_at", "sequence", "updated_at"])
    announce_event(row)
    record("event-withdraw", by=by, target=row)
    return row


@transaction.atomic
def discard_event(event, *, by):
    """A draft to which nobody ever signed up goes for good. ValidationError for another one, and where something else speaks of it."""
    row = locked_event(event, by)
    if row.is_published or row.signups.exists():
        raise ValidationError("捨てられるのは、公開していない、だれも申し込んだことのない下書きだけです。")
    record("discard", by=by, target=row)
    for place in (EVENT, DAY):
        forget_photos(place.key, [row.pk])
    try:
        row.delete()
    except ProtectedError:
        raise ValidationError("この催しを使っているページがあるので、捨てられません。") from None


@transaction.atomic
def cancel_event(event, *, by, why):
    """It does not take place, and says so with its reason. Cancelled already: nothing happens, EditConflict for other words.
    ValidationError for one that is over."""
    row = locked_event(event, by)
    if row.is_cancelled:
        if row.cancelled_why != why:
            raise EditConflict(CANCELLED, row)
        return row
    if row.is_over:
        raise ValidationError("もう終わった催しです。")
    row.cancelled_at, row.cancelled_why, row.sequence = timezone.now(), why, row.sequence + 1
    row.save(update_fields=["cancelled_at", "cancelled_why", "sequence", "updated_at"])
    announce_event(row)
    tell_in_place(row, coming_to(row), CALLED_OFF, why, by=by, about="held", other=TAKES_PLACE, takes_back=True)
    record("event-cancel", by=by, target=row)
    return row


@transaction.atomic
def revive_event(event, *, by):
    """It takes place after all. Of one whose day is over it is said that it was not called off, to who has heard that it was."""
    row = locked_event(event, by)
    if not row.is_cancelled:
        return row
    row.cancelled_at, row.cancelled_why, row.sequence = None, "", row.sequence + 1
    row.save(update_fields=["cancelled_at", "cancelled_why", "sequence", "updated_at"])
    announce_event(row)
    title, body = (
        (TOOK_PLACE, "中止のお知らせは、まちがいでした。")
        if row.is_over
        else (TAKES_PLACE, "中止のお知らせは、取り消されました。")
    )
    tell_in_place(row, coming_to(row), title, body, by=by, about="held", other=CALLED_OFF, takes_back=True)
    offer_seats(row, by=by)
    record("event-revive", by=by, target=row)
    return row


def coming_to(event):
    """[Signup] of who has to hear of what changes: all that were not given up. One query."""
    return list(event.signups.exclude(state="out").select_related("user"))


def locked_event(event, by):
    """The row, locked with its host read; PermissionDenied for who does not write for it."""
    row = Event.objects.select_for_update(of=("self",)).select_related("host", "theme", "area").get(pk=event.pk)
    if not can_write_events(by, row.host):
        raise PermissionDenied
    return row


def copy_event(event, *, by, key, days):
    """A draft of the next one, with everything but its days; for every later press of the key the first one.

    days: `starts_at`, `ends_at`, `signup_until`. ValidationError where a lot has no last day to sign up.
    """
    if event.signup == Event.SignupWay.LOT and not days["signup_until"]:
        raise ValidationError("抽選で決める催しには、申込みの締切を入れてください。")
    same = {name: getattr(event, name) for name in WRITTEN} | days
    return create_event(by, event.host, same | {"co_hosts": list(event.co_hosts.all())}, key, former=event)
