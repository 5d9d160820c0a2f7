"""Forms that take a table in, page by page: the file or what was pasted, the row of headings, what each column is."""

from django import forms
from django.core.exceptions import ValidationError

from kyodo_portal.common.files import uploads
from kyodo_portal.common.files.virus import scan
from kyodo_portal.common.lists.headings import UNUSED
from kyodo_portal.common.lists.incoming import HEAD_WITHIN, pasted, sheets_of

from .base import KyodoForm
from .choice_fields import ChoiceField
from .fields import TextField, UploadField
from .messages import set_error_messages

MOST_PASTED = 500_000  # characters


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


class TableForm(KyodoForm):
    """A table, as a file or pasted; cleaned_data holds `sheets` (lists/incoming.py) and `file_name`, "" of what was pasted."""

    with_key = True
    buttons = [("begin", "読む", "")]

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
        read["file_name"] = table.name if table else ""
        return read


class StepForm(KyodoForm):
    """A page after the first; table: the row that holds what was handed in. The form carries the version of what it shows."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, table, **kwargs):
        super().__init__(*args, initial={"version": table.version}, **kwargs)
        set_error_messages(self.fields["version"])
        self.table = table


class HeadForm(StepForm):
    """Which row of the shown sheet holds the headings."""

    def __init__(self, *args, table, sheet, **kwargs):
        super().__init__(*args, table=table, **kwargs)
        self.rows = table.sheets[sheet][1][:HEAD_WITHIN]
        choices = [(str(place), f"{place + 1}行目") for place in range(len(self.rows))]
        here = table.head if sheet == table.sheet else 0
        self.fields["head"] = ChoiceField(label="見出しの行", choices=choices, initial=str(here), widget=forms.RadioSelect)

    @property
    def answers(self):
        return {"head": int(self.cleaned_data["head"])}


class ColumnsForm(StepForm):
    """What each column is. headings: the Headings of this sort of table; columns that are never kept are not asked about."""

    def __init__(self, *args, table, headings, **kwargs):
        super().__init__(*args, table=table, **kwargs)
        choices = [(UNUSED, "（使わない）"), *((target, label) for target, (label, _) in headings.targets.items())]
        for place, (heading, target) in enumerate(table.columns):
            if heading and not headings.is_unread(heading):
                self.fields[f"c{place}"] = ChoiceField(label=heading, choices=choices, initial=target, required=False)

    @property
    def answers(self):
        return {"targets": [self.cleaned_data.get(f"c{place}", UNUSED) for place in range(len(self.table.columns))]}


class LinesForm(StepForm):
    """What is done with each of the lines that should be looked at. A line has `index`, `number`, `choices` and `choice`."""

    def __init__(self, *args, table, looked, **kwargs):
        super().__init__(*args, table=table, **kwargs)
        self.looked = looked
        for line in looked:
            label = f"{line.number}行目をどうするか"
            field = ChoiceField(label=label, choices=line.choices, initial=line.choice)
            field.widget.attrs["class"] = "kd-in"
            self.fields[f"line{line.index}"] = field

    @property
    def answers(self):
        return {"choices": {line.index: self.cleaned_data[f"line{line.index}"] for line in self.looked}}
