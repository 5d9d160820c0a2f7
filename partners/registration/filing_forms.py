"""What came on paper, by telephone or at the counter: which paper it is, how and when it came, and who brought it."""

from django import forms
from django.utils import timezone

from kyodo_portal.common.forms.base import KyodoForm
from kyodo_portal.common.forms.choice_fields import ChoiceField
from kyodo_portal.common.forms.date_fields import JaDateField
from kyodo_portal.common.forms.fields import LineField, TextField, UploadField
from partners.directory.forms import KIND_CHOICES

from .filing_actions import UNCHANGED, Purpose
from .models import Registration
from .receipts import Receipt

Channel = Registration.Channel
WHAT = {
    Purpose.NEW: "新しい登録の申請",
    UNCHANGED: "更新（去年と同じ）",
    Purpose.RENEWAL: "更新（変わったところがある）",
    Purpose.CHANGE: "変更の申請",
    Purpose.PAUSE: "休止の届け",
    Purpose.RESUME: "再開の申請",
    Purpose.LEAVE: "退会の届け",
}
NOTICES = (Purpose.PAUSE, Purpose.LEAVE)


class ReceivedFields(KyodoForm):
    """How it came, and when: 収受. Deadlines count from that day."""

    channel = ChoiceField(
        label="どうやって来たか", choices=[("", "選んでください"), *(row for row in Channel.choices if row[0] != Channel.WEB)]
    )
    received_on = JaDateField(label="収受日", latest=timezone.localdate, help_text="期限は、この日から数えます。")

    @property
    def receipt(self):
        """The Receipt of a valid form."""
        said = self.cleaned_data
        return Receipt(said["channel"], said["received_on"], said.get("filed_for", ""))


class ReceivedForm(ReceivedFields):
    """One paper of one group; without a group, of one that the portal does not know yet.

    sure: the name for which similar bodies were looked at.
    """

    with_key = True
    buttons = [("file", "中身を入れる", "")]

    what = ChoiceField(label="何が来たか")
    filed_for = LineField(
        label="出した人", max_length=80, help_text="代理の人のときは、代表者との間がらも書きます。例：見本 三郎（会長）"
    )
    name = LineField(label="団体名", max_length=120, help_text="紙に書いてあるとおりに入れてください。")
    kind = ChoiceField(label="団体の種類", choices=KIND_CHOICES)
    reason = TextField(
        label="理由", max_length=1000, required=False, help_text="休止・退会の届けのときに、紙のとおりに書きます。"
    )
    scan = UploadField(label="紙の写し", required=False, help_text="新しい登録・変更・更新・再開では、次の画面でも付けられます。")
    sure = forms.CharField(required=False, widget=forms.HiddenInput)

    field_order = ["what", "channel", "received_on", "filed_for", "name", "kind", "reason", "scan", "sure"]

    def __init__(self, *args, whats, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["what"].choices = [("", "選んでください"), *((key, WHAT[key]) for key in whats)]
        unknown = [*whats] == [Purpose.NEW]
        for name in ("name", "kind", "sure") if not unknown else ("reason",):
            del self.fields[name]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("what") in NOTICES and not cleaned.get("reason"):
            self.add_error("reason", "理由を書いてください。")
        return cleaned
