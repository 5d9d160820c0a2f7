"""Closing an account, and erasing what the data say of a person: one transaction, one audit event that answers for it."""

import datetime
import logging
import uuid

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from kyodo_portal.accounts.models import HelperCode, Invitation, User
from kyodo_portal.audit.actions import record
from kyodo_portal.audit.blanking import blanking, replace_words, with_escapes
from kyodo_portal.common import upwards
from kyodo_portal.common.city import the_city
from kyodo_portal.common.files import storage
from kyodo_portal.common.lists.pieces import pieces
from kyodo_portal.notices.actions import notify, queue_last_mail
from kyodo_portal.notices.models import CalendarKey, Delivery, Follow, LastLook, MailChoice, Notice
from kyodo_portal.process.photo_actions import erase_photos
from kyodo_portal.process.task_actions import forget_tasks, sync_involving, sync_matters
from partners.directory.access import people_of
from partners.directory.actions import refresh_search
from partners.directory.kind import looks_like_a_person
from partners.directory.presenters import PRIVATE, private_names, public_extra
from partners.models import Assignment, Membership, Partner, Registration, Takeover
from partners.takeover.actions import give_up
from projects.handover.workflow import HANDOVER
from projects.models import CommitteeSeat, ContactWindow, DeskVisit, Handover, PanelSeat, Participation, SavedView
from projects.opinions.blank_actions import forget_sender
from projects.snapshots.naming_actions import leave_out_of_old_lists

from . import closed_list
from .closing import obstacles_of
from .holds import holds_on_person
from .letter_actions import erase_letters_of, leave_threads
from .models import Closing
from .photos import photos_of_group
from .retention import last_day
from .signup_actions import erase_signups_of, leave_events
from .tied import tied_rows
from .traces import keeps_name, traces_of
from .voice_actions import erase_voices_of, leave_voices
from .words import NOBODY

log = logging.getLogger(__name__)

# Tables of other programs that hold nothing of a person, or whose rows of the person are deleted as a whole.
UNTOUCHED = {"accounts.User", "audit.Blanking", "sessions.Session", "contenttypes.ContentType", "auth.Permission", "auth.Group"}
MEMBER = Membership.Part


@transaction.atomic
def close_account(*, user, by, again=False):
    """退会: nobody signs in with this account any more, and what the data say of the person is erased unless it is held.

    `by` is the person or the system administrator. Raises ValidationError with what has to be done first; PermissionDenied for
    everybody else. Returns the Closing; the second press finds the first one's. The person is told by a last mail, of which
    nothing stays; not `again`, where a backup had brought a closed account back.
    """
    if by.pk != user.pk and not (by.is_active and by.is_superuser):
        raise PermissionDenied
    # Two who leave at once must not both find the other: whoever may be the last is locked, always in the same order.
    list(
        User.objects.select_for_update().filter(Q(is_superuser=True) | Q(pk=user.pk)).order_by("pk").values_list("pk", flat=True)
    )
    groups = Membership.objects.filter(user=user).values("partner")
    list(Partner.objects.select_for_update().filter(pk__in=groups).order_by("pk").values_list("pk", flat=True))
    user, known = User.objects.get(pk=user.pk), Closing.objects.filter(user=user).first()
    if known and not user.is_active:
        return known
    problems = obstacles_of(user)
    if problems:
        raise ValidationError([problem.text for problem in problems])
    # Whom the administrator let in again while a hold kept everything has a row already.
    closing, _ = Closing.objects.update_or_create(user=user, defaults={"by": by, "closed_at": timezone.now()})
    leave_threads(user)
    leave_voices(user)
    leave_events(user)
    _end_rows(user)
    held, address = holds_on_person(user).exists(), user.email
    if not held:
        _discard_drafts(user)
    user.is_active = False
    user.set_unusable_password()
    user.save(update_fields=["is_active", "password"])
    _end_sessions(user)
    record("close", by=by, target=closing)
    if not held:
        erase(closing=closing, by=by)
    if not again:
        _say_good_bye(address, held)
    transaction.on_commit(lambda: _write_down(closing))
    return closing


