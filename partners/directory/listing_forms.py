"""What the secretariat says when it changes a listing."""

from django import forms
from django.utils import timezone

from kyodo_portal.common.forms.base import KyodoForm
from kyodo_portal.common.forms.choice_fields import ChoiceField
from kyodo_portal.common.forms.date_fields import JaDateField
from kyodo_portal.common.forms.fields import TextField
from kyodo_portal.process.edits import ETAG
from kyodo_portal.process.forms import EditForm

from .consent import NO, YES
from .listing_actions import etag_of_name_consent


class ListingForm(KyodoForm):
    """Take down, or put up again; `partner` says which of the two."""

    def __init__(self, *args, partner, **kwargs):
        down = partner.taken_down_at is None
        super().__init__(*args, prefix="listing", initial={"to": "down" if down else "up"}, **kwargs)
        self.buttons = [("listing", "掲載を取り下げる" if down else "掲載をもどす", "")]

    # What the page offered: a second press of the same button does not turn it around.
    to = forms.ChoiceField(choices=[("down", "取り下げる"), ("up", "もどす")], widget=forms.HiddenInput)
    reason = TextField(label="理由", max_length=1000, rows=3, help_text="団体の人に、そのまま伝わります。")


class PaperConsentForm(EditForm):
    """An individual's own word that came on paper; carries which word stood when the page was opened."""

    buttons = [("consent", "書面の内容を記録する", "")]

    given = ChoiceField(
        label="書面の内容", choices=[("", "選んでください"), (YES, "名前の公開に同意する"), (NO, "同意を取り消す")]
    )
    received_on = JaDateField(label="書面を収受した日", latest=timezone.localdate, initial=timezone.localdate)

    def __init__(self, *args, partner, **kwargs):
        super().__init__(*args, prefix="consent", initial={ETAG: etag_of_name_consent(partner)}, **kwargs)
