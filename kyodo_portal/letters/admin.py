"""Templates of 通知書 and who signs them, in the admin. Letters themselves have pages of their own (desk_views.py)."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.urls import reverse

from kyodo_portal.common.admin import SafeModelAdmin
from kyodo_portal.common.admin_site import register_queue
from kyodo_portal.common.own_words import own_words_said

from .access import can_see_templates, can_write_templates, sits_at_a_desk
from .kinds import kind_of, kinds, step_choices
from .marks import problems_of
from .models import OfficialLetter, ReasonExample
from .reasons import reason_choices
from .template_actions import WRITTEN, write_template
from .template_models import LetterTemplate, Signatory

MARKED = ("title", "body", "appeal_text", "file_name")
APPEAL_LACKS = "教示の文を書いてください。要らないときは、教示を「書かない」にします。"
APPEAL_TOO_MUCH = "教示を「書かない」にするときは、教示の文を空にしてください。"
OLDER = "このひな形には、新しい版があります。そちらを開いて、直してください。"
APPEAL_HELP = own_words_said(
    "「審査請求と取消訴訟」の文は、処分にあたるものの通知書だけに出ます。申請は「形態の決めごと」、補助金は「補助制度」で、"
    "処分にあたるかどうかを決めます。市の法務の担当に確かめてください。"
)
BODY_HELP = (
    "段落のあいだは、1行空けます。「記」だけの行のあとは、「理由：｛理由｝」のような行が、番号の付いた表になります。"
    "行のしるしの中身がみな空のとき、その行は出ません。"
)


class TemplateForm(forms.ModelForm):
    place = forms.ChoiceField(label="どの手続きのあと", choices=step_choices)
    traced_choices = ("place",)

    class Meta:
        model = LetterTemplate
        fields = ["name", "title", "body", "appeal", "appeal_text", "file_name", "keep_years", "in_use"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields.pop("place", None)
        if "body" in self.fields:
            self.fields["body"].help_text = BODY_HELP
        if "appeal" in self.fields:
            self.fields["appeal"].help_text = APPEAL_HELP

    def clean(self):
        cleaned = super().clean()
        if "place" in cleaned:
            self.instance.process, self.instance.step = cleaned["place"].split()
        kind = kind_of(self.instance.process)
        for name in MARKED if kind else ():
            for problem in problems_of(cleaned.get(name) or "", kind.known_marks):
                self.add_error(name, problem)
        self._check_appeal(cleaned)
        self._check_version()
        return cleaned

    def _check_appeal(self, cleaned):
        has_text, wants = bool((cleaned.get("appeal_text") or "").strip()), cleaned.get("appeal") != LetterTemplate.Appeal.NONE
        if has_text != wants and "appeal" in cleaned:
            self.add_error("appeal_text", APPEAL_LACKS if wants else APPEAL_TOO_MUCH)

    def _check_version(self):
        row = self.instance
        if row.pk and LetterTemplate.objects.filter(process=row.process, step=row.step, version__gt=row.version).exists():
            raise ValidationError(OLDER)

    def _post_clean(self):
        """What is saved is another row where the words change: the constraint of the one in use is the action's to keep."""
        self._validate_unique = False
        super()._post_clean()

    def validate_constraints(self):
        pass