def _say_good_bye(address, held):
    """The last mail to the address, written once everything else that names it is gone."""
    city = the_city()
    call = f"{city['office']}{'（電話 ' + city['phone'] + '）' if city['phone'] else ''}"
    lines = [
        f"{city['name']} {city['site']}の退会の手続きが済みました。もうサインインできません。",
        "法令などで残さなければならない間は、あなたの情報を残します。そのわけがなくなったら消します。"
        if held
        else "名前やメールアドレスなどは消しました。残るものは、退会の画面で説明したとおりです。",
        f"心当たりがないときは、すぐに{call}に知らせてください。",
        "このメールを送ったあと、このアドレスの記録も消します。",
    ]
    queue_last_mail(address, "退会の手続きが済みました", "\n\n".join(lines))


def _write_down(closing):
    """In the file beside the database; what the disk does not take now, `prepare` writes later (closed_list.py)."""
    try:
        closed_list.remember([(closing.user_id, closing.closed_at)])
    except OSError as error:
        log.error("the closing of an account could not be written down: %s", type(error).__name__)


def _end_rows(user):
    """Memberships, accompaniments and seats end yesterday, the last day on which they still held; what began today is taken back."""
    today = timezone.localdate()
    for model in (Membership, Assignment):
        rows = model.objects.valid().filter(user=user)
        rows.filter(since__gte=today).delete()
        rows.update(until=today - datetime.timedelta(days=1))
        model.objects.filter(user=user, since__gt=today).delete()
    # A window of nobody would be worse than none: the project's page then leads to the group and the department.
    windows = ContactWindow.objects.filter(until__isnull=True)
    windows.filter(main=user, since__lte=today).update(until=today)
    windows.filter(deputy=user).update(deputy=None)
    for model in (PanelSeat, CommitteeSeat):
        model.objects.valid().filter(user=user, since__lt=today).update(until=today - datetime.timedelta(days=1))
    # Whoever was invited to represent a group does not come either: its representative names somebody else.
    mails = EmailAddress.objects.filter(user=user, verified=True).values("email")
    for row in Takeover.objects.waiting().filter(to_email__in=mails).select_related("partner"):
        give_up(row, by=user)
    # Whoever was to take a handover does not come: it waits for another name.
    waiting = Handover.objects.filter(taker=user, status__in=HANDOVER.step("name").source)
    untaken = Handover.objects.filter(pk__in=[*waiting.values_list("pk", flat=True)])
    untaken.update(taker=None)
    sync_matters(untaken)


def _discard_drafts(user):
    """Applications that were never sent go, and with them a group that never was more than its draft."""
    for row in Registration.objects.drafts_of(user).select_related("partner"):
        if Membership.objects.valid().filter(partner=row.partner, user__is_active=True).exclude(user=user).exists():
            continue
        erase_files(row.files.all())
        partner = row.partner
        if not row.changes.exists():
            forget_tasks(row)
            row.delete()
        if not partner.is_public and not partner.registrations.exists():
            partner.delete()


def erase_files(files):
    """Rows of stored files, and once that is committed the files: at once, for the trash would keep them for a month."""
    for file in files:
        transaction.on_commit(lambda stored_as=file.stored_as: storage.discard(stored_as))
    files.delete()


def _end_sessions(user):
    """Every device is signed out. Sessions are signed texts: each is read, because some name a person before the sign-in is done."""
    mails = {user.email, *EmailAddress.objects.filter(user=user).values_list("email", flat=True)}
    keys = set(UserSession.objects.filter(user=user).values_list("session_key", flat=True))
    for session in pieces(Session.objects.all(), 500):
        content = session.get_decoded()
        if content.get("_auth_user_id") == str(user.pk) or any(mail in str(content) for mail in mails):
            keys.add(session.session_key)
    UserSession.objects.filter(user=user).delete()
    Session.objects.filter(session_key__in=keys).delete()


