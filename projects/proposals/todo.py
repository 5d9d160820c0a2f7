"""Drafts and corrections that wait for a person, for マイページ."""

from kyodo_portal.common.todo import Todo

from .models import Proposal


def proposals_todo(user):
    """Drafts that can still be sent, and what staff asked to put right; the due day is the deadline or the earliest correction's."""
    rows = Proposal.objects.waiting_for(user).prefetch_related("corrections")
    return [Todo(one.state.next_task, str(one), one.task_url, one.due_on) for one in rows]
