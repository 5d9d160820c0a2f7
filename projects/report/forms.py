"""What the steps of a year's report ask."""

import datetime

from django.utils import timezone

from kyodo_portal.common.forms.choice_fields import ModelChoiceField
from kyodo_portal.common.forms.date_fields import JaDateField
from projects.committees.models import Committee

DAYS_FOR_OPINIONS = 21


def _committee(report):
    advising = Committee.objects.advising()
    return ModelChoiceField(
        label="意見を求める委員会",
        queryset=advising,
        initial=advising.first() if advising.count() == 1 else None,
        help_text="委員会は、職員の画面の「委員会」で入れておきます。",
    )


def _due(label, earliest):
    return JaDateField(
        label=label,
        earliest=earliest,
        latest=lambda: timezone.localdate() + datetime.timedelta(days=366),
        initial=lambda: max(earliest(), timezone.localdate() + datetime.timedelta(days=DAYS_FOR_OPINIONS)),
    )


def _opinions_due(report):
    return _due("意見の期限", timezone.localdate)


def _later_due(report):
    day_after = report.opinions_due + datetime.timedelta(days=1)
    return _due("新しい期限", lambda: max(day_after, timezone.localdate()))


QUESTIONS = {"committee": _committee, "opinions_due": _opinions_due, "later_due": _later_due}
