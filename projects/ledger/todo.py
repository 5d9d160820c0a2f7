"""Objections that wait for a decision of the secretariat."""

from django.urls import reverse

from kyodo_portal.process.task_rows import TaskSource

from .models import Objection


def _open():
    return Objection.objects.open()


def _tasks(objections):
    """[Task] of these: the secretariat's, without whoever stands on a side of the entry (access.can_decide_objection)."""
    rows = objections.select_related("project", "partner").prefetch_related("project__participations")
    return [
        OBJECTIONS.task(
            row,
            role="secretariat",
            party="s",
            label="台帳への異議を確かめて決める",
            matter=str(row),
            url=reverse("admin:projects_project_objection", args=[row.project_id]),
            not_for=[f"p{part.partner_id}" for part in row.project.taking_part()],
        )
        for row in rows
    ]


OBJECTIONS = TaskSource("objection", _open, _tasks)
