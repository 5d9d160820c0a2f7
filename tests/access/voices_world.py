"""What the rows of the access table speak of where people say what troubles them: jumin says it, tanto's office is given it."""

from uuid import uuid4

from kyodo_portal.process.actions import take_step
from partners.models import Theme
from projects.voices.actions import send_voice
from projects.voices.guest_actions import DOOR
from projects.voices.topic_actions import begin_topic


def _topic(who):
    theme = Theme.objects.get_or_create(code="ashi", defaults={"name": "移動", "kana": "いどう"})[0]
    return begin_topic(by=who["jimukyoku"], form_key=uuid4(), title="バスの本数", summary="昼のバスがない。", theme=theme)


def draft_topic(who):
    return [_topic(who).pk]


def open_topic(who):
    topic = _topic(who)
    return [take_step(topic, "open", by=who["jimukyoku"], version=0).pk]


def opening_of_a_topic(who):
    return [*draft_topic(who), "open"]


def closing_of_a_topic(who):
    return [*open_topic(who), "close"]


def _voice(who):
    return send_voice(by=who["jumin"], text="昼のバスがない。", form_key=uuid4())


def voice_of_jumin(who):
    return [_voice(who).pk]


def routed_voice_of_jumin(who):
    office = who["tanto"].memberships.get().partner
    voice = _voice(who)
    return [take_step(voice, "route", by=who["jimukyoku"], version=voice.version, to=office).pk]


def withdrawn_voice_of_jumin(who):
    voice = _voice(who)
    return [take_step(voice, "withdraw", by=who["jumin"], version=voice.version).pk]


def routing_of_a_voice(who):
    return [*voice_of_jumin(who), "route"]


def withdrawing_of_a_voice(who):
    return [*voice_of_jumin(who), "withdraw"]


def _of_a_guest():
    said = {"text": "昼のバスがない。", "form_key": uuid4(), "line": "test", "guest_mail": "guest@example.jp"}
    return send_voice(by=None, **said)


def voice_of_a_guest(who):
    return [DOOR.token_of(_of_a_guest())]


def changed_address_of_a_voice(who):
    return [f"{DOOR.token_of(_of_a_guest())[:-2]}xx"]
