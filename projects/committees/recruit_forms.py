"""公募: what everybody is told, and what an applicant is told."""

import datetime

from django import forms
from django.utils import timezone

from kyodo_portal.common.forms.base import KyodoForm
from kyodo_portal.common.forms.date_fields import JaDateField
from kyodo_portal.common.forms.fields import LineField, TextField
from kyodo_portal.common.forms.number_fields import CountField

TEXT = (
    "会議で話す内容と、年に何回あるか。応募のときは、応募したわけと、やってみたいことを、手紙に書いてください。"
    "選ばれた人の氏名は、委員の名簿にのせて公表します。応募の文は公表しません。"
)


def _in_a_year():
    return timezone.localdate() + datetime.timedelta(days=365)


def _in_years():
    return timezone.localdate() + datetime.timedelta(days=365 * 6)


class SeatCallForm(KyodoForm):
    """What is sought, until when, for which term."""

    with_key = True
    buttons = [("begin", "公募を始める", "")]

    title = LineField(label="見出し", max_length=60)
    text = TextField(label="くわしいこと", max_length=600, rows=6, initial=TEXT, help_text="600字まで。だれでも読めます。")
    seats = CountField(label="募集する人数", least=1, most=50, unit="人", example="2")
    until = JaDateField(label="応募のしめきり", earliest=timezone.localdate, latest=_in_a_year)
    answers_on = JaDateField(
        label="選んだ結果を知らせる日",
        earliest=timezone.localdate,
        latest=_in_a_year,
        help_text="しめきりのあとで選びます。応募した全員に、この日までに知らせると約束します。",
    )
    term_since = JaDateField(label="任期のはじめ", earliest=timezone.localdate, latest=_in_years)
    term_until = JaDateField(label="任期の終わり", earliest=timezone.localdate, latest=_in_years)

    def clean(self):
        data = super().clean()
        if data.get("term_since") and data.get("term_until") and data["term_until"] < data["term_since"]:
            self.add_error("term_until", "「任期の終わり」は、「任期のはじめ」の日か、それより後の日にしてください。")
        if data.get("until") and data.get("answers_on") and data["answers_on"] <= data["until"]:
            self.add_error("answers_on", "「選んだ結果を知らせる日」は、応募のしめきりより後の日にしてください。")
        if data.get("until") and data.get("term_since") and data["term_since"] < data["until"]:
            self.add_error("term_since", "「任期のはじめ」は、応募のしめきりの日か、それより後の日にしてください。")
        return data


class _OfVersion(KyodoForm):
    """A page about an application as it stood at this version."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class BackForm(_OfVersion):
    buttons = [("sure", "取り消す", "")]


class ChoiceForm(_OfVersion):
    """Chosen or not, and the words that the applicant reads."""

    buttons = [("choose", "選んで、本人に知らせる", ""), ("decline", "選ばないことを、本人に知らせる", "kp-btn--sub")]

    name = LineField(label="名簿にのせる氏名", max_length=80, help_text="選ぶときだけ使います。公開の名簿に出ます。")
    why = TextField(
        label="本人に伝えるわけ",
        max_length=2000,
        rows=5,
        help_text="どこを見て、なぜそう決めたか。応募のお礼も書いてください。本人に、そのまま届きます。",
    )

    def __init__(self, *args, may_choose, **kwargs):
        """may_choose: nobody applies any more. Before, only who cannot be chosen at all is told so."""
        super().__init__(*args, **kwargs)
        if not may_choose:
            del self.fields["name"]
            self.buttons = [row for row in self.buttons if row[0] != "choose"]
