"""Asks that wait for a group's answer."""

from kyodo_portal.common.own_words import own_words
from kyodo_portal.process.task_rows import TaskSource

from .models import AskedGroup


def _open():
    return AskedGroup.objects.open()


def _tasks(asked):
    """[Task] of these: the group's, until it has answered or the ask was taken back."""
    return [
        ASKS.task(
            row,
            role="member",
            party=f"p{row.partner_id}",
            label=own_words("市からのお願いに返事をする"),
            matter=f"{row.ask.title}（{row.ask.office.name}）",
            url=row.get_absolute_url(),
            due_on=row.ask.due_on,
            is_sample=row.ask.is_sample,
        )
        for row in asked.select_related("ask__office")
    ]


ASKS = TaskSource("ask", _open, _tasks)
