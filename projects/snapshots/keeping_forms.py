"""What the page of a year's versions asks before it does something."""

from django import forms

from kyodo_portal.common.forms.base import KyodoForm
from kyodo_portal.common.forms.fields import LineField
from kyodo_portal.common.forms.messages import set_error_messages


class PublishForm(KyodoForm):
    """公表する, or その公表をやめる: of the version that the page shows."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        set_error_messages(self.fields["version"])


class WithdrawForm(PublishForm):
    """読み込みを取り下げる, and why."""

    why = LineField(label="取り下げるわけ", max_length=200, help_text="版の記録に残ります。例：年度をまちがえて入れた")
