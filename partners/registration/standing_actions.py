"""What the notices of a group and the city's own papers bring with them: it pauses, leaves, is heard, is taken off, is put back."""

from django.utils import timezone

from kyodo_portal.common.own_words import own_words
from kyodo_portal.common.templatetags.kyodo import jdate
from kyodo_portal.common.upwards import body_left, still_running
from kyodo_portal.common.workflow import Hook
from kyodo_portal.process.edits import etag_of
from kyodo_portal.process.task_actions import sync_source
from partners.directory.actions import write_consents, write_name_consent
from partners.directory.kind import PartnerKind
from partners.directory.models import Partner
from partners.directory.news import sync_partner_news
from partners.directory.standing import Standing

from .draft_actions import drafts_follow
from .entry_actions import entry_as_before, entry_before, numbered, standing_as_before
from .models import Registration
from .todo import RENEWALS


def _paused(registration, **_):
    Partner.objects.filter(pk=registration.partner_id).update(standing=Standing.DORMANT, updated_at=timezone.now())


def _left(registration, *, by, **_):
    """The group leaves the directory; nothing of it is published any more. Its contact data go when their term is over."""
    partner = Partner.objects.select_for_update().get(pk=registration.partner_id)
    partner.standing = Standing.LEFT
    partner.save(update_fields=["standing", "updated_at"])
    write_consents(partner, by=by, fields=())
    sync_partner_news(partner)
    drafts_follow(partner)
    body_left(partner, by=by)


def _stays(registration, *, by, undone, **_):
    entry_as_before(registration, undone=undone)
    body_left(registration.partner, by=by, stays=True)


def _put_back(registration, *, by, undone, **_):
    _stays(registration, by=by, undone=undone)
    drafts_follow(Partner.objects.get(pk=registration.partner_id))


def _removed(registration, *, by, **_):
    """The city's own paper has a number too."""
    numbered(registration)
    _left(registration, by=by)


def _left_at_once(registration, *, by, **_):
    """A person's own word: the name is theirs, and goes with it."""
    _removed(registration, by=by)
    partner = Partner.objects.get(pk=registration.partner_id)
    if partner.kind == PartnerKind.CITIZEN:
        write_name_consent(partner, by=by, given=False)


def _name_before(registration, **_):
    return {**entry_before(registration), "name_consent": registration.partner.name_consent}


def _stays_after_all(registration, *, by, undone, **_):
    _stays(registration, by=by, undone=undone)
    partner = Partner.objects.get(pk=registration.partner_id)
    if undone.kept["name_consent"] and not partner.name_consent:
        partner.name_consent = partner.consents.in_force().filter(field="name").exists()
        partner.save(update_fields=["name_consent", "updated_at"])


def _asked_to_speak(registration, *, hear_by, **_):
    registration.hear_by = hear_by
    registration.save(update_fields=["hear_by", "updated_at"])
    numbered(registration)


AFTER = own_words("出しても出さなくても、そのあと市が決めます。")


def _until_when(registration, *, hear_by, reason, **_):
    return f"{reason}\n言い分を出せる期限：{jdate(hear_by)}\n{AFTER}"


def _not_asked(registration, **_):
    registration.hear_by = None
    registration.save(update_fields=["hear_by", "updated_at"])


def _statement_before(registration, **_):
    return {"statement": registration.statement}


def _replied(registration, *, statement, **_):
    """A second word stands below the first."""
    registration.statement = "\n\n".join(text for text in (registration.statement, statement) if text)
    registration.save(update_fields=["statement", "updated_at"])


def _not_replied(registration, *, undone, **_):
    registration.statement = undone.kept["statement"]
    registration.save(update_fields=["statement", "updated_at"])


def _told_apart(registration, *, statement="", **_):
    """Only by what a second press is known: the words stand in their column, where they can be erased."""
    return {"sent": etag_of(statement)}


def _what_was_said(registration):
    """What the group said, and what still goes on with it, stand before whoever decides about it."""
    said = f"団体の言い分：{registration.statement}" if registration.statement else "団体の言い分は、出ていません。"
    return [said, *_what_goes_on(registration)]


def _what_goes_on(registration):
    """What has not ended of a group that leaves or pauses: it does not end with this, somebody has to see to it."""
    running = still_running(registration.partner)
    return [*running, STAYS] if running else []


def _renewal_is_asked(registration, *, by=None, **_):
    """Whoever stands no more is asked for no renewal, nor who has sent one; where that was taken back, again."""
    if registration.purpose not in UNASKED:
        sync_source(RENEWALS, registration.partner, by=by)


STAYS = "上のものは、このことでは終わりません。続けるか終えるかを、先に団体と決めてください。"
# Purposes after which the same is asked of the group as before.
UNASKED = {Registration.Purpose.NEW, Registration.Purpose.CHANGE, Registration.Purpose.CLAIM}

HOOKS = {
    "*": Hook(effect=_renewal_is_asked),
    "pause": Hook(effect=numbered),
    "accept_pause": Hook(keep=entry_before, effect=_paused, warns=_what_goes_on),
    "undo_accept_pause": Hook(effect=standing_as_before),
    "leave": Hook(effect=numbered),
    "accept": Hook(keep=entry_before, effect=_left, warns=_what_goes_on),
    "undo_accept": Hook(effect=_stays),
    "leave_now": Hook(keep=_name_before, effect=_left_at_once),
    "undo_leave_now": Hook(effect=_stays_after_all),
    "hear": Hook(notice=_until_when, effect=_asked_to_speak),
    "undo_hear": Hook(effect=_not_asked),
    "reply": Hook(keep=_statement_before, details=_told_apart, notice=lambda registration, **_: "", effect=_replied),
    "undo_reply": Hook(effect=_not_replied),
    "revoke": Hook(keep=entry_before, effect=_left, warns=_what_was_said),
    "drop": Hook(warns=_what_was_said),
    "take_off": Hook(keep=entry_before, effect=_removed),
    "expire": Hook(keep=entry_before, effect=_removed),
    "put_back": Hook(effect=_put_back),
    "undo_put_back": Hook(effect=_left),
}
