"""Check, the talk about what the two sides saw differently."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from kyodo_portal.process.actions import take_step
from projects.cycles.access import (
    can_record_talk,
    cycle_roles,
)
from projects.cycles.actions import lock
from projects.cycles.conditions import GAP
from projects.entries.models import Participation

from .kept_actions import write_kept_principles
from .models import EvaluationAnswer, EvaluationTalk, Gap


def gaps_of(cycle):
    """[(item, the group's points, the city's points)] of the items on which the two are two or more apart, in the items' order."""
    if not cycle.answers_are_open:
        return []
    points = {}
    answers = EvaluationAnswer.objects.filter(evaluation__cycle=cycle, points__isnull=False).select_related("item", "evaluation")
    for answer in answers:
        points.setdefault(answer.item, {})[answer.evaluation.side] = answer.points
    both = [(item, of_side["group"], of_side["city"]) for item, of_side in points.items() if len(of_side) == 2]
    both.sort(key=lambda row: (row[0].order, row[0].pk))
    return [row for row in both if abs(row[1] - row[2]) >= GAP]


@transaction.atomic
def record_talk(cycle, *, by, version, held_on, attendees, summary, gaps, private_note=""):
    """The result of the talk, and the step `talk`. gaps: {item id: {cause, next_step, who, due}}, one for every gap."""
    cycle = lock(cycle, version, step="talk", by=by)
    if not can_record_talk(by, cycle):
        raise PermissionDenied
    needed = [item for item, _, _ in gaps_of(cycle)]
    missing = [item.name for item in needed if item.pk not in gaps]
    if missing:
        raise ValidationError(f"「{missing[0]}」について、話し合ったことを入れてください。")
    EvaluationTalk.objects.filter(cycle=cycle, taken_back_at__isnull=False).delete()
    talk = EvaluationTalk.objects.create(
        cycle=cycle,
        held_on=held_on,
        attendees=attendees,
        summary=summary,
        private_note=private_note,
        note_side="" if "coordinator" in cycle_roles(by, cycle) else Participation.Side.CITY,
        by=by,
    )
    for item in needed:
        Gap.objects.create(talk=talk, item=item, **gaps[item.pk])
    write_kept_principles(cycle)
    return take_step(cycle, "talk", by=by, version=version)


def is_talk(cycle, *, by, **said):
    """Whether this very person has recorded this very talk: a second press. said: what `record_talk` takes."""
    talk = EvaluationTalk.objects.filter(cycle=cycle, by=by, taken_back_at__isnull=True).order_by("-pk").first()
    columns = ("held_on", "attendees", "summary", "private_note")
    return talk is not None and all(getattr(talk, name) == said[name] for name in columns)
