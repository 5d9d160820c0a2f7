"""What `take_step` brings with it: a draft where the step has a template; what spoke of a step that is taken back is put aside; what
asks for something that comes before it has gone out is held back.
"""

from django.urls import reverse
from django.utils import timezone

from kyodo_portal.common.templatetags.kyodo import jdate
from kyodo_portal.notices.actions import notify

from .draft_actions import draft_of
from .kinds import kind_of
from .models import OfficialLetter
from .overtaken import left_by

HELD_TITLE = "「{title}」は、答えが届いたので、出していません"
HELD_BODY = (
    "「出す」を押した通知書です。届く前に、求めたことへの答えがありました（{day}の「{label}」）。団体には届いていません。\n\n"
    "下書きに戻してあります。要らなければ「出さないことにする」を、それでも要るときは、もう一度「確かめて出す」を押してください。"
)


def letters_follow(subject, row, change, *, by, undone=None):
    """The setting KYODO_LETTERS_FOLLOW. undone: the StageChange that this step takes back.

    A draft of that step that has not gone out yet is put aside, also one that was pressed 「出す」 and can still be taken back; a letter
    that has gone out stands, and its pages say that its step was taken back. One query for a step without a template, none where
    the process writes no letters; one more where the matter leaves a state in which it waited for what letters ask.
    """
    kind = kind_of(subject.process.key)
    if kind is None:
        return
    if undone is not None:
        _put_aside(subject, undone.version)
    elif change.to_state != change.from_state and change.from_state in kind.asked_states:
        _hold_back(subject, change, by)
    if row in kind.steps:
        draft_of(subject, change)


def _put_aside(subject, version):
    waiting = OfficialLetter.objects.of(subject).filter(of_version=version, released_at__isnull=True, dropped_at__isnull=True)
    waiting.update(dropped_at=timezone.now(), leaves_at=None, by=None)


def _hold_back(subject, change, by):
    """A letter that was pressed 「出す」 and asks for what comes with this step is a draft again; whoever pressed is told. Who let it go
    although the answer was there already has it go."""
    asking = OfficialLetter.objects.of(subject).leaving().filter(step__in=kind_of(subject.process.key).asks)
    letters = list(asking.select_for_update(of=("self",)).select_related("by").order_by("pk"))
    history = list(subject.changes.order_by("version")) if letters else []
    for row in letters:
        answer = left_by(history, row.of_version)
        if answer is None or answer.version != change.version:
            continue
        who, row.by, row.leaves_at, row.held_at = row.by, None, None, timezone.now()
        row.save(update_fields=["by", "leaves_at", "held_at"])
        notify(
            [who],
            title=HELD_TITLE.format(title=row.title),
            body=HELD_BODY.format(day=jdate(change.at), label=change.label),
            url=reverse("official-letter-desk", args=[row.pk]),
            key=f"official-letter:{row.pk}:held:{change.version}",
            by=by,
        )
