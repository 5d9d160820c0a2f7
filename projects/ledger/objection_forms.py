"""異議: what a group says, and what the secretariat answers."""

from django import forms

from kyodo_portal.common.forms.base import KyodoForm
from kyodo_portal.common.forms.choice_fields import ChoiceField
from kyodo_portal.common.forms.fields import TextField


class ObjectionForm(KyodoForm):
    buttons = [("object", "異議を知らせる", "")]

    text = TextField(
        label="異議の内容",
        max_length=2000,
        rows=5,
        help_text="どこが、どう違うか、どうしてほしいか。公開しません。担当課と事務局だけが読みます。",
    )


class AnswerForm(KyodoForm):
    buttons = [("decide", "決めて、双方に知らせる", "")]
    # Which one the page showed: meanwhile another may have been decided, or come in.
    objection = forms.IntegerField(widget=forms.HiddenInput, required=False)

    upheld = ChoiceField(
        label="決めたこと",
        choices=[("yes", "異議を認める（担当課が直すまで公開しない）"), ("no", "異議を認めない（公開をもどす）")],
        widget=forms.RadioSelect,
    )
    answer = TextField(label="理由", max_length=2000, rows=4, help_text="団体と担当課に、そのまま伝わります。")
