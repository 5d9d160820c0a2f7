"""A voice is sent, or entered for whoever said it; its writer says whether it may be shown."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from kyodo_portal.audit.actions import record
from kyodo_portal.common.japanese.dates import fiscal_year
from kyodo_portal.common.office_hours import days_ahead
from kyodo_portal.common.upwards import off_the_page
from kyodo_portal.process.actions import take_step
from kyodo_portal.process.models import Promise, promised_days
from kyodo_portal.process.number_actions import next_number
from kyodo_portal.process.once import create_once
from kyodo_portal.process.task_actions import sync_tasks

from .access import can_file, voice_roles
from .limits import spend_on_voice
from .models import Voice
from .troubles import office_of
from .workflow import OFFICE, WRITER

NO_WAY = "返事がほしいときは、メールアドレスか電話番号を書いてください。"
WANTS_PHONE = "返事をする電話番号を入れてください。手紙で来て電話が分からないときは、「返事がほしい」のしるしを外して、返事は手紙で出してください。"


@transaction.atomic
def send_voice(*, by, text, form_key, line="", trouble=None, guest_mail="", **said):
    """Send one voice; the second press finds the first one's. Returns the Voice.

    by: the user, or None for a guest, whose guest_mail is proven. line: where a guest writes from (networks.line_of). trouble: the
    Trouble of which the writer said that this is it: where the city knows the office in charge, the voice goes there and into no
    topic. said: theme, area, name, phone, wants_answer, may_show. ValidationError beyond the limits, and where an answer is wanted
    and nobody can be reached.
    """
    if said.get("wants_answer") and not (by or guest_mail or said.get("phone")):
        raise ValidationError({"wants_answer": NO_WAY})

    def make():
        spend_on_voice(by=by, guest_mail=guest_mail, line=line)
        office = office_of(trouble) if trouble is not None else None
        voice = Voice.objects.create(
            number=_number(),
            by=by,
            text=text,
            form_key=form_key,
            guest_mail=guest_mail,
            received_on=timezone.localdate(),
            read_by=days_ahead(promised_days(Promise.Kind.VOICE)),
            trouble=trouble.key if trouble is not None else "",
            route=Voice.Route.TROUBLE if trouble is not None else "",
            routed_to=office,
            **said,
        )
        return take_step(voice, "send_on" if office else "send", by=by, version=0)

    return create_once(Voice, form_key, make, theirs={"by_id": by.pk if by is not None else None}, said={"text": text})


@transaction.atomic
def file_voice(*, by, text, form_key, channel, received_on, **said):
    """The secretariat enters what came on paper, by telephone or at the counter; days count from its 収受日. Returns the Voice.

    said: theme, area, name, phone, wants_answer, may_show (whether whoever said it agreed). PermissionDenied for everybody else.
    """
    if not can_file(by):
        raise PermissionDenied
    if said.get("wants_answer") and not said.get("phone"):
        raise ValidationError({"phone": WANTS_PHONE})

    def make():
        voice = Voice.objects.create(
            number=_number(),
            entered_by=by,
            text=text,
            form_key=form_key,
            channel=channel,
            received_on=received_on,
            read_by=days_ahead(promised_days(Promise.Kind.VOICE, received_on), received_on),
            **said,
        )
        return take_step(voice, "file", by=by, version=0)

    return create_once(Voice, form_key, make, theirs={"entered_by_id": by.pk}, said={"text": text})


def _number():
    return next_number("V", fiscal_year(timezone.localdate()), given=Voice.objects.all())


@transaction.atomic
def set_consent(voice, *, by, may_show):
    """Whoever said it lets it be shown, or no longer: what was shown is gone at once, here and in the search. by: the user; None for a
    guest whose signed address was opened. The secretariat does so for who said it on paper. PermissionDenied for everybody else.
    """
    locked = Voice.objects.select_for_update(of=("self",)).select_related("routed_to").get(pk=voice.pk)
    if by is not None and not may_say_for(by, locked):
        raise PermissionDenied
    if not locked.may("consent"):
        raise ValidationError("この声は、もう終わっています。")
    if locked.may_show != may_show:
        locked.may_show, locked.shown_text = may_show, locked.shown_text if may_show else ""
        locked.save(update_fields=["may_show", "shown_text"])
        leave_pages(locked)
        record("edit", by=by, target=locked, note="見せてよい" if may_show else "見せるのをやめる")
        sync_tasks(locked)
    return locked


def may_say_for(user, voice):
    """Whoever said it; the secretariat for who said it on paper or by telephone."""
    roles = voice_roles(user, voice)
    return WRITER in roles or OFFICE in roles and voice.channel != Voice.Channel.WEB


def leave_pages(voice):
    """What the search has read of the topic's page is read anew: a word that is gone there is gone in the search."""
    if voice.topic_id is not None:
        off_the_page("topic", voice.topic_id)
