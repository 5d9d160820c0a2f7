"""What the pages of 名簿の取込 and 団体の統合 ask, one form a page."""

import re

from django.core.exceptions import ValidationError

from kyodo_portal.common.forms.base import KyodoForm
from kyodo_portal.common.forms.choice_fields import ChoiceField
from kyodo_portal.common.forms.fields import LineField, TextField
from kyodo_portal.common.forms.tables import StepForm, TableForm
from kyodo_portal.common.japanese.width import to_half
from kyodo_portal.process.forms import EditForm
from partners.directory.kind import PartnerKind
from partners.directory.models import Partner

KINDS = [("", "（わからない）"), *PartnerKind.of_groups()]


class BeginForm(TableForm):
    """The list, and where it comes from."""

    field_order = ["name", "table", "pasted"]

    name = LineField(
        label="元になった名簿の名・日",
        max_length=200,
        help_text="団体の「もとにした資料」になります。例：令和8年4月 登録団体名簿（市民協働課）",
    )


class WordsForm(StepForm):
    """Which kind each word means."""

    def __init__(self, *args, table, **kwargs):
        super().__init__(*args, table=table, **kwargs)
        self.words = list(table.words.get("kind", {}))
        for place, word in enumerate(self.words):
            label, initial = f"種類「{word}」", table.words["kind"][word]
            self.fields[f"kind{place}"] = ChoiceField(label=label, choices=KINDS, initial=initial, required=False)

    @property
    def answers(self):
        return {"kinds": {word: self.cleaned_data[f"kind{place}"] for place, word in enumerate(self.words)}}


class TakeInForm(StepForm):
    """What is done with each of the lines that should be looked at."""

    def __init__(self, *args, table, looked, **kwargs):
        super().__init__(*args, table=table, **kwargs)
        self.looked = looked
        for line in looked:
            label = f"{line.number}行目をどうするか"
            self.fields[f"line{line.index}"] = ChoiceField(label=label, choices=line.choices, initial=line.choice)

    @property
    def answers(self):
        return {"choices": {line.index: self.cleaned_data[f"line{line.index}"] for line in self.looked}}


class BodyField(LineField):
    """A body by the address of its page, by the number in it, or by its exact name; cleaned, the Partner."""

    def clean(self, value):
        text = to_half(super().clean(value)).strip()
        number = re.fullmatch(r"(?:.*/partners/)?([0-9]{1,9})/?", text)
        found = Partner.objects.filter(pk=int(number[1])) if number else Partner.objects.filter(name=value.strip())
        rows = list(found.filter(merged_into=None)[:2])
        if len(rows) == 1:
            return rows[0]
        what = (
            "という名前の団体が2つ以上あります。番号で選んでください。"
            if rows
            else "の団体が見つかりません。番号か名前を確かめてください。"
        )
        raise ValidationError(f"「{text[:60]}」{what}", code="body")


class PairForm(KyodoForm):
    """Which two bodies are the same one."""

    buttons = [("look", "2つを見くらべる", "")]

    keep = BodyField(label="のこす団体", max_length=200, help_text="団体のページの番号（/partners/12/ なら12）か、団体名")
    gone = BodyField(label="なくなる団体", max_length=200, help_text="この団体のページは、のこす団体のページに移ります。")


class MergeForm(EditForm):
    """Why they are the same; the etag says how the two stood."""

    buttons = [("merge", "1つにまとめる", "")]

    why = TextField(label="同じ団体だとわかったわけ", max_length=1000, rows=3, help_text="団体の人に、そのまま伝わります。")


class PartForm(KyodoForm):
    """Why a merge is taken back."""

    buttons = [("part", "もとの2つにもどす", "kp-btn--sub")]

    why = TextField(label="もどすわけ", max_length=1000, rows=2, help_text="団体の人に、そのまま伝わります。")
