"""The own name, and the yes to closing an account."""

from django import forms

from kyodo_portal.common.forms.base import KyodoForm
from kyodo_portal.common.forms.choice_fields import ChoiceField
from kyodo_portal.common.forms.fields import LineField
from kyodo_portal.notices.choice_models import HOWS, MailKind
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


HELP = {
    MailKind.MATTER: "あなたの番になったときなどに届きます。止めることはできません。",
    MailKind.THREAD: "届いたことだけをお知らせします。中身は、サインインして読みます。止めても、決まったことと期限は届きます。",
    MailKind.REMINDER: "期限の前と、期限をすぎたときに届きます。止めることはできません。",
    MailKind.DIGEST: "期限をすぎたものと、これから2週間に期限が来るものを、月曜にまとめます。",
    MailKind.FOLLOWING: "見守っているものに新しいことがあった週だけ、金曜の朝に届きます。",
}


class MailsForm(EditForm):
    """One question for each kind of mail: how often."""

    buttons = [("save", "保存する", "")]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for kind, hows in HOWS.items():
            choices = [(how.value, how.label) for how in hows]
            self.fields[kind.value] = ChoiceField(
                label=kind.label, choices=choices, widget=forms.RadioSelect, help_text=HELP[kind]
            )


class CloseForm(KyodoForm):
    """One box, so that nobody leaves by a slip of the finger."""

    sure = forms.BooleanField(label="消すと元に戻せないことがわかりました")
    buttons = [("close", "退会する", "")]
