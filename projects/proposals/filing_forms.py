"""What the secretariat enters of what came on paper or by telephone."""

from django.utils import timezone

from kyodo_portal.common.forms.base import KyodoForm
from kyodo_portal.common.forms.choice_fields import ChoiceField
from kyodo_portal.common.forms.date_fields import JaDateField
from kyodo_portal.common.forms.fields import LineField, UploadField

from .filing_models import CHANNELS, WHATS


class FiledForm(KyodoForm):
    """How it came and when, with a copy of it."""

    with_key = True
    buttons = [("enter", "次へ進む", "")]

    channel = ChoiceField(label="どうやって来たか", choices=[("", "選んでください"), *CHANNELS])
    received_on = JaDateField(label="収受日", latest=timezone.localdate, help_text="期限は、この日で決まります。")
    scan = UploadField(label="紙の写し", required=False, help_text="読み取ったものがあれば、付けます。公開しません。")


class EnterProposalForm(FiledForm):
    """A whole proposal that came on paper."""

    title = LineField(label="企画の名前", max_length=60, help_text="紙に書いてあるとおりに。")
    field_order = ["title", "channel", "received_on", "scan"]


class FileForm(FiledForm):
    """The next thing of a proposal that came on paper."""

    what = ChoiceField(label="何が届いたか", choices=[])
    field_order = ["what", "channel", "received_on", "scan"]

    def __init__(self, *args, proposal, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["what"].choices = [("", "選んでください"), *((name, WHATS[name]) for name in proposal.may_come)]
