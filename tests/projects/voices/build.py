"""Voices and topics for the tests: who says one, who reads it, and what is gathered in what."""

from uuid import uuid4

from django.test import Client

from kyodo_portal.process.actions import take_step
from partners.models import Area, Theme
from projects.voices.actions import send_voice
from projects.voices.topic_actions import begin_topic
from tests import build


def theme(code="ashi", name="移動"):
    return Theme.objects.get_or_create(code=code, defaults={"name": name, "kana": "いどう"})[0]


def area(name="岩沢"):
    return Area.objects.get_or_create(name=name)[0]


def client_of(person):
    client = Client()
    client.force_login(person)
    return client


class World:
    """A secretariat, a department, a coordinator, a resident, and a topic that is public."""

    def __init__(self):
        self.office, self.clerk = build.office("secretariat")
        self.department, self.official = build.office("department", name="交通課")
        self.body, self.guide = build.office("coordinator")
        self.resident = build.user()
        self.topic = self.open(self.draft())

    def draft(self, title="岩沢のバスの本数", **values):
        first = {"summary": "昼のバスがなく、病院から帰れません。", "theme": theme(), "area": area()}
        return begin_topic(by=self.clerk, form_key=uuid4(), title=title, **{**first, **values})

    def open(self, topic):
        return take_step(topic, "open", by=self.clerk, version=topic.version)

    def voice(self, text="昼のバスがなくて困っています。", *, by=None, guest=False, **said):
        return send_voice(by=None if guest else by or build.user(), text=text, form_key=uuid4(), line="test", **said)

    def gather(self, voice, shown="昼のバスがほしい。", *, topic=None):
        step = "gather" if voice.may_show else "count_in"
        said = {"shown_text": shown} if voice.may_show else {}
        return take_step(voice, step, by=self.clerk, version=voice.version, topic=topic or self.topic, **said)
