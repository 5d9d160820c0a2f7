"""What staff write of a 通知書: the draft, why another one takes its place, how it went."""

import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from kyodo_portal.common.forms.base import KyodoForm
from kyodo_portal.common.forms.choice_fields import ChoiceField
from kyodo_portal.common.forms.date_fields import JaDateField
from kyodo_portal.common.forms.fields import LineField, TextField
from kyodo_portal.common.forms.number_fields import CountField
from kyodo_portal.process.forms import EditForm

from .marks import MARK
from .models import OfficialLetter

BODY_HELP = (
    "段落のあいだは、1行空けます。「記」だけの行のあとは、「理由：…」のように書いた行が、番号の付いた表になります。"
    "全角の空白で始まる行は、前の行の続きです。"
)
LEFT_OVER = "｛ ｝のしるしは、ひな形だけで使えます。ここには、そのまま印刷される文を書いてください。"


def _earliest():
    return timezone.localdate() - datetime.timedelta(days=3 * 366)


def _a_month_ahead():
    return timezone.localdate() + datetime.timedelta(days=31)


class LetterForm(EditForm):
    """A draft. `values` are what the action writes, after is_valid."""

    buttons = [("save", "下書きを保存する", "")]
    field_order = [
        "document_number", "dated_on", "decided_on", "signatory", "to_name", "to_person", "title", "body", "appeal_text", "contact",
        "received_number", "file_name", "keep_years", "how",
    ]  # fmt: skip

    to_name = LineField(label="あて先", max_length=120, help_text="団体の名前。「様」は、付けなくても印刷に出ます。")
    to_person = LineField(
        label="あて先の人", max_length=120, required=False, help_text="例：代表　見本　花子。空でもかまいません。"
    )
    title = LineField(label="件名", max_length=100)
    body = TextField(label="本文", max_length=6000, rows=16, help_text=BODY_HELP)
    appeal_text = TextField(label="教示の文", max_length=2000, rows=6, required=False, help_text="空なら、印刷に出ません。")
    document_number = LineField(
        label="文書番号",
        max_length=40,
        required=False,
        help_text="例：市協第1301号。空なら、ポータルの番号（R8-B-0001など）が出ます。",
    )
    dated_on = JaDateField(
        label="日付", required=False, earliest=_earliest, latest=_a_month_ahead, help_text="空なら、出した日になります。"
    )
    decided_on = JaDateField(label="決裁日", required=False, earliest=_earliest, latest=timezone.localdate)
    signatory = LineField(label="名義", max_length=122, required=False, help_text="例：若葉野市長　見本　太郎")
    contact = LineField(label="担当", max_length=200, required=False)
    received_number = LineField(label="収受番号", max_length=40, required=False)
    file_name = LineField(label="簿冊名", max_length=80, required=False)
    keep_years = CountField(label="保存年限", least=1, most=30, unit="年", example="5")
    how = ChoiceField(label="届け方", choices=OfficialLetter.How.choices, widget=forms.RadioSelect)

    def clean(self):
        cleaned = super().clean()
        for name in ("title", "body", "appeal_text"):
            if MARK.search(cleaned.get(name) or ""):
                self.add_error(name, LEFT_OVER)
        return cleaned

    @property
    def values(self):
        values = {name: self.cleaned_data[name] for name in self.fields if name in LETTER_FIELDS}
        return values | {"keep_years": int(values["keep_years"])}


LETTER_FIELDS = tuple(LetterForm.base_fields)


class ReplaceForm(KyodoForm):
    """Why a letter that went out is to be replaced."""

    buttons = [("replace", "差替えの下書きをつくる", "")]

    why = LineField(
        label="差し替えるわけ",
        max_length=300,
        help_text="新しい通知書といっしょに、団体に伝わります。例：期間の日付がちがっていたため",
    )


class SendingForm(KyodoForm):
    """That a released letter went."""

    buttons = [("sent", "送ったと記す", "")]

    how = ChoiceField(label="届け方", choices=OfficialLetter.How.choices, widget=forms.RadioSelect)
    sent_on = JaDateField(label="送った日", latest=timezone.localdate, initial=timezone.localdate)
    note = LineField(label="メモ", max_length=200, required=False, help_text="例：簡易書留、窓口で代表に渡した")
    seen = forms.IntegerField(required=False, min_value=0, max_value=2**63 - 1, widget=forms.HiddenInput)

    def __init__(self, *args, letter, **kwargs):
        super().__init__(*args, **kwargs)
        self.letter = letter
        self.initial["seen"] = max(letter.sendings.values_list("pk", flat=True), default=0)

    def clean_sent_on(self):
        day = self.cleaned_data["sent_on"]
        if day < timezone.localdate(self.letter.released_at):
            raise ValidationError("「送った日」は、通知書を出した日からあとにしてください。")
        if self.cleaned_data.get("how") == OfficialLetter.How.WEB and day != timezone.localdate():
            raise ValidationError("マイページとメールでは、いま知らせます。「送った日」を今日にしてください。")
        return day
