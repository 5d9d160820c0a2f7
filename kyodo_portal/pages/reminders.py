"""Reminders: whatever stands in somebody's todo list with a last day is said again as that day comes near and passes."""

from django.utils import timezone

from kyodo_portal.accounts.models import User
from kyodo_portal.notices.actions import notify

from .presenters import todos

# Days before the last day at which a reminder is due, and how it begins. Each is told once.
STAGES = ((-7, "期限から1週間すぎています"), (-1, "期限をすぎました"), (0, "今日が期限です"), (3, "期限が近づいています"))


def remind():
    """Tell everybody what is due. A job of the clock; a day on which it did not run is caught up by the next stage."""
    for user in User.objects.filter(is_active=True).order_by("pk").iterator():
        for row in todos(user):
            stage = stage_of(row.due)
            if stage is not None:
                days, words = stage
                title = f"{words}：{row.label}（{row.matter}）"
                notify([user], title=title, url=row.url, key=f"due:{row.url}:{row.due}:{days}")


def stage_of(due):
    """The (days, words) that fits today, or None while the day is far or long past, or there is none."""
    if due is None:
        return None
    left = (due - timezone.localdate()).days
    if left < -14:
        return None
    return next(((days, words) for days, words in STAGES if left <= days), None)
