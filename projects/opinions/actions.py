"""An opinion is sent, put right, withdrawn and brought back by whoever sent it; the city enters what came on paper."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from kyodo_portal.audit.actions import record
from kyodo_portal.common.templatetags.kyodo import jdate
from kyodo_portal.notices.actions import notify
from kyodo_portal.process.edits import names_to_write
from kyodo_portal.process.errors import EditConflict
from kyodo_portal.process.once import create_once

from .access import can_edit_opinion, can_enter
from .limits import spend_on_opinion
from .models import OpinionRound
from .opinion_models import Opinion

OVER = "受付は{day}に終わりました。書いた意見は、この画面から写して、担当課に伝えてください。"
NOT_YET = "受付は{day}に始まります。"
STOPPED = "いまは、意見を受け付けていません。"
FIXED = "受付が終わったので、もう直せません。"
SAYS_WHY = "しめきりのあとに入れるときは、わけを書いてください。"
SAID = ("part", "text", "name", "address", "category")


def shut_because(round):
    """Why it takes nothing now, as a sentence."""
    if not round.may("send") and not round.is_over:
        return STOPPED
    if round.is_over:
        return OVER.format(day=jdate(round.closes_on))
    return NOT_YET.format(day=jdate(round.opens_on))


def held(round):
    """The round's row, held: whoever sends, enters or closes waits for the other."""
    return OpinionRound.objects.select_for_update(of=("self",)).select_related("department").get(pk=round.pk)


@transaction.atomic
def send_opinion(round, *, by, form_key, text, category, part="", name="", address="", line=""):
    """Send one opinion; the second press finds the first one's. Returns the Opinion with its number.

    by: the user, None for who is not signed in. line: where it comes from (guesses.visitor). Whether it comes in time is decided
    while the round is held: at 23:59:59 of the last day it does, at 0:00:00 it does not. ValidationError then, and beyond the limits.
    """

    def make():
        locked = held(round)
        if not locked.takes_now:
            raise ValidationError(shut_because(locked))
        spend_on_opinion(by=by, line=line)
        said = {"part": part, "text": text, "name": name, "address": address, "category": category}
        made = _add(locked, form_key, by=by, received_on=timezone.localdate(), **said)
        _receipt(made)
        return made

    theirs = {"round_id": round.pk, "by_id": by.pk if by is not None else None}
    return create_once(Opinion, form_key, make, theirs=theirs, said={"text": text})


def _add(locked, form_key, **columns):
    last = locked.opinions.aggregate(last=Max("number"))["last"] or 0
    return Opinion.objects.create(round=locked, number=last + 1, form_key=form_key, **columns)


def _receipt(opinion):
    """Who is signed in has the number by mail."""
    if opinion.by_id is None:
        return
    notify(
        [opinion.by],
        title=f"意見を受け付けました（受付番号 {opinion.receipt}）",
        body=f"{opinion.round.title}\n{jdate(opinion.round.closes_on)}までは、直したり、取り下げたりできます。",
        url=opinion.get_absolute_url(),
        key=f"opinion:{opinion.pk}:sent",
    )


@transaction.atomic
def enter_opinion(round, *, by, form_key, channel, received_on, text, category, part="", name="", address="", late_why=""):
    """The city enters what came on paper, by fax or mail; once the round is over, or where it came later, only with the reason.

    ValidationError without it. PermissionDenied for whoever does not run the round, and where it takes none any more.
    """

    def make():
        locked = held(round)
        if not can_enter(by, locked):
            raise PermissionDenied
        is_late = not locked.takes_now or received_on > locked.closes_on
        if is_late and not late_why:
            raise ValidationError({"late_why": SAYS_WHY})
        made = _add(
            locked, form_key, channel=channel, received_on=received_on, entered_by=by, is_late=is_late,
            late_why=late_why if is_late else "", part=part, text=text, name=name, address=address, category=category,
        )  # fmt: skip
        record("enter-opinion", by=by, target=locked, note=f"受付番号 {made.receipt}（{made.get_channel_display()}）")
        return made

    return create_once(Opinion, form_key, make, theirs={"round_id": round.pk, "entered_by_id": by.pk}, said={"text": text})


def said_of(opinion):
    """What an opinion says, as its form shows it: what its token is made of."""
    return {name: getattr(opinion, name) for name in SAID}


def _own(opinion, by):
    """The opinion, held together with its round; ValidationError once it is over, PermissionDenied for others."""
    locked = held(opinion.round)
    row = Opinion.objects.select_for_update(of=("self",)).select_related("by").get(pk=opinion.pk)
    row.round = locked
    if not can_edit_opinion(by, row):
        if not locked.takes_now:
            raise ValidationError(FIXED)
        raise PermissionDenied
    return row


@transaction.atomic
def edit_opinion(opinion, *, by, etag, **said):
    """Put right what an opinion says, until the last moment. said: columns of SAID.

    etag: `fields_etag(said_of(opinion))` as the page was opened; EditConflict where others wrote the same since.
    """
    row = _own(opinion, by)
    if row.withdrawn_at:
        raise EditConflict("この意見は、取り下げられています。", row)
    names = names_to_write(etag, said_of(row), said, row)
    for name in names:
        setattr(row, name, said[name])
    row.save(update_fields=names)
    record("edit-opinion", by=by, target=row.round, note=f"受付番号 {row.receipt}")
    return row


@transaction.atomic
def withdraw_opinion(opinion, *, by, is_withdrawn):
    """Take an opinion back, or bring it back again; both until the last moment. Returns the Opinion."""
    row = _own(opinion, by)
    if bool(row.withdrawn_at) != is_withdrawn:
        row.withdrawn_at = timezone.now() if is_withdrawn else None
        row.save(update_fields=["withdrawn_at"])
        words = "取り下げた" if is_withdrawn else "取り下げをやめた"
        record("edit-opinion", by=by, target=row.round, note=f"受付番号 {row.receipt}を{words}")
    return row
