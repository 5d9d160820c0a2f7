"""What of each kind of record there is: one finder a kind, which names the records whose time has begun to run."""

import datetime
from typing import NamedTuple

from django.db.models import Exists, Max, OuterRef, Prefetch, Q
from django.utils import timezone

from kyodo_portal.audit.models import AuditEvent
from kyodo_portal.common.japanese.dates import fiscal_year
from kyodo_portal.letters.models import OfficialLetter
from kyodo_portal.process.models import Photo, PhotoRequest
from partners.directory.presenters import PRIVATE
from partners.directory.standing import Standing
from partners.models import Message, Partner, Registration, RegistrationChange, Request, Takeover
from partners.registration.workflow import REGISTRATION
from projects.applications.workflow import APPLICATION
from projects.grants.workflow import GRANT
from projects.models import Answer, Application, ApplicationPaper, Grant, OpinionRound, Proposal, Voice
from projects.opinions.workflow import ROUND
from projects.proposals.workflow import PROPOSAL
from projects.voices.workflow import VOICE

from .models import Closing
from .photos import groups_of_photos

# What a proposal says besides its answers, row by row: it goes as a whole.
PROPOSED = ("files", "scans", "planned_goals", "planned_steps", "role_shares", "budget_lines", "draft_comments")
OBJECTIONS = ("object", "set_aside")  # steps of a claim that keep what was said against it, to be taken back
BLANK = {"target_name": "", "note": "", "origin": "", "person": None}  # an event that says of nobody any more


class Record(NamedTuple):
    """One record of a kind: its key, what it is called without a name, when it ended, and what a hold could name it by."""

    pk: int
    label: str
    ended_on: datetime.date
    users: tuple = ()
    partners: tuple = ()
    number: str = ""
    is_everything: bool = False
    years: int | None = None  # the term that the record has of its own, counted like the rule's


def _applications(step):
    """Applications that ended by this step and still say whose they were."""

    def find():
        ended = Registration.objects.filter(status=REGISTRATION.step(step).target)
        for row in ended.select_related("partner").prefetch_related("files"):
            said = row.filed_for or row.statement or row.objection
            if said or any(row.payload.get(name) for name in PRIVATE) or row.files.all():
                yield _of_application(row)

    return find


def _of_application(row):
    label = row.number or f"登録の申請 {row.pk}"
    return Record(row.pk, label, timezone.localdate(row.status_since), (row.created_by_id,), (row.partner_id,), row.number or "")


def _papers():
    ends = {*REGISTRATION.opening("entry"), REGISTRATION.step("prove").target}  # what proved a claim too
    said = RegistrationChange.objects.filter(step__in=OBJECTIONS).exclude(kept={})
    kept = Q(files__isnull=False) | ~Q(objection="") | Q(pk__in=said.values("subject"))
    for row in Registration.objects.filter(kept, status__in=ends).distinct():
        yield _of_application(row)


def _left():
    """Counted from the paper by which a group left, or was taken off."""
    for row in Partner.objects.filter(standing=Standing.LEFT).exclude(**dict.fromkeys(PRIVATE, "")):
        paper = row.registrations.filter(status=REGISTRATION.step("accept").target).order_by("-pk").first()
        day = timezone.localdate(paper.status_since if paper else row.updated_at)
        yield Record(row.pk, f"団体 {row.pk}", day, (), (row.pk,), paper.number if paper else "")


def _takeovers():
    """Those that took place or were given up and still say who and why."""
    ended = Q(done_at__isnull=False) | Q(withdrawn_at__isnull=False)
    for row in Takeover.objects.filter(ended, blanked_at=None):
        day = timezone.localdate(row.done_at or row.withdrawn_at)
        people = (row.from_user_id, row.to_user_id, row.objected_by_id)
        yield Record(row.pk, f"代表の引継ぎ {row.pk}", day, people, (row.partner_id,))


def _proposals():
    """Those that ended without a year of work and of which anything is left: an answer, a file, a row."""
    ended = PROPOSAL.ends & {*PROPOSAL.opening("copy")}
    said = Exists(Answer.objects.filter(proposal=OuterRef("pk")).exclude(text=""))
    for name in PROPOSED:
        rows = Proposal._meta.get_field(name).related_model._base_manager
        said |= Exists(rows.filter(proposal=OuterRef("pk")))
    for row in Proposal.objects.filter(said, status__in=ended):
        label = row.number or f"提案 {row.pk}"
        day = timezone.localdate(row.status_since)
        yield Record(row.pk, label, day, (row.created_by_id,), (row.partner_id,), row.number or "")


def _grants():
    """Those that ended and still say something: words, lines with their details, papers."""
    kept = Grant.objects.filter(status__in=GRANT.ends).filter(~Q(purpose="") | Q(papers__isnull=False)).distinct()
    for row in kept:
        label = row.number or f"補助金 {row.pk}"
        yield Record(
            row.pk, label, timezone.localdate(row.status_since), (row.created_by_id,), (row.partner_id,), row.number or ""
        )


