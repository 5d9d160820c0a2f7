"""What the pages of letters show; nothing is written here."""

import datetime
from typing import NamedTuple

from partners.directory.faces import SHAPES

from .access import can_read_letters, side_of
from .message_models import Message

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
    """[Letter] in their order, without the notes of the other side. One query."""
    side = side_of(user, request) if user is not None else Side.ASKER
    own = {side, Side.NOTE} if side == Side.DESK else {side}
    rows = request.letters.select_related("by")
    if side != Side.DESK:
        rows = rows.exclude(side=Side.NOTE)
    return [_letter(request, row, own) for row in rows]


def _letter(request, row, own):
    body, person = _body(request, row), "" if row.by is None else CLOSED if row.by.is_erased else str(row.by)
    if row.side == Side.COORDINATOR:
        who, shape, name = f"コーディネーターの{person}さん", "person", person
    elif body is not None:
        who, shape, name = f"{person}さん（{body.public_name}）", SHAPES[body.kind], body.public_name
    else:
        name = person or request.guest_name
        who, shape = f"{name}さん", "person"
    return Letter(row.pk, who, shape, name or "？", row.at, row.text, row.side in own, row.side == Side.NOTE)


def _body(request, row):
    return request.to if row.side in (Side.DESK, Side.NOTE) else request.from_partner if row.side == Side.ASKER else None


def other_side(request, user):
    """Whom the reader writes with: the body, or the name of who asked."""
    if side_of(user, request) == Side.DESK:
        return asker_of(request)
    return request.to.public_name


def asker_of(request):
    """Who asked, as the receiving body reads it."""
    if request.from_partner_id:
        return request.from_partner.public_name
    return f"{(CLOSED if request.by.is_erased else request.by) if request.by_id else request.guest_name}さん"


class ThreadPage(NamedTuple):
    """reads: whether the reader reads the letters; side: in which the reader writes, or None."""

    reads: bool
    side: str | None
    letters: list
    between: str


def thread_page(request, user):
    """The ThreadPage of this thread for this reader. Queries: of the roles, and one."""
    reads = can_read_letters(user, request)
    side = side_of(user, request)
    if not reads:
        return ThreadPage(False, None, [], request.to.public_name)
    return ThreadPage(True, side, letters_of(request, user), f"{asker_of(request)}と、{request.to.public_name}")
