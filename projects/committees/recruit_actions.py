"""委員の公募: begun as an offer of the committee's office; who applied is chosen or not, each with words to them; the chosen get a seat."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from kyodo_portal.audit.actions import record
from kyodo_portal.common.japanese.dates import fiscal_year
from kyodo_portal.process.actions import take_step
from kyodo_portal.process.errors import EditConflict
from kyodo_portal.process.once import create_once
from kyodo_portal.process.task_actions import sync_source
from partners.directory.offer_models import Offer
from partners.offers.actions import close_offer, make_offer, open_offer
from partners.requests.models import Request

from .access import can_edit_committees
from .models import CommitteeSeat
from .recruit_models import AGREED, SeatCall
from .todo import TERMS

NO_OFFICE = "担当課が決まっていません。委員会の「担当課」を入れてから、募集してください。"
HIDDEN = "この委員会は、公開のページに出していません。先に、委員会の「公開のページに出す」にしるしを付けてください。"
FULL = "募集した人数を、もう選んでいます。ほかの人を選ぶには、先に選んだことを取り消してください。"
EARLY = "選ぶのは、応募をしめきってからです。早くしめきるときは、応募の一覧の「公募をしめきる」を押してください。"
OWN = "自分の応募は、自分では選べません。ほかの職員が決めます。"
CHOSEN = "この応募の人は、もう選ばれています。名簿の氏名は、先に入れたもののままです。直すときは、選んだことを取り消して、もう一度選んでください。"
SITS = "この人の席が、同じ時期にもうあります。"


def begin_seat_call(committee, *, by, form_key, title, text, until, answers_on, seats, term_since, term_until):
    """公募を始める: everybody finds it among what is sought, and on the committee's page. Pressed twice, it stands once.

    until: the last day on which people apply; answers_on: by which everybody who applied hears.
    ValidationError where the committee has no office, or is not shown.
    """
    if not can_edit_committees(by):
        raise PermissionDenied

    @transaction.atomic
    def make():
        if committee.department is None:
            raise ValidationError(NO_OFFICE)
        if not committee.is_public:
            raise ValidationError(HIDDEN)
        values = {
            "side": Offer.Side.SEEK, "kind": Offer.Kind.PEOPLE, "form": Offer.Form.SEAT, "title": title, "text": text,
            "theme": None, "area": None, "amount": f"{seats}人", "when": "", "on_weekdays": False, "on_evenings": False,
            "on_weekends": False, "since": timezone.localdate(), "until": until, "answers_on": answers_on,
            "fiscal_year": fiscal_year(until),
        }  # fmt: skip
        offer = make_offer(partner=committee.department, by=by, form_key=form_key, values=values)
        return SeatCall.objects.create(
            committee=committee, offer=offer, seats=seats, term_since=term_since, term_until=term_until, by=by, form_key=form_key
        )

    return create_once(SeatCall, form_key, make, theirs={"committee_id": committee.pk, "by_id": by.pk})


def close_call(call, *, by):
    """しめきる, before its last day: nobody applies any more, and who applied is answered as before. Closed already: nothing happens."""
    return close_offer(call.offer, by=by)


def reopen_call(call, *, by):
    """もう一度受けつける, after a wrong press: until the last day that was said. ValidationError where that is over."""
    if not call.committee.is_public:
        raise ValidationError(HIDDEN)
    return open_offer(call.offer, by=by)


def _application(call, request):
    """The letter of this call, held with its call: two who choose at the same moment go one after the other."""
    held = SeatCall.objects.select_for_update(of=("self",)).select_related("committee").get(pk=call.pk)
    return held, Request.objects.with_sides().get(pk=request.pk, offer=held.offer_id)


@transaction.atomic
def choose(call, request, *, by, version, name, why):
    """選ぶ: the applicant reads why, and gets a seat for the term; with the account that wrote, where one did.

    name: as the roster shows it. PermissionDenied for who does not answer for the office; ValidationError beyond the seats.
    Stale where somebody was faster, and for the second press; EditConflict where the first one said another name.
    """
    held, letter = _application(call, request)
    seat = CommitteeSeat.objects.filter(request=letter).first()
    if seat is None or letter.status not in AGREED:
        _refuse_choice(held, letter, by)
    elif seat.name != name:
        raise EditConflict(CHOSEN, letter)
    letter = take_step(letter, "agree", by=by, version=version, note=why)
    seat = CommitteeSeat.objects.create(
        committee=held.committee,
        user=letter.by,
        name=name,
        category=CommitteeSeat.Category.OPEN,
        since=held.term_since,
        until=held.term_until,
        request=letter,
    )
    record("rights", by=by, target=held.committee, note="公募の委員の席", person=letter.by)
    sync_source(TERMS, seat, by=by)
    return seat


def _refuse_choice(call, letter, by):
    if letter.offer.is_live:
        raise ValidationError(EARLY)
    if letter.by_id == by.pk:
        raise ValidationError(OWN)
    if CommitteeSeat.objects.filter(request__offer=call.offer_id).count() >= call.seats:
        raise ValidationError(FULL)
    sits = CommitteeSeat.objects.filter(committee=call.committee_id, user=letter.by_id, user__isnull=False)
    if sits.valid(call.term_since).exists():
        raise ValidationError(SITS)


@transaction.atomic
def turn_down(call, request, *, by, version, why):
    """選ばない: the applicant reads why. Stale where somebody was faster, and for the second press."""
    _, letter = _application(call, request)
    return take_step(letter, "decline", by=by, version=version, refusal=Request.Refusal.OTHER, note=why)


@transaction.atomic
def take_back_choice(call, request, *, by, version):
    """選んだこと、選ばなかったことを取り消す: the seat goes, and the application waits for its answer again.

    Where the letter was taken back on its own page already, only the seat goes.
    """
    held, letter = _application(call, request)
    undo = next((row for row in letter.offered_to(by) if row.is_undo), None)
    if undo is None and letter.status in AGREED:
        raise ValidationError("やりとりが先に進んだので、ここからは取り消せません。手紙のページから、とりやめてください。")
    if undo is not None and undo.name in ("undo_agree", "undo_decline"):
        letter = take_step(letter, undo.name, by=by, version=version)
    seat = CommitteeSeat.objects.filter(request=letter).first()
    if seat is not None:
        person, key = seat.user, seat.pk
        seat.delete()
        record("rights", by=by, target=held.committee, note="公募の委員の席を取り消した", person=person)
        sync_source(TERMS, CommitteeSeat(pk=key), by=by)
        if person is not None:
            person.forget_rights()
    return letter
