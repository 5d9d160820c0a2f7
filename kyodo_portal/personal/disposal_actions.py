"""廃棄: the yearly list of documents whose term is over, and what erasing one of them means."""

import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from kyodo_portal.audit.actions import record
from kyodo_portal.audit.blanking import blanking, replace_words
from kyodo_portal.common.japanese.dates import fiscal_year
from kyodo_portal.common.privacy import personal_columns
from kyodo_portal.letters.models import LetterSending, OfficialLetter
from kyodo_portal.process.files import StoredFile
from kyodo_portal.process.models import Photo, PhotoRequest
from kyodo_portal.process.photo_actions import erase_photos
from partners.directory.standing import Standing
from partners.models import Partner, Registration, RegistrationChange, RegistrationFile, Takeover
from projects.applications.blank_actions import erase_applications
from projects.models import ApplicationPaper, Grant, Proposal, SignOffScan
from projects.opinions.blank_actions import blank_opinions

from .erasing_actions import blank_applications, blank_partner, cleaned_models, erase_files
from .holds import words_of
from .letter_actions import erase_threads
from .models import Closing, DisposalItem, DisposalList, Hold
from .photos import photos_of_group
from .retention import BY_CODE, DOCUMENTS, last_day, rule_of
from .retention_actions import BATCH
from .retention_records import BLANK, FINDERS, OBJECTIONS, PROPOSED, audit_of
from .tied import tied_rows
from .voice_actions import erase_voices
from .words import GONE, NOBODY, spellings_of_name


def _erase_applications(keys):
    rows = Registration.objects.filter(pk__in=keys)
    blank_applications(rows)
    for partner in Partner.objects.filter(
        registrations__in=keys, standing__in=(Standing.WITHDRAWN, Standing.DECLINED)
    ).distinct():
        if not partner.registrations.under_way().exists():
            blank_partner(partner)
    for row in rows:
        row.changes.update(reason="", details={}, kept={})
        row.corrections.all().blank(reason="")
        row.checks.update(why="")
        row.checks.exclude(note="").update(note=GONE)


def _erase_papers(keys):
    erase_files(RegistrationFile.objects.filter(registration__in=keys))
    Registration.objects.filter(pk__in=keys).update(objection="")
    RegistrationChange.objects.filter(subject__in=keys, step__in=OBJECTIONS).update(kept={})


def _erase_asked_of_the_city(keys):
    erase_files(ApplicationPaper.objects.filter(application__in=keys))
    erase_applications(keys)


def _erase_takeovers(keys):
    words = dict.fromkeys(("to_name", "to_email", "memo", "why", "objection", "answer"), "")
    Takeover.objects.filter(pk__in=keys).update(blanked_at=timezone.now(), **words)


def _erase_partners(keys):
    for partner in Partner.objects.select_for_update().filter(pk__in=keys):
        blank_partner(partner)
        blank_applications(partner.registrations.all())
        erase_photos(photos_of_group(partner))


def _erase_proposals(keys):
    for row in Proposal.objects.select_for_update().filter(pk__in=keys):
        row.answers.update(text="")
        row.corrections.blank(reason="")
        row.revisions.update(content=[])
        row.changes.update(reason="", details={}, kept={})
        erase_files(SignOffScan.objects.filter(sign_off__proposal=row))
        for name in PROPOSED:
            rows = getattr(row, name).all()
            erase_files(rows) if issubclass(rows.model, StoredFile) else rows.delete()
        row.sign_offs.exclude(signed_by="").update(signed_by=GONE)
        row.talks.update(attendees=GONE, summary=GONE, opinion="")
        row.talks.exclude(correction_note="").update(correction_note=GONE)
    Proposal.objects.filter(pk__in=keys).update(typed={}, summary="")


def _erase_grants(keys):
    """Numbers, days and sums of the 補助金台帳 stay; what people wrote, the details of the accounts and the papers go."""
    words = (
        "purpose",
        "despite",
        "report_despite",
        "result",
        "inspection",
        "conditions",
        "cut_reason",
        "why_differs",
        "change_what",
        "wanted_purpose",
        "place",
        "wanted_place",
        "difference",
        "report_difference",
    )
    for row in Grant.objects.select_for_update().filter(pk__in=keys):
        row.lines.update(item=GONE, note="", evidence=None)
        row.changes.update(reason="", details={}, kept={})
        row.corrections.all().blank(reason="")
        erase_files(row.papers.all())
    Grant.objects.filter(pk__in=keys).update(**dict.fromkeys(words, ""))


def _erase_words_of_photos(keys):
    """Of a photograph that was taken off all that was said; of one that stands only what was asked about it and answered."""
    erase_photos(Photo.objects.filter(pk__in=keys, removed_at__isnull=False))
    PhotoRequest.objects.filter(photo__in=keys, decided_at__isnull=False).update(words="", contact="", reason="")


def _erase_official_letters(keys):
    """What it says and to whom; its number, its day and the fact that it went stay."""
    LetterSending.objects.filter(letter__in=keys).update(note="")
    OfficialLetter.objects.filter(pk__in=keys).update(**personal_columns(OfficialLetter))


def _erase_audit(keys):
    for year in keys:
        audit_of(year).update(**BLANK)


