"""What the pages of 名簿の取込 and 団体の統合 ask, one form a page."""

from kyodo_portal.common.forms.base import KyodoForm
from kyodo_portal.common.forms.choice_fields import ChoiceField
from kyodo_portal.common.forms.fields import LineField, TextField
from kyodo_portal.common.forms.tables import StepForm, TableForm
from kyodo_portal.process.forms import EditForm
from partners.directory.body_fields import BodyField
from partners.directory.kind import PartnerKind

KINDS = [("", "（わからない）"), *PartnerKind.of_groups()]


class BeginForm(TableForm):
    """The list, and where it comes from."""

    field_order = ["name", "table", "pasted"]

    name = LineField(
        label="元になった名簿の名・日",
        max_length=200,
        help_text="団体の「もとにした資料」になります。例：令和8年4月 登録団体名簿（協働の担当課）",
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
        return {"words": {"kind": {word: self.cleaned_data[f"kind{place}"] for place, word in enumerate(self.words)}}}


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
