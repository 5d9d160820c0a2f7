"""What the secretariat is asked when a meeting is announced, cancelled, and when a paper is added."""

from kyodo_portal.common.forms.base import KyodoForm
from kyodo_portal.common.forms.choice_fields import TickField
from kyodo_portal.common.forms.fields import LineField, UploadField
from kyodo_portal.common.forms.number_fields import CountField
from projects.cycles.forms import ticked_by


class AnnounceForm(KyodoForm):
    """Asks why only where the meeting is near, and for how many seats listeners sign up only where anybody may listen."""

    buttons = [("announce", "会議を知らせる", "")]

    seats = CountField(
        label="傍聴の席（申込みを受けるとき）",
        required=False,
        least=1,
        most=999,
        unit="人",
        example="10",
        help_text="人数を入れると、先着順に申込みを受けます。空けておくと、申込みはいりません。",
    )
    late_why = LineField(
        label="おそく知らせるわけ", max_length=200, help_text="公開のページに出ます。例：委員の予定が決まるのがおそくなったため"
    )

    def __init__(self, *args, is_late, is_open, **kwargs):
        super().__init__(*args, **kwargs)
        if not is_late:
            del self.fields["late_why"]
        if not is_open:
            del self.fields["seats"]


class CancelForm(KyodoForm):
    buttons = [("cancel", "とりやめる", "")]

    why = LineField(label="とりやめるわけ", max_length=200, help_text="公開のページに出ます。例：台風のため、日をあらためます")


class SureForm(KyodoForm):
    """A page that asks once more, with the words of its button."""

    def __init__(self, *args, button, **kwargs):
        self.buttons = [("sure", button, "")]
        super().__init__(*args, **kwargs)


class PaperForm(KyodoForm):
    """One paper more."""

    with_key = True
    buttons = [("add", "資料を加える", "")]

    label = LineField(label="資料の名前", max_length=80, help_text="例：資料1 令和8年度のまとめ（案）")
    file = UploadField(label="ファイル")
    is_public = TickField(
        label="公開",
        required=False,
        widget=ticked_by("会議の知らせといっしょに公開する"),
        help_text="個人の名前や、公表の前の数字が入っている資料は、しるしを外してください。",
    )
