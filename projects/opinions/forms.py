"""What the steps of a round ask, and the forms of those who send an opinion, enter one, split and answer them."""

import datetime

from django import forms
from django.utils import timezone

from kyodo_portal.common.forms.base import KyodoForm
from kyodo_portal.common.forms.choice_fields import ChoiceField
from kyodo_portal.common.forms.date_fields import JaDateField
from kyodo_portal.common.forms.fields import LineField, TextField
from kyodo_portal.common.own_words import own_words
from kyodo_portal.process.forms import EditForm
from projects.committees.remark_models import Remark

from .opinion_models import Opinion

LONGEST = 5000
EFFECTS = [("", "まだ決めていない"), *((code, Remark(effect=code, round_id=0).effect_label) for code in Remark.Effect.values)]


def _later(round):
    day_after = round.closes_on + datetime.timedelta(days=1)
    return JaDateField(
        label="新しいしめきりの日",
        earliest=lambda: max(day_after, timezone.localdate()),
        latest=lambda: timezone.localdate() + datetime.timedelta(days=366),
        help_text="前の日にはできません。この日の終わり（24時）まで受け付けます。",
    )


QUESTIONS = {"closes_later": _later}


class OpinionForm(KyodoForm):
    """One opinion, with what this round asks of whoever sends it."""

    with_key = True
    buttons = [("check", "出す前に確かめる", "")]

    part = ChoiceField(label="案のどこについて", required=False)
    text = TextField(
        label="意見",
        max_length=LONGEST,
        rows=10,
        help_text="5,000字まで。どこを、どうしてほしいか、なぜそう思うかを書くと、市が答えやすくなります。",
    )
    category = ChoiceField(label="あなたは", choices=Opinion.Category.choices, widget=forms.RadioSelect)
    name = LineField(label="名前・団体名", max_length=120, help_text="公開しません。")
    address = LineField(label="住所・所在地", max_length=200, help_text="公開しません。")

    def __init__(self, *args, round, **kwargs):
        super().__init__(*args, **kwargs)
        if round.part_list:
            self.fields["part"].choices = [("", "全体について"), *((part[:200], part) for part in round.part_list)]
        else:
            del self.fields["part"]
        for name, asked in (("name", round.asks_name), ("address", round.asks_address)):
            if not asked:
                del self.fields[name]


class OpinionEditForm(EditForm, OpinionForm):
    """The same put right by whoever sent it."""

    with_key = False
    buttons = [("save", "直した意見を保存する", "")]


class EnterForm(OpinionForm):
    """What came on paper, by fax or mail, entered by the city: who sent it may have left out what is asked."""

    buttons = [("enter", "この意見を入れる", "")]
    field_order = ["channel", "received_on", "part", "text", "category", "name", "address", "late_why"]

    channel = ChoiceField(label="届いた方法", choices=Opinion.Channel.choices[1:], widget=forms.RadioSelect)
    received_on = JaDateField(label="受け取った日", latest=timezone.localdate, initial=timezone.localdate)
    late_why = LineField(
        label="あとから入れるわけ",
        max_length=300,
        required=False,
        help_text="しめきりのあとに入れるときだけ。例：しめきりの日に公民館の箱に入っていた",
    )

    def __init__(self, *args, round, **kwargs):
        super().__init__(*args, round=round, **kwargs)
        self.fields["received_on"].earliest = round.opens_on
        self.fields["category"].label = "どんな人か"
        for name in {"name", "address"} & self.fields.keys():
            self.fields[name].required = False
        self.fields["text"].help_text = "書いてあるとおりに、電話は聞いたとおりに入れてください。5,000字まで。"


class EnteredEditForm(EditForm, EnterForm):
    """The same put right: what came, and when, stays."""

    with_key = False
    buttons = [("save", "直した意見を保存する", "")]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("channel", "received_on", "late_why"):
            del self.fields[name]


class SplitForm(EditForm):
    """The points of one opinion in one box."""

    buttons = [("split", "このように分ける", "")]
    text = TextField(label="論点（空の行で分ける）", max_length=LONGEST + 500, rows=8, help_text="1かたまりが1件になります。")


class NewRemarkForm(KyodoForm):
    """A new group for the points that are ticked."""

    with_key = True
    buttons = [("group", "選んだ論点を、新しくまとめる", "")]
    text = TextField(
        label="新しいまとめ",
        max_length=1000,
        rows=3,
        help_text="1行目が見出しになります。だれの意見か分からないように、市の言葉でまとめてください。",
    )


class AnswerForm(EditForm):
    """The summary of a group, the city's view, and what it changed."""

    buttons = [("save", own_words("市の考えを保存する"), "")]

    text = TextField(label="意見のまとめ", max_length=1000, rows=4, help_text="1行目が見出しになります。")
    effect = ChoiceField(label="市の扱い", choices=EFFECTS, required=False)
    answer = TextField(label="市の考え", max_length=3000, rows=6, required=False, help_text="そう考えるわけも書いてください。")
    change = TextField(
        label="案を変えたところ", max_length=2000, rows=3, required=False, help_text="変えたときだけ。前と後がわかるように。"
    )

    def clean(self):
        data = super().clean()
        if bool(data.get("effect")) != bool(data.get("answer")) and not {"effect", "answer"} & self.errors.keys():
            self.add_error("answer" if data.get("effect") else "effect", "市の扱いと、市の考えは、両方を入れてください。")
        return data
