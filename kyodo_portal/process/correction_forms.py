"""What the steps of a correction ask, and where the group answers an item with a reason instead of a change."""

from django import forms
from django.core.exceptions import ValidationError

from kyodo_portal.common.forms.base import add_css_class
from kyodo_portal.common.forms.choice_fields import MultipleChoiceField
from kyodo_portal.common.forms.fields import TextField
from kyodo_portal.common.forms.messages import set_error_messages
from kyodo_portal.common.own_words import own_words
from kyodo_portal.common.templatetags.kyodo import jdate

from .forms import COMMON, QuestionGroup

LONGEST = 2000  # characters of a reason
MOST = 20  # items of one round: whoever has to put more right than that is better called
# Beside the item and beside its reason: neither alone is 必須, and 任意 would not be true of both.
EITHER = "直すか、理由を書く"
WHY = "why_"  # in front of the item's name


def correction_questions(of):
    """{question: f(subject) → field or group}: `items`, one box for the reason at each item; `which`, those still open; `remark`."""
    return {"items": lambda subject: _items(subject, of), "which": _which, "remark": _remark, "add_correct.due": _due_of_more}


def _due_of_more(subject):
    """The group sends everything in one go: a day before the one that it was told takes time from what it already has in hand."""
    field, told = COMMON["due"](subject), subject.correct_by
    if told:
        field.initial = max(field.initial(), told)
        field.help_text = f"いま求めている補正の期限は、{jdate(told)}です。これより早い日にすると、全部の期限が早まります。"
    return field


def _items(subject, of):
    asked = {row.field: f"もう求めています：{row.reason}" for row in subject.corrections.open()}
    points = of.points(subject)
    fields = {f"{WHY}{point.field}": _box(point, asked.get(point.field, "")) for point in points}

    def collect(cleaned):
        items = [{"field": point.field, "reason": cleaned.get(f"{WHY}{point.field}")} for point in points]
        items = [item for item in items if item["reason"]]
        if not items:
            raise ValidationError(f"直してもらう項目の欄に、直す理由を書いてください。1つ以上、{MOST}まで書けます。")
        if len(items) > MOST:
            raise ValidationError(
                f"1回に求められるのは{MOST}項目までで、いまは{len(items)}項目です。"
                "大事なものから求めて、のこりは電話で伝えるか、出し直されたあとに求めてください。"
            )
        return items

    words = "直してもらう項目の欄だけに、何を、なぜ、どう直せばよいかを書きます。書いた項目だけが、直せるようになります。団体に、まとめて1通で伝わります。"
    return QuestionGroup(fields, collect, lead=words)


def _box(point, words):
    """A small box among many of which most stay empty: none of them says 任意."""
    small = forms.Textarea(attrs={"class": "kp-textarea--s"})
    label = point.label if point.label == point.place else f"{point.place}：{point.label}"
    field = TextField(label=label, max_length=LONGEST, rows=2, required=False, help_text=words, widget=small)
    field.unmarked = True
    return field


class OpenItems(MultipleChoiceField):
    """Offers what is open, and reads what was open when the page was made: whether it still is, the step says."""

    def __init__(self, *, rows, **kwargs):
        waiting = [row for row in rows if row.is_open]
        choices = [(str(row.pk), f"{row.field_label}：{row.reason}") for row in waiting]
        super().__init__(choices=choices, initial=[str(row.pk) for row in waiting] if len(waiting) == 1 else [], **kwargs)
        self.known = {str(row.pk) for row in rows}

    def valid_value(self, value):
        return str(value) in self.known


def _which(subject):
    return OpenItems(label="どの補正ですか", rows=list(subject.corrections.all()))


def _remark(subject):
    return TextField(label="団体に伝えること", max_length=LONGEST, required=False, rows=3)


def reply_name(correction):
    """What the box is called in which the group says why it does not change this item."""
    return f"reply_{correction.pk}"


def add_replies(form, corrections, boxes=None):
    """Put a box for the reason behind each of these items into a form that sends a matter again; item and reason have one mark.

    boxes: {field of an item: name of its box}, where that is another one.
    """
    for correction in corrections:
        box = (boxes or {}).get(correction.field, correction.field)
        if box in form.fields:
            form.fields[box].mark = EITHER
        field = TextField(
            label=f"「{correction.field_label}」を直さないときは、その理由",
            max_length=LONGEST,
            rows=2,
            required=False,
            initial=correction.reply,  # of a sending that was taken back
            widget=forms.Textarea(attrs={"class": "kp-textarea--s"}),
            help_text=own_words("直したときは、空けておいてください。市の担当が読みます。"),
        )
        field.mark = EITHER
        set_error_messages(field)
        add_css_class(field.widget)
        form.fields[reply_name(correction)] = field


def replied_in(data, corrections):
    """Those of the corrections whose box was on the page that was sent, whatever has become of them since. data: request.POST."""
    return [correction for correction in corrections if reply_name(correction) in data]


def replies_in(form, corrections):
    """{key of the correction: text} of what was written into the boxes of `add_replies`."""
    said = {correction.pk: form.cleaned_data.get(reply_name(correction), "") for correction in corrections}
    return {key: text for key, text in said.items() if text}
