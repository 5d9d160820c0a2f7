"""What the steps of a round bring with them: its news, its days put off, what was withdrawn blanked, why it stopped."""

import datetime

from django.utils import timezone

from kyodo_portal.common.templatetags.kyodo import jdate
from kyodo_portal.common.upwards import off_the_page
from kyodo_portal.common.workflow import Hook

from .figures import counted_in_words
from .news import announce_result, announce_round, announce_stopped, withdraw_result, withdraw_round


def _announced(round, **_):
    announce_round(round)


def _back_to_work(round, **_):
    off_the_page("opinion", round.pk)
    withdraw_round(round)


def _put_off(round, *, closes_later, public_reason, **_):
    round.closes_on, round.extended_why = closes_later, public_reason
    round.save(update_fields=["closes_on", "extended_why", "updated_at"])


def _former_day(round, **_):
    return {"closes_on": round.closes_on.isoformat(), "why": round.extended_why}


def _as_before(round, *, undone, **_):
    round.closes_on = datetime.date.fromisoformat(undone.kept["closes_on"])
    round.extended_why = undone.kept["why"]
    round.save(update_fields=["closes_on", "extended_why", "updated_at"])


def _until(round, **_):
    return f"新しいしめきり：{jdate(round.closes_on)}\n{round.extended_why}".strip()


def _nothing_of_the_withdrawn(round, **_):
    """What was withdrawn cannot be brought back any more: its words go."""
    gone = round.opinions.filter(withdrawn_at__isnull=False, blanked_at__isnull=True)
    gone.update(text="", name="", address="", part="", blanked_at=timezone.now())


def _counted(round, **_):
    return f"{counted_in_words(round)}が届きました。紙で届いていて、まだ入れていないものがあれば、わけを書いて入れてください。"


def _published(round, **_):
    announce_result(round)


def _result_withdrawn(round, **_):
    off_the_page("opinion", round.pk)
    withdraw_result(round)


def _what_it_says(round):
    """What the confirm page warns of. Two queries."""
    empty = (
        [] if round.result_text else ["「結果のはじめの文」がありません。意見を聞いて何を決めたかを書くと、読む人に伝わります。"]
    )
    return [f"{counted_in_words(round)}の結果を公表します。名前と住所、意見の原文は出ません。", *empty]


def _stopped(round, *, public_reason, **_):
    round.stopped_why = public_reason


def _goes_on(round, **_):
    round.stopped_why = ""


def _said_stopped(round, **_):
    announce_stopped(round)


def _said_going_on(round, **_):
    withdraw_round(round)
    announce_round(round)


def _why(round, *, public_reason="", **_):
    return public_reason


HOOKS = {
    "announce": Hook(effect=_announced),
    "undo_announce": Hook(effect=_back_to_work),
    "rework": Hook(effect=_back_to_work),
    "undo_rework": Hook(effect=_announced),
    "extend": Hook(overwrites="closes_on", keep=_former_day, prepare=_put_off, notice=_until, effect=_announced),
    "undo_extend": Hook(effect=_as_before),
    "close": Hook(effect=_nothing_of_the_withdrawn, notice=_counted),
    "publish": Hook(warns=_what_it_says, effect=_published),
    "undo_publish": Hook(effect=_result_withdrawn),
    "unpublish": Hook(effect=_result_withdrawn),
    "undo_unpublish": Hook(effect=_published),
    "stop": Hook(prepare=_stopped, notice=_why, effect=_said_stopped),
    "undo_stop": Hook(prepare=_goes_on, effect=_said_going_on),
}
