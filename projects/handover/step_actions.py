"""What the steps of a 引継ぎ bring with them: who is named, facts that are kept as they were handed over, windows that go over."""

from django.core.exceptions import ValidationError
from django.utils import timezone

from kyodo_portal.common.templatetags.kyodo import jdate
from kyodo_portal.common.workflow import Hook
from projects.entries.models import Project

from .facts import facts_of
from .models import HandoverSheet
from .people import candidates
from .window_actions import pass_windows

NOT_THERE = "この日にその課・団体にいる人から、前任とは別の人を選んでください。"


def _name(handover, *, taker, **_):
    if not candidates(handover).filter(pk=taker.pk).exists():
        raise ValidationError({"taker": NOT_THERE})
    handover.taker = taker
    handover.save(update_fields=["taker"])


def _former(handover, **_):
    return {"taker": handover.taker_id}


def _unnamed(handover, *, undone, **_):
    handover.taker_id = undone.kept["taker"]
    handover.save(update_fields=["taker"])


def _named(handover, *, taker, **_):
    return f"後任：{taker}\n替わる日：{jdate(handover.on)}"


def _handed(handover, **_):
    """The facts as they stand at this moment, on every sheet: what is read later is what was known then."""
    sheets = list(handover.sheets.all())
    facts = facts_of(Project.objects.filter(pk__in=[sheet.project_id for sheet in sheets]))
    for sheet in sheets:
        sheet.facts, sheet.facts_at = facts.get(sheet.project_id, []), timezone.now()
    HandoverSheet.objects.bulk_update(sheets, ["facts", "facts_at"], batch_size=100)


def _met(handover, *, met_on=None, **_):
    handover.met_on = met_on
    handover.save(update_fields=["met_on"])


def _unmet(handover, **_):
    handover.met_on = None
    handover.save(update_fields=["met_on"])


def _done(handover, *, by, **_):
    """On the day itself and later at once; before it the clock does it on the day."""
    pass_windows(handover, by=by)


def _told(handover, *, by, **_):
    """Nothing was handed over in writing: what is kept are the facts of the day on which it was said to be done."""
    _handed(handover)
    _done(handover, by=by)


HOOKS = {
    "name": Hook(overwrites="taker", keep=_former, prepare=_name, notice=_named),
    "undo_name": Hook(effect=_unnamed),
    "hand": Hook(effect=_handed),
    "hand_for": Hook(effect=_handed),
    "take": Hook(prepare=_met, effect=_done),
    "orally": Hook(prepare=_met, effect=_told),
    "undo_take": Hook(effect=_unmet),
    "undo_orally": Hook(effect=_unmet),
}
