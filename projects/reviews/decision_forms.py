"""What the steps "decide" and "correct_decision" ask. A record that was taken back is where the next one starts from."""

from django import forms
from django.utils import timezone

from guidelines.models import CollaborationForm
from kyodo_portal.common.forms.choice_fields import ChoiceField, ModelChoiceField, TickField
from kyodo_portal.common.forms.date_fields import JaDateField
from kyodo_portal.common.forms.fields import LineField, TextField
from kyodo_portal.common.forms.number_fields import YenField
from kyodo_portal.common.lists.together import together
from projects.calls.offices import city_offices
from projects.calls.question_models import Question

from .decision_checks import amount_asked, amount_limit
from .models import Decision
from .scoring import known_table


def _initial(subject, name, otherwise=None):
    """What the record that was made last says there; `otherwise` where it says nothing or there is none."""
    return getattr(subject.last_record, name, None) or otherwise


def _result(subject):
    return ChoiceField(
        label="結果", choices=Decision.Result.choices, widget=forms.RadioSelect, initial=_initial(subject, "result")
    )


def form_named(texts, offered):
    """The key of that one of the offered forms whose name, the longest first, stands in one of the texts that the group chose
    (「市と共催で行う」 → 共催); None where none does."""
    names = [(form, word) for form in offered for word in (*form.title.split("・"), *form.get_code_display().split("・"))]
    matches = [(len(word), -form.order, form.pk) for form, word in names for text in texts if word and word in text]
    return max(matches)[2] if matches else None


def _office(subject):
    """In charge from the result on; the group sees nothing of it before."""
    return ModelChoiceField(
        label="担当課",
        queryset=city_offices(),
        required=False,
        initial=_initial(subject, "department_id", subject.department_id or subject.wished_department_id),
        empty_label="選んでください",
        help_text="採択すると、この課の協働として台帳に入ります。選ばないときは、団体が希望した課、それもなければ事務局が担当になります。"
        f"団体の希望：{subject.wished_department or 'まだ分からない'}",
    )


def _form(subject):
    offered = CollaborationForm.objects.offered()
    chosen = subject.answers.filter(question__kind=Question.Kind.CHOICE).values_list("text", flat=True)
    rows, texts = together(offered, chosen)
    field = ModelChoiceField(
        label="協働の形態",
        queryset=offered,
        required=False,
        initial=_initial(subject, "form_id", form_named(texts, rows)),
        help_text="採択するときに選びます。台帳に、この形態で入ります。",
    )
    field.choices = [("", "選んでください"), *((row.pk, str(row)) for row in rows)]
    return field


def _document_number(subject):
    return LineField(
        label="文書番号",
        max_length=40,
        initial=_initial(subject, "document_number"),
        help_text="決裁の文書番号を書き写してください。例：観交第123号",
    )


def _decided_on(subject):
    return JaDateField(label="決裁日", latest=timezone.localdate, initial=_initial(subject, "decided_on", timezone.localdate()))


def _amount(subject):
    most, name = amount_limit(subject)
    first = subject.last_record.amount if subject.last_record else amount_asked(subject)
    text = "お金を出さない協働では、空けておいてください。" + (f"{name}は{most:,}円です。" if most is not None else "")
    return YenField(label="市が負担する額", required=False, initial=first, help_text=text)


def _text(name, label, text, *, required=False, rows=5, otherwise=lambda subject: None):
    return lambda subject: TextField(
        label=label,
        required=required,
        rows=rows,
        max_length=4000,
        help_text=text,
        initial=_initial(subject, name) or otherwise(subject),
    )


def _early(subject):
    """Asked only while sheets are missing."""
    table = known_table(subject)
    if table.is_complete:
        return forms.BooleanField(label="そろっていない審査票があるまま決める", required=False, widget=forms.HiddenInput)
    names = "、".join(str(sheet.seat.user) for sheet in table.waiting) or "1枚もありません"
    return TickField(label="そろっていない審査票があるまま決める", required=False, help_text=f"まだの人：{names}")


def _early_reason(subject):
    if known_table(subject).is_complete:
        return forms.CharField(label="そろわないまま決める理由", required=False, widget=forms.HiddenInput)
    return TextField(
        label="そろわないまま決める理由",
        required=False,
        rows=3,
        max_length=1000,
        help_text="市の中の記録です。団体には伝わりません。",
    )


def _despite(subject):
    """Asked only where points or money could speak against an adoption; what they are stands above the form."""
    table, call = known_table(subject), subject.call
    if table.reaches is not False and call.budget is None:
        return forms.CharField(label="それでも採択するわけ", required=False, widget=forms.HiddenInput)
    return TextField(
        label="それでも採択するわけ",
        required=False,
        rows=3,
        max_length=1000,
        initial=_initial(subject, "despite"),
        help_text="最低点に届かない提案や、予算をこえる額を採択するときに書きます。市の中の記録です。団体には伝わりません。",
    )


TIE_LABEL = "平均が同じ提案とのあいだを、だれが、なぜそう決めたか"


def _tie_note(subject):
    """Needed where the result differs from that of a proposal of the same rank: which those are takes the whole call to know."""
    return TextField(
        label=TIE_LABEL,
        required=False,
        rows=3,
        max_length=1000,
        initial=_initial(subject, "tie_note"),
        help_text="順位が同じ提案と、結果を分けるときに書きます。例：審査会で話し合い、〇〇の理由でこちらを上にしました。市の中の記録です。団体には伝わりません。",
    )


QUESTIONS = {
    "result": _result,
    "office": _office,
    "form": _form,
    "document_number": _document_number,
    "decided_on": _decided_on,
    "amount": _amount,
    "why": _text("why", "団体に伝える理由", "結果を知らせるときに、そのまま伝わります。", required=True),
    "conditions": _text("conditions", "条件", "条件付採択のときに書きます。守ってほしいことを、1行に1つ書いてください。"),
    "advice": _text(
        "advice",
        "審査委員会からの助言",
        "委員の助言を集めてあります。団体に伝わる形に整えてください。",
        otherwise=lambda subject: known_table(subject).advice,
    ),
    "early": _early,
    "early_reason": _early_reason,
    "despite": _despite,
    "tie_note": _tie_note,
    "correction_note": _text(
        "correction_note", "何を直すのか", "市の中の記録です。団体には伝わりません。", required=True, rows=3
    ),
}
