"""What the pages of letters show; nothing is written here."""

import datetime
from typing import NamedTuple

from django.db.models import prefetch_related_objects

from kyodo_portal.common.lists.together import bring_along, brought
from kyodo_portal.common.office_hours import days_ahead
from kyodo_portal.common.own_words import own_words, own_words_said
from kyodo_portal.common.templatetags.kyodo import jdate, jdatetime
from kyodo_portal.process.presenters import told_by
from partners.directory.faces import SHAPES
from partners.directory.standing import Standing

from .access import can_read_letters, is_asker, side_of
from .message_models import KnownAnswer, Message
from .step_actions import answer_days, chosen_by

Side = Message.Side
CLOSED = "退会した人"


class Letter(NamedTuple):
    """One letter of a thread: who wrote it, as the reader may know it, and whether on the reader's own side."""

    key: int
    who: str
    shape: str
    name: str
    at: datetime.datetime
    text: str
    is_mine: bool
    is_note: bool


def letters_of(request, user):
    """[Letter] in their order, without the notes of the other side. One query where they did not come along."""
    side = side_of(user, request) if user is not None else Side.ASKER
    own = {side, Side.NOTE} if side == Side.DESK else {side}
    rows = brought(request, "letters", request.letters.select_related("by"))
    return [_letter(request, row, own) for row in rows if side == Side.DESK or row.side != Side.NOTE]


def _letter(request, row, own):
    body, person = _body(request, row), "" if row.by is None else CLOSED if row.by.is_erased else str(row.by)
    if row.side == Side.COORDINATOR:
        who, shape, name = own_words_said(f"コーディネーターの{person}さん"), "person", person
    elif body is not None:
        who, shape, name = f"{person}さん（{body.public_name}）", SHAPES[body.kind], body.public_name
    else:
        name = person or request.guest_name
        who, shape = f"{name}さん", "person"
    return Letter(row.pk, who, shape, name or "？", row.at, row.text, row.side in own, row.side == Side.NOTE)


def _body(request, row):
    return request.to if row.side in (Side.DESK, Side.NOTE) else request.from_partner if row.side == Side.ASKER else None


def other_side(request, side):
    """Whom a reader of this side writes with: the body, or the name of who asked; both for who stands on none."""
    if side == Side.DESK:
        return asker_of(request)
    return request.to.public_name if side == Side.ASKER else between(request)


def face_of(request, side):
    """(shape, name) of whom a reader of this side writes with: of a body, or of a person."""
    body = request.from_partner if side == Side.DESK else request.to
    return (SHAPES[body.kind], body.public_name) if body is not None else ("person", asker_of(request))


def between(request):
    """Both sides of a thread in words."""
    return f"{asker_of(request)}と、{request.to.public_name}"


def both(one, other):
    """What an introduction is about, in words."""
    return f"{one.public_name}と、{other.public_name}"


def asker_of(request):
    """Who asked, as the receiving body reads it."""
    if request.from_partner_id:
        return request.from_partner.public_name
    return f"{(CLOSED if request.by.is_erased else request.by) if request.by_id else request.guest_name}さん"


class Said(NamedTuple):
    """One open report, for whoever judges it: which side it came from, and why; no name."""

    at: datetime.datetime
    side: str
    why: str


def open_reports(request):
    """[Said] of what nobody has decided yet, the oldest first. Queries: one, and those of the reporters' rights."""
    rows = request.reports.filter(decided_at__isnull=True).select_related("by").order_by("at", "pk")
    return [Said(row.at, Side.ASKER.label if is_asker(row.by, request) else Side.DESK.label, row.why) for row in rows]


class ThreadPage(NamedTuple):
    """reads: whether the reader reads the letters; side: in which the reader writes, or None; facts: [(label, words)]. rests: what the
    asker should know of a body that is not there as it was; offer_url: of the offer, where the reader finds it."""

    reads: bool
    side: str | None
    letters: list
    between: str
    facts: list
    rests: str = ""
    offer_url: str = ""


RESTS = {
    Standing.LEFT: own_words("相手は、登録をやめています。返事が来ないことがあります。困ったときは、市に聞いてください。"),
    Standing.DORMANT: "相手は、いま活動を休んでいます。返事が、おくれることがあります。",
}


def thread_page(request, user):
    """The ThreadPage of this thread for this reader. Queries: of the roles, and one, with which the history comes along and how far this
    person has read."""
    reads = can_read_letters(user, request)
    side = side_of(user, request)
    if not reads:
        bodies = between(request) if request.introduced_by_id == user.pk else request.to.public_name
        return ThreadPage(False, None, [], bodies, [])
    mine = request.readers.filter(user=user.pk)
    bring_along(request, letters=request.letters.select_related("by"), changes=told_by(request), readers=mine)
    said = letters_of(request, user), between(request), facts_of(request)
    return ThreadPage(True, side, *said, _rests(request, side), _offer_url(request, side))


def _rests(request, side):
    return RESTS.get(request.to.standing, "") if side == Side.ASKER and not request.state.is_end else ""


def _offer_url(request, side):
    """Its page is everybody's while it is live and its body stands there; who answers finds it in any state. No query of its own."""
    offer, body = request.offer, request.to
    if offer is None or (side != Side.DESK and not (offer.is_live and body.stands and body.standing != Standing.DORMANT)):
        return ""
    return offer.get_absolute_url()


def facts_of(request):
    """[(label, words)] of what was wished, agreed and said beside the letters: for who reads them. No query."""
    rows = (
        ("希望の日時", jdatetime(request.wish1) if request.wish1 else ""),
        ("希望の日時（2つめ）", jdatetime(request.wish2) if request.wish2 else ""),
        ("人数", f"{request.people:,}人" if request.people else ""),
        ("人数が少ないわけ", request.few_why),
        ("決まった日", jdate(request.agreed_on) if request.agreed_on else ""),
        ("場所", request.place),
        ("断ったわけ", request.get_refusal_display()),
        ("止めたわけ", request.get_cause_display()),
        ("どうなったか", request.get_became_display()),
    )
    return [(label, words) for label, words in rows if words]


class Answering(NamedTuple):
    """Who answers a letter, in how many 開庁日, and by which day where it is written today. rests: the body is 休止中."""

    name: str
    days: int
    on: datetime.date
    rests: bool


def answers_of(receivers):
    """[Answering] of [Partner] that take letters about a page. One query at most."""
    prefetch_related_objects(receivers, "desk")
    days = [(partner, answer_days(partner)) for partner in receivers]
    return [Answering(one.public_name, many, days_ahead(many), one.standing == Standing.DORMANT) for one, many in days]


class Choosing(NamedTuple):
    """Of what is decided later: the last day to apply, and the day by which everybody who applied hears what was decided."""

    closes: datetime.date
    on: datetime.date


def choosing_of(where):
    """The Choosing of a Place, None where who writes is answered one by one. No query after answers_of."""
    offer = where.offer
    if offer is None or not offer.is_decided_later:
        return None
    return Choosing(offer.until, chosen_by(offer, where.receivers[0]))


def known_answers(where):
    """[KnownAnswer] for what a Place is about, and for everything of the bodies that answer there. One query."""
    rows = KnownAnswer.objects.shown().filter(partner__in=[partner.pk for partner in where.receivers])
    return [row for row in rows if row.about in ("", where.about)]
