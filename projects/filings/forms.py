"""What the city enters of what came on paper or by telephone."""

from django.utils import timezone

from kyodo_portal.common.forms.base import KyodoForm
from kyodo_portal.common.forms.choice_fields import ChoiceField
from kyodo_portal.common.forms.date_fields import JaDateField
from kyodo_portal.common.forms.fields import UploadField

from .models import CHANNELS


class FiledForm(KyodoForm):
    """How it came and when, with a copy of it."""

    with_key = True
    buttons = [("enter", "次へ進む", "")]

    channel = ChoiceField(label="どうやって来たか", choices=[("", "選んでください"), *CHANNELS])
    received_on = JaDateField(label="収受日", latest=timezone.localdate, help_text="期限は、この日で決まります。")
    scan = UploadField(label="紙の写し", required=False, help_text="読み取ったものがあれば、付けます。公開しません。")


class NextFiledForm(FiledForm):
    """The next thing of a FiledFor that came on paper. whats: {key: what it is called}, of which `matter.may_come` names some."""

    what = ChoiceField(label="何が届いたか", choices=[])
    field_order = ["what", "channel", "received_on", "scan"]

    def __init__(self, *args, matter, whats, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["what"].choices = [("", "選んでください"), *((name, whats[name]) for name in matter.may_come)]
