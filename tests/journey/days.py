"""Days of the story, counted from today in the city's time zone."""

from datetime import timedelta

from django.utils import timezone


def day(number):
    """The day `number` days from today."""
    return timezone.localdate() + timedelta(days=number)
