"""活動記録: what was done, when, with how many people."""

from django.utils import timezone

from kyodo_portal.common.forms.base import KyodoForm
from kyodo_portal.common.forms.choice_fields import TickField
from kyodo_portal.common.forms.date_fields import JaDateField
from kyodo_portal.common.forms.fields import LineField, TextField
from kyodo_portal.common.forms.number_fields import CountField
from kyodo_portal.process.forms import EditForm
from projects.cycles.forms import ticked_by
from projects.cycles.plan.forms import MOST_COUNT


class UpdateForm(KyodoForm):
    """活動記録: written on a phone in a minute."""

    with_key = True
    buttons = [("save", "記録を載せる", "")]

    happened_on = JaDateField(label="行った日", latest=timezone.localdate, initial=timezone.localdate)
    title = LineField(label="見出し", max_length=80, help_text="例：6月の定例会を開きました")
    body = TextField(label="したこと・気づいたこと", max_length=4000, rows=6)
    people = CountField(label="参加した人数", required=False, unit="人", most=MOST_COUNT)
    is_public = TickField(
        label="公開",
        required=False,
        initial=True,
        widget=ticked_by("このサイトで公開する"),
        help_text="しるしを外すと、団体などと市の関係する人だけが見られます。",
    )


class UpdateEditForm(EditForm, UpdateForm):
    with_key = False
    buttons = [("save", "直した内容を保存する", "")]
