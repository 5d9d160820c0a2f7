"""What the pages of the inventory ask."""

from django.utils import timezone

from kyodo_portal.common.forms.date_fields import JaDateField


def _closes_on(round):
    return JaDateField(label="新しい締切日", earliest=timezone.localdate, initial=round.closes_on)


QUESTIONS = {"closes_on": _closes_on}
