"""What a coordinator says of one page."""

from kyodo_portal.common.forms.base import KyodoForm
from kyodo_portal.common.forms.choice_fields import ChoiceField
from kyodo_portal.common.forms.fields import TextField


class CommentForm(KyodoForm):
    """pages: [(key, title)] of the draft."""

    with_key = True
    buttons = [("comment", "助言を書く", "")]

    page = ChoiceField(label="助言する画面")
    text = TextField(label="助言", max_length=2000, rows=5, help_text="団体の人と、伴走するコーディネーターだけが読みます。")

    def __init__(self, *args, pages, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["page"].choices = [("", "選んでください"), *pages]
