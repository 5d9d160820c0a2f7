"""異議: what a group says, and what the secretariat answers."""

from django import forms
from django.utils import timezone

from kyodo_portal.common.forms.base import KyodoForm, add_css_class
from kyodo_portal.common.forms.choice_fields import ChoiceField
from kyodo_portal.common.forms.date_fields import JaDateField
from kyodo_portal.common.forms.fields import TextField
from partners.directory.member_forms import ReopenForm as DoubtReopenForm

from .models import Objection


class ObjectionForm(KyodoForm):
    buttons = [("object", "異議を知らせる", "")]

    text = TextField(
        label="異議の内容",
        max_length=2000,
        rows=5,
        help_text="どこが、どう違うか、どうしてほしいか。公開しません。担当課と事務局だけが読みます。",
    )


class EnteredForm(ObjectionForm):
    """The same, entered by the secretariat for a group that nobody represents in the portal."""

    buttons = [("enter", "団体の異議として入れる", "")]
    field_order = ["partner", "received_on", "came_by", "text"]

    received_on = JaDateField(
        label="収受日", latest=timezone.localdate, help_text="届いた日を入れてください。紙は、保管してください。"
    )
    came_by = ChoiceField(label="届いた方法", choices=Objection.CameBy.choices, widget=forms.RadioSelect)

    def __init__(self, *args, partners, **kwargs):
        super().__init__(*args, **kwargs)
        choices = [(str(partner.pk), partner.name) for partner in partners]
        self.fields["partner"] = ChoiceField(label="異議のある団体", choices=choices, initial=choices[0][0])
        self.order_fields(self.field_order)
        self.fields["text"].help_text = "団体が言ったとおりに入れてください。公開しません。担当課と事務局だけが読みます。"
        add_css_class(self.fields["partner"].widget)


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


class ReopenForm(DoubtReopenForm):
    """The secretariat takes back what it decided: about this one."""

    objection = forms.IntegerField(widget=forms.HiddenInput)
