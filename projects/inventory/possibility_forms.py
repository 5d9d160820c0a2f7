"""協働の種 and its 診断 as they are written."""

from kyodo_portal.common.forms.base import KyodoForm
from kyodo_portal.common.forms.choice_fields import ChoiceField, ModelChoiceField, TickField
from kyodo_portal.common.forms.fields import LineField, TextField
from kyodo_portal.process.forms import EditForm
from partners.models import Partner
from projects.calls.models import Call

from .possibility_models import Possibility


class _Words(KyodoForm):
    """What an office says of it."""

    title = LineField(label="仕事の名前", max_length=120)
    what = TextField(label="どんな仕事か", max_length=2000, rows=4)
    wanted = TextField(label="どんな相手と、何をしたいか", max_length=2000, rows=4, required=False)


class AddForm(_Words):
    """A new one; offices: those for which this person writes."""

    with_key = True
    buttons = [("add", "協働の種を書く", "")]

    office = ModelChoiceField(label="課", queryset=Partner.objects.none(), empty_label=None)
    field_order = ["office", "title", "what", "wanted"]

    def __init__(self, *args, offices, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["office"].queryset = offices
        self.order_fields(self.field_order)


class WriteForm(_Words, EditForm):
    """What its office, or the secretariat, puts right."""

    buttons = [("write", "保存する", "")]

    state = ChoiceField(label="いまのようす", choices=Possibility.State.choices)
    call = ModelChoiceField(
        label="この仕事を出す募集回",
        queryset=Call.objects.all(),
        required=False,
        empty_label="（まだ決めない）",
        help_text="行政提案型の募集で、相手をさがすとき。",
    )
    is_public = TickField(label="だれでも読めるようにする", required=False)


class DiagnoseForm(EditForm):
    """診断, by the secretariat or a coordinator."""

    buttons = [("diagnose", "診断を保存する", "")]

    diagnosis = ChoiceField(label="診断", choices=[("", "（まだ）"), *Possibility.Diagnosis.choices], required=False)
    hoped = TextField(label="期待できること", max_length=2000, rows=3, required=False)
    means = TextField(label="進め方", max_length=2000, rows=3, required=False)
