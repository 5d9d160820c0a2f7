"""What the pages of 過去の一覧を読み込む ask, one form a page."""

from django import forms

from guidelines.models import FormCode
from kyodo_portal.common.forms.choice_fields import ChoiceField, MultipleChoiceField
from kyodo_portal.common.forms.fields import LineField
from kyodo_portal.common.forms.number_fields import YearField
from kyodo_portal.common.forms.tables import StepForm, TableForm
from partners.models import PartnerKind

from .models import Counted

FORMS = [("", "えらんでください"), *FormCode.choices]
KINDS = [("", "えらんでください"), *PartnerKind.of_groups(), ("department", PartnerKind.DEPARTMENT.label)]


class BeginForm(TableForm):
    """The table, and of which 年度 it is."""

    field_order = ["fiscal_year", "name", "table", "pasted"]

    fiscal_year = YearField(label="何年度の一覧ですか", example="令和5年度", help_text="例：令和5年度")
    name = LineField(
        label="元になった表の名・日",
        max_length=200,
        help_text="一覧のページに出ます。例：令和6年5月 協働事業一覧（協働の担当課）",
    )


class WordsForm(StepForm):
    """What each word means."""

    def __init__(self, *args, table, **kwargs):
        super().__init__(*args, table=table, **kwargs)
        self.words = {part: list(table.words.get(part, {})) for part in ("form", "kind")}
        for place, word in enumerate(self.words["form"]):
            self._ask(f"form{place}", f"形態「{word}」", FORMS, table.words["form"][word])
            self._ask(f"counted{place}", f"形態「{word}」の数え方", Counted.choices, table.words["counted"][word])
        for place, word in enumerate(self.words["kind"]):
            self._ask(f"kind{place}", f"相手の種類「{word}」", KINDS, table.words["kind"][word])

    def _ask(self, name, label, choices, initial):
        self.fields[name] = ChoiceField(label=label, choices=choices, initial=initial)

    @property
    def answers(self):
        said = {
            part: {word: self.cleaned_data[f"{part}{place}"] for place, word in enumerate(self.words[words])}
            for part, words in (("form", "form"), ("counted", "form"), ("kind", "kind"))
        }
        return {"words": said}


class TakeInForm(StepForm):
    """Which of the lines that should be looked at stay out; whether everybody reads the list at once."""

    def __init__(self, *args, table, looked, **kwargs):
        super().__init__(*args, table=table, **kwargs)
        choices = [(str(line.index), f"{line.number}行目を入れない") for line in looked]
        initial = [str(index) for index in table.left_out]
        self.fields["left_out"] = MultipleChoiceField(label="入れない行", choices=choices, initial=initial, required=False)
        self.fields["is_public"] = forms.BooleanField(label="入れたら、すぐ公表する", required=False)

    @property
    def answers(self):
        read = self.cleaned_data
        return {"left_out": [int(index) for index in read["left_out"]], "is_public": read["is_public"]}
