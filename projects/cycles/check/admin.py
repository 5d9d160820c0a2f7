"""評価のひとそろい in the admin: the city words the questions of both sides; what was answered keeps its words."""

from uuid import uuid4

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError

from kyodo_portal.common.admin import SafeModelAdmin
from kyodo_portal.common.columns_admin import ColumnsAdmin
from kyodo_portal.common.second_save_admin import SecondSaveInline
from projects.specs.access import can_read_specs, can_word_questions
from projects.specs.models import EvaluationSet

from .models import EvaluationItem
from .scales import BAR, MARKS, pairs_of, words_of

ANSWERED = "答えのある質問の言葉は、変えられません。「使う」を外して、新しい質問を足してください。"
KNOWN = "同じ名前のひとそろいが、もうあります。見分けのつく名前にしてください。"
WORDS = ("name", "question", "scale", "marks")


class ItemForm(forms.ModelForm):
    """One question. The answers of former years stand beside the words that were read then."""

    def clean_marks(self):
        """Five lines, written one way."""
        return "\n".join(map(BAR.join, pairs_of(self.cleaned_data["marks"])))

    def clean(self):
        cleaned = super().clean()
        if self.instance.pk and set(WORDS) & set(self.changed_data) and self.instance.answers.exists():
            raise ValidationError(ANSWERED)
        return cleaned


class ItemInline(SecondSaveInline, ColumnsAdmin, admin.StackedInline):
    """The secretariat words them, nobody takes one away: it is asked no more."""

    model, form, extra = EvaluationItem, ItemForm, 1  # an empty one, for whoever adds without a script
    fields = ("name", "question", "scale", "marks", "said", "order", "is_active")
    readonly_fields = ("said",)

    @admin.display(description="いま、点が言うこと")
    def said(self, obj):
        """「5点：よく守れた」 …, as both sides read them."""
        if obj.pk is None:
            return "保存すると、ここに出ます。"
        return "、".join(f"{points}点：{words_of(obj, points)}" for points in range(MARKS, 0, -1))

    def has_view_permission(self, request, obj=None):
        return can_read_specs(request.user)

    def has_change_permission(self, request, obj=None):
        return can_word_questions(request.user)

    def has_add_permission(self, request, obj=None):
        """The first year that is evaluated lays the usual ones (item_actions); what stood there before would be all that is asked. A new
        set begins with the city's own."""
        return can_word_questions(request.user) and (obj is None or obj.items.exists())

    def has_delete_permission(self, request, obj=None):
        return False


class SetForm(forms.ModelForm):
    """A set is chosen by its name where a form is settled."""

    def clean_name(self):
        name = self.cleaned_data["name"]
        if EvaluationSet.objects.filter(name=name).exclude(pk=self.instance.pk).exists():
            raise ValidationError(KNOWN)
        return name


@admin.register(EvaluationSet)
class EvaluationSetAdmin(SafeModelAdmin):
    """The sets that 形態の決めごと name; whether they are talked about is settled when one is made."""

    form = SetForm
    viewers = staticmethod(can_read_specs)
    editors = adders = staticmethod(can_word_questions)
    inlines = [ItemInline]
    list_display = ("name", "talk")
    search_fields = ("name",)
    fields = ("name", "talk")

    def get_readonly_fields(self, request, obj=None):
        return ("talk",) if obj is not None else ()

    def save_model(self, request, obj, form, change):
        if not change:  # the common ones have codes of their own (specs/seeds.py)
            obj.code = f"own-{uuid4().hex[:8]}"
        super().save_model(request, obj, form, change)
