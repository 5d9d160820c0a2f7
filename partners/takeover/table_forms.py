"""代表の引継ぎの表: a row of boxes for each group, whether it was filled in on the page or in a spreadsheet."""

from kyodo_portal.common.forms.base import KyodoForm
from kyodo_portal.common.forms.choice_fields import ChoiceField
from kyodo_portal.common.forms.date_fields import JaDateField
from kyodo_portal.common.forms.fields import JaEmailField, LineField, UploadField

from .table_presenters import NEW, SAME, Change, turn_of_the_year

HOW = [("", "（まだ）"), (NEW, "代わる"), (SAME, "同じ人が続ける")]
PARTS = ("how", "name", "email")
NO_NAME = "新しい代表者の名前を入れてください。"
NOT_NEW = "「代わる」を選ぶか、名前とメールを空にしてください。"
NOTHING = "どの団体にも、まだ何も入っていません。代わる団体の「どうするか」を選んでください。"


class TableForm(KyodoForm):
    """After is_valid `changes` are the Changes of the rows in which something was said; `starts_on` and `why` hold for all of them."""

    with_key = True
    buttons = [("check", "確かめる", "")]

    starts_on = JaDateField(label="いつから")
    why = LineField(
        label="もとにした届け", max_length=200, help_text="団体の人に伝わります。例：4月5日に届いた、町内会連合会の役員名簿"
    )

    def __init__(self, *args, on, partners, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["starts_on"].initial = on
        self.partners, self.changes = list(partners), []
        for partner in self.partners:
            # Every box is named by its group: nothing else tells one row from another where the page is read aloud.
            self.fields[f"how_{partner.pk}"] = ChoiceField(label=f"{partner}：どうするか", choices=HOW, required=False)
            self.fields[f"name_{partner.pk}"] = LineField(label=f"{partner}：新しい代表者の名前", max_length=80, required=False)
            self.fields[f"email_{partner.pk}"] = JaEmailField(label=f"{partner}：新しい代表者のメールアドレス", required=False)
            for part in PARTS:
                field = self.fields[f"{part}_{partner.pk}"]
                field.widget.attrs |= {"class": "kd-in", "aria-label": field.label}

    @property
    def shared(self):
        """The boxes that hold for all rows."""
        return [self["starts_on"], self["why"]]

    def clean(self):
        data = super().clean()
        for partner in self.partners:
            how, name, email = (data.get(f"{part}_{partner.pk}") or "" for part in PARTS)
            if how == NEW and not name and f"name_{partner.pk}" not in self.errors:
                self.add_error(f"name_{partner.pk}", f"{partner}：{NO_NAME}")
            elif how != NEW and (name or email):
                self.add_error(f"how_{partner.pk}", f"{partner}：{NOT_NEW}")
            elif how:
                self.changes.append(Change(partner, how, name, email))
        if not self.changes and not self.errors:
            self.add_error(None, NOTHING)
        return data


class TableFileForm(KyodoForm):
    """The table as a spreadsheet."""

    buttons = [("read", "表を読む", "")]

    starts_on = JaDateField(label="いつから", initial=turn_of_the_year)
    why = LineField(label="もとにした届け", max_length=200, help_text="団体の人に伝わります。")
    table = UploadField(
        label="代表者の表（エクセル）", kinds=("xlsx",), help_text="この画面から取り出した表に書き入れたもの。10メガバイトまで"
    )
