"""What the steps of a topic ask. Everything that is written here everybody reads."""

import datetime

from django.utils import timezone

from kyodo_portal.common.forms.choice_fields import ChoiceField, ModelChoiceField
from kyodo_portal.common.forms.date_fields import JaDateField
from kyodo_portal.common.forms.fields import LineField, TextField
from partners.events.models import Event
from projects.calls.offices import departments
from projects.entries.models import Project

from .step_forms import no_contact
from .topic_models import Topic

EVERYBODY = "だれでも読めます。人の名前や、声をそのまま写した文は書かないでください。"


def _words(name, label, most=600):
    return lambda topic: TextField(
        label=label, max_length=most, rows=4, initial=getattr(topic, name), validators=[no_contact], help_text=EVERYBODY
    )


def _event(topic):
    about = Event.objects.open_to_all().standing().about(f"topic:{topic.pk}").order_by("-starts_at", "-pk").first()
    return ModelChoiceField(
        label="催しのページ",
        queryset=Event.objects.open_to_all().standing().order_by("-starts_at", "-pk"),
        required=False,
        initial=topic.event_id or (about and about.pk),
        empty_label="まだつくっていない",
        help_text="えらぶと、日と場所は催しのとおりになります。",
    )


def _talk_on(topic):
    today = timezone.localdate()
    return JaDateField(
        label="話し合いの日",
        required=False,
        initial=topic.talk_on,
        earliest=today - datetime.timedelta(days=366),
        latest=today + datetime.timedelta(days=366),
        help_text="まだ決まっていないときは、空けておきます。",
    )


def _talk_place(topic):
    return LineField(label="話し合いの場所", max_length=120, required=False, initial=topic.talk_place)


def _project(topic):
    return ModelChoiceField(
        label="どのプロジェクトになりましたか",
        queryset=Project.objects.published().order_by("title", "pk"),
        initial=topic.project_id,
    )


def _effect(topic):
    return ChoiceField(label="市の考え", choices=Topic.Effect.choices, initial=topic.effect)


def _into(topic):
    rows = Topic.objects.published().taking_voices().exclude(pk=topic.pk).order_by("title", "pk")
    return ModelChoiceField(
        label="まとめる先",
        queryset=rows,
        help_text="ここにある声と「わたしも」は、まとめる先に移ります。両方に押した人は、1人と数えます。",
    )


def _cause(topic):
    choices = [row for row in Topic.Cause.choices if row[0] != Topic.Cause.MERGED]
    return ChoiceField(label="終えるわけ", choices=choices, initial=topic.cause)


def _to(topic):
    offices = departments()
    return ModelChoiceField(
        label="たずねる課",
        queryset=offices,
        initial=topic.department_id,
        help_text="ページに「考えています」と、課の名前が出ます。",
    )


QUESTIONS = {
    "to": _to,
    "event": _event,
    "talk_on": _talk_on,
    "talk_place": _talk_place,
    "talk_why": _words("talk_why", "話し合うわけ"),
    "project": _project,
    "start_why": _words("start_why", "プロジェクトになったわけ"),
    "effect": _effect,
    "public_answer": _words("public_answer", "市の考えとわけ", 1000),
    "became": _words("became", "どうなったか"),
    "into": _into,
    "cause": _cause,
    "closed_why": _words("closed_why", "わけ（ことばで）"),
}
