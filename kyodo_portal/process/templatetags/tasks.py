"""What a matter asks of the reader now, on pages of lower shelves: {% what_now address as now %}."""

import re
from typing import NamedTuple

from django import template
from django.db.models import Q

from kyodo_portal.common.upwards import parties_of
from kyodo_portal.process.models import Task
from kyodo_portal.process.now_words import NOW

_TURN = re.compile(rf"{NOW}.+番です(?:（期限 .+）)?。")  # the sentence of now_words.py
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


@register.filter
def without_turn(body):
    """A notice's text without the sentence that says whose turn it was when the notice was written: the page says whose it is now."""
    return "\n".join(line for line in body.split("\n") if not _TURN.fullmatch(line))
