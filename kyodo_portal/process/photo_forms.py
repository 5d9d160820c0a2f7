"""What is asked about a photograph: the picture, words for those who do not see it, the word of those who are on it."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from kyodo_portal.common.files.uploads import IMAGES
from kyodo_portal.common.forms.base import KyodoForm
from kyodo_portal.common.forms.choice_fields import ChoiceField, TickField
from kyodo_portal.common.forms.date_fields import JaDateField
from kyodo_portal.common.forms.fields import LineField, TextField, UploadField

from .forms import EditForm
from .photo_models import Photo

THIRDS = [("centre", "まんなか"), ("start", "上（横に長い写真は、左）"), ("end", "下（横に長い写真は、右）")]
KNOWN = Photo.People.KNOWN
# Boxes that must be filled in where somebody on the photograph can be known, with what to do.
OF_KNOWN_PEOPLE = {
    "asked_whom": "だれが同意したかを入れてください。例：写っている6人のみなさん",
    "asked_by": "だれが同意を確かめたかを入れてください。",
    "asked_on": "いつ同意を確かめたかを入れてください。",
}


class SaidForm(KyodoForm):
    """What is said of a photograph: words for those who do not see it, who is on it and that they agree."""

    alt = LineField(
        label="写真の説明",
        required=False,
        max_length=120,
        help_text="見えない人に、何が写っているかを伝える文です。人の名前は書かないでください。例：花だんに3人で苗を植えている",
    )
    alt.mark = "説明か、下のしるしの、どちらかは必須"
    is_decoration = TickField(label="飾りの写真なので、説明は要らない", required=False)
    people = ChoiceField(label="写っている人", choices=Photo.People, widget=forms.RadioSelect)
    with_children = TickField(label="18歳未満の人が写っている", required=False)
    guardians_agreed = TickField(label="写っている18歳未満の人の、保護者も同意した", required=False)
    asked_whom = LineField(
        label="同意した人",
        required=False,
        max_length=120,
        help_text="だれか分かる人が写っているときに入れます。公開しません。例：写っている6人のみなさん",
    )
    asked_by = LineField(label="同意を確かめた人", required=False, max_length=80, help_text="公開しません。例：会長の佐藤")
    asked_on = JaDateField(label="同意を確かめた日", required=False, latest=timezone.localdate)

    def __init__(self, *args, is_described=False, **kwargs):
        """is_described: see PhotoPlace."""
        super().__init__(*args, **kwargs)
        if is_described:
            del self.fields["is_decoration"]
            self.fields["alt"].mark = "必須"

    def clean(self):
        cleaned = super().clean()
        if cleaned.setdefault("is_decoration", False):
            if cleaned.get("alt") and cleaned["alt"] != self.initial.get("alt"):
                self.add_error("alt", "飾りの写真には、説明が付きません。説明を残すときは、「飾り」のしるしを外してください。")
            cleaned["alt"] = ""
        elif "alt" in cleaned and not cleaned["alt"]:
            other = "飾りの写真なら、下の欄にしるしを付けてください。" if "is_decoration" in self.fields else ""
            self.add_error("alt", f"写真の説明を入れてください。{other}")
        if cleaned.get("people") == KNOWN:
            self._ask_for_consent(cleaned)
        elif "people" in cleaned:  # nobody can be known: there is nobody who could have agreed
            cleaned.update(with_children=False, guardians_agreed=False, asked_whom="", asked_by="", asked_on=None)
        return cleaned

    def _ask_for_consent(self, cleaned):
        for name, words in OF_KNOWN_PEOPLE.items():
            if name in cleaned and not cleaned[name]:
                self.add_error(name, ValidationError(words, code="required"))
        if cleaned.get("with_children") and not cleaned.get("guardians_agreed"):
            words = "18歳未満の人が写っているときは、保護者の同意をとってから、しるしを付けてください。"
            self.add_error("guardians_agreed", ValidationError(words, code="required"))


class PhotoForm(SaidForm, EditForm):
    """One photograph. Nothing is kept before it is said who is on it and that they agree."""

    with_key = True
    buttons = [("put", "この写真を載せる", "")]
    field_order = ["photo", "third"]

    photo = UploadField(
        label="写真",
        kinds=IMAGES,
        help_text="JPEGやPNGなど。10メガバイトまで。横3・縦2の形に切りぬいて載せます。撮った場所や時刻の記録は消します。",
    )
    third = ChoiceField(label="残すところ", choices=THIRDS, initial="centre", widget=forms.RadioSelect)


class CorrectionForm(SaidForm, EditForm):
    """What is said of a photograph that stands, put right where it stands."""

    buttons = [("correct", "この内容に直す", "")]


class AskForm(KyodoForm):
    """Somebody on a photograph wants it off. Nothing has to be filled in: being on it is enough."""

    with_key = True
    buttons = [("ask", "外してほしいと知らせる", "")]

    words = TextField(label="伝えたいこと", required=False, max_length=1000, rows=3, help_text="何も書かなくてもかまいません。")
    contact = LineField(
        label="返事の宛先",
        required=False,
        max_length=120,
        help_text="返事がほしいときに、電話番号かメールアドレスを入れてください。市の事務局だけが見ます。",
    )


class DecideForm(EditForm):
    """What becomes of a photograph about which somebody asked."""

    buttons = [("decide", "決めて知らせる", "")]

    remove = ChoiceField(
        label="写真をどうするか",
        choices=[("yes", "外す（知らせたあとは、もとに戻せません）"), ("no", "戻して、また見えるようにする")],
        widget=forms.RadioSelect,
    )
    reason = TextField(
        label="理由", max_length=1000, rows=3, help_text="写真を載せた人に伝わります。知らせた人の名前は書かないでください。"
    )
