"""The history of a matter: one immutable row a step, and which of them count."""

from django.conf import settings
from django.db import models


class StageChange(models.Model):
    """One decision about one matter: the database refuses to change or delete it. Subclasses add the foreign key `subject`."""

    version = models.PositiveIntegerField("版")
    step = models.CharField("手続き", max_length=40)
    from_state = models.CharField("前の状態", max_length=30)
    to_state = models.CharField("後の状態", max_length=30)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="行った人"
    )
    at = models.DateTimeField("日時", auto_now_add=True)
    reason = models.TextField("理由", blank=True)
    details = models.JSONField("記録", default=dict, blank=True)
    # Where the matter stood before: `since` and what the step's hook keeps. Read by the step that takes this one back, by nothing else.
    kept = models.JSONField("取り消すときに戻すもの", null=True, blank=True, editable=False)

    append_only = True

    public_columns = ("subject", "version", "step", "from_state", "to_state", "at")
    personal_columns = {"reason": "", "details": {}, "kept": {}}

    class Meta:
        abstract = True
        ordering = ["version"]

    def __str__(self):
        return f"{self.subject} {self.label}"

    @property
    def row(self):
        """The table's row of this step; None where a later version of the table no longer has it."""
        try:
            return self.subject.process.step(self.step)
        except KeyError:
            return None

    @property
    def label(self):
        """What was done, in the table's words."""
        return self.row.label if self.row else self.step

    @property
    def to_label(self):
        return self.subject.process.label_of(self.to_state)

    @property
    def is_undo(self):
        """It took the step before it back."""
        return self.row is not None and self.row.is_undo


def standing(changes):
    """The changes (oldest first) without those that were taken back, and without the taking back."""
    left = []
    for change in changes:
        if not change.is_undo:
            left.append(change)
        elif left:
            left.pop()
    return left


def as_told(changes):
    """The changes (oldest first) as people read them: a step that was taken back before anybody was told leaves no trace."""
    left = []
    for change in changes:
        if change.is_undo and left and not (change.kept or {}).get("told"):
            left.pop()
        else:
            left.append(change)
    return left
