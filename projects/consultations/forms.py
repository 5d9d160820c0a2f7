"""What is recorded of a consultation: open columns, and the words that are sealed, which only stand here while the zone is open."""

import datetime

from django import forms
from django.utils import timezone

from kyodo_portal.common.forms.base import KyodoForm, add_css_class
from kyodo_portal.common.forms.choice_fields import ChoiceField, ModelChoiceField, MultipleChoiceField, TickField
from kyodo_portal.common.forms.date_fields import JaDateField
from kyodo_portal.common.forms.fields import LineField, TextField
from kyodo_portal.common.forms.messages import set_error_messages
from kyodo_portal.common.forms.number_fields import MinutesField
from kyodo_portal.common.japanese.receipts import receipt_number
from kyodo_portal.process.forms import EditForm
from partners.directory.access import accompanied_by
from partners.directory.similar import called
from partners.models import Partner
from projects.calls.offices import departments
from projects.entries.models import Project
from projects.proposals.models import Proposal

from .letters import letters_to_name
from .models import Method, Response, SharedWith, Topic, WhoKind
from .quiet import keep_quiet
from .sealed_part import WORDS

CHOOSE = ("", "えらんでください")
NO_GROUP = "同じ名前の団体が名簿にありません。名簿の名前のとおりに書くか、空けてください。"
NO_MATTER = "この番号の案件が見つかりません。R8-K-0014（台帳）か、R8-P-0003（提案）のように入れてください。"
SEALED_ROWS = {"gist": 6, "advice": 4, "memo": 3}


def _a_year_ago():
    return timezone.localdate() - datetime.timedelta(days=366)


def _in_two_years():
    return timezone.localdate() + datetime.timedelta(days=730)


def group_called(user, name):
    """The Partner of the directory that is called so, None without."""
    return next(iter(called(Partner.objects.visible_to(user), name)), None)


