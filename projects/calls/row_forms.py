"""What belongs to a call as rows of its page in the admin: questions, criteria, 題, costs, seats."""

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError

from kyodo_portal.accounts.models import UNPROVEN
from kyodo_portal.common.forms.fields import JaEmailField

from .completeness import missing_for_publication
from .panel_models import PanelSeat
from .promises import changes_below
from .question_models import Question

WHY_ASKED = "公開した募集の約束を変えるので、変える理由を書いて、もう一度保存してください。"
PAGES = Question.Section.values


class QuestionForm(forms.ModelForm):
    """One question. What is needed later is not needed when the proposal is sent; a file stands on the page of the files."""

    def clean(self):
        data = super().clean()
        if data.get("kind") == Question.Kind.CHOICE and len((data.get("choices") or "").split("\n")) < 2:
            self.add_error("choices", "選択肢を、1行に1つずつ、2つ以上入れてください。")
        if data.get("kind") == Question.Kind.FILE:
            data["section"] = Question.Section.FILES
        elif data.get("section") == Question.Section.FILES:
            self.add_error("section", "「資料」の画面には、答え方が「資料」の質問だけを置けます。ほかの画面を選んでください。")
        if data.get("later"):
            data["required"] = False
        if data.get("only_if") and not data.get("only_if_answer"):
            self.add_error("only_if_answer", "どう答えた人に聞くかを入れてください。その質問の選択肢と同じ文字で書きます。")
        if data.get("only_if_answer") and not data.get("only_if"):
            self.add_error("only_if", "どの質問への答えかを選んでください。")
        return data


class RowsOfCall(forms.BaseInlineFormSet):
    """Rows that know their call: their names would ask for it one by one."""

    def get_queryset(self):
        if not hasattr(self, "_queryset"):
            for row in super().get_queryset():
                row.call = self.instance
        return self._queryset


class AnnouncedRows(RowsOfCall):
    """Rows of which everybody could read: what changes of them is kept and told (promises.py)."""

    name = ""

    def clean(self):
        super().clean()
        announcement = getattr(self.instance, "announcement", None)
        if any(self.errors) or not announcement:
            return
        announcement.below[self.name] = changes_below(self)
        if announcement.below[self.name] and announcement.affected and not announcement.reason:
            raise ValidationError(WHY_ASKED)


class PublishableRows(AnnouncedRows):
    """Questions or criteria: a call with a publication date needs at least one row of each."""

    def clean(self):
        if not any(self.errors) and getattr(self.instance, "published_at", None):
            counts = {"questions": True, "criteria": True, self.name: bool(self.kept_forms)}
            missing = missing_for_publication(self.instance, **counts)
            if missing:
                raise ValidationError(missing)
        super().clean()

    @property
    def kept_forms(self):
        """The forms whose rows stand after saving."""
        return [form for form in self.forms if form.cleaned_data and not form.cleaned_data.get("DELETE")]


class QuestionRows(PublishableRows):
    name = "questions"

    def clean(self):
        if not any(self.errors):
            kept = {form.instance.pk: form for form in self.kept_forms if form.instance.pk}
            for form in self.kept_forms:
                self._judge_condition(form, kept)
        super().clean()

    @staticmethod
    def _judge_condition(form, kept):
        """A question may hang on a choice that is asked of everybody before it."""
        of = form.cleaned_data.get("only_if")
        if of is None:
            return
        asked = kept.get(of.pk)
        if asked is None or asked.cleaned_data["kind"] != Question.Kind.CHOICE or asked.cleaned_data.get("only_if"):
            form.add_error("only_if", "だれにでも聞く、答え方が「ひとつ選ぶ」の質問を選んでください。")
        elif _place(asked) >= _place(form):
            form.add_error("only_if", "この質問より前の画面か、前の順番の質問を選んでください。")
        elif form.cleaned_data["only_if_answer"] not in asked.cleaned_data["choices"].split("\n"):
            form.add_error("only_if_answer", f"「{of}」の選択肢と同じ文字で入れてください。")


def _place(form):
    return PAGES.index(form.cleaned_data["section"]), form.cleaned_data["order"] or 0, form.instance.pk or 2**31


class CriterionRows(PublishableRows):
    name = "criteria"


class ThemeRows(AnnouncedRows):
    name = "themes"


class CostForm(forms.ModelForm):
    def clean(self):
        data = super().clean()
        share = data.get("share_max_percent")
        if share is not None and not data.get("counts"):
            self.add_error("share_max_percent", "対象にならない経費には、割合を入れられません。空けてください。")
        elif share is not None and not 1 <= share <= 100:
            self.add_error("share_max_percent", "1から100までの数を入れてください。")
        return data


class CostRows(AnnouncedRows):
    name = "costs"


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
