"""What a named group answers."""

from django import forms
from django.utils import timezone

from kyodo_portal.common.forms.base import KyodoForm
from kyodo_portal.common.forms.choice_fields import ChoiceField
from kyodo_portal.common.forms.date_fields import JaDateField
from kyodo_portal.common.own_words import own_words

YES, NO, LEAVE = "yes", "no", "leave"


class JointAnswerForm(KyodoForm):
    """Yes, no, or going again: what of it is offered depends on what was answered before. `on_paper`: also asks for the 収受日."""

    buttons = [("send", "この内容で返事をする", "")]

    def __init__(self, *args, row, on_paper=False, **kwargs):
        super().__init__(*args, **kwargs)
        name = row.partner.name
        yes = (YES, f"加わる。{name}は、この提案をいっしょに行います。採択されたときに、団体の名前が公開されることに同意します。")
        no = (NO, "加わらない。団体の名前は、どこにも出ません。")
        offered = [yes, no]
        if not row.is_asked:
            offered = [(LEAVE, own_words("抜ける。提案した団体と、提出したあとは市の事務局に知らせます。"))]
            self.buttons = [("send", "抜ける", "")]
        if row.said_no:
            offered, self.buttons = [yes], [("send", "加わる", "")]
        self.fields["answer"] = ChoiceField(label=f"{name}の返事", choices=offered, widget=forms.RadioSelect)
        if on_paper:
            self.fields["received_on"] = JaDateField(
                label="紙の返事の収受日",
                latest=timezone.localdate,
                help_text="返事の紙を受け取った日を入れてください。紙は、保管してください。",
            )
