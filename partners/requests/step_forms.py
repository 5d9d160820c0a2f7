"""What the steps of a letter ask. What is written here becomes a letter, and stands in no history."""

import datetime

from django.core.exceptions import ValidationError
from django.utils import timezone

from kyodo_portal.common.forms.choice_fields import ChoiceField, ModelChoiceField, TickField
from kyodo_portal.common.forms.date_fields import JaDateField
from kyodo_portal.common.forms.fields import LineField, TextField
from kyodo_portal.common.text.contact import has_contact
from kyodo_portal.process.forms import QuestionGroup
from partners.directory.membership import Membership
from partners.directory.models import Partner

from .forms import SHOWS
from .message_models import MOST
from .models import Request

Part = Membership.Part
CHOOSE = ("", "選んでください")


def _text(request):
    return _careful("text", TextField(label="手紙", max_length=MOST, rows=6, help_text="相手に、そのまま届きます。"))


def _note(request):
    help_text = "相手に、そのまま届きます。"
    return _careful("note", TextField(label="ひとこと", max_length=MOST, rows=4, required=False, help_text=help_text))


def _careful(name, field):
    """What a step says to the other side: a telephone number in it, or in the place that is said beside it, is asked about as in a
    letter (CarefulForm)."""

    def collect(cleaned):
        if any(has_contact(cleaned.get(box)) for box in (name, "place")) and not cleaned.get("show_contact"):
            raise ValidationError(SHOWS)
        return cleaned.get(name) or ""

    tick = TickField(
        label="電話番号やメールを、相手に見せる", required=False, help_text="手紙に書いてあるときだけ、しるしを付けてください。"
    )
    return QuestionGroup({name: field, "show_contact": tick}, collect)


def _to(request):
    offices = Partner.objects.city_offices()
    return ModelChoiceField(label="回す先", queryset=offices.exclude(pk=request.to_id).order_by("kana_key", "pk"))


def _why(request):
    return TextField(
        label="次の担当に伝えること", max_length=MOST, rows=3, required=False, help_text="市の中の人だけが読みます。"
    )


def _on(request):
    today = timezone.localdate()
    return JaDateField(label="日", required=False, earliest=today, latest=today + datetime.timedelta(days=730))


def _place(request):
    return LineField(label="場所", max_length=120, required=False, initial=request.place)


def _part(request):
    return ChoiceField(label="役", choices=[(Part.MEMBER, "担当（読んで、書ける）"), (Part.VIEWER, "閲覧（読むだけ）")])


def _since(request):
    return JaDateField(label="いつから", initial=timezone.localdate, earliest=timezone.localdate)


def _refusal(request):
    return ChoiceField(label="わけ", choices=[CHOOSE, *Request.Refusal.choices])


def _became(request):
    return ChoiceField(label="どうなりましたか", choices=[CHOOSE, *Request.Became.choices])


def _cause(request):
    return ChoiceField(label="止めるわけ", choices=[CHOOSE, *Request.Cause.choices])


QUESTIONS = {
    "text": _text, "note": _note, "to": _to, "why": _why, "on": _on, "place": _place, "part": _part, "since": _since,
    "refusal": _refusal, "became": _became, "cause": _cause,
}  # fmt: skip