@admin.register(LetterTemplate)
class LetterTemplateAdmin(SafeModelAdmin):
    """What letters say after which step. Words that change are the next version; letters keep the one that they were made of."""

    viewers = staticmethod(can_see_templates)
    adders = editors = staticmethod(can_write_templates)
    form = TemplateForm
    list_display = ["name", "step_label", "version", "in_use", "title", "appeal", "keep_years"]
    list_filter = ["process", "in_use", "appeal"]
    search_fields = ["name", "title", "body"]
    readonly_fields = ["marks", "versions"]

    def get_fields(self, request, obj=None):
        asked = ["name", "title", "body", "appeal", "appeal_text", "file_name", "keep_years", "in_use"]
        return ["versions", *asked, "marks"] if obj else ["place", *asked, "marks"]

    @admin.display(description="どの手続きのあと")
    def step_label(self, row):
        return row.step_label

    @admin.display(description="使えるしるし")
    def marks(self, row):
        if row is not None and row.pk and (kind := kind_of(row.process)):
            return "、".join(f"｛{mark}｝" for mark in kind.known_marks)
        return "\n".join(
            f"{kind.process.label}：{'、'.join(f'｛{mark}｝' for mark in kind.known_marks)}" for kind in kinds().values()
        )

    @admin.display(description="版")
    def versions(self, row):
        used = row.letters.count()
        return f"{row.step_label}　第{row.version}版。この版からできた通知書は{used}通です。文を直すと、次の版になります。"

    def save_model(self, request, obj, form, change):
        values = {name: form.cleaned_data[name] for name in WRITTEN}
        made = write_template(obj, values=values, in_use=form.cleaned_data["in_use"])
        obj.pk, obj.version = made.pk, made.version

    def response_change(self, request, obj):
        answer = super().response_change(request, obj)
        here = reverse("admin:letters_lettertemplate_change", args=[obj.pk])
        return HttpResponseRedirect(here) if "_continue" in request.POST else answer


class ReasonExampleForm(forms.ModelForm):
    place = forms.ChoiceField(label="どの手続きのとき", choices=reason_choices)
    traced_choices = ("place",)

    class Meta:
        model = ReasonExample
        fields = ["name", "text", "order", "in_use"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk and "place" in self.fields:
            self.initial["place"] = f"{self.instance.process} {self.instance.step}"

    def clean_place(self):
        place = self.cleaned_data["place"]
        self.instance.process, self.instance.step = place.split()
        return place

    def clean(self):
        cleaned, row = super().clean(), self.instance
        same = ReasonExample.objects.filter(process=row.process, step=row.step, name=cleaned.get("name", ""))
        if same.exclude(pk=row.pk).exists():
            self.add_error("name", "この手続きには、同じ名前の文例がもうあります。別の名前にしてください。")
        return cleaned


@admin.register(ReasonExample)
class ReasonExampleAdmin(SafeModelAdmin):
    """Texts for reasons and conditions: whoever decides finds them in a list beside the box, and puts them right there."""

    viewers = staticmethod(can_see_templates)
    adders = editors = deleters = staticmethod(can_write_templates)
    form = ReasonExampleForm
    fields = ["place", "name", "text", "order", "in_use"]
    list_display = ["name", "step_label", "text", "order", "in_use"]
    list_filter = ["process", "in_use"]
    search_fields = ["name", "text"]

    @admin.display(description="どの手続きのとき")
    def step_label(self, row):
        return row.step_label


class SignatoryForm(forms.ModelForm):
    def clean(self):
        cleaned = super().clean()
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", "「この日まで」は、「この日から」よりあとの日にしてください。")
        return cleaned


@admin.register(Signatory)
class SignatoryAdmin(SafeModelAdmin):
    """In whose name letters go out. Of several that hold on a day the one who began last signs."""

    viewers = staticmethod(can_see_templates)
    adders = editors = deleters = staticmethod(can_write_templates)
    form = SignatoryForm
    fields = ["post", "name", "since", "until"]
    list_display = ["post", "name", "since", "until"]
    search_fields = ["post", "name"]


def _of_desk(request):
    """The letters of whoever reads the first page, put together once for both queues."""
    if not hasattr(request, "letters_of_desk"):
        request.letters_of_desk = OfficialLetter.objects.at_desk_of(request.user)
    return request.letters_of_desk


register_queue(
    "これから出す通知書",
    count=lambda request: _of_desk(request).drafts(),
    url="/staff/letters/?state=draft",
    visible=sits_at_a_desk,
)
register_queue(
    "紙で届ける通知書",
    count=lambda request: _of_desk(request).to_carry(),
    url="/staff/letters/?state=carry",
    visible=sits_at_a_desk,
)
