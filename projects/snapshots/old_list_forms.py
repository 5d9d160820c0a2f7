"""What the pages of 過去の一覧を読み込む ask, one form a page."""

from django import forms
from django.core.exceptions import ValidationError

from guidelines.models import FormCode
from kyodo_portal.common.files import uploads
from kyodo_portal.common.files.virus import scan
from kyodo_portal.common.forms.base import KyodoForm
from kyodo_portal.common.forms.choice_fields import ChoiceField, MultipleChoiceField
from kyodo_portal.common.forms.fields import LineField, TextField, UploadField
from kyodo_portal.common.forms.messages import set_error_messages
from kyodo_portal.common.forms.number_fields import YearField
from partners.models import PartnerKind

from .models import Counted
from .old_tables import pasted, sheets_of
from .old_words import TARGETS, is_personal

MOST_PASTED = 500_000  # characters
FORMS = [("", "えらんでください"), *FormCode.choices]
KINDS = [("", "えらんでください"), *PartnerKind.of_groups(), ("department", PartnerKind.DEPARTMENT.label)]


class TableField(UploadField):
    """An xlsx or a CSV; cleaned, an `uploads.Accepted`. A CSV is what is text and no other file that we know."""

    def __init__(self, **kwargs):
        super().__init__(kinds=("xlsx",), **kwargs)

    def widget_attrs(self, widget):
        return {**super().widget_attrs(widget), "accept": ".xlsx,.csv,.tsv,.txt"}

    def to_python(self, data):
        if data in self.empty_values or not str(data.name or "").lower().endswith((".csv", ".tsv", ".txt")):
            return super().to_python(data)
        if not data.size or data.size > uploads.MAX_BYTES or uploads.kind_of(content := data.read()) is not None:
            data.seek(0)
            return super().to_python(data)
        if not scan(content):
            raise ValidationError(
                f"{self.item}は受け取れませんでした。別のファイルにするか、電話で相談してください。", code="virus"
            )
        return uploads.Accepted(uploads.display_name(data.name, "csv"), "text/csv", content)


class BeginForm(KyodoForm):
    """The table and what it is; cleaned_data holds `sheets` (old_tables)."""

    with_key = True
    buttons = [("begin", "読む", "")]

    fiscal_year = YearField(label="何年度の一覧ですか", example="令和5年度", help_text="例：令和5年度")
    name = LineField(
        label="元になった表の名・日", max_length=200, help_text="一覧のページに出ます。例：令和6年5月 協働事業一覧（市民協働課）"
    )
    table = TableField(label="ファイル", required=False, help_text="エクセル（.xlsx）かCSV。10メガバイトまで")
    pasted = TextField(
        label="貼りつける",
        required=False,
        rows=6,
        help_text="ファイルのかわりに、表を写して貼りつけることもできます。見出しの行も入れてください。",
    )

    def clean(self):
        read = super().clean()
        table, text = read.get("table"), read.get("pasted")
        if "table" in self.errors or "pasted" in self.errors:
            return read
        if bool(table) == bool(text):
            self.add_error("table", "ファイルを選ぶか、表を貼りつけるか、どちらか1つにしてください。")
            return read
        if text and len(text) > MOST_PASTED:
            self.add_error("pasted", "貼りつけた表が長すぎます。ファイルで入れてください。")
            return read
        try:
            read["sheets"] = sheets_of(table) if table else pasted(text)
        except ValidationError as error:
            self.add_error("table" if table else "pasted", error)
        return read


class StepForm(KyodoForm):
    """A page after the first: it carries the version of what it shows."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, old, **kwargs):
        super().__init__(*args, initial={"version": old.version}, **kwargs)
        set_error_messages(self.fields["version"])
        self.old = old


class HeadForm(StepForm):
    """Which row of the shown sheet holds the headings."""

    def __init__(self, *args, old, sheet, **kwargs):
        super().__init__(*args, old=old, **kwargs)
        self.rows = old.sheets[sheet][1][:10]
        choices = [(str(place), f"{place + 1}行目") for place in range(len(self.rows))]
        here = old.head if sheet == old.sheet else 0
        self.fields["head"] = ChoiceField(label="見出しの行", choices=choices, initial=str(here), widget=forms.RadioSelect)

    @property
    def answers(self):
        return {"head": int(self.cleaned_data["head"])}


class ColumnsForm(StepForm):
    """What each column is; columns of persons are not asked about."""

    def __init__(self, *args, old, **kwargs):
        super().__init__(*args, old=old, **kwargs)
        choices = [("", "（使わない）"), *((target, label) for target, (label, _) in TARGETS.items())]
        for place, (heading, target) in enumerate(old.columns):
            if heading and not is_personal(heading):
                self.fields[f"c{place}"] = ChoiceField(label=heading, choices=choices, initial=target, required=False)

    @property
    def answers(self):
        return {"targets": [self.cleaned_data.get(f"c{place}", "") for place in range(len(self.old.columns))]}


class WordsForm(StepForm):
    """What each word means."""

    def __init__(self, *args, old, **kwargs):
        super().__init__(*args, old=old, **kwargs)
        self.words = {part: list(old.words.get(part, {})) for part in ("form", "kind")}
        for place, word in enumerate(self.words["form"]):
            self._ask(f"form{place}", f"形態「{word}」", FORMS, old.words["form"][word])
            self._ask(f"counted{place}", f"形態「{word}」の数え方", Counted.choices, old.words["counted"][word])
        for place, word in enumerate(self.words["kind"]):
            self._ask(f"kind{place}", f"相手の種類「{word}」", KINDS, old.words["kind"][word])

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

    def __init__(self, *args, old, looked, **kwargs):
        super().__init__(*args, old=old, **kwargs)
        choices = [(str(line.index), f"{line.number}行目を入れない") for line in looked]
        initial = [str(index) for index in old.left_out]
        self.fields["left_out"] = MultipleChoiceField(label="入れない行", choices=choices, initial=initial, required=False)
        self.fields["is_public"] = forms.BooleanField(label="入れたら、すぐ公表する", required=False)

    @property
    def answers(self):
        read = self.cleaned_data
        return {"left_out": [int(index) for index in read["left_out"]], "is_public": read["is_public"]}
