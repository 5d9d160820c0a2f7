"""What is asked once for many applications, and which of them it holds for."""

from typing import NamedTuple

from django import forms

from kyodo_portal.common.forms.base import KyodoForm
from kyodo_portal.common.forms.choice_fields import ModelChoiceField
from kyodo_portal.common.forms.date_fields import JaDateField
from kyodo_portal.common.forms.fields import LineField, TextField
from kyodo_portal.process.forms import COMMON, WHY_TAKEN_BACK
from kyodo_portal.process.reason_forms import TEXTS, ExampleForm, offer_examples
from partners.directory.access import is_member
from projects.calls.offices import city_offices
from projects.specs.models import Asked, FormField

from .models import Application
from .workflow import APPLICATION

OWN = "あなたはこの団体の人なので、決められません。"
ONE_BY_ONE = "形態ごとに聞くことがあるので、1件ずつ記録します。"


class BulkForm(ExampleForm, KyodoForm):
    """Carries the step, and key and version of each; for its text there are examples, as for that of one."""

    step = forms.CharField(widget=forms.HiddenInput)
    row = forms.Field(required=False, widget=forms.MultipleHiddenInput)
    asks, examples_of = (), ""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.examples_of:
            offer_examples(self, APPLICATION.key, self.examples_of, [name for name in TEXTS if name in self.asks])

    @property
    def answers(self):
        """What the step is taken with."""
        return {name: self.cleaned_data[name] for name in self.asks}


class ReceiveForm(BulkForm):
    buttons = [("run", "受け付ける", "")]
    asks = ("department",)

    department = ModelChoiceField(label="担当課", queryset=city_offices(), empty_label="選んでください")


class ApproveForm(BulkForm):
    """One decision (決裁) for all of them."""

    buttons = [("run", "承認を記録する", "")]
    asks, examples_of = ("document_number", "decided_on", "conditions"), "approve"

    document_number: LineField = COMMON["document_number"](None)
    decided_on: JaDateField = COMMON["decided_on"](None)
    conditions = TextField(
        label="条件", max_length=2000, rows=3, required=False, help_text="すべての団体に、同じ条件が伝わります。"
    )


class TakeBackForm(BulkForm):
    buttons = [("run", "まとめて取り消す", "kp-btn--sub")]
    asks = ("reason",)

    reason = TextField(label="取り消す理由", max_length=2000, rows=2, help_text=WHY_TAKEN_BACK)


FORMS = {"receive": ReceiveForm, "approve": ApproveForm, "undo_receive": TakeBackForm, "undo_approve": TakeBackForm}


class Takes(NamedTuple):
    """`value` goes with the form: key and version of what was read."""

    name: str
    group: str
    url: str
    value: str


class LeftOut(NamedTuple):
    name: str
    url: str
    why: str


class Plan(NamedTuple):
    label: str
    takes: list[Takes]
    left_out: list[LeftOut]


def plan_of(user, step, keys):
    """The Plan of this step for these applications. Four queries."""
    rows = Application.objects.visible_to(user).filter(pk__in=keys).with_names().prefetch_related("filings")
    asking = set(FormField.objects.filter(asked=Asked.AGREE).values_list("spec", flat=True)) if step == "approve" else set()
    plan = Plan(APPLICATION.step(step).label, [], [])
    for row in rows.order_by("received_on", "pk"):
        if why := _why_not(user, step, row, asking):
            plan.left_out.append(LeftOut(str(row), row.get_absolute_url(), why))
        else:
            plan.takes.append(Takes(str(row), row.partner.public_name, row.get_absolute_url(), f"{row.pk}:{row.version}"))
    return plan


def _why_not(user, step, row, asking):
    if is_member(user, row.partner):
        return OWN
    asked = APPLICATION.step(step)
    now = row.status in asked.source and asked.applies_to(row)
    if not now or not APPLICATION.roles_of(user, row) & {*asked.roles}:
        return f"いまは「{row.status_label}」なので、できません。"
    return ONE_BY_ONE if row.spec_id in asking else ""
