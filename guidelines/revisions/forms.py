"""Forms of the people who write the library: a revision, a new guideline, a file, a picture; and what the steps ask."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from guidelines.library.models import Guideline, Municipality
from guidelines.library.models.library import not_reserved
from kyodo_portal.common.files import uploads
from kyodo_portal.common.forms.base import KyodoForm
from kyodo_portal.common.forms.choice_fields import ModelChoiceField
from kyodo_portal.common.forms.date_fields import JaDateTimeField
from kyodo_portal.common.forms.fields import LineField, TextField, UploadField
from kyodo_portal.common.forms.spoken import LabelledErrors
from kyodo_portal.process.forms import EditForm

from .text_file import LARGEST

MAX_FILE = 20 * 1024 * 1024  # bytes of a guideline file with its pictures


class WordsForm(KyodoForm):
    """What a revision is called, and why it is made."""

    buttons = [("save", "保存する", "")]
    title = LineField(label="何を変えるか", max_length=100, help_text="例：第8節の連絡先を新しくする")
    note = TextField(
        label="変える理由、確かめてほしいこと",
        max_length=2000,
        required=False,
        rows=4,
        help_text="確認する人が読みます。公開しません。",
    )


class RewordForm(EditForm, WordsForm):
    """The same of a revision that stands: carries what was read."""


class RevisionForm(WordsForm):
    """Beginning a revision: of which guideline, and what for."""

    with_key = True
    buttons = [("save", "改稿を始める", "")]
    guideline = ModelChoiceField(label="ガイドライン", queryset=Guideline.objects.none())
    field_order = ["guideline", "title", "note"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["guideline"].queryset = Guideline.objects.select_related("municipality")


class AnyFileField(LabelledErrors, forms.FileField):
    """A file whose content the reader judges."""

    asks = "を選んでください。"
    default_error_messages = {"empty": "ファイルの中身が空です。別のファイルを選んでください。"}


class GuidelineForm(KyodoForm):
    """A new guideline begins with its name, and with its text where there is one; everything else follows in its first revision."""

    with_key = True
    buttons = [("save", "下書きをつくる", "")]
    municipality = ModelChoiceField(label="市町村", queryset=Municipality.objects.none())
    title = LineField(label="題名", max_length=100)
    slug = forms.SlugField(
        label="アドレス用の名前",
        max_length=50,
        validators=[not_reserved],
        help_text="英小文字・数字・ハイフン。あとから変えられません。例：niigata",
    )
    summary = LineField(label="ひとことで", max_length=200, help_text="一覧に出る紹介です。2文までにします。")

    file = AnyFileField(
        label="文章のファイル",
        required=False,
        widget=forms.FileInput(attrs={"accept": ".txt,.md"}),
        help_text="なくてもかまいません。ワードで「書式なし（.txt）」として保存したものか、Markdown（.md）。「第1章　はじめに」のような行、"
        "Markdownでは「# 」の行が、1つの節になります。1メガバイトまで。",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["municipality"].queryset = Municipality.objects.all()
        self.fields["municipality"].initial = Municipality.objects.filter(is_own=True).first()

    def clean_file(self):
        upload = self.cleaned_data["file"]
        if upload and upload.size > LARGEST:
            raise ValidationError("文章のファイルは、1メガバイトまでにしてください。図や写真は、あとから「画像」に入れます。")
        return upload


class ImportForm(KyodoForm):
    """One guideline as one file."""

    with_key = True
    buttons = [("save", "読み込んで、ちがいを見る", "")]
    file = AnyFileField(
        label="ガイドラインのファイル",
        widget=forms.FileInput(attrs={"accept": ".json"}),
        help_text="「書き出す」でつくったJSONのファイルです。20メガバイトまで。",
    )

    def clean_file(self):
        upload = self.cleaned_data["file"]
        if upload.size > MAX_FILE:
            raise ValidationError("ファイルが20メガバイトより大きいので、読み込めません。")
        return upload


class PictureForm(KyodoForm):
    """A picture for the texts of a guideline, with the words for those who do not see it."""

    buttons = [("save", "画像を入れる", "")]
    guideline = ModelChoiceField(label="ガイドライン", queryset=Guideline.objects.none())
    file = UploadField(
        label="画像のファイル",
        kinds=uploads.IMAGES,
        help_text="JPEGかPNG、10メガバイトまで。撮影した場所などの情報は取り除きます。",
    )
    alt = LineField(label="画像の説明", max_length=200, help_text="見えない人に、何が写っているかを伝える文です。必ず書きます。")
    credit = LineField(label="出典・撮影", max_length=100, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["guideline"].queryset = Guideline.objects.select_related("municipality")


def _publish_at(revision):
    return JaDateTimeField(
        label="公開する日時",
        earliest=timezone.now,
        help_text="この時刻を過ぎると、1分ほどで公開されます。例：2027年4月1日 8:30、令和9年4月1日午前8時30分",
    )


QUESTIONS = {"publish_at": _publish_at}
