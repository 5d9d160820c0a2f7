"""「違う」 of a group's people that waits for a decision of the secretariat."""

from django.urls import reverse

from kyodo_portal.process.task_rows import TaskSource

from .models import Takeover


def _open():
    return Takeover.objects.doubted()


def _tasks(takeovers):
    """[Task] of these: the secretariat's, without the group's own people (access.can_answer)."""
    return [
        OBJECTIONS.task(
            row,
            role="secretariat",
            party="s",
            label="代表の引継ぎへの「違う」を確かめる",
            matter=str(row),
            url=reverse("takeover-answer", args=[row.pk]),
            not_for=[f"p{row.partner_id}"],
        )
        for row in takeovers.select_related("partner")
    ]


OBJECTIONS = TaskSource("takeover", _open, _tasks)
