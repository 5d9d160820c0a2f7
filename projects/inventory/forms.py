"""What the pages of the inventory ask."""

import datetime

from django.core.exceptions import ValidationError
from django.utils import timezone

from kyodo_portal.common.forms.base import KyodoForm
from kyodo_portal.common.forms.choice_fields import TickField
from kyodo_portal.common.forms.date_fields import JaDateField
from kyodo_portal.common.forms.fields import TextField, UploadField
from kyodo_portal.common.forms.number_fields import YearField
from kyodo_portal.common.japanese.dates import fiscal_year
from kyodo_portal.process.forms import EditForm

from .models import InventoryRound


def _closes_on(round):
    return JaDateField(label="新しい締切日", earliest=timezone.localdate, initial=round.closes_on)


def _later_until(sheet):
    return JaDateField(
        label="この課の新しい期限",
        initial=sheet.last_day,
        help_text="ほかの課の期限は、変わりません。みんなと同じ期限にもどすときは、その日を入れてください。",
    )


def _why_corrected(round):
    """Why a list that stands gets a further version: everybody reads it beside the list and in the report."""
    return TextField(
        label="訂正したわけ",
        max_length=2000,
        rows=3,
        help_text="一覧と年のまとめに、そのまま出ます。どこを、なぜ直したかを、みんなが読む文で書いてください。",
    )


QUESTIONS = {"closes_on": _closes_on, "correct.reason": _why_corrected}
SHEET_QUESTIONS = {"later_until": _later_until}


class ExcuseForm(KyodoForm):
    """Why several sheets are closed without an answer; which ones, with the versions that were seen, stands hidden beside it."""

    buttons = [("sure", "回答なしで締める", "")]

    reason = TextField(label="理由", max_length=2000, rows=3, help_text="それぞれの課に、そのまま伝わります。")


class RoundFields(KyodoForm):
    """What a round of one 年度 is made of."""

    fiscal_year = YearField(label="年度", help_text="数える年度です。例：令和7年度")
    opens_on = JaDateField(label="始める日")
    closes_on = JaDateField(label="締め切る日", earliest=timezone.localdate)
    asks_plans = TickField(label="来年度も続けるかを聞く", required=False, initial=True)
    asks_possibilities = TickField(label="協働の種（これから協働でできそうな仕事）も聞く", required=False, initial=True)

    def clean(self):
        cleaned = super().clean()
        opens, closes = cleaned.get("opens_on"), cleaned.get("closes_on")
        if opens and closes and closes < opens:
            self.add_error("closes_on", ValidationError("締め切る日は、始める日かそれより後の日にしてください。"))
        if cleaned.get("fiscal_year") and cleaned["fiscal_year"] > fiscal_year(timezone.localdate()):
            self.add_error("fiscal_year", ValidationError("まだ始まっていない年度は、数えられません。"))
        return cleaned


class RoundEditForm(RoundFields, EditForm):
    """What was prepared is put right before it begins."""

    buttons = [("save", "保存する", "")]


class RoundDropForm(KyodoForm):
    """A round that was prepared by mistake goes."""

    buttons = [("drop", "この棚卸しの用意を取りやめる", "")]


class RoundForm(RoundFields):
    """A round of one 年度: by default of the year that is over, asked in June, after its accounts are closed, or in the four weeks to
    come. One query."""

    with_key = True
    buttons = [("make", "棚卸しを用意する", "")]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        year = fiscal_year(timezone.localdate())
        has_last = InventoryRound.objects.filter(fiscal_year=year - 1).exists()
        opens, closes, today = datetime.date(year, 6, 1), datetime.date(year, 6, 30), timezone.localdate()
        if closes < today:  # June is over: four weeks from today
            opens, closes = today, today + datetime.timedelta(weeks=4)
        self.fields["fiscal_year"].initial = year if has_last else year - 1
        self.fields["opens_on"].initial, self.fields["closes_on"].initial = opens, closes


class TableForm(KyodoForm):
    """The table as a file. Its rows carry 行ID and 行の版: what was changed meanwhile is refused, the same file twice changes nothing."""

    buttons = [("file", "読む", "")]

    table = UploadField(
        label="直した表",
        kinds={"xlsx"},
        help_text="もらったエクセル（.xlsx）に入れたもの。行IDと行の版の列は、消さないでください。",
    )


class PasteForm(KyodoForm):
    """The same rows, copied out of the spreadsheet, for computers that may not send files."""

    buttons = [("paste", "読む", "")]

    rows = TextField(
        label="表の行",
        rows=8,
        help_text="見出しの行から下を、表計算ソフトでコピーして、ここに貼り付けます。",
    )
