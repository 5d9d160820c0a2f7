"""What is asked before a proposal is begun, copied, or moved along its table."""

from django import forms
from django.utils import timezone

from kyodo_portal.common.city import the_city
from kyodo_portal.common.forms.base import KyodoForm, add_css_class
from kyodo_portal.common.forms.choice_fields import ModelChoiceField
from kyodo_portal.common.forms.date_fields import JaDateField
from kyodo_portal.common.forms.fields import LineField, TextField
from kyodo_portal.common.forms.messages import set_error_messages
from kyodo_portal.common.templatetags.kyodo import jdatetime
from kyodo_portal.process.correction_forms import correction_questions
from partners.models import Partner
from projects.calls.models import Call
from projects.calls.offices import departments

from .correctables import CORRECTABLES


class ProposeForm(KyodoForm):
    """Starts a draft: for which of one's groups."""

    with_key = True
    buttons = [("start", "提案書を書きはじめる", "")]

    def __init__(self, *args, groups, **kwargs):
        super().__init__(*args, **kwargs)
        only = groups[0] if len(groups) == 1 else None
        offered = Partner.objects.filter(pk__in=[group.pk for group in groups]).order_by("kana_key", "pk")
        self.fields["partner"] = ModelChoiceField(offered, label="提案する団体", empty_label="選んでください", initial=only)
        set_error_messages(self.fields["partner"])
        add_css_class(self.fields["partner"].widget)


class CopyForm(KyodoForm):
    """Chooses the open call into which an old proposal is copied."""

    with_key = True
    buttons = [("copy", "これをもとに書く", "")]
    call = ModelChoiceField(Call.objects.none(), label="出す募集", empty_label="選んでください")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["call"].queryset = Call.objects.open_now().order_by("closes_at", "pk")


def _department(subject):
    """The department of the theme that it answers, where the call has themes; otherwise the one that the group wishes."""
    theme = f"題の担当課：{subject.theme.department}　" if subject.theme else ""
    return ModelChoiceField(
        departments(),
        label="担当課",
        empty_label="選んでください",
        initial=subject.theme.department_id if subject.theme else subject.wished_department_id,
        help_text=f"{theme}団体の希望：{subject.wished_department or 'まだ分からない'}",
    )


def _other_department(subject):
    """One that is not asked yet."""
    asked = subject.talk_parts.values("department")
    return ModelChoiceField(
        departments().exclude(pk=subject.department_id).exclude(pk__in=asked),
        label="協議に加わってもらう課",
        empty_label="選んでください",
        help_text="この課も提案を読み、協議の記録を残せます。",
    )


def _ahead_reason(subject):
    """Asked only while others may still send."""
    if not subject.call.awaits_more:
        return forms.CharField(label="締切の前に進める理由", required=False, widget=forms.HiddenInput)
    call = subject.call
    still = (
        f"締切のあとに認めた団体の受付が、{jdatetime(call.late_until)}"
        if call.is_closed
        else f"受付は{jdatetime(call.closes_at)}"
    )
    return TextField(
        label="締切の前に進める理由",
        rows=3,
        max_length=1000,
        initial=subject.ahead_reason,
        help_text=f"{still}まで続きます。なぜいま進めるのかを書いてください。市の中の記録です。団体には伝わりません。",
    )


# What only the proposal's table asks; those of the decision stand in reviews/decision_forms.py.
QUESTIONS = {
    **correction_questions(CORRECTABLES),
    "department": _department,
    "other_department": _other_department,
    "ahead_reason": _ahead_reason,
}


class TalkForm(KyodoForm):
    """The record of one 担当課協議."""

    with_key = True
    buttons = [("save", "協議の記録を残す", "")]
    held_on = JaDateField(label="話し合った日", latest=timezone.localdate)
    attendees = LineField(label="出た人", max_length=200)
    summary = TextField(label="話し合ったこと", max_length=4000)
    opinion = TextField(
        label="担当課の見解", max_length=4000, required=False, help_text="審査のときに、事務局と審査委員が読みます。"
    )

    def __init__(self, *args, offices=(), **kwargs):
        """offices: [Partner] for which the person may record; asked only where there are several."""
        super().__init__(*args, **kwargs)
        if len(offices) > 1:
            whose = ModelChoiceField(Partner.objects.filter(pk__in=[office.pk for office in offices]), label="協議した課")
            set_error_messages(whose)
            self.fields = {"department": whose, **self.fields}
            add_css_class(whose.widget)
        coordinator = the_city()["coordinator"]
        third = f"、{coordinator}から1人" if coordinator else ""
        self.fields["attendees"].help_text = f"例：団体から2人、道路課から1人{third}"


class TalkCorrectionForm(TalkForm):
    """The record as it should have been, and why it was wrong."""

    buttons = [("save", "訂正した記録を残す", "")]
    correction_note = LineField(label="訂正する理由", max_length=500, help_text="前の記録も、訂正の下に残ります。")
