"""A voice that an office was given and answered, one that is shown in a topic, and a note of 「わたしも」 that nobody has read yet."""

from uuid import uuid4

from kyodo_portal.process.actions import take_step
from partners.models import Theme
from projects.voices.actions import send_voice
from projects.voices.topic_actions import begin_topic, say_me_too


def lay_out(who, samples):
    theme = Theme.objects.get_or_create(code="y", defaults={"name": "y", "kana": "y"})[0]
    topic = begin_topic(by=who.jimukyoku, form_key=uuid4(), title="z", summary="z", theme=theme)
    topic = take_step(topic, "open", by=who.jimukyoku, version=0)
    said = {"form_key": uuid4(), "wants_answer": True, "may_show": True}
    voice = send_voice(by=who.dantai, text="z", **said)
    voice = take_step(voice, "route", by=who.jimukyoku, version=voice.version, to=who.office)
    voice = take_step(voice, "answer", by=who.tanto, version=voice.version, text="z")
    other = send_voice(by=who.kaiin, text="z", form_key=uuid4(), may_show=True)
    other = take_step(other, "gather", by=who.jimukyoku, version=other.version, topic=topic, shown_text="z")
    press = say_me_too(topic, user=who.dantai, note="z")
    samples |= {
        "projects.Topic": topic,
        "projects.Voice": voice,
        "projects.VoiceChange": voice.changes.get(step="answer"),
        "projects.TopicChange": topic.changes.get(),
        "projects.MeToo": press,
    }
    pages = [topic.get_absolute_url(), f"/voices/{topic.pk}/me-too/", f"/voices/{topic.pk}/notes/", f"/voices/{topic.pk}/edit/"]
    return [
        *pages,
        voice.get_absolute_url(),
        other.get_absolute_url(),
        f"{voice.get_absolute_url()}step/undo_answer/",
        "/voices/mine/",
    ]
