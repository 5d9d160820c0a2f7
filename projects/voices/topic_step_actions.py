"""What the steps of a topic bring with them: each writes its own columns, which everybody reads with their day."""

from django.core.exceptions import ValidationError
from django.utils import timezone

from kyodo_portal.common.upwards import off_the_page
from kyodo_portal.common.workflow import Hook
from kyodo_portal.process.edits import etag_of
from kyodo_portal.process.holding import held_without_waiting

from .access import voices_told
from .guest_actions import tell_guest
from .news import tell_topic, untell
from .topic_models import MeToo, Topic
from .workflow import WRITER

GONE = "まとめる先は、終わったか、ほかにまとめられています。ほかのみんなの声を選んでください。"
SELF = "同じみんなの声には、まとめられません。"
WORDS = ("talk_why", "start_why", "public_answer", "became", "closed_why")


def _said(topic, **answers):
    """Days, keys and codes that were answered; of words only that they were these."""
    kept = {name: str(getattr(value, "pk", value)) for name, value in answers.items() if name not in WORDS and value}
    words = "\n".join(str(answers.get(name) or "") for name in WORDS)
    return {**kept, **({"said": etag_of(words)} if words.strip() else {})}


def _writes(moment):
    """Hook.prepare: what was answered becomes columns, and the moment is now."""

    def prepare(topic, **answers):
        for name, value in answers.items():
            if name in Topic.moves_with:
                setattr(topic, name, value if value is not None or name in ("talk_on", "event", "project") else "")
        setattr(topic, moment, timezone.now())

    return prepare


def _talks(topic, *, event=None, **answers):
    """The day and the place are those of the event, where there is one."""
    if event is not None:
        answers |= {"talk_on": timezone.localdate(event.starts_at), "talk_place": event.place}
    _writes("talked_at")(topic, event=event, **answers)


def _takes_back(moment, **blank):
    """Hook.prepare of the taking back: the moment is empty again; the words stay for the next time the step is asked."""

    def prepare(topic, **_):
        for name, value in {moment: None, **blank}.items():
            setattr(topic, name, value)

    return prepare


def _before_asking(topic, **_):
    """Hook.keep: whose topic it was."""
    return {"department": topic.department_id}


def _asks(topic, *, to, **_):
    topic.department = to


def _unasks(topic, *, undone, **_):
    topic.department_id = undone.kept["department"]


def _merges(topic, *, into, **_):
    if into.pk == topic.pk:
        raise ValidationError({"into": SELF})
    if not held_without_waiting(Topic.objects.published().taking_voices().filter(pk=into.pk)):  # nobody presses there meanwhile
        raise ValidationError({"into": GONE})
    topic.merged_into, topic.cause, topic.closed_at = into, Topic.Cause.MERGED, timezone.now()


def _keep_moved(topic, *, into, **_):
    """Hook.keep: which voices and presses go along. Whoever pressed both is counted there once, and stays here."""
    there = MeToo.objects.filter(topic=into)
    going = MeToo.objects.filter(topic=topic)
    for name in ("user", "token_hash", "mail_hash"):
        going = going.exclude(**{f"{name}__in": there.exclude(**{name: None}).values(name)})
    return {
        "voices": list(topic.voices.order_by("pk").values_list("pk", flat=True)),
        "presses": list(going.order_by("pk").values_list("pk", flat=True)),
    }


def _move(topic, *, into, **_):
    kept = topic.changes.order_by("-version").first().kept
    topic.voices.filter(pk__in=kept["voices"]).update(topic=into)
    MeToo.objects.filter(topic=topic, pk__in=kept["presses"]).update(topic=into)
    _read_anew(into)


def _unmerge(topic, *, undone, **_):
    into = topic.merged_into
    into.voices.filter(pk__in=undone.kept["voices"]).update(topic=topic)
    MeToo.objects.filter(topic=into, pk__in=undone.kept["presses"]).update(topic=topic)
    topic.merged_into, topic.cause, topic.closed_at = None, "", None
    _read_anew(into)


def _read_anew(topic):
    off_the_page("topic", topic.pk)


def _always(topic, *, undone=None, **_):
    """After every step: whoever said a voice of it and has a proven mailbox only, the news, and what the search read of the page."""
    if undone is not None:
        untell(topic, undone.to_state)
    elif WRITER in topic.changes.order_by("-version").first().row.notifies:
        for voice in voices_told(topic).exclude(guest_mail=""):
            tell_guest(voice)
    tell_topic(topic)
    _read_anew(topic)


HOOKS = {
    "*": Hook(effect=_always),
    "open": Hook(prepare=_writes("opened_at")),
    "talk": Hook(prepare=_talks, details=_said),
    "ask": Hook(keep=_before_asking, prepare=_asks, details=_said),
    "start": Hook(prepare=_writes("started_at"), details=_said),
    "answer": Hook(prepare=_writes("answered_at"), details=_said),
    "finish": Hook(prepare=_writes("became_at"), details=_said),
    "merge": Hook(keep=_keep_moved, prepare=_merges, details=_said, effect=_move),
    "close": Hook(prepare=_writes("closed_at"), details=_said),
    "undo_open": Hook(prepare=_takes_back("opened_at")),
    "undo_talk": Hook(prepare=_takes_back("talked_at")),
    "undo_ask": Hook(prepare=_unasks),
    "undo_start": Hook(prepare=_takes_back("started_at", project=None)),
    "undo_answer": Hook(prepare=_takes_back("answered_at")),
    "undo_finish": Hook(prepare=_takes_back("became_at")),
    "undo_merge": Hook(prepare=_unmerge),
    "undo_close": Hook(prepare=_takes_back("closed_at", cause="")),
}
