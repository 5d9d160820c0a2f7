"""書類: what it is, from when, and whether everybody may read it."""

from django.utils import timezone

from kyodo_portal.common.forms.base import KyodoForm
from kyodo_portal.common.forms.choice_fields import ChoiceField, TickField
from kyodo_portal.common.forms.date_fields import JaDateField
from kyodo_portal.common.forms.fields import LineField, UploadField
from kyodo_portal.process.forms import EditForm
from projects.cycles.forms import ticked_by

from .models import PaperKind

PUBLIC = "しるしを付けると、だれでも読めます。名簿や印影、個人の名前が入っている書類には付けないでください。"


class DescriptionForm(KyodoForm):
    """What is said of a paper besides its kind. A paper of a meeting is never public."""

    label = LineField(
        label="書類の名前", max_length=80, required=False, help_text="空なら、種類の名前で出ます。例：令和8年度の協定書"
    )
    dated_on = JaDateField(label="書類の日付", required=False, latest=timezone.localdate)
    is_public = TickField(label="公開", required=False, widget=ticked_by("このサイトで公開する"), help_text=PUBLIC)

    def __init__(self, *args, inside=False, **kwargs):
        super().__init__(*args, **kwargs)
        if inside:
            del self.fields["is_public"]


class ReplacementForm(DescriptionForm):
    """Another file in the place of the one that holds."""

    with_key = True
    buttons = [("replace", "差し替える", "")]
    field_order = ["file", "label", "dated_on", "is_public"]

    file = UploadField(label="ファイル")


class PaperForm(ReplacementForm):
    """One paper more."""

    buttons = [("add", "書類を出す", "")]
    field_order = ["kind", "file", "label", "dated_on", "is_public"]

    kind = ChoiceField(label="種類")

    def __init__(self, *args, asked=(), **kwargs):
        super().__init__(*args, **kwargs)
        known = {code for code, _ in asked}
        others = [choice for choice in PaperKind.choices if choice[0] not in known]
        self.fields["kind"].choices = [("", "選んでください"), *asked, *others]


class PaperEditForm(EditForm, DescriptionForm):
    buttons = [("save", "直した内容を保存する", "")]


class WithdrawForm(KyodoForm):
    """Why a paper holds no more."""

    buttons = [("withdraw", "取り下げる", "kp-btn--sub")]

    why = LineField(
        label="取り下げるわけ", max_length=300, help_text="双方の人が読みます。例：別の団体の名簿を付けてしまったため"
    )
