"""廃棄: the yearly list of documents whose term is over, and the daily cleaning of what is no document."""

import datetime
from typing import NamedTuple

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from kyodo_portal.accounts.models import User
from kyodo_portal.audit import guard
from kyodo_portal.audit.actions import record
from kyodo_portal.audit.models import AuditEvent
from kyodo_portal.common.japanese.dates import fiscal_year
from kyodo_portal.notices.models import Delivery, Notice
from partners.directory.presenters import PRIVATE
from partners.directory.standing import Standing
from partners.models import Partner, Registration, RegistrationFile
from partners.registration.workflow import REGISTRATION
from projects.models import Proposal
from projects.proposals.workflow import PROPOSAL

from .erasing_actions import blank_applications, blank_partner, cleaned_models, erase_files
from .holds import held_people, words_of
from .models import Closing, DisposalItem, DisposalList, Hold, RetentionRule
from .retention import BY_CODE, DAILY, DOCUMENTS, KINDS, default_rule, last_day, rule_of
from .tied import tied_rows
from .words import NOBODY, spellings_of_name

BLANK = {"target_name": "", "note": "", "origin": "", "person": None}  # an event that says of nobody any more
SIGN_IN = "sign-in"  # how the acts of sign-ins begin, of refused ones too
CLEANED_A_DAY = 50_000
BATCH = 500  # rows of one kind that are erased in one transaction


class Record(NamedTuple):
    """One record of a kind: its key, what it is called without a name, when it ended, and what a hold could name it by."""

    pk: int
    label: str
    ended_on: datetime.date
    users: tuple = ()
    partners: tuple = ()
    number: str = ""
    is_everything: bool = False


def settle_rules():
    """Lay the rule of every kind that has none yet; what a city changed stays."""
    for kind in KINDS:
        rule = default_rule(kind)
        values = {name: getattr(rule, name) for name in ("label", "years", "days", "counted_from", "basis")}
        RetentionRule.objects.get_or_create(kind=kind.code, defaults=values)


# ---- what of a kind there is -----------------------------------------------------------------------------------------
def _applications(step):
    """Applications that ended by this step and still say whose they were."""

    def find():
        ended = Registration.objects.filter(status=REGISTRATION.step(step).target)
        for row in ended.select_related("partner").prefetch_related("files"):
            if any(row.payload.get(name) for name in PRIVATE) or row.files.all():
                yield _of_application(row)

    return find


def _of_application(row):
    label = row.number or f"登録の申請 {row.pk}"
    return Record(row.pk, label, timezone.localdate(row.status_since), (row.created_by_id,), (row.partner_id,), row.number or "")


def _papers():
    done = Registration.objects.filter(status__in=REGISTRATION.opening("entry"), files__isnull=False).distinct()
    for row in done:
        yield _of_application(row)


def _left():
    """Counted from the paper by which a group left, or was taken off."""
    for row in Partner.objects.filter(standing=Standing.LEFT).exclude(**dict.fromkeys(PRIVATE, "")):
        paper = row.registrations.filter(status=REGISTRATION.step("accept").target).order_by("-pk").first()
        day = timezone.localdate(paper.status_since if paper else row.updated_at)
        yield Record(row.pk, f"団体 {row.pk}", day, (), (row.pk,), paper.number if paper else "")


def _proposals():
    ended = PROPOSAL.ends & {*PROPOSAL.opening("copy")}
    for row in Proposal.objects.filter(status__in=ended).prefetch_related("files", "answers"):
        if any(answer.text for answer in row.answers.all()) or row.files.all():
            label = row.number or f"提案 {row.pk}"
            day = timezone.localdate(row.status_since)
            yield Record(row.pk, label, day, (row.created_by_id,), (row.partner_id,), row.number or "")


def _names():
    for row in Closing.objects.filter(erased_at__isnull=False).exclude(user__name=""):
        yield Record(row.pk, f"退会 {row.pk}", timezone.localdate(row.erased_at), (row.user_id,))


def _audit():
    oldest = AuditEvent.objects.exclude(**BLANK).order_by("at").values_list("at", flat=True).first()
    if oldest is None:
        return
    for year in range(fiscal_year(timezone.localdate(oldest)), fiscal_year(timezone.localdate())):
        count = _audit_of(year).count()
        if count:
            yield Record(year, f"{year}年度の操作の記録 {count}件", datetime.date(year + 1, 3, 31), is_everything=True)


def _audit_of(year):
    begin, end = (timezone.make_aware(datetime.datetime(one, 4, 1)) for one in (year, year + 1))
    return AuditEvent.objects.filter(at__gte=begin, at__lt=end).exclude(**BLANK)


