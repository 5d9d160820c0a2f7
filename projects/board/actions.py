"""「ここまで見た」."""

from django.utils import timezone

from .models import DeskVisit


def note_visit(user):
    """Everything up to now was seen."""
    DeskVisit.objects.update_or_create(user=user, defaults={"at": timezone.now()})
