"""What can go wrong at the one door."""


class Stale(Exception):
    """Somebody else moved the matter since this page was opened: nothing was written."""

    def __init__(self, subject):
        super().__init__("別の人が先に進めました。新しい内容を見て、もう一度確かめてください。")
        self.subject = subject

    def is_second_press(self, step, user):
        """True when the newest step of the matter is this very one by this very person: the button was pressed twice."""
        newest = self.subject.changes.order_by("-version").first()
        return newest is not None and (newest.step, newest.by_id) == (step, user.pk)
