"""What the pages of a 改組 ask."""

import re

from django import forms

from kyodo_portal.common.forms.base import KyodoForm
from kyodo_portal.common.forms.choice_fields import ChoiceField, ModelChoiceField, TickField
from kyodo_portal.common.forms.date_fields import JaDateField
from kyodo_portal.common.forms.fields import KanaField, LineField, PhoneField, TextField
from kyodo_portal.common.japanese.receipts import receipt_number
from kyodo_portal.process.forms import EditForm
from partners.directory.staff_invitations import offices

CLOSES_WHOLE = "前の課がなくなるときは、案件を全部動かします。「この案件だけ」を空にしてください。"
SAME = "前の課と同じです。ほかの課を選んでください。"


def _title():
    return LineField(label="改組の名前", max_length=80, help_text="例：令和9年4月の改組。お知らせの題になります。")


def _on():
    return JaDateField(
        label="切り替わる日",
        help_text="この日から、新しい課が受けもちます。過ぎた日も入れられます。そのときは、その日にさかのぼって切り替わります。",
    )


class NewForm(KyodoForm):
    """A 改組 begins with its name and its day."""

    with_key = True
    buttons = [("make", "次へ（行を入れる）", "")]

    title = _title()
    on = _on()


class NameForm(EditForm):
    """Its name and its day, put right."""

    buttons = [("save", "保存する", "")]

    title = _title()
    on = _on()


class LineForm(EditForm):
    """One line more: an office as a whole, or the matters whose 台帳番号 are said. Cleaned, `numbers` is [text]."""

    buttons = [("add", "この行を加える", "")]

    former = ModelChoiceField(queryset=offices(), label="前の課")
    successor = ModelChoiceField(
        queryset=offices(), label="新しい課", help_text="まだないときは、先に団体・主体に入れてください。"
    )
    numbers = TextField(
        label="この案件だけ（台帳番号）",
        required=False,
        rows=3,
        max_length=2000,
        help_text="課を分けるときだけ書きます。1行に1つ。例：R8-K-0014。空にすると、前の課の案件すべてが動きます。",
    )
    closes = TickField(
        label="前の課は、この日からなくなる",
        required=False,
        help_text="なくなった課は、過ぎた年度の協働だけに選べるようになり、「現在はありません」と出ます。",
    )
    desk = LineField(
        label="新しい窓口（係・場所）",
        required=False,
        max_length=80,
        help_text="公開のページに出ます。空にすると、いまの窓口のままです。",
    )
    phone = PhoneField(label="新しい窓口の電話番号", required=False, max_length=20)

    def clean_numbers(self):
        """Every line, 、 or space parts one number from the next; what is no number is answered with the number that is unknown."""
        words = re.split(r"[\s,、，・;；/／]+", self.cleaned_data["numbers"] or "")
        return [receipt_number(word, "K") or word for word in words if word]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("former") and cleaned.get("former") == cleaned.get("successor"):
            self.add_error("successor", SAME)
        if cleaned.get("closes") and cleaned.get("numbers"):
            self.add_error("closes", CLOSES_WHOLE)
        return cleaned


class RenameForm(EditForm):
    """One office more that is called otherwise from the day on."""

    buttons = [("add", "この名前を加える", "")]

    office = ModelChoiceField(queryset=offices(), label="名前が変わる課")
    name = LineField(label="新しい名前", max_length=120)
    kana = KanaField(label="新しい名前のふりがな", max_length=160, required=False, help_text="並べる順番に使います。")


class PeopleForm(EditForm):
    """Who goes along: a choice for each place in an old office. Cleaned, `goes` is {key of the Membership: key of the office}."""

    buttons = [("save", "保存する", "")]

    def __init__(self, *args, rows, **kwargs):
        super().__init__(*args, **kwargs)
        self.rows = rows
        for row in rows:
            name = f"{row.membership.user}（{row.membership.partner}）の行き先"
            choices = [("", "（いまの課に残る）"), *((str(office.pk), office.name) for office in row.ways)]
            field = ChoiceField(label=name, choices=choices, required=False, initial=str(row.goes_to or ""))
            field.widget.attrs |= {"class": "kp-select", "aria-label": name}
            self.fields[f"place-{row.membership.pk}"] = field

    def clean(self):
        cleaned = super().clean()
        chosen = {row.membership.pk: cleaned.get(f"place-{row.membership.pk}") for row in self.rows}
        cleaned["goes"] = {key: int(office) for key, office in chosen.items() if office}
        return cleaned

    @property
    def boxes(self):
        """[(row, its box)] for the table."""
        return [(row, self[f"place-{row.membership.pk}"]) for row in self.rows]


class RemoveForm(forms.Form):
    """The token of the page from which a line or a name goes."""

    etag = forms.CharField(max_length=64, required=False)
