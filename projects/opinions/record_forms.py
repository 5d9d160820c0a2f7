"""The record of an event, and one thing that was said there with the answer to it."""

from kyodo_portal.common.forms.base import KyodoForm
from kyodo_portal.common.forms.choice_fields import ChoiceField, TickField
from kyodo_portal.common.forms.fields import LineField, TextField
from kyodo_portal.common.forms.number_fields import CountField
from kyodo_portal.process.forms import EditForm
from projects.committees.remark_models import Remark

EFFECTS = [("", "まだ決めていない"), *((code, Remark(effect=code).effect_label) for code in Remark.Effect.values)]


class RecordForm(EditForm):
    """Minutes, who sat there for the host, how many came."""

    buttons = [("save", "記録を保存する", "")]

    minutes = TextField(
        label="話し合いの記録",
        max_length=20_000,
        rows=14,
        required=False,
        help_text="何を話し、何を決めたか。来た人の名前は書かないでください。",
    )
    attendees = LineField(label="開いた側の出席者", max_length=200, required=False, help_text="役の名前で。例：市長、企画課長")
    visitors = CountField(label="来た人の数", required=False, most=30_000, unit="人")


class EventRemarkForm(KyodoForm):
    """What was said, and what the answer to it is."""

    with_key = True
    buttons = [("save", "意見と答えを載せる", "")]

    text = TextField(label="出た意見", max_length=2000, rows=4, help_text="だれが言ったか分からないように書いてください。")
    effect = ChoiceField(label="どう扱うか", choices=EFFECTS, required=False)
    answer = TextField(label="答え", max_length=3000, rows=5, required=False)
    change = TextField(label="変えたところ", max_length=2000, rows=3, required=False)
    is_public = TickField(label="記録といっしょに公開する", required=False, initial=True)

    def clean(self):
        data = super().clean()
        if bool(data.get("effect")) != bool(data.get("answer")) and not {"effect", "answer"} & self.errors.keys():
            self.add_error("answer" if data.get("effect") else "effect", "扱いと答えは、両方を入れてください。")
        return data


class EventRemarkEditForm(EditForm, EventRemarkForm):
    """The same put right, or answered."""

    with_key = False
    buttons = [("save", "直した内容を保存する", "")]
