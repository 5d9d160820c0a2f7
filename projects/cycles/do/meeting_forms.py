"""打合せの記録: when, who, what was talked about, what was decided."""

from django.utils import timezone

from kyodo_portal.common.forms.base import KyodoForm
from kyodo_portal.common.forms.date_fields import JaDateField
from kyodo_portal.common.forms.fields import LineField, TextField
from kyodo_portal.process.forms import EditForm


class MeetingForm(KyodoForm):
    """What was decided is asked for in one box, with who does it by when."""

    with_key = True
    buttons = [("save", "記録を載せる", "")]

    on = JaDateField(label="打合せの日", latest=timezone.localdate, initial=timezone.localdate)
    attendees = LineField(label="出た人", max_length=200, help_text="例：ひだまりの会の3人、担当課の1人")
    talked = TextField(label="話し合ったこと", max_length=4000, rows=5)
    decided = TextField(
        label="決めたこと",
        max_length=1000,
        rows=3,
        required=False,
        help_text="次にすることがあれば書いてください。双方のやることに入り、終わらなければ次の年度に引きつがれます。",
    )
    who = LineField(
        label="だれが",
        max_length=80,
        required=False,
        help_text="団体や課の名前を書くと、その人たちのやることになります。書かなければ、双方のやることです。",
    )
    due = JaDateField(label="いつまでに", required=False)

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("decided") and "decided" not in self.errors and (cleaned.get("who") or cleaned.get("due")):
            self.add_error("decided", "だれが、いつまでに、何をするかを書いてください。")
        return cleaned


class MeetingEditForm(EditForm, MeetingForm):
    with_key = False
    buttons = [("save", "直した内容を保存する", "")]
