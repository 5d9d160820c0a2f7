"""Who has to do what with a 引継ぎ: who goes writes and hands over, who comes takes it, the body's representatives name who comes."""

from django.utils import timezone

from kyodo_portal.process.task_rows import OwnTask, TaskFacts
from partners.models import Membership


def tasks_of(handovers):
    """[TaskFacts] of these, which know body, giver and taker. One query: which bodies somebody represents."""
    bodies = {handover.partner_id for handover in handovers}
    heads = Membership.objects.valid().filter(partner__in=bodies, part=Membership.Part.REPRESENTATIVE, user__is_active=True)
    represented = set(heads.values_list("partner", flat=True))
    there = set(Membership.objects.valid().filter(partner__in=bodies).values_list("user", "partner"))
    return [_facts(row, f"r{row.partner_id}" if row.partner_id in represented else "s", there) for row in handovers]


def _facts(handover, head, there):
    gone = handover.has_come and (handover.giver_id, handover.partner_id) not in there
    own = []
    if handover.status == "planned" and not handover.has_taker:
        own.append(OwnTask("name", "head", head, "後任を決める", handover.get_absolute_url(), str(handover), handover.last_day))
    return TaskFacts(
        handover,
        str(handover),
        {
            "giver": [head if gone else f"u{handover.giver_id}"],
            "taker": [f"u{handover.taker_id}"] if handover.taker_id else [],
            "head": [head],
            "secretariat": ["s"],
        },
        offices=handover.partner.name,
        involved=(f"{'o' if handover.side == 'city' else 'g'}{handover.partner_id}",),
        is_sample=handover.partner.is_sample,
        turns_on=handover.on if handover.on > timezone.localdate() else None,
        own=own,
    )
