"""What the steps of a year's report ask, and the forms of those who write it, answer for a measure, or say what they think."""

import datetime

from django.utils import timezone

from kyodo_portal.common.forms.base import KyodoForm
from kyodo_portal.common.forms.choice_fields import ChoiceField, ModelChoiceField
from kyodo_portal.common.forms.date_fields import JaDateField
from kyodo_portal.common.forms.fields import TextField
from kyodo_portal.common.japanese.dates import fiscal_label
from kyodo_portal.process.forms import EditForm
from projects.committees.models import Committee

from .models import PolicyReview

DAYS_FOR_OPINIONS = 21


def _only_one():
    """The committee, where there is no other to choose."""
    advising = Committee.objects.advising()[:2]
    return advising[0] if len(advising) == 1 else None


def _committee(report):
    return ModelChoiceField(
        label="意見を求める委員会",
        queryset=Committee.objects.advising(),
        initial=_only_one,
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


class OpenReportForm(KyodoForm):
    """Of which year: those that were counted and have no report yet."""

    with_key = True
    buttons = [("save", "年のまとめを始める", "")]
    fiscal_year = ChoiceField(label="年度", help_text="一覧を確定した年度だけが並びます。")

    def __init__(self, *args, years, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["fiscal_year"].choices = [(str(year), fiscal_label(year)) for year in years]

    def clean_fiscal_year(self):
        return int(self.cleaned_data["fiscal_year"])


class ReviewForm(EditForm):
    """One measure in one year, as the office sees it."""

    buttons = [("save", "答えを保存する", "")]
    progress = ChoiceField(label="進みぐあい", choices=[("", "選んでください"), *PolicyReview.Progress.choices])
    did = TextField(label="したこと", max_length=2000, rows=4)
    result = TextField(label="よかったこと・結果", max_length=2000, rows=4, required=False)
    problem = TextField(label="うまくいかなかったこと", max_length=2000, rows=4, required=False)
    next = TextField(
        label="次にすること", max_length=2000, rows=4, required=False, help_text="次の年のふりかえりに、ここが並びます。"
    )


class RemarkForm(KyodoForm):
    """What a member of the committee thinks of the report, or of one of its parts."""

    with_key = True
    buttons = [("save", "意見を送る", "")]
    part = ChoiceField(label="どこについて", required=False)
    text = TextField(
        label="意見", max_length=3000, rows=8, help_text="委員会の意見として、市の答えといっしょに公表されます。名前は出ません。"
    )

    def __init__(self, *args, parts, **kwargs):
        super().__init__(*args, **kwargs)
        self.parts = {key: part for key, _, part in parts}
        self.fields["part"].choices = [("", "全体について"), *((key, label) for key, label, _ in parts)]

    def clean_part(self):
        return self.parts.get(self.cleaned_data["part"])


class RemarkEditForm(EditForm):
    """The same put right."""

    buttons = [("save", "直した意見を保存する", "")]
    text = TextField(label="意見", max_length=3000, rows=8)
