"""What `take_step` brings with it: a draft where the step has a template; what spoke of a step that is taken back is put aside."""

from django.utils import timezone

from .draft_actions import draft_of
from .kinds import kind_of
from .models import OfficialLetter


def letters_follow(subject, row, change, *, by, undone=None):
    """The setting KYODO_LETTERS_FOLLOW. undone: the StageChange that this step takes back.

    A draft of that step that has not gone out yet is put aside, also one that was pressed 「出す」 and can still be taken back; a letter
    that has gone out stands, and its pages say that its step was taken back. One query for a step without a template, none where
    the process writes no letters.
    """
    kind = kind_of(subject.process.key)
    if kind is None:
        return
    if undone is not None:
        _put_aside(subject, undone.version)
    if row in kind.steps:
        draft_of(subject, change)


def _put_aside(subject, version):
    waiting = OfficialLetter.objects.of(subject).filter(of_version=version, released_at__isnull=True, dropped_at__isnull=True)
    waiting.update(dropped_at=timezone.now(), leaves_at=None, by=None)
