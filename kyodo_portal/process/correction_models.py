"""補正: what is to be put right in a matter that was sent: item by item, each with its reason and what became of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property

from kyodo_portal.common.own_words import own_words

# The steps that belong together: whoever may ask must be able to take it back.
STEPS = ("ask_correct", "add_correct", "drop_correct", "accept_as_is", "correct")


class Outcome(models.TextChoices):
    """What became of one item; nothing while it is open."""

    CHANGED = "changed", "直しました"
    ANSWERED = "answered", "直さない理由を答えました"
    ACCEPTED = "accepted", own_words("市が「このままでよい」としました")
    DROPPED = "dropped", own_words("市が求めを取り消しました")


OPEN = Q(outcome="", resolved_at__isnull=True)


class CorrectionQuerySet(models.QuerySet):
    def open(self):
        """What the group has still to put right or to answer."""
        return self.filter(resolved_at__isnull=True)

    def blank(self, **more):
        """Take the words out of these rows when their term is over; what was asked, when and by whom stays."""
        return self.update(before="", after="", reply="", note="", sent=None, typed=None, **more)

    def typed(self):
        """{field: what the group sent for it and took back}: where its next form begins; columns of the matter as they are there, days as
        days. One query."""
        kept = self.filter(typed__isnull=False).order_by("pk").values_list("field", "typed")
        subject = self.model._meta.get_field("subject").related_model._meta
        columns = {row.name: row for row in subject.concrete_fields if not row.is_relation}
        return {name: columns[name].to_python(value) if name in columns else value for name, value in kept}


class Correction(models.Model):
    """補正: one item to be put right, why, and by when. Subclasses add the foreign key `subject` (related_name="corrections").

    Several are asked for in one step (correction_actions.py); the group changes each or answers why it does not, the city may
    drop one or let it stand as it is.
    """

    field = models.CharField("直す項目", max_length=60)
    field_label = models.CharField("項目の名前", max_length=120)
    reason = models.TextField("直す理由")
    due = models.DateField("期限")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="求めた人")
    asked_at = models.DateTimeField("求めた日時", auto_now_add=True)
    asked_in = models.CharField("求めたときの状態", max_length=30, blank=True)
    before = models.TextField("直す前", blank=True)
    # As it is stored, so that what the group had begun to write can be undone where the item is dropped; None where nothing is
    # written before it is sent.
    sent = models.JSONField("直す前の値", null=True, blank=True)
    after = models.TextField("直した後", blank=True)
    # What the group sent and took back, as it is stored; None where nothing is kept so. In words it stands in `after`.
    typed = models.JSONField("出し直して取りもどした値", null=True, blank=True)
    reply = models.TextField("直さない理由", blank=True)
    outcome = models.CharField("どうなったか", max_length=10, choices=Outcome, blank=True)
    note = models.TextField("市から伝えること", blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="終わらせた人"
    )
    resolved_at = models.DateTimeField("終わった日時", null=True, blank=True)

    public_columns = ("subject", "field", "field_label", "due", "asked_at", "asked_in", "outcome", "resolved_at")

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["asked_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_outcome",
                condition=OPEN | Q(outcome__in=Outcome.values, resolved_at__isnull=False),
            )
        ]

    def __str__(self):
        return f"{self.field_label}の補正"

    @property
    def is_open(self):
        return self.resolved_at is None


class Correctable(models.Model):
    """Beside Subject: a matter that the city may send back for corrections."""

    class Meta:
        abstract = True

    @cached_property
    def correct_by(self):
        """The earliest day of what is still to be put right; None where nothing is. A list may annotate it."""
        return min((correction.due for correction in self.corrections.all() if correction.is_open), default=None)

    # Conditions of rows in the tables: where the matter goes on once the last item was dropped or left as it is.
    @property
    def has_nothing_to_correct(self):
        return not self.corrections.open().exists()

    def goes_back_to(self, *states):
        """Nothing is left to put right, and it was in one of these states that the city asked for it."""
        last = self.corrections.order_by("pk").last()
        return self.has_nothing_to_correct and last is not None and last.asked_in in states
