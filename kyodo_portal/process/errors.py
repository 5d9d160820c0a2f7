"""What can go wrong at the one door."""

from typing import NamedTuple

TAKEN_BACK = "この操作は一度行われましたが、そのあとで取り消されました。いまは行われていません。"


class Press(NamedTuple):
    """What somebody asked for when a step was refused: enough to know it again in the history."""

    step: str
    by: object
    version: int
    reason: str = ""
    details: dict | None = None  # None: not compared

    def taken(self, subject):
        """The StageChange that this very press made, or None. One query."""
        if self.by is None:
            return None
        made = subject.changes.filter(version=self.version + 1, step=self.step, by=self.by, reason=self.reason).first()
        return made if made is not None and self.details in (None, made.details) else None

    def was_taken_back(self, subject):
        """True when this press went through and what it did was taken back since. Two queries at most."""
        made = self.taken(subject)
        return made is not None and not subject.still_stands(made)


class EditConflict(Exception):
    """Somebody was faster: what the page showed has changed since it was opened, and nothing was written.

    subject: the matter as it is now, where the answer should lead to it. entries: what the form held (common.forms.typed), set
    by the view that knows the form. Where no view answers, it becomes the 409 page under `heading`.
    """

    heading = "この画面は古くなりました"
    is_of_the_past = False
    stored, clash, kept, etag = {}, (), (), None  # of single fields: FieldConflict

    def __init__(self, message="ほかの人か、あなたの別の画面が先に保存しました。", subject=None, entries=()):
        super().__init__(message)
        self.subject, self.entries = subject, entries

    @property
    def named(self):
        """What the answer calls the matter; None where it is about none."""
        return self.subject

    @property
    def address(self):
        """Where the answer leads to: the matter's own page; "" where it has none."""
        return self.subject.get_absolute_url() if hasattr(self.subject, "get_absolute_url") else ""


def conflict_of_the_past(message, subject):
    """The EditConflict of a page from before something was taken back: what its press once did is not answered as done."""
    conflict = EditConflict(message, subject)
    conflict.is_of_the_past = True
    return conflict


class FieldConflict(EditConflict):
    """An EditConflict over single fields. stored: {name: value} as it stands; clash: names that both sides wrote; kept: those that
    others alone wrote, which will stay; etag: the token of a page that shows this."""

    def __init__(self, message, subject, stored, found):
        super().__init__(message, subject)
        self.stored, self.clash, self.kept, self.etag = stored, found.clash, found.kept, found.token


def _who_was_faster(subject, press):
    """Without the step's name: a decision that is not told yet would be told here."""
    if press is not None and press.was_taken_back(subject):
        return TAKEN_BACK
    moved = press is not None and press.by is not None and subject.version != press.version
    last = subject.changes.filter(version=subject.version).first() if moved else None
    if last is None:
        return "ほかの人か、あなたの別の画面が先に進めました。"
    if last.by_id is None:
        return "期限が来るなどして、自動で先に進みました。"
    return "あなたが、別の画面で先に進めています。" if last.by_id == press.by.pk else "ほかの人が先に進めました。"


class NoLonger(EditConflict):
    """An EditConflict of a page whose press went through once, and what it made was taken back since: it is not answered as done."""

    is_of_the_past = True

    def __init__(self, subject=None):
        super().__init__(TAKEN_BACK, subject)


class Stale(EditConflict):
    """An EditConflict of a step: the matter moved on since this page was opened. press: what was asked for, where that is known.

    It says who was faster: somebody else, oneself in another window, or the clock. One query where a press is known.
    """

    def __init__(self, subject, press=None):
        super().__init__(f"{_who_was_faster(subject, press)}新しい内容を見て、もう一度確かめてください。", subject)
        self.press = press

    @property
    def is_second_press(self):
        """True when this very person took this very step from this very page, with the same words: the button was pressed twice.

        Then it did happen, and the answer is that of the first press; unless it was taken back since. Two queries at most.
        """
        made = self.press.taken(self.subject) if self.press is not None else None
        return made is not None and self.subject.still_stands(made)

    @property
    def is_of_the_past(self):
        """True when what this press once did was taken back: nobody may be told that it is done. Two queries at most."""
        return self.press is not None and self.press.was_taken_back(self.subject)
