"""A paper sheet as the secretariat types it in."""

from django.utils import timezone

from kyodo_portal.common.forms.choice_fields import TickField
from kyodo_portal.common.forms.date_fields import JaDateField
from kyodo_portal.common.forms.fields import UploadField

from .forms import SheetForm
from .paper_actions import typed_values


class PaperSheetForm(SheetForm):
    """The member's sheet with the day on which it came, a copy of the paper, and the tick of who does not judge (除斥)."""

    buttons = [("next", "保存して、この委員の次の提案へ", ""), ("save", "保存して、審査のまとめに戻る", "kp-btn--sub")]
    received_on = JaDateField(label="収受日", latest=timezone.localdate, initial=timezone.localdate)
    scan = UploadField(label="紙の写し", required=False)
    conflict = TickField(
        label="この委員は、この提案を審査しない（利害関係がある）",
        required=False,
        help_text="紙に書いてあるときだけ。点は要りません。",
    )

    def __init__(self, data=None, files=None, *, sheet=None, **kwargs):
        first = {"received_on": sheet.received_on, "conflict": sheet.has_conflict} if sheet and sheet.received_on else {}
        super().__init__(data, files, sheet=sheet, drafting=data is not None and "conflict" in data, **kwargs)
        self.initial |= first
        self.order_fields(["revision", "received_on", "conflict"])

    def _written(self):
        said = self.cleaned_data
        return typed_values(said["received_on"], self.marks, said["opinion"], said["advice"], said["conflict"])

    @property
    def words(self):
        """What enter_sheet takes besides the marks."""
        return super().words | {name: self.cleaned_data[name] for name in ("received_on", "conflict", "scan")}
