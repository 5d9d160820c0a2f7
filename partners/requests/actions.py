"""A letter is sent: by somebody who is signed in, by a guest to the city, or by a coordinator who introduces two bodies."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from kyodo_portal.audit.actions import record
from kyodo_portal.common.own_words import own_words
from kyodo_portal.process.actions import take_step
from kyodo_portal.process.errors import EditConflict
from kyodo_portal.process.once import SAID_OTHERWISE, create_once
from partners.directory.access import is_coordinator, is_writer

from .access import is_blocked
from .limits import is_to_many, spend_on_new, text_key
from .message_actions import NOT_TAKEN, write_letter
from .message_models import Message
from .models import Request
from .workflow import REQUEST

SELF = "自分の団体には送れません。"
ASKED_TO_JOIN = (
    "この団体に加わりたいという手紙は、もう送っています。「手紙（質問・連絡）」から読めます。"
    "書き足すことは、その手紙の続きに書いてください。"
)
NOT_BOTH = "ちがう団体を2つ選んでください。"


@transaction.atomic
def send_request(*, by, to, kind, about, about_label, text, form_key, line="", from_partner=None, **more):
    """Send one letter; the second press finds the first one's. Returns the Request.

    by: the user, None for a guest, who writes to the city only and may say guest_name and a proven guest_mail. line: where a guest
    writes from (networks.line_of). more: wish1, wish2, people, place, is_shared, offer, guest_name, guest_mail. The same text to
    more than three receivers is held back. EditConflict where the same page said something else before; ValidationError beyond the limits and where the body takes no letters of this person.
    """

    made = []

    def make():
        made.append(form_key)
        _refuse(by, to, from_partner)
        spend_on_new(by=by, to=to, guest_mail=more.get("guest_mail", ""), line=line)
        if by is not None and kind == Request.Kind.JOIN:  # after the counter's row: two presses go one after the other
            _refuse_second(by, to)
        key = text_key(by=by, line=line, text=text)
        held = is_to_many(Request.objects, key, to)
        request = Request.objects.create(
            status=REQUEST.start,
            form_key=form_key,
            by=by,
            to=to,
            kind=kind,
            about=about,
            about_label=about_label[:200],
            from_partner=from_partner,
            text_key=key,
            **more,
        )
        write_letter(request, side=Message.Side.ASKER, by=by, text=text)
        return take_step(request, "hold" if held else "send", by=None if held else by, pressed_by=by, version=0)

    sent = create_once(Request, form_key, make, theirs={"by_id": by.pk if by is not None else None, "to_id": to.pk})
    if not made and not sent.letters.filter(number=1, text=text).exists():
        raise EditConflict(SAID_OTHERWISE)
    return sent


def _refuse_second(by, to):
    if Request.objects.under_way().filter(by=by, to=to, kind=Request.Kind.JOIN).exists():
        raise ValidationError(ASKED_TO_JOIN)


def _refuse(by, to, from_partner):
    if by is None and not to.is_city:
        raise PermissionDenied
    if from_partner is not None and not is_writer(by, from_partner):
        raise PermissionDenied
    if by is not None and is_writer(by, to) and not to.is_city:
        raise ValidationError(SELF)
    if by is not None and is_blocked(by, to):
        raise ValidationError(NOT_TAKEN)


@transaction.atomic
def introduce(*, by, one, other, about, about_label, text, form_key):
    """A coordinator brings two bodies together: `one` is as who asked, `other` as who was asked; `text` says why, and both read it.

    PermissionDenied for who is no coordinator; ValidationError for one body twice. Returns the Request.
    """
    if not is_coordinator(by):
        raise PermissionDenied
    if one.pk == other.pk:
        raise ValidationError(NOT_BOTH)

    def make():
        request = Request.objects.create(
            status=REQUEST.start,
            form_key=form_key,
            kind=Request.Kind.APPLY,
            to=other,
            from_partner=one,
            introduced_by=by,
            about=about,
            about_label=about_label[:200],
        )
        return take_step(request, "introduce", by=by, version=0, text=text)

    return create_once(Request, form_key, make, theirs={"introduced_by_id": by.pk, "to_id": other.pk})


@transaction.atomic
def share(request, *, by, is_shared):
    """One of the sides lets the coordinator read along, or no longer. PermissionDenied for everybody else."""
    locked = Request.objects.select_for_update(of=("self",)).select_related("to", "from_partner").get(pk=request.pk)
    if not REQUEST.roles_of(by, locked) & {"asker", "desk"}:
        raise PermissionDenied
    if locked.is_shared != is_shared:
        locked.is_shared = is_shared
        locked.save(update_fields=["is_shared"])
        record(
            "edit",
            by=by,
            target=locked,
            note=own_words("コーディネーターにも見せる") if is_shared else own_words("コーディネーターには見せない"),
        )
    return locked
