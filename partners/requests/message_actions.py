"""One letter more in a thread: numbered, told once until it is read, refused where the thread has ended."""

import uuid

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from kyodo_portal.common.lists.together import brought
from kyodo_portal.common.own_words import own_words
from kyodo_portal.notices.actions import notify
from kyodo_portal.notices.models import MailKind, Notice
from kyodo_portal.process.once import create_once
from kyodo_portal.process.task_actions import sync_tasks

from .access import is_blocked, request_audience, side_of
from .guest_actions import tell_guest
from .limits import spend_on_letter
from .message_models import MOST_LETTERS, Message, RequestReader
from .models import Request
from .workflow import ASKER, DESK

Side = Message.Side
ENDED = "このやりとりは終わっています。新しく書くときは、もとのページの「質問・連絡」から送ってください。"
NOT_TAKEN = own_words("この団体は、いま手紙を受けていません。市に聞いてください。")
TOO_LONG = f"1つのやりとりは{MOST_LETTERS}通までです。新しく書くときは、もとのページの「質問・連絡」から送ってください。"
ANSWER_FIRST = "返事は「返事を書く」から送ってください。"


@transaction.atomic
def add_message(request, *, by, text, form_key, is_note=False):
    """A further letter of one of the sides, or a note inside the receiving body; by: None for the guest of the thread.

    Returns the Message; the second press finds the first one's. PermissionDenied for who stands on no side; ValidationError where the
    thread has ended, is full, or too much was written. Queries: those of the limits, of the audience and of the notices.
    """

    def make():
        locked = Request.objects.select_for_update(of=("self",)).select_related("to", "from_partner").get(pk=request.pk)
        side = _side(locked, by, is_note)
        if not locked.may("talk"):
            raise ValidationError(ENDED)
        if side == Side.DESK and locked.is_waiting:
            raise ValidationError(ANSWER_FIRST)
        if by is not None and side == Side.ASKER and is_blocked(by, locked.to):
            raise ValidationError(NOT_TAKEN)
        spend_on_letter(by=by, request=locked)
        letter = write_letter(locked, side=side, by=by, text=text, form_key=form_key)
        if side != Side.NOTE:
            _tell(locked, letter)
            sync_tasks(locked, by=by)
        return letter

    theirs = {"request_id": request.pk, "by_id": by.pk if by is not None else None}
    return create_once(Message, form_key, make, theirs=theirs, said={"text": text})


def _side(request, by, is_note):
    if by is None:
        if not request.is_guest or is_note:
            raise PermissionDenied
        return Side.ASKER
    side = side_of(by, request)
    if side is None or (is_note and side != Side.DESK):
        raise PermissionDenied
    return Side.NOTE if is_note else side


def write_letter(request, *, side, by, text, form_key=None):
    """The next letter of a thread whose row the caller holds. ValidationError where it is full. Two queries."""
    number = last_number(request) + 1
    if number > MOST_LETTERS:
        raise ValidationError(TOO_LONG)
    letter = Message.objects.create(
        request=request, number=number, side=side, by=by, text=text, form_key=form_key or uuid.uuid4()
    )
    if by is not None:
        note_read(request, by, number)
    return letter


def last_number(request):
    """The number of the last letter; 0 where there is none. One query."""
    return request.letters.order_by("-number").values_list("number", flat=True).first() or 0


def note_read(request, user, number):
    """This person has read as far as this letter. One query."""
    RequestReader.objects.bulk_create(
        [RequestReader(request=request, user=user, read_number=number)],
        update_conflicts=True,
        unique_fields=["request", "user"],
        update_fields=["read_number"],
    )


def _tell(request, letter):
    """The other side hears that something is there, once until it has read it; no word of the letter leaves the portal."""
    roles = {Side.ASKER: [DESK], Side.DESK: [ASKER], Side.COORDINATOR: [ASKER, DESK]}[letter.side]
    people = {user.pk: user for role in roles for user in request_audience(request, role) if user.pk != letter.by_id}
    knowing = Notice.objects.filter(user__in=people, url=request.get_absolute_url(), read_at__isnull=True)
    told = set(knowing.values_list("user_id", flat=True))
    read = dict(request.readers.filter(user__in=people).values_list("user_id", "read_number"))
    by_number = {}
    for pk, user in people.items():
        if pk not in told:
            by_number.setdefault(read.get(pk, 0), []).append(user)
    for number, users in by_number.items():
        notify(
            users,
            title=f"{request}に、新しい手紙が届きました",
            body="サインインして読み、返事を書けます。手紙の文は、メールには出しません。",
            url=request.get_absolute_url(),
            key=f"letter:{request.pk}:{number}",
            by=letter.by,
            kind=MailKind.THREAD,
        )
    if ASKER in roles:
        tell_guest(request)


@transaction.atomic
def read_thread(request, user):
    """Remember that somebody has opened a thread: how far it goes, and that its notices are read. Four queries at most, two where the
    letters came along with it."""
    letters = brought(request, "letters", None)
    number = last_number(request) if letters is None else max((row.number for row in letters), default=0)
    readers = brought(request, "readers", request.readers.filter(user=user))
    if not any(row.user_id == user.pk and row.read_number >= number for row in readers):
        note_read(request, user, number)
    waiting = Notice.objects.visible_to(user).filter(url=request.get_absolute_url(), read_at__isnull=True)
    waiting.update(read_at=timezone.now())
