"""One paper more for an application: what it is, and the file."""

from kyodo_portal.common.forms.base import KyodoForm
from kyodo_portal.common.forms.choice_fields import ChoiceField
from kyodo_portal.common.forms.fields import LineField, UploadField

from .file_models import OTHER


class ApplicationPaperForm(KyodoForm):
    """`asked`: [PaperAsk] of the form of the application."""

    with_key = True
    buttons = [("add", "書類を出す", "")]

    kind = ChoiceField(label="種類")
    file = UploadField(label="ファイル")
    label = LineField(
        label="書類の名前", max_length=80, required=False, help_text="空なら、種類の名前で出ます。例：当日の警備の図"
    )

    def __init__(self, *args, asked=(), **kwargs):
        super().__init__(*args, **kwargs)
        kinds = {row.kind: row.label for row in asked}
        self.fields["kind"].choices = [("", "選んでください"), *kinds.items(), (OTHER, "そのほか")]
        self.kinds = kinds

    def clean(self):
        """A paper that the form asks for keeps the form's own word for it."""
        cleaned = super().clean()
        if not cleaned.get("label") and "label" not in self.errors:
            cleaned["label"] = self.kinds.get(cleaned.get("kind"), "")
        return cleaned
