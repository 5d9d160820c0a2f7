"""担当替え is entered: places end and begin, 引継ぎ are laid out, whoever takes over is named. All of it, or nothing."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from kyodo_portal.audit.actions import record
from kyodo_portal.process.actions import take_step
from partners.directory.access import is_secretariat
from partners.directory.member_actions import join
from partners.models import Membership

from .actions import membership_ends
from .moves import DAY, etag_of_place, with_next_office

CHANGED = "この画面を開いたあとに、{who}さんの所属が変わりました。もう一度、表から確かめてください。"


@transaction.atomic
def move_people(moves, *, on, by):
    """Everybody of `moves` leaves the day before `on`, begins elsewhere on that day, and hands over. Returns the Handovers.

    Whoever was entered for another office goes to this one instead, and whoever `stays` to none, as long as the day has not come. Nobody moves themselves. ValidationError, and nothing written, where somebody's place has changed since it was read.
    """
    if not is_secretariat(by) or any(move.membership.user_id == by.pk for move in moves):
        raise PermissionDenied
    keys = [move.membership.pk for move in moves]
    held = with_next_office(Membership.objects.select_for_update(of=("self",)), on)
    held = held.select_related("user", "partner").filter(pk__in=keys)
    now = {row.pk: row for row in held.order_by("pk")}
    for move in moves:
        row = now.get(move.membership.pk)
        if row is None or etag_of_place(row) != etag_of_place(move.membership):
            raise ValidationError(CHANGED.format(who=move.membership.user))
        until = None if move.stays else on - DAY
        if row.until != until:
            row.until = until
            row.save(update_fields=["until"])
            said = f"所属の終わり（{until}）" if until else f"{on}からの異動の取消し"
            record("membership", by=by, target=row.partner, note=said, person=row.user)
    for move in moves:
        entered, wanted = now[move.membership.pk].next_office, move.office and move.office.pk
        if entered is not None and entered != wanted:
            _not_there_after_all(move.membership.user, entered, on, by)
        if wanted is not None and entered != wanted:
            join(user=move.membership.user, partner=move.office, by=by, since=on)
    return [made for move in moves if (made := _handed_over(now[move.membership.pk], move.taker, by)) is not None]


def _not_there_after_all(user, office, on, by):
    """The place that was entered for that day, and has not begun, goes."""
    for row in Membership.objects.filter(user=user, partner=office, since=on).select_related("partner"):
        row.delete()
        record("membership", by=by, target=row.partner, note=f"{on}からの所属の取消し", person=user)
    user.forget_rights()


def _handed_over(membership, taker, by):
    made = membership_ends(membership, by=by)
    if made is not None and taker is not None and made.taker_id != taker.pk and made.may("write"):
        made = take_step(made, "name", by=by, version=made.version, taker=taker)
    return made
