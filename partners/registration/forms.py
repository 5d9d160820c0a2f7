"""Small forms beside the registration's pages: start, questions of the steps, consent, papers, correction."""

import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from kyodo_portal.common.forms.base import KyodoForm
from kyodo_portal.common.forms.choice_fields import ChoiceField, TickField
from kyodo_portal.common.forms.date_fields import JaDateField
from kyodo_portal.common.forms.fields import CodeField, LineField, TextField, UploadField
from kyodo_portal.common.japanese.dates import add_working_days
from kyodo_portal.common.japanese.numbers import small_int
from kyodo_portal.common.japanese.width import to_half
from kyodo_portal.process.correction_forms import add_replies, correction_questions, replies_in, reply_name
from kyodo_portal.process.forms import EditForm
from kyodo_portal.process.once import OLD_PAGE
from partners.directory.forms import form_of
from partners.directory.payload import cleaned_payload
from partners.directory.schema import FILES_PAGE
from partners.rules.choosing import Corporate, Part, Who, kind_of

from .correctables import CORRECTABLES
from .file_models import RegistrationFile
from .models import Registration

DAYS_TO_HEAR = 10  # 開庁日


def _past_day(label):
    return lambda registration: JaDateField(label=label, latest=timezone.localdate, initial=timezone.localdate)


def _hear_by(registration):
    return JaDateField(
        label="言い分を聞く期限",
        earliest=timezone.localdate,
        latest=lambda: timezone.localdate() + datetime.timedelta(days=366),
        initial=lambda: add_working_days(timezone.localdate(), DAYS_TO_HEAR),
        help_text="団体に伝わります。過ぎると、市が決める番になります。",
    )


def _statement(registration):
    return TextField(
        label="言い分",
        rows=6,
        max_length=4000,
        help_text="取り消されると困ること、事実とちがうことを書いてください。団体の人と、市の事務局が読みます。",
    )


def _objection(registration):
    return TextField(
        label="違うと思うわけ",
        rows=4,
        max_length=2000,
        help_text="市の事務局だけが読みます。名乗り出た人には伝わりません。",
    )


def _proof(registration):
    return ChoiceField(label="確かめた方法", choices=[("", "選んでください"), *Registration.Proof.choices])


QUESTIONS = {
    **correction_questions(CORRECTABLES),
    "met_on": _past_day("面談した日"),
    "hear_by": _hear_by,
    "statement": _statement,
    "objection": _objection,
    "proof": _proof,
    "checked_on": _past_day("確かめた日"),
}


class StartForm(KyodoForm):
    """The name, and three questions that lead to the kind: enough to keep a draft. `sure` says that similar names were seen."""

    with_key = True
    buttons = [("start", "登録をはじめる", "")]

    name = LineField(label="団体名", max_length=120, help_text="規約や会則に書いてあるとおりに入れてください。")
    who = ChoiceField(label="1. どんな集まりですか", choices=Who.choices, widget=forms.RadioSelect)
    corporate = ChoiceField(label="2. 法人ですか", choices=Corporate.choices, initial=Corporate.NONE, widget=forms.RadioSelect)
    part = ChoiceField(label="3. おもに何をしますか", choices=Part.choices, initial=Part.OWN, widget=forms.RadioSelect)
    sure = forms.CharField(required=False, widget=forms.HiddenInput)

    @property
    def kind(self):
        """The PartnerKind that the answers say."""
        return kind_of(self.cleaned_data["who"], self.cleaned_data["corporate"], self.cleaned_data["part"])


class KeyForm(KyodoForm):
    """Nothing but the one-time key: 「はじめる」."""

    with_key = True
    buttons = [("start", "変更の申請をはじめる", "")]


class ClaimForm(KyodoForm):
    """Nothing but the one-time key."""

    with_key = True
    buttons = [("claim", "この団体の人だと名乗り出る", "")]


class EvidenceForm(KyodoForm):
    """A paper by which whoever claims shows that they belong to the body."""

    buttons = [("papers", "書類を付ける", "")]

    file = UploadField(
        label="総会の議事録など", help_text="あなたの名前と役が書いてあるもの。市の事務局だけが見ます。写真でもかまいません。"
    )


class ArrivedForm(EvidenceForm):
    """What the claimant sent by letter or brought, put there by the secretariat."""

    buttons = [("papers", "届いた書類を付ける", "")]

    file = UploadField(label="手紙や窓口で届いた書類", help_text="総会の議事録などの写し。本人に、届いたことを知らせます。")


class LetterForm(KyodoForm):
    """The digits of the letter."""

    buttons = [("letter", "番号を送る", "")]

    code = CodeField(label="手紙の番号", max_length=20)


class HelpForm(KyodoForm):
    """What the owner of a draft reads out to whoever helps."""

    buttons = [("help", "いっしょに書きはじめる", "")]

    number = LineField(label="下書きの番号", max_length=12, help_text="番号を出した人の画面に出ています。")
    code = CodeField(label="6けたの番号", max_length=20)

    def clean_number(self):
        key = small_int(to_half(self.cleaned_data["number"]))
        if key is None:
            raise ValidationError("下書きの番号は、数字で入れてください。")
        return key


