"""Whose a round is: its office's, and the secretariat looks after it where nobody is left there."""

from django.urls import reverse

from kyodo_portal.process.task_rows import TaskFacts


def tasks_of(rounds):
    """[TaskFacts] of these rounds, which know their department. No query."""
    return [
        TaskFacts(
            round,
            str(round),
            {"department": [f"p{round.department_id}"], "secretariat": ["s"]},
            urls={"department": reverse("admin:projects_opinionround_change", args=[round.pk])},
            offices=round.department.name,
            involved=(f"o{round.department_id}",),
            is_sample=round.is_sample,
        )
        for round in rounds
    ]
