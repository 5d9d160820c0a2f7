"""What can go wrong at the one door."""


class EditConflict(Exception):
    """Somebody was faster: what the page showed has changed since it was opened, and nothing was written.

    subject: the matter as it is now, where the answer should lead to it. typed: what the form held (common.forms.typed), set
    by the view that knows the form. Where no view answers, it becomes the 409 page.
    """

    def __init__(self, message="別の人が先に保存しました。", subject=None, entries=()):
        super().__init__(message)
        self.subject, self.entries = subject, entries


class Stale(EditConflict):
    """An EditConflict of a step: the matter moved on since this page was opened."""

    def __init__(self, subject):
        super().__init__("別の人が先に進めました。新しい内容を見て、もう一度確かめてください。", subject)

    def is_second_press(self, step, user):
        """True when the newest step of the matter is this very one by this very person: the button was pressed twice."""
        newest = self.subject.changes.order_by("-version").first()
        return newest is not None and (newest.step, newest.by_id) == (step, user.pk)