class LeaveForm(KyodoForm):
    """Why a group leaves; sent once. A person owes nobody a reason."""

    with_key = True
    reason = TextField(
        label="退会する理由", max_length=1000, help_text="市の事務局が読みます。例：会員が減り、活動を終えるため。"
    )
    buttons = [("leave", "退会を届け出る", "")]

    def __init__(self, *args, of_person, **kwargs):
        super().__init__(*args, **kwargs)
        if of_person:
            self.fields["reason"] = TextField(
                label="やめる理由", max_length=1000, required=False, help_text="書かなくてもかまいません。"
            )
            self.buttons = [("leave", "登録をやめる", "")]


class PauseForm(KyodoForm):
    """Why a group pauses; sent once."""

    with_key = True
    reason = TextField(
        label="休む理由", max_length=1000, help_text="市の事務局が読みます。例：会長が療養するため。1年ほど休みます。"
    )
    buttons = [("pause", "休止を届け出る", "")]


class RenewForm(EditForm):
    """「去年と同じです」: one box for all promises, and the token of what the page shows."""

    with_key = True
    promised = TickField(label="上の約束を、これからも守ります")
    buttons = [("renew", "去年と同じです。更新する", "")]


class ChangesForm(KeyForm):
    """A renewal in which something changed."""

    buttons = [("changes", "変わったところがある", "kp-btn--sub")]


class ResumeForm(KeyForm):
    """A group that pauses goes on."""

    buttons = [("start", "再開の申請をはじめる", "")]


class HearingForm(KyodoForm):
    """Why the city may revoke a registration, and until when the group may say something to that; sent once."""

    with_key = True
    reason = TextField(
        label="取消しを考えている理由",
        max_length=2000,
        help_text="団体の代表者にそのまま伝わります。何を、なぜ、どうすればよいかを書いてください。",
    )
    buttons = [("hear", "団体に知らせて、言い分を聞く", "")]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["hear_by"] = QUESTIONS["hear_by"](None)


class RemovalForm(KyodoForm):
    """Why the city takes a group off without hearing it; sent once."""

    with_key = True
    reason = TextField(
        label="理由",
        max_length=2000,
        help_text="団体の代表者にそのまま伝わります。何を、なぜ、どうすればよいかを書いてください。",
    )
    buttons = [("take_off", "聞かずに名簿から外す", "kp-btn--sub")]


class FileForm(KyodoForm):
    """One paper. In a draft 「次へ進む」 stands in the same form, so that a paper that was chosen goes along with it."""

    is_extra = True  # papers may be left out, so no field says 必須
    UPLOAD = ("upload", "選んだ資料を付ける", "kp-btn--sub")
    buttons = [UPLOAD]

    kind = ChoiceField(label="資料の種類", choices=[("", "選んでください"), *RegistrationFile.Kind.choices])
    file = UploadField(label="資料")

    def clean(self):
        cleaned = super().clean()
        if "kind" in self.errors and "file" in cleaned:  # a browser does not keep the choice of a file
            self.add_error("file", "種類を選んでから、資料をもう一度選んでください。")
        return cleaned


class DraftFileForm(FileForm):
    buttons = [("next", "次へ進む", ""), FileForm.UPLOAD, ("draft", "下書きを保存して終える", "kp-btn--sub")]


class CorrectionForm(KyodoForm):
    """The items that have to be put right, each with a box for the reason why it is not, and the version that was read.

    An item that stays as it was sent and has a reason is not judged: it may have been wrong all along.
    """

    buttons = [("correct", "直して出し直す", "")]

    version = forms.IntegerField(
        min_value=0,
        max_value=2**31 - 1,
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), OLD_PAGE),
    )

    def __init__(self, *args, corrections, **kwargs):
        super().__init__(*args, **kwargs)
        self.corrections = corrections
        add_replies(self, corrections)
        for row in corrections:
            reply = self.fields.pop(reply_name(row))
            where = list(self.fields).index(row.field) + 1 if row.field in self.fields else len(self.fields)
            self.fields = dict([*list(self.fields.items())[:where], (reply_name(row), reply), *list(self.fields.items())[where:]])

    def clean(self):
        cleaned = super().clean()
        for row in self.corrections:
            if cleaned.get(reply_name(row)) and row.field in self.errors and not self[row.field]._has_changed():
                del self._errors[row.field]
        return cleaned

    @property
    def answers(self):
        """What the step `correct` is called with."""
        return {"values": cleaned_payload(self), "replies": replies_in(self, self.corrections)}


def correction_form(corrections, data=None, *, schema, initial=None):
    """The form of these corrections; papers are changed on their own page."""
    asked = [row.field for row in corrections if row.field != FILES_PAGE]
    made = form_of(asked, schema=schema, base=CorrectionForm)
    return made(data, initial=initial, corrections=corrections)
