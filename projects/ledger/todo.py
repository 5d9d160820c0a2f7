"""Objections that wait for a decision, for マイページ."""

from django.urls import reverse

from kyodo_portal.common.todo import Todo
from partners.directory.access import is_secretariat

from .access import can_decide_objection
from .models import Objection


def objections_todo(user):
    """Open objections that this member of the secretariat may decide, the oldest first; at most 20."""
    if not is_secretariat(user):
        return []
    rows = Objection.objects.open().select_related("project", "partner").prefetch_related("project__participations")
    return [
        Todo("台帳への異議を確かめて決める", str(row), reverse("admin:projects_project_objection", args=[row.project_id]))
        for row in rows.order_by("at")[:20]
        if can_decide_objection(user, row.project)
    ]
