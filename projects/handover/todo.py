"""Who has to do what with a 引継ぎ: who goes writes and hands over, who comes takes it, the body's representatives name who comes."""

from django.utils import timezone

from kyodo_portal.process.task_rows import OwnTask, TaskFacts


def tasks_of(handovers):
    """[TaskFacts] of these, which know body, giver and taker. No query."""
    return [_facts(row) for row in handovers]


def _facts(handover):
    head = f"r{handover.partner_id}"
    own = []
    if handover.may("write") and not handover.is_orphaned and not handover.has_taker:
        own.append(
            OwnTask(
                source="name",
                role="head",
                party=head,
                label="後任を決める",
                url=handover.get_absolute_url(),
                matter=str(handover),
                due_on=handover.last_day,
            )
        )
    return TaskFacts(
        handover,
        str(handover),
        {
            "giver": [f"u{handover.giver_id}"],
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