@transaction.atomic
def erase(*, closing, by):
    """Blank everything that the data say of a person whose account is closed. Not while a hold is in force (PermissionDenied).

    Names of staff and panel stay in decisions until `name_until`. The event names no person.
    """
    user = User.objects.select_for_update().get(pk=closing.user_id)
    if user.is_active or holds_on_person(user).exists():
        raise PermissionDenied
    traces, kept, tied, name = traces_of(user), keeps_name(user), tied_rows(user), user.name
    own_mails = {user.email, *EmailAddress.objects.filter(user=user).values_list("email", flat=True)}
    _blank_user(user, keep_name=kept)
    closing.erased_at, closing.name_until = timezone.now(), last_day("decision", timezone.localdate()) if kept else None
    closing.save(update_fields=["erased_at", "name_until"])
    event = record("erase", by=by, target=closing)
    if not kept and name in traces.words and looks_like_a_person(name):
        leave_out_of_old_lists({name}, event=event)
    with blanking(event, traces.words | traces.mails):
        _delete_rows(user, own_mails)
        _blank_contacts(traces)
        erase_letters_of(user, traces.mails)
        forget_sender(user)
        erase_voices_of(user, traces.mails)
        erase_signups_of(user, traces.mails)
        for model in cleaned_models():
            replace_words(model, with_escapes(traces.mails))
            replace_words(model, with_escapes(traces.words), tied.get(model, ()))
    upwards.words_off_the_pages(traces.words)
    for partner in Partner.objects.filter(pk__in=[one.pk for one in traces.alone]):
        refresh_search(partner)
        sync_involving(f"g{partner.pk}")
    for partner, _ in traces.contacts:
        notify(
            people_of(partner, part=MEMBER.REPRESENTATIVE),
            title=f"{partner.name}の連絡先が空きました",
            body="連絡する人が退会したので、その人の名前や電話番号を消しました。団体のページで、新しい連絡先を入れてください。",
            url=partner.get_absolute_url(),
            key=f"contact-gone:{closing.pk}:{partner.pk}",
            by=by,
        )
    return closing


def cleaned_models():
    """The tables in whose texts a person may be named."""
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy and model._meta.label not in UNTOUCHED:
            yield model


def _blank_user(user, *, keep_name):
    user.email = f"erased-{uuid.uuid4()}@account.invalid"
    user.name = user.name if keep_name else ""
    user.is_active, user.is_superuser, user.last_login = False, False, None
    user.office_account = ""
    user.set_unusable_password()
    user.save(update_fields=["email", "name", "is_active", "is_superuser", "last_login", "password", "office_account"])


def _delete_rows(user, mails):
    """What is the person's alone: inbox, mails, choices, what was followed, addresses, second factors, devices."""
    for model in (Notice, MailChoice, Follow, LastLook, CalendarKey, DeskVisit, SavedView):
        model.objects.filter(user=user).delete()
    Delivery.objects.filter(to__in=mails).delete()
    Invitation.objects.filter(Q(email__in=mails) | Q(accepted_by=user)).delete()
    HelperCode.objects.filter(Q(by=user) | Q(helper=user)).delete()
    # The way by mail has an address: one that is nobody's. Whoever was named there may never have answered.
    Takeover.objects.filter(to_email__in=mails).update(to_email=user.email, to_name=NOBODY)
    # How a group's person is reached is that person's; of an office it is the office's.
    ContactWindow.objects.filter(main=user, side=Participation.Side.GROUP).update(desk="", phone="", extension="")
    Authenticator.objects.filter(user=user).delete()
    SocialAccount.objects.filter(user=user).delete()
    EmailAddress.objects.filter(user=user).delete()
    _end_sessions(user)


def _blank_contacts(traces):
    """The contact data of groups that were this person's alone, and of living ones whose contact person it was."""
    for partner in traces.alone:
        blank_partner(partner, PRIVATE)
        blank_applications(Registration.objects.filter(partner=partner))
        erase_photos(photos_of_group(partner))
    for partner, names in traces.contacts:
        blank_partner(partner, names)


def blank_partner(partner, names=PRIVATE):
    """Take contact data out of a group's row; the consents to publish them go with them."""
    extra = {"extra": public_extra(partner)} if names is PRIVATE else {}
    Partner.objects.filter(pk=partner.pk).update(**dict.fromkeys(names, ""), **extra)
    partner.consents.in_force().filter(field__in=names).update(withdrawn_at=timezone.now())


def blank_applications(registrations, wanted=()):
    """Take the contact data (or the `wanted` names) and the papers out of applications; what the group wanted to do stays."""
    for row in registrations.select_for_update():
        names = wanted or private_names(row.rule)
        payload = {key: value for key, value in row.payload.items() if key not in names}
        if isinstance(payload.get("before"), dict):
            payload["before"] = {key: value for key, value in payload["before"].items() if key not in names}
        Registration.objects.filter(pk=row.pk).update(payload=payload, filed_for="", statement="", objection="")
        row.corrections.filter(field__in=[*names, "files"]).blank()
        erase_files(row.files.all())


def erase_what_was_held():
    """A job of the clock: closed accounts that a hold kept are erased once it has ended."""
    for closing in Closing.objects.filter(erased_at__isnull=True, user__is_active=False).order_by("pk"):
        if not holds_on_person(closing.user).exists():
            erase(closing=closing, by=None)
