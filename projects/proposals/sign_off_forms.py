"""A confirmation of the group that came on paper, as the secretariat types it in."""

from django.utils import timezone

from kyodo_portal.common.forms.base import KyodoForm
from kyodo_portal.common.forms.date_fields import JaDateField
from kyodo_portal.common.forms.fields import LineField, UploadField


class SignOffPaperForm(KyodoForm):
    """The code printed on the paper says which draft it is, and that it still reads so."""

    with_key = True
    buttons = [("enter", "紙の確認を入れる", "")]

    code = LineField(label="確認の番号", max_length=30, help_text="紙のいちばん後ろに印刷されています。例：128-3F9A0C")
    signed_by = LineField(label="紙に名前を書いた人", max_length=50, help_text="紙に書いてあるとおりに。")
    received_on = JaDateField(label="収受日", latest=timezone.localdate, initial=timezone.localdate)
    scan = UploadField(label="紙の写し", required=False)
