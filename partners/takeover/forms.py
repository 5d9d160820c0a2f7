"""The forms about who comes after the representative of a group."""

import datetime

from django import forms
from django.utils import timezone

from kyodo_portal.common.forms.base import KyodoForm
from kyodo_portal.common.forms.choice_fields import ChoiceField
from kyodo_portal.common.forms.date_fields import JaDateField
from kyodo_portal.common.forms.fields import JaEmailField, LineField, TextField
from kyodo_portal.process.forms import EditForm
from partners.directory.consent import NO, YES

MEMO_HELP = "鍵の場所、決まっていること、よく連絡する人など。読めるのは、あなた、次の代表者、団体の人だけです。市は読みません。"


def next_april():
    """The 1 April that comes next."""
    today = timezone.localdate()
    return datetime.date(today.year + (today >= datetime.date(today.year, 4, 1)), 4, 1)


class SuccessorForm(KyodoForm):
    """A representative names who comes."""

    with_key = True
    buttons = [("name", "招待のメールを送る", "")]

    to_name = LineField(label="次の代表者の名前", max_length=80)
    to_email = JaEmailField(label="次の代表者のメールアドレス", help_text="このアドレスでサインインした人だけが、受けられます。")
    starts_on = JaDateField(label="いつから代わるか", initial=next_april, earliest=timezone.localdate)
    memo = TextField(label="申し送り", required=False, max_length=2000, rows=6, help_text=MEMO_HELP)


class EnterForm(KyodoForm):
    """The secretariat enters what a group said. representatives: [Membership] of those who represent it now."""

    with_key = True
    buttons = [("enter", "この届けを入れる", "")]

    to_name = LineField(label="新しい代表者の名前", max_length=80)
    to_email = JaEmailField(
        label="新しい代表者のメールアドレス",
        required=False,
        help_text="あれば、招待のメールを送ります。ないときは、空けてください。",
    )
    starts_on = JaDateField(label="いつから代わるか", initial=timezone.localdate)
    why = LineField(
        label="もとにした届け", max_length=200, help_text="団体の人に伝わります。例：4月3日に窓口で受けた、総会の議事録の写し"
    )

    def __init__(self, *args, representatives, **kwargs):
        super().__init__(*args, **kwargs)
        self.representatives = {str(row.user_id): row.user for row in representatives}
        if len(self.representatives) > 1:
            choices = [(key, str(user)) for key, user in self.representatives.items()]
            self.fields["from_user"] = ChoiceField(label="だれから引き継ぐか", choices=choices, widget=forms.RadioSelect)

    @property
    def from_user(self):
        """Who goes, where several represent the group; None otherwise."""
        return self.representatives.get(self.cleaned_data.get("from_user"))


class ObjectForm(KyodoForm):
    """What is wrong with what the secretariat entered."""

    buttons = [("object", "違うと知らせる", "")]

    text = TextField(label="どこが違うか", max_length=1000, rows=4, help_text="事務局の人だけが読みます。")


class AnswerForm(EditForm):
    """What the secretariat found out."""

    buttons = [("decide", "決めて、団体の人に知らせる", "")]

    goes_on = ChoiceField(
        label="どうするか",
        choices=[(NO, "届けを取りやめる（いまの代表者のまま）"), (YES, "届けのとおりに代わる")],
        widget=forms.RadioSelect,
    )
    answer = TextField(label="確かめたこと", max_length=1000, rows=4, help_text="団体の人に、そのまま伝わります。")
