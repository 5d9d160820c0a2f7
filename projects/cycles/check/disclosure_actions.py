"""How much of a year's evaluation everybody reads: each side answers, and takes its answer back, at any time and at once."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from kyodo_portal.audit.actions import record
from kyodo_portal.notices.later_actions import tell_later
from kyodo_portal.process.edits import etag_of
from kyodo_portal.process.errors import EditConflict
from projects.cycles.access import can_choose_disclosure, cycle_audience, disclosure_side
from projects.cycles.actions import lock
from projects.cycles.both_sides import refuse_both_sides
from projects.cycles.models import ROLE_OF, Disclosure
from projects.entries.models import Participation

from .models import DisclosureConsent


def etag_of_disclosure(cycle):
    """The edit token of both sides' answers."""
    return etag_of(list(cycle.disclosure_consents.in_force().order_by("side").values_list("side", "layer", "pk")))


def layer_of(layers):
    """The Disclosure that follows from the sides' answers, of which one may be missing.

    None where either side wants none; full where both want all of it; otherwise the summary: silence counts as that.
    """
    if Disclosure.NONE in layers:
        return Disclosure.NONE
    both_want_all = len(layers) == len(Participation.Side) and set(layers) == {Disclosure.FULL}
    return Disclosure.FULL if both_want_all else Disclosure.SUMMARY


@transaction.atomic
def choose_disclosure(cycle, *, by, etag, layer=""):
    """Record one side's answer in place of its last one; layer "": it takes its answer back and says nothing.

    What everybody reads changes with it at once. The other side is told. EditConflict if an answer changed meanwhile.
    """
    cycle = lock(cycle)
    if not can_choose_disclosure(by, cycle):
        raise PermissionDenied
    side = disclosure_side(by, cycle)
    given = cycle.disclosure_consents.in_force()
    own = given.filter(side=side).first()
    if (own.layer if own else "") == layer:
        return cycle  # the same answer again, also by a second press
    if etag != etag_of_disclosure(cycle):
        raise EditConflict(subject=cycle)
    refuse_both_sides(given, side, by=by, what="評価の公表についての返事")
    given.filter(side=side).update(withdrawn_at=timezone.now())
    if layer:
        DisclosureConsent.objects.create(cycle=cycle, side=side, layer=layer, by=by)
    cycle.disclosure = layer_of(list(given.values_list("layer", flat=True)))
    cycle.save(update_fields=["disclosure", "updated_at"])
    said = Disclosure(layer).label if layer else "返事を取り消す"
    record("consent", by=by, target=cycle, note=f"評価の公表：{Participation.Side(side).label}は{said}")
    _tell_other_side(cycle, side, said, by, (own.layer if own else "", layer))
    return cycle


def _tell_other_side(cycle, side, said, by, change):
    other = next(value for value in Participation.Side if value != side)
    tell_later(
        cycle_audience(cycle, ROLE_OF[other]),
        about=f"disclosure:{cycle.pk}:{side}",
        change=change,
        by=by,
        title=f"「{cycle}」の評価の公表について、相手の返事が変わりました",
        body=f"{Participation.Side(side).label}の返事：{said}\nいまの公表：{cycle.get_disclosure_display()}",
        url=cycle.page_url("cycle-disclosure"),
    )
