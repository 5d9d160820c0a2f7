"""まとめて決める: what is asked once for all proposals of a call, and a row for each."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from kyodo_portal.common.forms.base import KyodoForm
from kyodo_portal.common.forms.choice_fields import ChoiceField
from kyodo_portal.common.forms.date_fields import JaDateField
from kyodo_portal.common.forms.fields import LineField, TextField
from kyodo_portal.common.forms.number_fields import YenField
from kyodo_portal.process.reason_forms import EXAMPLE, ExampleForm, offer_examples
from projects.proposals.workflow import PROPOSAL

from .decision_checks import WON
from .decision_forms import TIE_LABEL
from .models import Decision

RESULTS = [("", "まだ決めない"), *Decision.Result.choices]


def _text(label, text="市の中の記録です。団体には伝わりません。"):
    return TextField(label=label, required=False, rows=3, max_length=1000, help_text=text)


class OnceForm(ExampleForm, KyodoForm):
    """One 決裁 for all of them. `early`: sheets are missing somewhere; `ahead`: groups may still send; `despite`: something may
    speak against an adoption; `tied`: two of them share a rank."""

    document_number = LineField(
        label="文書番号", max_length=40, help_text="決裁の文書番号です。決めるもの全部に、同じ番号が入ります。例：観交第123号"
    )
    decided_on = JaDateField(label="決裁日", latest=timezone.localdate, initial=timezone.localdate)
    form = ChoiceField(
        label="協働の形態", required=False, help_text="採択するもののうち、下の表で形態を選んでいないものに入ります。"
    )
    why_won = _text("採択する団体に伝える理由", "下の表で理由を書いた団体には、そちらが伝わります。")
    why_lost = _text(
        "採択しない団体に伝える理由", "下の表で理由を書いた団体には、そちらが伝わります。継続協議の団体にも伝わります。"
    )
    early_reason = _text("審査票がそろわないまま決める理由")
    ahead_reason = _text("締切の前に決める理由")
    despite = _text("最低点に届かない提案や、予算をこえる額を採択するわけ")
    tie_note = _text(TIE_LABEL, "順位が同じ提案の結果を分けるときに書きます。市の中の記録です。団体には伝わりません。")

    def __init__(self, *args, early, ahead, despite, tied, offered, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["form"].choices = choices_of(offered)
        for name, asked in (("early_reason", early), ("ahead_reason", ahead), ("despite", despite), ("tie_note", tied)):
            if not asked:
                del self.fields[name]
        offer_examples(self, PROPOSAL.key, "decide", ["why_won", "why_lost"])

    @property
    def examples(self):
        """{key: (name, text)} of the city's 理由の文例 for a decision. No query."""
        names = self.fields[EXAMPLE].choices if EXAMPLE in self.fields else ()
        return {key: (name, self.example_texts[key]) for key, name in names if key}


def choices_of(offered):
    """[(value, label)] of forms of collaboration, and first of none."""
    return [("", "選んでください"), *((str(form.pk), str(form)) for form in offered)]


class PickField(LineField):
    """One of `pairs` [(value, label)], drawn by the page: sixty rows would copy and draw the same list sixty times."""

    pairs = ()

    def clean(self, value):
        value = "" if value is None else str(value)
        if value not in (key for key, _ in self.pairs):
            raise ValidationError(f"{self.label}を、並んでいるものから選び直してください。", code="invalid_choice")
        return value


def first_values(proposal, wished, amount):
    """{name: what stands in the row before anything was sent}. wished: the key of the form that the group chose; amount: 円 that it may
    get of what it asks for."""
    last = proposal.last_record  # one that was taken back is where the next one starts from
    if last is None:
        return {"version": proposal.version, "form": wished, "amount": amount}
    kept = {name: getattr(last, name) for name in ("result", "amount", "why", "conditions")}
    return {"version": proposal.version, "form": last.form_id, **kept}


class RowForm(KyodoForm):
    """One proposal, as it was sent: a page of sixty that only shows them makes no form of each. A row without a result is left for another day."""

    version = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)
    result = PickField(label="結果", required=False)
    form = PickField(label="協働の形態", required=False)
    amount = YenField(label="市が負担する額", required=False)
    example = PickField(label="理由の文例", required=False)
    why = TextField(label="理由", required=False, rows=2, max_length=4000)
    conditions = TextField(label="条件", required=False, rows=2, max_length=4000)

    def __init__(self, data, *, prefix, offered, pairs, examples):
        """offered: {value: form of collaboration}; pairs: what `form` is one of; examples: the same for `example`."""
        super().__init__(data, prefix=prefix)
        self.offered = offered
        self.fields["form"].pairs, self.fields["result"].pairs, self.fields["example"].pairs = pairs, RESULTS, examples

    @property
    def is_decided(self):
        return bool(self.cleaned_data.get("result"))

    def answers(self, proposal, once):
        """What the step "decide" is taken with. once: the cleaned OnceForm; what is not asked on this page is as on the page of one."""
        said, won = self.cleaned_data, self.cleaned_data["result"] in WON
        return {
            "result": said["result"],
            "office": proposal.department or proposal.wished_department,
            "form": self.offered.get(said["form"] or once["form"]) if won else None,
            "amount": said["amount"] if won else None,
            "why": said["why"] or once["why_won" if won else "why_lost"],
            "conditions": said["conditions"],
            "advice": getattr(proposal.last_record, "advice", ""),
            "document_number": once["document_number"],
            "decided_on": once["decided_on"],
            "early": bool(once.get("early_reason")),
            **{name: once.get(name, "") for name in ("early_reason", "ahead_reason", "despite", "tie_note")},
        }
