"""The own name, and the yes to closing an account."""

from django import forms

from kyodo_portal.common.forms.base import KyodoForm
from kyodo_portal.common.forms.choice_fields import TickField
from kyodo_portal.common.forms.fields import LineField
from kyodo_portal.process.forms import EditForm


class NameForm(EditForm):
    """The name that others see."""

    name = LineField(
        label="お名前",
        max_length=100,
        help_text="やりとりのときに、市や団体の人に見えます。",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    buttons = [("save", "名前を変える", "")]


class NoticesForm(EditForm):
    """What one wants to be told."""

    weekly_digest = TickField(
        label="週のはじめに、まとめを受けとる",
        required=False,
        help_text="期限をすぎたものと、これから2週間に期限が来るものを、週に1度お知らせします。期限の前のお知らせは、これとは別に届きます。",
    )
    buttons = [("save", "保存する", "")]


class CloseForm(KyodoForm):
    """One box, so that nobody leaves by a slip of the finger."""

    sure = forms.BooleanField(label="消すと元に戻せないことがわかりました")
    buttons = [("close", "退会する", "")]
