"""Forms of calls in the admin."""

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError

from kyodo_portal.accounts.models import UNPROVEN
from kyodo_portal.common.forms.base import KyodoForm
from kyodo_portal.common.forms.choice_fields import ModelChoiceField, TickField
from kyodo_portal.common.forms.date_fields import JaDateTimeField
from kyodo_portal.common.forms.fields import JaEmailField, LineField, TextField
from kyodo_portal.common.forms.number_fields import YearField
from kyodo_portal.process.forms import EditForm
from partners.directory.standing import Standing
from partners.models import Partner

from .completeness import missing_for_publication
from .models import PanelSeat, Question
from .promises import Announcement, changes_below

WHY_ASKED = "公開した募集の約束を変えるので、変える理由を書いて、もう一度保存してください。"


class CallForm(forms.ModelForm):
    """Dates in order, in the order in which they come. What takes something away from whoever has read the call is asked about."""

    change_reason = TextField(
        label="変える理由",
        required=False,
        max_length=1000,
        rows=3,
        help_text="公開のページに出ます。書きかけの提案書がある団体と、提案を出した団体にも、そのまま伝わります。",
    )

    def clean(self):
        data = super().clean()
        announcement = self.instance.announcement = Announcement.of(self) if self.instance.pk else None
        if announcement and announcement.asks and not announcement.reason:
            self.fields["change_reason"].mark = "必須"
            self.add_error("change_reason", WHY_ASKED)
        opens, closes = data.get("opens_at"), data.get("closes_at")
        if opens and closes and closes <= opens:
            self.add_error("closes_at", "受付を終える日時は、始める日時より後にしてください。")
        for name, label in (("presentation_on", "発表会の日"), ("result_on", "結果を知らせる予定日")):
            if closes and data.get(name) and data[name] < closes.date():
                self.add_error(name, f"{label}は、受付を終える日より後にしてください。")
        if data.get("presentation_on") and data.get("result_on") and data["result_on"] < data["presentation_on"]:
            self.add_error("result_on", "結果を知らせる予定日は、発表会の日より後にしてください。")
        return data


class QuestionForm(forms.ModelForm):
    def clean(self):
        data = super().clean()
        if data.get("kind") == Question.Kind.CHOICE and len((data.get("choices") or "").split("\n")) < 2:
            self.add_error("choices", "選択肢を、1行に1つずつ、2つ以上入れてください。")
        return data


class PublishableRows(forms.BaseInlineFormSet):
    """Questions or criteria: a call with a publication date needs at least one row of each."""

    needed = ""

    def clean(self):
        super().clean()
        if any(self.errors) or not getattr(self.instance, "published_at", None):
            return
        kept_forms = [form for form in self.forms if form.cleaned_data and not form.cleaned_data.get("DELETE")]
        counts = {"questions": True, "criteria": True, self.needed: bool(kept_forms)}
        missing = missing_for_publication(self.instance, **counts)
        if missing:
            raise ValidationError(missing)
        announcement = getattr(self.instance, "announcement", None)
        if announcement:
            announcement.below[self.needed] = changes_below(self)
            if announcement.below[self.needed] and announcement.affected and not announcement.reason:
                raise ValidationError(WHY_ASKED)


class QuestionRows(PublishableRows):
    needed = "questions"


class CriterionRows(PublishableRows):
    needed = "criteria"


class SeatForm(forms.ModelForm):
    """A panel seat is given by the e-mail address with which the person signs in."""

    email = JaEmailField(label="審査委員のメールアドレス", help_text="このサイトにサインインするときのメールアドレス")

    class Meta:
        model = PanelSeat
        fields = ["email", "position", "since", "until"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["email"] = self.instance.user.email

    def clean_email(self):
        email = self.cleaned_data["email"]
        user = get_user_model().objects.filter(email__iexact=email, is_active=True).first()
        if user is None:
            raise ValidationError("このメールアドレスの利用者がいません。先に、本人に利用者登録をしてもらってください。")
        if get_user_model().objects.unproven().filter(pk=user.pk).exists():
            raise ValidationError(UNPROVEN)
        taken = PanelSeat.objects.filter(call=self.instance.call_id, user=user).exclude(pk=self.instance.pk)
        if self.instance.call_id and taken.exists():
            raise ValidationError("この人の席は、もうあります。")
        self.instance.user = user
        return email


class CopyCallForm(KyodoForm):
    """What differs between last year's call and the new one."""

    with_key = True
    buttons = [("copy", "新しい募集回を作る", "")]
    title = LineField(label="募集の名前", max_length=120)
    fiscal_year = YearField(label="実施する年度")
    opens_at = JaDateTimeField(label="受付を始める日時")
    closes_at = JaDateTimeField(label="受付を終える日時")

    with_seats = TickField(label="いまの審査委員の席も写す（受付を始める日から）", required=False, initial=True)
    publish = TickField(label="すぐ公開する（付けないときは、あとで公開する日時を入れます）", required=False)

    def clean(self):
        data = super().clean()
        if data.get("opens_at") and data.get("closes_at") and data["closes_at"] <= data["opens_at"]:
            self.add_error("closes_at", "受付を終える日時は、始める日時より後にしてください。")
        return data


class WhyForm(EditForm):
    """Withdraws a call that everybody could read, or begins it anew: everybody reads why."""

    reason = TextField(
        label="理由", max_length=1000, rows=4, help_text="公開のページに出ます。関係する団体にも、そのまま伝わります。"
    )

    def __init__(self, *args, label, **kwargs):
        super().__init__(*args, **kwargs)
        self.buttons = [("go", label, "")]


class LateForm(KyodoForm):
    """Lets one group in after the deadline."""

    with_key = True
    buttons = [("admit", "この団体の提案を受け付ける", "")]
    partner = ModelChoiceField(Partner.objects.none(), label="団体", empty_label="選んでください")
    until = JaDateTimeField(label="いつまで受け付けるか")
    reason = TextField(
        label="理由", max_length=1000, rows=4, help_text="この団体と市の中の人が読みます。公開のページには出ません。"
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        outside = (Partner.Office.NONE, Partner.Office.COORDINATOR)
        groups = Partner.objects.filter(office__in=outside, standing__in=(Standing.REGISTERED, Standing.APPLYING))
        self.fields["partner"].queryset = groups.order_by("kana_key", "pk")
