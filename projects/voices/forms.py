"""What is asked of who sends a voice, presses 「わたしも」, or writes a topic."""

from django import forms
from django.utils import timezone

from kyodo_portal.common.forms.base import KyodoForm
from kyodo_portal.common.forms.choice_fields import ChoiceField, ModelChoiceField, TickField
from kyodo_portal.common.forms.date_fields import JaDateField
from kyodo_portal.common.forms.fields import JaEmailField, LineField, PhoneField, TextField
from kyodo_portal.common.forms.number_fields import CountField
from kyodo_portal.common.own_words import own_words
from kyodo_portal.process.forms import EditForm
from partners.directory.reference_models import Area, Theme
from partners.requests.forms import CodeForm
from projects.calls.offices import departments

from .actions import WANTS_PHONE
from .models import MOST, Voice
from .step_forms import no_contact

NO_WAY = "返事がほしいときは、メールアドレスか電話番号を書いてください。"
NOT_THIS = "none"  # of the troubles that are shown: it is none of them


def _theme():
    return ModelChoiceField(label="テーマ", queryset=Theme.objects.all(), required=False, empty_label="わからない")


def _area():
    return ModelChoiceField(
        label="どこのことですか",
        queryset=Area.objects.all(),
        required=False,
        empty_label="書かない",
        help_text="声が3件より少ないときは、どこのことかを出しません。",
    )


class SendForm(KyodoForm):
    """One voice. Whoever is signed in says nobody's name; a guest says how to be reached, only to hear of an answer."""

    with_key = True

    text = TextField(
        label="困っていること、こうなったらいいこと",
        max_length=MOST,
        rows=6,
        help_text="書いた文は、市の担当とコーディネーターだけが読みます。",
    )
    theme = _theme()
    area = _area()
    may_show = TickField(
        label="「みんなの声」として、市が短く書きなおして見せてよい",
        required=False,
        help_text="だれの声かは出しません。あとから、やめられます。",
    )
    wants_answer = TickField(label="返事がほしい", required=False)
    name = LineField(label="お名前", max_length=60, required=False, help_text="電話で返事をするときに、よびます。")
    mail = JaEmailField(label="返事を受けとるメール", required=False, max_length=254)
    phone = PhoneField(label="返事を受けとる電話", required=False)
    checked = forms.BooleanField(required=False, widget=forms.HiddenInput)

    field_order = ["text", "trouble", "theme", "area", "may_show", "wants_answer", "name", "mail", "phone", "checked"]

    def __init__(self, *args, user, troubles=(), **kwargs):
        """troubles: [Trouble] that an office takes care of and that the text may mean: the writer says whether it is one of them."""
        super().__init__(*args, **kwargs)
        self.user, self.troubles = user, {trouble.key: trouble for trouble in troubles}
        if user.is_authenticated:
            for name in ("name", "mail", "phone"):
                del self.fields[name]
        if troubles:
            choices = [
                (trouble.key, f"「{trouble.title}」のこと（{own_words('市')}の{trouble.desk}に送る）") for trouble in troubles
            ]
            self.fields["trouble"] = ChoiceField(
                label=own_words("市の課が受け持つことですか"),
                choices=[*choices, (NOT_THIS, "どれでもない（みんなで考えたい）")],
                widget=forms.RadioSelect,
            )
        self.order_fields(self.field_order)

    @property
    def buttons(self):
        is_checked = self.is_bound and self.data.get("checked")
        return [("send", "このまま、声をとどける" if is_checked else "声をとどける", "")]

    def clean_trouble(self):
        return self.troubles.get(self.cleaned_data["trouble"])

    def clean(self):
        cleaned = super().clean()
        reached = self.user.is_authenticated or cleaned.get("mail") or cleaned.get("phone")
        if cleaned.get("wants_answer") and not reached and not {"mail", "phone"} & self.errors.keys():
            self.add_error("mail", NO_WAY)
        return cleaned

    def ask_again(self):
        """The same form as typed, which now says that the near things were shown."""
        self.data = self.data.copy()
        self.data["checked"] = "on"
        return self


class FileForm(KyodoForm):
    """What came by telephone, on paper or at the counter, as it was said."""

    with_key = True
    buttons = [("file", "声を入れる", "")]

    channel = ChoiceField(
        label="どうやって来たか",
        choices=[("", "選んでください"), *(row for row in Voice.Channel.choices if row[0] != Voice.Channel.WEB)],
    )
    received_on = JaDateField(
        label="収受日",
        latest=timezone.localdate,
        initial=timezone.localdate,
        help_text="読む期限の開庁日は、この日から数えます。",
    )
    text = TextField(label="声", max_length=MOST, rows=6, help_text="言われたとおりに、名前は入れずに書きます。")
    theme = _theme()
    area = _area()
    may_show = TickField(label="書きなおして見せてよいと、本人が言った", required=False)
    wants_answer = TickField(label="返事がほしい", required=False)
    name = LineField(label="お名前", max_length=60, required=False)
    phone = PhoneField(label="返事をする電話", required=False)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("wants_answer") and not cleaned.get("phone") and "phone" not in self.errors:
            self.add_error("phone", WANTS_PHONE)
        return cleaned


class MeTooForm(EditForm):
    """「わたしも」, with a word if somebody wants to add one."""

    note = LineField(
        label="ひとこと（書かなくてもかまいません）",
        max_length=200,
        required=False,
        help_text="市が読んで、見せてよいものだけを見せます。名前や電話番号は書かないでください。",
    )
    area = ModelChoiceField(label="どこの人ですか", queryset=Area.objects.all(), required=False, empty_label="書かない")

    mail = JaEmailField(
        label="メールアドレス（書かなくてもかまいません）",
        required=False,
        max_length=254,
        help_text="6けたの数字を送ります。画面に入れると、たしかに1人と数えます。アドレスは残しません。",
    )

    def __init__(self, *args, is_pressed, is_guest=False, **kwargs):
        super().__init__(*args, **kwargs)
        if not is_guest:
            del self.fields["mail"]
        self.buttons = [("press", "ひとことを直す" if is_pressed else "わたしも", "")]


class ProvePressForm(CodeForm):
    said = "確かめて「わたしも」"


class TopicForm(EditForm):
    """The words of a topic; everybody will read them."""

    with_key = True
    buttons = [("save", "保存する", "")]

    title = LineField(label="名前", max_length=60, help_text="例：昼のバスの本数")
    summary = TextField(
        label="どんな声か",
        max_length=600,
        rows=5,
        validators=[no_contact],
        help_text="とどいた声を、市のことばでまとめます。だれが言ったかが分からないように書いてください。",
    )
    theme = ModelChoiceField(label="テーマ", queryset=Theme.objects.all())
    area = ModelChoiceField(label="地域", queryset=Area.objects.all(), required=False, empty_label="決めない")
    department = ModelChoiceField(
        label="担当する課",
        queryset=departments(),
        required=False,
        empty_label="まだ決めない",
    )
    paper_count = CountField(label="紙などで集まった「わたしも」", required=False, least=0, most=99_999, unit="人")
    paper_source = LineField(label="その集めかた", max_length=200, required=False, help_text="例：町内会の回覧で、9月に集めた")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        named = self.initial.get("department")
        self.fields["department"].queryset = departments([named.pk] if named else ())

    def clean_paper_count(self):
        return self.cleaned_data["paper_count"] or 0

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("paper_count") and not cleaned.get("paper_source"):
            self.add_error("paper_source", "どうやって集めたかを書いてください。")
        return cleaned