def _letters():
    """With an office of the city; those between others the clock erases (letter_actions.py)."""
    writers = Message.objects.only("request", "by")
    kept = Request.objects.over().with_the_city().filter(blanked_at__isnull=True)
    for row in kept.prefetch_related(Prefetch("letters", writers)):
        people = {row.by_id, *(letter.by_id for letter in row.letters.all())}
        label = f"{row.get_kind_display()} {row.pk}"
        yield Record(row.pk, label, timezone.localdate(row.status_since), (*people,), (row.to_id, row.from_partner_id))


def _official_letters():
    """Those that went, by their own 保存年限; drafts that nobody let go, a year after they were put aside or made."""
    went = Q(released_at__isnull=False) | Q(leaves_at__isnull=True)
    for row in OfficialLetter.objects.filter(went).exclude(body="").select_related("template"):
        day = row.dated_on if row.is_released else timezone.localdate(row.dropped_at or row.made_at)
        group = getattr(row.subject, "partner_id", None)
        years = row.keep_years if row.is_released else 1
        yield Record(row.pk, str(row), day, (), (group,) if group else (), row.received_number, years=years)


def _opinions():
    """Of rounds that have ended, one record each: all that came in."""
    kept = OpinionRound.objects.filter(status__in=ROUND.ends, opinions__blanked_at__isnull=True).distinct()
    for row in kept.prefetch_related("opinions"):
        people = {opinion.by_id for opinion in row.opinions.all()} - {None}
        yield Record(row.pk, f"意見募集 {row.pk}", timezone.localdate(row.status_since), (*sorted(people),), (row.department_id,))


def _voices():
    """Those that ended and still say something; what was withdrawn the clock erases (voice_actions.py)."""
    for row in Voice.objects.filter(status__in=VOICE.ends & {*VOICE.read_by("city")}).exclude(text=""):
        offices = (row.routed_to_id,) if row.routed_to_id else ()
        yield Record(row.pk, str(row), timezone.localdate(row.status_since), (row.by_id,), offices, row.number)


def _asked_of_the_city():
    """Applications that ended and still say something, or have papers."""
    ended = Application.objects.filter(status__in=APPLICATION.ends, number__isnull=False)
    papers = ApplicationPaper.objects.filter(application=OuterRef("pk"))
    for row in ended.filter(~Q(summary="", report_text="", extra={}) | Exists(papers)):
        groups = (row.partner_id, *((row.department_id,) if row.department_id else ()))
        yield Record(row.pk, f"申請 {row.number}", timezone.localdate(row.status_since), (row.created_by_id,), groups, row.number)


def _photos():
    said = Q(asked_whom="", asked_by="", alt="")
    written = PhotoRequest.objects.exclude(words="", contact="", reason="")
    gone = Photo.objects.filter(removed_at__isnull=False).filter(~said | Q(pk__in=written.values("photo")))
    whose = groups_of_photos(gone)
    for row in gone:
        yield Record(row.pk, f"写真 {row.pk}", timezone.localdate(row.removed_at), (row.added_by_id,), whose[row.pk])
    # What somebody asked for and did not get stands beside a photograph that stays.
    stays = Photo.objects.kept().filter(requests__in=written).annotate(answered_at=Max("requests__decided_at"))
    whose = groups_of_photos(stays)
    for row in stays:
        if row.answered_at:
            day = timezone.localdate(row.answered_at)
            yield Record(row.pk, f"写真 {row.pk}についての求め", day, (row.added_by_id,), whose[row.pk])


def _names():
    for row in Closing.objects.filter(erased_at__isnull=False).exclude(user__name=""):
        yield Record(row.pk, f"退会 {row.pk}", timezone.localdate(row.erased_at), (row.user_id,))


def _audit():
    oldest = AuditEvent.objects.exclude(**BLANK).order_by("at").values_list("at", flat=True).first()
    if oldest is None:
        return
    for year in range(fiscal_year(timezone.localdate(oldest)), fiscal_year(timezone.localdate())):
        count = audit_of(year).count()
        if count:
            yield Record(year, f"{year}年度の操作の記録 {count}件", datetime.date(year + 1, 3, 31), is_everything=True)


def audit_of(year):
    begin, end = (timezone.make_aware(datetime.datetime(first_year, 4, 1)) for first_year in (year, year + 1))
    return AuditEvent.objects.filter(at__gte=begin, at__lt=end).exclude(**BLANK)


FINDERS = {
    "registration_withdrawn": _applications("withdraw"),
    "registration_declined": _applications("decline"),
    "registration_papers": _papers,
    "partner_left": _left,
    "takeover": _takeovers,
    "proposal_ended": _proposals,
    "application": _asked_of_the_city,
    "grant": _grants,
    "letter_city": _letters,
    "official_letter": _official_letters,
    "opinion": _opinions,
    "voice": _voices,
    "photo": _photos,
    "decision": _names,
    "audit": _audit,
}
