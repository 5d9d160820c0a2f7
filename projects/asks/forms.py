"""What is asked, what is answered, and why an ask is taken back."""

import datetime

from django import forms
from django.utils import timezone

from kyodo_portal.common.forms.base import KyodoForm
from kyodo_portal.common.forms.choice_fields import ChoiceField, ModelChoiceField, ModelMultipleChoiceField
from kyodo_portal.common.forms.date_fields import JaDateField
from kyodo_portal.common.forms.fields import LineField, TextField
from kyodo_portal.common.forms.number_fields import CountField
from kyodo_portal.common.japanese.dates import fiscal_label, fiscal_year
from kyodo_portal.process.forms import EditForm
from partners.models import Area, Partner

from .loads import NEIGHBOURS, groups_to_ask
from .models import AskedGroup, AskKind, CameBy

NOBODY = "お願いする団体か地域を、1つはえらんでください。"


def _in_two_years():
    return timezone.localdate() + datetime.timedelta(days=730)


class WordsForm(KyodoForm):
    """What an ask says."""

    title = LineField(label="お願いの名前", max_length=80, help_text="例：防災訓練への参加、民生委員の推薦")
    what = TextField(
        label="してほしいこと",
        max_length=1000,
        rows=4,
        help_text="何を、なぜお願いするか。会長がはじめて読んでも分かるように書いてください。",
    )
    people = CountField(label="人数", required=False, least=1, most=9999, unit="人", example="2")
    due_on = JaDateField(label="返事の期限", required=False, earliest=timezone.localdate, latest=_in_two_years)
    when = LineField(label="とき", max_length=120, required=False, help_text="例：10月18日（日）9時から11時まで")
    place = LineField(label="ところ", max_length=120, required=False)


class WordsEditForm(EditForm, WordsForm):
    """The same put right: whom it goes to, and in whose name, stays."""

    buttons = [("save", "直して、団体に知らせる", "")]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if due_on := self.initial.get("due_on"):  # a day that is over may stay
            self.fields["due_on"].earliest = lambda: min(due_on, timezone.localdate())


class AskForm(WordsForm):
    """One ask. After is_valid `groups` are the bodies that it goes to: those that are ticked and those of the areas."""

    with_key = True
    buttons = [("check", "だれに、いくつ頼んでいるかを見る", "")]
    field_order = ["office", "fiscal_year", "kind", "title", "what", "people", "due_on", "when", "place", "areas", "partners"]

    office = ModelChoiceField(label="お願いする課", queryset=Partner.objects.none(), empty_label=None)
    fiscal_year = ChoiceField(label="年度")
    kind = ChoiceField(label="種類", choices=[("", "えらんでください"), *AskKind.choices])
    areas = ModelMultipleChoiceField(
        label="地域で選ぶ",
        queryset=Area.objects.all(),
        required=False,
        help_text="その地域の町内会と地域振興会の、すべてにお願いします。次の画面で、外すことができます。",
    )
    partners = ModelMultipleChoiceField(label="団体で選ぶ", queryset=groups_to_ask(), required=False)

    def __init__(self, *args, offices, offered, **kwargs):
        """offered: [Partner] whose boxes stand on the page, with their `load`; any other that may be asked is taken too."""
        super().__init__(*args, **kwargs)
        self.groups = []
        this = fiscal_year(timezone.localdate())
        self.fields["office"].queryset = offices
        self.fields["fiscal_year"].choices = [(str(year), fiscal_label(year)) for year in (this, this + 1)]
        self.fields["partners"].choices = [(group.pk, f"{group.name}（ことし{group.load}件）") for group in offered]

    def clean_fiscal_year(self):
        return int(self.cleaned_data["fiscal_year"])

    def clean(self):
        data = super().clean()
        ticked = {partner.pk: partner for partner in data.get("partners") or ()}
        if areas := data.pop("areas", None):
            there = Partner.areas.through.objects.filter(area__in=areas).values("partner")
            ticked |= {partner.pk: partner for partner in groups_to_ask().filter(kind__in=NEIGHBOURS, pk__in=there)}
        self.groups = sorted(ticked.values(), key=lambda partner: (partner.kana_key, partner.pk))
        if not self.groups and not {"areas", "partners"} & self.errors.keys():
            self.add_error("areas", NOBODY)
        data["partners"] = self.groups
        return data


class AnswerForm(EditForm):
    """What a representative says for the group. Nobody has to say why."""

    buttons = [("send", "返事をする", "")]

    answer = ChoiceField(label="返事", choices=AskedGroup.Answer.choices, widget=forms.RadioSelect)
    why = TextField(
        label="ひとこと",
        max_length=500,
        rows=3,
        required=False,
        help_text="書かなくてもかまいません。できないわけを書く必要はありません。読むのは、団体の人、伴走するコーディネーター、お願いした課、事務局だけです。",
    )


class EnteredForm(AnswerForm):
    """The same, entered by who keeps the ask."""

    buttons = [("enter", "届いた返事を入れる", "")]
    field_order = ["received_on", "came_by", "answer", "why"]

    received_on = JaDateField(label="収受日", latest=timezone.localdate, help_text="届いた日、電話を受けた日。")
    came_by = ChoiceField(label="届いた方法", choices=CameBy.choices, widget=forms.RadioSelect)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["why"].help_text = "団体が言ったとおりに入れてください。"


class WithdrawForm(KyodoForm):
    """From whom an ask is taken back, and what they are told."""

    buttons = [("withdraw", "取り下げて、団体に知らせる", "")]

    partners = ModelMultipleChoiceField(label="取り下げる団体", queryset=Partner.objects.none())
    why = LineField(label="取り下げるわけ", max_length=300, help_text="団体に、そのまま伝わります。例：行事が中止になったため")

    def __init__(self, *args, partners, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["partners"].queryset = partners


class RestoreForm(KyodoForm):
    """Which groups are asked again, because the withdrawal was a mistake."""

    buttons = [("restore", "もどして、団体に知らせる", "")]

    partners = ModelMultipleChoiceField(label="もどす団体", queryset=Partner.objects.none())

    def __init__(self, *args, partners, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["partners"].queryset = partners