FINDERS = {
    "registration_withdrawn": _applications("withdraw"),
    "registration_declined": _applications("decline"),
    "registration_papers": _papers,
    "partner_left": _left,
    "proposal_ended": _proposals,
    "decision": _names,
    "audit": _audit,
}


# ---- what erasing one of them means ----------------------------------------------------------------------------------
def _erase_applications(keys):
    rows = Registration.objects.filter(pk__in=keys)
    blank_applications(rows)
    for partner in Partner.objects.filter(
        registrations__in=keys, standing__in=(Standing.WITHDRAWN, Standing.DECLINED)
    ).distinct():
        if not partner.registrations.under_way().exists():
            blank_partner(partner)
    for row in rows:
        row.changes.update(reason="", details={})


def _erase_papers(keys):
    erase_files(RegistrationFile.objects.filter(registration__in=keys))


def _erase_partners(keys):
    for partner in Partner.objects.select_for_update().filter(pk__in=keys):
        blank_partner(partner)
        blank_applications(partner.registrations.all())


def _erase_proposals(keys):
    for row in Proposal.objects.select_for_update().filter(pk__in=keys):
        row.answers.update(text="")
        row.corrections.update(before="", after="", reason="")
        row.revisions.update(content=[])
        row.changes.update(reason="", details={})
        erase_files(row.files.all())
    Proposal.objects.filter(pk__in=keys).update(typed={}, summary="")


def _erase_audit(keys):
    for year in keys:
        _audit_of(year).update(**BLANK)


ERASERS = {
    "registration_withdrawn": _erase_applications,
    "registration_declined": _erase_applications,
    "registration_papers": _erase_papers,
    "partner_left": _erase_partners,
    "proposal_ended": _erase_proposals,
    "audit": _erase_audit,
}


# ---- the yearly list -------------------------------------------------------------------------------------------------
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
            last = last_day(kind.code, row.ended_on, rule)
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
    found = {row.pk: row for row in FINDERS[code]()}
    rule, begin = rule_of(code), datetime.date(disposal.fiscal_year, 4, 1)
    holds = list(Hold.objects.in_force())
    due = []
    for item in items:
        row = found.get(item.target)
        why = _kept(row, holds, last_day(code, row.ended_on, rule) < begin) if row else "もうありません"
        if why:
            DisposalItem.objects.filter(pk=item.pk).update(held=why)
        else:
            due.append(item)
    if due:
        event = record("dispose", by=by, target=disposal, note=BY_CODE[code].label, rows=len(due))
        _erase(code, [item.target for item in due], event)
        DisposalItem.objects.filter(pk__in=[item.pk for item in due]).update(erased_at=timezone.now())
    return len(due)


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
    with guard.blanking(event):
        ERASERS[code](keys)


def _erase_names(keys, event):
    """The names of staff and panel members who left long ago: out of the row, and out of what has to do with them."""
    for closing in Closing.objects.filter(pk__in=keys).select_related("user"):
        user = closing.user
        names, tied = dict.fromkeys(spellings_of_name(user.name), NOBODY), tied_rows(user)
        user.name = ""
        user.save(update_fields=["name"])
        with guard.blanking(event, names) as spellings:
            for model in cleaned_models():
                guard.replace_words(model, spellings, tied.get(model, ()))


# ---- what is no document ---------------------------------------------------------------------------------------------
def clean_daily():
    """A job of the clock: mails, notices and sign-ins whose days are over. What a hold keeps for somebody stays."""
    held = held_people()
    limits = {kind.code: timezone.now() - datetime.timedelta(days=rule_of(kind.code).days) for kind in DAILY}
    gone = Q(state=Delivery.State.SENT) | Q(state=Delivery.State.FAILED)
    old = Delivery.objects.filter(gone, created_at__lt=limits["mail"]).exclude(to="", body="")
    kept = User.objects.filter(pk__in=held).values("email")
    old.exclude(to__in=kept).exclude(notice__user__in=held).update(to="", body="")
    Notice.objects.filter(created_at__lt=limits["notice"]).exclude(user__in=held).delete()
    _clean_sign_ins(limits["sign_in"], held)


@transaction.atomic
def _clean_sign_ins(limit, held):
    """Whom a sign-in or a refused one concerned; that it happened stays."""
    old = AuditEvent.objects.filter(act__startswith=SIGN_IN, at__lt=limit).exclude(**BLANK)
    keys = list(old.exclude(by__in=held).exclude(person__in=held).values_list("pk", flat=True)[:CLEANED_A_DAY])
    if keys:
        event = record("dispose", by=None, note=BY_CODE["sign_in"].label, rows=len(keys))
        with guard.blanking(event):
            for start in range(0, len(keys), BATCH):
                AuditEvent.objects.filter(pk__in=keys[start : start + BATCH]).update(**BLANK)