class QuickForm(KyodoForm):
    """電話 10分 団体 内容: half a minute, whether or not the zone is open."""

    with_key = True
    buttons = [("keep", "残す", "")]

    method = ChoiceField(label="どうやって", choices=[choice for choice in Method.choices if choice[0] != Method.WEB])
    minutes = MinutesField(label="かかった時間", least=0, most=600, example="10")
    who_kind = ChoiceField(label="相談した人", choices=[CHOOSE, *WhoKind.choices])
    partner = ModelChoiceField(
        label="伴走している団体", queryset=Partner.objects.none(), required=False, empty_label="（えらばない）"
    )
    topics = MultipleChoiceField(label="内容（いくつでも）", choices=Topic.choices, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["partner"].queryset = Partner.objects.filter(pk__in=accompanied_by(user)).order_by("kana_key", "pk")
        self.fields["method"].initial = Method.PHONE

    @property
    def said(self):
        """The open columns, as the action takes them."""
        data = self.cleaned_data
        partner = data["partner"]
        return {
            "on": timezone.localdate(),
            "partner_id": partner.pk if partner else None,
            **{name: data[name] for name in ("method", "minutes", "who_kind", "topics")},
        }


class ConsultationForm(QuickForm, EditForm):
    """The whole record. opened: the zone is open, so that the sealed words stand here too; they do as well where they were sent from a
    page that was open before, so that nothing of them is lost."""

    buttons = [("keep", "保存する", "")]

    on = JaDateField(label="日", earliest=_a_year_ago, latest=timezone.localdate, initial=timezone.localdate)
    is_first = TickField(label="はじめての相談", required=False)
    other_group = LineField(
        label="ほかの団体",
        max_length=120,
        required=False,
        help_text="名簿の名前のとおりに。どの団体かにも封をするときは、空けておきます。",
    )
    matter = LineField(label="つながる案件の番号", max_length=20, required=False, help_text="例：R8-K-0014、R8-P-0003")
    letter = ModelChoiceField(
        label="つながる手紙",
        queryset=Partner.objects.none(),
        required=False,
        empty_label="（えらばない）",
        help_text="この相談のもとになった手紙か、相談から生まれた手紙です。",
    )
    responses = MultipleChoiceField(
        label="したこと（いくつでも）", choices=Response.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    introduced_names = TextField(
        label="紹介した団体", max_length=600, rows=2, required=False, help_text="名簿の名前で、1行に1つずつ。"
    )
    next_on = JaDateField(label="次の日", required=False, latest=_in_two_years)
    is_done = TickField(label="この相談は終わった", required=False)

    field_order = (
        "on", "method", "minutes", "is_first", "who_kind", "partner", "other_group", "topics", "responses", "introduced_names", "matter",
        "letter", "next_on", "is_done",
    )  # fmt: skip

    def __init__(self, *args, opened, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["letter"].queryset = letters_to_name(self.user, self.initial.get("request_id"))
        opened = opened or any(name in self.data for name in WORDS)
        for name, label in WORDS.items() if opened else ():
            rows = SEALED_ROWS.get(name)
            self.fields[name] = (
                TextField(label=f"{label}（封をします）", max_length=5000, rows=rows, required=False)
                if rows
                else LineField(label=f"{label}（封をします）", max_length=200, required=False)
            )
        keep_quiet(self.fields, WORDS)
        self.opened = opened
        if self.initial.get("method") == Method.WEB:
            self.fields["method"].choices = Method.choices
        for name in WORDS if opened else ():
            set_error_messages(self.fields[name])
            add_css_class(self.fields[name].widget)

    def clean_other_group(self):
        name = self.cleaned_data["other_group"]
        found = group_called(self.user, name) if name else None
        if name and found is None:
            raise forms.ValidationError(NO_GROUP)
        return found

    def clean_introduced_names(self):
        names = [line.strip() for line in self.cleaned_data["introduced_names"].splitlines() if line.strip()]
        found = {name: group_called(self.user, name) for name in names}
        missing = [name for name, partner in found.items() if partner is None]
        if missing:
            raise forms.ValidationError(f"名簿にありません：{'、'.join(missing)}。名簿の名前のとおりに書いてください。")
        return list(found.values())

    def clean_matter(self):
        if not self.cleaned_data["matter"]:
            return None
        number = receipt_number(self.cleaned_data["matter"])
        for model in (Project, Proposal):
            row = model.objects.visible_to(self.user).filter(number=number).first()
            if row is not None:
                return row
        raise forms.ValidationError(NO_MATTER)

    def clean(self):
        data = super().clean()
        if data.get("partner") and data.get("other_group") and data["partner"] != data["other_group"]:
            self.add_error("other_group", "団体は1つだけえらんでください。")
        if data.get("is_done") and data.get("next_on"):
            self.add_error("next_on", "終わった相談に、次の日は付けられません。どちらかにしてください。")
        return data

    @property
    def said(self):
        data = self.cleaned_data
        partner, matter = data["partner"] or data["other_group"], data["matter"]
        return {
            **super().said,
            "on": data["on"],
            "partner_id": partner.pk if partner else None,
            "is_first": data["is_first"],
            "responses": data["responses"],
            "next_on": data["next_on"],
            "state": "done" if data["is_done"] else "going",
            "project_id": matter.pk if isinstance(matter, Project) else None,
            "proposal_id": matter.pk if isinstance(matter, Proposal) else None,
            "request_id": data["letter"].pk if data["letter"] else None,
        }

    @property
    def words(self):
        """{name: text} to be sealed; None while the zone is closed."""
        return {name: self.cleaned_data[name] for name in WORDS} if self.opened else None

    @property
    def written(self):
        """{name: value} of all that the page sent, as the record's own page reads it (actions.stored_of)."""
        introduced = sorted(partner.pk for partner in self.cleaned_data["introduced_names"])
        return {**self.said, "introduced": introduced, **(self.words or {})}

    def boxes_of(self, names, stored):
        boxes = super().boxes_of(names, stored)
        if "partner_id" in names:
            partner = Partner.objects.filter(pk=stored["partner_id"]).first()
            boxes |= {"other_group": partner.name if partner else ""}
        if {"project_id", "proposal_id"} & set(names):
            found = ((Project, stored["project_id"]), (Proposal, stored["proposal_id"]))
            boxes |= {"matter": next((model.objects.get(pk=key).number for model, key in found if key), "")}
        if "request_id" in names:
            boxes |= {"letter": stored["request_id"]}
        if "introduced" in names:
            rows = Partner.objects.filter(pk__in=stored["introduced"]).order_by("pk")
            boxes |= {"introduced_names": "、".join(rows.values_list("name", flat=True))}
        return boxes | ({"is_done": stored["state"] == "done"} if "state" in names else {})


def initial_of(consultation, stored):
    """What the form shows of a record. stored: `stored_of` of it."""
    own = consultation.partner_id
    matter = consultation.project or consultation.proposal
    return {
        **stored,
        "partner": own,
        "other_group": consultation.partner.name if own else "",
        "matter": matter.number if matter else "",
        "letter": consultation.request_id,
        "introduced_names": "\n".join(partner.name for partner in consultation.introduced.all()),
        "is_done": consultation.state == "done",
    }


class FollowUpForm(KyodoForm):
    """A date; what is to be done then, while the zone is open."""

    with_key = True
    buttons = [("add", "約束を足す", "")]

    on = JaDateField(label="いつ", earliest=timezone.localdate, latest=_in_two_years)
    text = TextField(label="すること（封をします）", max_length=1000, rows=2, required=False)

    def __init__(self, *args, opened, **kwargs):
        super().__init__(*args, **kwargs)
        if not opened and "text" not in self.data:
            del self.fields["text"]
        keep_quiet(self.fields, ["text"])


TO_NOBODY = "伝える文が書かれていますが、だれにも伝えないことになっています。伝えるときは、「だれに伝えるか」を選んでください。伝えないときは、この文を消してください。"


class ShareForm(EditForm):
    """A new text for the city. Nothing of what is sealed is taken into it."""

    buttons = [("share", "保存する", "")]

    shared_with = ChoiceField(label="だれに伝えるか", choices=SharedWith.choices, widget=forms.RadioSelect)
    department = ModelChoiceField(
        label="伝える課", queryset=Partner.objects.none(), required=False, empty_label="（担当課に伝えるときだけ）"
    )
    shared_text = TextField(
        label="伝える文",
        max_length=1000,
        rows=5,
        required=False,
        help_text="この文と、団体の名前、日だけが伝わります。封をした話は写さずに、伝えてよいことだけを書いてください。",
    )
    agreed_by = LineField(label="よいと言った人", max_length=80, required=False, help_text="例：会長（電話で聞いた）")
    agreed_on = JaDateField(label="よいと言った日", required=False, latest=timezone.localdate)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        named = self.initial.get("department")
        self.fields["department"].queryset = departments([named] if named else ())

    def clean(self):
        data = super().clean()
        if data.get("shared_with") == SharedWith.COORDINATOR:
            if data.get("shared_text") and data["shared_text"] != self.initial.get("shared_text"):
                self.add_error("shared_text", TO_NOBODY)
                return data
            return {**data, "department": None, "shared_text": "", "agreed_by": "", "agreed_on": None}
        for name, words in (("shared_text", "伝える文"), ("agreed_by", "よいと言った人"), ("agreed_on", "よいと言った日")):
            if not data.get(name) and name not in self.errors:
                self.add_error(name, f"{words}を入れてください。")
        if data.get("shared_with") == SharedWith.DEPARTMENT and not data.get("department"):
            self.add_error("department", "伝える課をえらんでください。")
        if data.get("shared_with") == SharedWith.SECRETARIAT:
            data["department"] = None
        return data

    def boxes_of(self, names, stored):
        department = {"department": stored["department_id"]} if "department_id" in names else {}
        return super().boxes_of(names, stored) | department

    @property
    def said(self):
        data, department = self.cleaned_data, self.cleaned_data["department"]
        names = ("shared_with", "shared_text", "agreed_by", "agreed_on")
        return {**{name: data[name] for name in names}, "department_id": department.pk if department else None}
