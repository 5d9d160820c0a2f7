"""What the steps of a voice bring with them. What is typed becomes a column; the history keeps that something was said, and no word."""

from django.core.exceptions import ValidationError

from kyodo_portal.common.workflow import Hook
from kyodo_portal.process.edits import etag_of

from .actions import leave_pages
from .guest_actions import tell_guest
from .models import Voice

Route = Voice.Route
KEPT = ("topic", "to", "cause")


def _said(voice, **answers):
    """Keys and codes that were answered; of words only that they were these: a second press is known by it."""
    words = "\n".join(str(answers.get(name) or "") for name in ("shown_text", "text", "why", "memo"))
    kept = {name: str(getattr(answers[name], "pk", answers[name])) for name in KEPT if answers.get(name)}
    return {**kept, **({"said": etag_of(words)} if words.strip() else {})}


def _before(voice, **_):
    """Hook.keep: where it was led before; no word of it."""
    return {"topic": voice.topic_id, "route": voice.route, "routed_to": voice.routed_to_id}


def _put_back(voice, *, undone, **_):
    leave_pages(voice)
    voice.topic_id, voice.route, voice.routed_to_id = (undone.kept[name] for name in ("topic", "route", "routed_to"))
    voice.cause = ""


def _into_topic(voice, *, topic, shown_text="", **_):
    if shown_text and not voice.may_show:
        raise ValidationError("書いた人は、見せてよいと言っていません。数だけ数えてください。")
    voice.topic, voice.route, voice.routed_to, voice.shown_text = topic, Route.TOPIC, None, shown_text


def _to_office(voice, *, to, **_):
    voice.routed_to, voice.route = to, Route.DEPARTMENT


def _back_to_office(voice, *, why, **_):
    """It goes nowhere now. Which office gave it back is kept until somebody leads it on: that office reads it, and may take this back."""
    voice.why, voice.route = why, ""


def _answered(voice, *, text, **_):
    voice.answer = text
    _ends_here(voice)


def _noted(voice, **_):
    _ends_here(voice)


def _ends_here(voice):
    if not voice.route:
        voice.route, voice.routed_to = Route.OTHER, None


def _not_taken(voice, *, cause, memo="", **_):
    voice.cause, voice.memo, voice.routed_to = cause, memo, None


def _reasons(voice, *, cause, memo="", **_):
    """What the writer reads of a voice that is not taken up."""
    return "\n".join(text for text in (f"わけ：{Voice.Cause(cause).label}", memo) if text)


def _told(voice, **_):
    tell_guest(voice)


def _moved(voice, **_):
    """The topic's page says more from now on, or less."""
    leave_pages(voice)
    tell_guest(voice)


def _gone(voice, **_):
    leave_pages(voice)


def original(voice):
    """(label, text) of what somebody said, on the page on which staff write what is shown: changed meanwhile, it is shown again."""
    yield "とどいた声", voice.text
    yield "見せてよいか", "見せてよい" if voice.may_show else "見せないでほしい"


def _as_it_came(voice):
    """What was said, beside the field in which it is written anew; what an office is asked to answer too."""
    return [f"とどいた声：{voice.text}", *_by_telephone(voice)]


def _by_telephone(voice):
    """Whoever cannot be told by the portal is told by a person, or by nobody."""
    if voice.has_inbox:
        return []
    if voice.phone:
        return ["本人には、ここからは知らせが届きません。事務局か担当の課が、電話で伝えてください。"]
    return ["連絡先を聞いていないので、本人には知らせが届きません。"]


HOOKS = {
    "gather": Hook(keep=_before, prepare=_into_topic, details=_said, effect=_moved, reads=original, warns=_as_it_came),
    "count_in": Hook(keep=_before, prepare=_into_topic, details=_said, effect=_moved, reads=original, warns=_as_it_came),
    "route": Hook(keep=_before, prepare=_to_office, details=_said, effect=_told, warns=_by_telephone),
    "give_back": Hook(keep=_before, prepare=_back_to_office, details=_said),
    "answer": Hook(keep=_before, prepare=_answered, details=_said, effect=_told, warns=_as_it_came),
    "note": Hook(keep=_before, prepare=_noted, effect=_told, warns=_by_telephone),
    "not_take": Hook(keep=_before, prepare=_not_taken, notice=_reasons, details=_said, effect=_told, warns=_by_telephone),
    "withdraw": Hook(effect=_gone),
    "withdraw_guest": Hook(effect=_gone),
    **{
        f"undo_{name}": Hook(prepare=_put_back)
        for name in ("gather", "count_in", "route", "give_back", "answer", "note", "not_take")
    },
}
