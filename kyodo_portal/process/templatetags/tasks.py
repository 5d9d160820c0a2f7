"""What a matter asks of the reader now, on pages of lower shelves: {% what_now address as now %}."""

from typing import NamedTuple

from django import template
from django.db.models import Q

from kyodo_portal.common.upwards import parties_of
from kyodo_portal.process.models import Task

register = template.Library()


class Now(NamedTuple):
    """mine: the reader's tasks of the matter; others: whoever else holds it, None where nobody does."""

    mine: list[Task]
    others: Task | None


@register.simple_tag(takes_context=True)
def what_now(context, address):
    """The Now of the matter whose page this is. One query for whoever holds a task there, two for others, none without an address."""
    if not address:
        return Now([], None)
    tasks = Task.objects.open().filter(Q(matter_url=address) | Q(url=address)).order_by("pk")
    mine = list(tasks.held_by(parties_of(context["request"].user)))
    return Now(mine, None if mine else tasks.of_matters().first())