ERASERS = {
    "registration_withdrawn": _erase_applications,
    "registration_declined": _erase_applications,
    "registration_papers": _erase_papers,
    "partner_left": _erase_partners,
    "takeover": _erase_takeovers,
    "official_letter": _erase_official_letters,
    "proposal_ended": _erase_proposals,
    "application": _erase_asked_of_the_city,
    "grant": _erase_grants,
    "letter_city": erase_threads,
    "opinion": blank_opinions,
    "voice": erase_voices,
    "photo": _erase_words_of_photos,
    "audit": _erase_audit,
}


def _administrator(by):
    if not (by.is_active and by.is_superuser):
        raise PermissionDenied


@transaction.atomic
def make_disposal(*, year, by):
    """Make the 廃棄の一覧 of a 年度: every document whose term was over when that year began. Made anew until it is confirmed.

    Raises ValidationError for a year that has not begun, and for one whose list was confirmed.
    """
    _administrator(by)
    if year > fiscal_year(timezone.localdate()):
        raise ValidationError("まだ始まっていない年度の一覧は作れません。今年度か、前の年度を選んでください。")
    disposal, _ = DisposalList.objects.select_for_update().get_or_create(fiscal_year=year, defaults={"made_by": by})
    if disposal.confirmed_at:
        raise ValidationError("この年度の廃棄は、もう済んでいます。")
    disposal.items.all().delete()
    begin = datetime.date(year, 4, 1)
    items = []
    for kind in DOCUMENTS:
        rule = rule_of(kind.code)
        for row in FINDERS[kind.code]():
            last = last_day(kind.code, row.ended_on, rule, row.years)
            if last < begin:
                items.append(
                    DisposalItem(
                        disposal=disposal, kind=kind.code, target=row.pk, label=row.label, ended_on=row.ended_on, expired_on=last
                    )
                )
    DisposalItem.objects.bulk_create(items)
    record("dispose-list", by=by, target=disposal, rows=len(items))
    return disposal


def dispose(*, disposal, by):
    """Erase what a list names and no hold keeps, BATCH records of one kind in a transaction with its own audit event.

    Returns how many were erased. What was interrupted is taken up again by the next call; a confirmed list does nothing.
    """
    _administrator(by)
    total = 0
    for kind in DOCUMENTS:
        while True:
            count = _dispose_batch(disposal, kind.code, by)
            if count is None:
                break
            total += count
    with transaction.atomic():
        locked = DisposalList.objects.select_for_update().get(pk=disposal.pk)
        if locked.confirmed_at is None:
            locked.confirmed_at, locked.confirmed_by = timezone.now(), by
            locked.save(update_fields=["confirmed_at", "confirmed_by"])
    return total


@transaction.atomic
def _dispose_batch(disposal, code, by):
    """One batch of one kind; None when nothing is left to be looked at."""
    DisposalList.objects.select_for_update().get(pk=disposal.pk)
    items = list(disposal.items.filter(kind=code, erased_at__isnull=True, held="")[:BATCH])
    if not items:
        return None
    due = []
    for item, why in _judged(disposal, code, items):
        if why:
            DisposalItem.objects.filter(pk=item.pk).update(held=why)
        else:
            due.append(item)
    if due:
        event = record("dispose", by=by, target=disposal, note=BY_CODE[code].label, rows=len(due))
        _erase(code, [item.target for item in due], event)
        DisposalItem.objects.filter(pk__in=[item.pk for item in due]).update(erased_at=timezone.now())
    return len(due)


def _judged(disposal, code, items):
    """[(item, why it stays)] as things stand now: "" for what goes."""
    found = {row.pk: row for row in FINDERS[code]()}
    rule, begin = rule_of(code), datetime.date(disposal.fiscal_year, 4, 1)
    holds = list(Hold.objects.in_force())
    rows = [(item, found.get(item.target)) for item in items]
    return [
        (item, _kept(row, holds, last_day(code, row.ended_on, rule, row.years) < begin) if row else "もうありません")
        for item, row in rows
    ]


def would_stay(disposal, code):
    """{key of an item: why it would stay} of what a list still names of one kind, were it confirmed now."""
    items = list(disposal.items.filter(kind=code, erased_at__isnull=True, held=""))
    return {item.pk: why for item, why in _judged(disposal, code, items) if why} if items else {}


def _kept(row, holds, is_over):
    """Why a record stays: "" where it goes."""
    if not is_over:
        return "保存期間が変わりました"
    if row.is_everything and holds:  # a year of the trail concerns everybody
        return words_of(holds)[0]
    for hold in holds:
        named = hold.user_id in row.users, hold.partner_id in row.partners, hold.subject and hold.subject == row.number
        if any(named):
            return words_of([hold])[0]
    return ""


def _erase(code, keys, event):
    if code == "decision":
        _erase_names(keys, event)
        return
    with blanking(event):
        ERASERS[code](keys)


def _erase_names(keys, event):
    """The names of staff and panel members who left long ago: out of the row, and out of what has to do with them."""
    for closing in Closing.objects.filter(pk__in=keys).select_related("user"):
        user = closing.user
        names, tied = dict.fromkeys(spellings_of_name(user.name), NOBODY), tied_rows(user)
        user.name = ""
        user.save(update_fields=["name"])
        with blanking(event, names) as spellings:
            for model in cleaned_models():
                replace_words(model, spellings, tied.get(model, ()))
