"""Who did or looked at what. Append-only; a database trigger refuses changes (see guard.py)."""

import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone

from kyodo_portal.common.templatetags.kyodo import jdatetime

from .acts import ACTS


class AuditEventQuerySet(models.QuerySet):
    def datetimes(self, field_name, kind, order="ASC", tzinfo=None):
        """[the first moment of each year, month or day in which something happened]: what the row of dates above a list asks.

        Django reads every row for it. Here each stretch is one question to the index: where does the next one begin?
        """
        begins, moments = [], self.order_by(field_name).values_list(field_name, flat=True)
        while (
            moment := moments.filter(**{f"{field_name}__gte": end_of(begins[-1], kind)} if begins else {}).first()
        ) is not None:
            day = timezone.localtime(moment, tzinfo).replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
            first = {"year": {"month": 1, "day": 1}, "month": {"day": 1}, "day": {}}[kind]
            begins.append(timezone.make_aware(day.replace(**first), tzinfo))
        return begins if order == "ASC" else begins[::-1]


def end_of(begin, kind):
    """The first moment after the year, month or day that begins at `begin`."""
    day = begin.replace(tzinfo=None)
    if kind == "year":
        day = day.replace(year=day.year + 1)
    else:
        day = (day + datetime.timedelta(days=31)).replace(day=1) if kind == "month" else day + datetime.timedelta(days=1)
    return timezone.make_aware(day, begin.tzinfo)


class AuditEvent(models.Model):
    """One look at, export of, or decision about something that concerns people."""

    at = models.DateTimeField("日時", auto_now_add=True, db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="行った人"
    )
    act = models.CharField("行い", max_length=40)
    target_type = models.CharField("対象の種類", max_length=60, blank=True)
    target_id = models.CharField("対象の番号", max_length=40, blank=True)
    target_name = models.CharField("対象", max_length=200, blank=True)
    note = models.TextField("内容", blank=True)
    rows = models.PositiveIntegerField("件数", null=True, blank=True)
    # No constraint: a sign-up that nobody proved may be forgotten, and what is written stays as it is.
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.DO_NOTHING, db_constraint=False, null=True, blank=True, related_name="+",
        verbose_name="だれについて",
    )  # fmt: skip
    origin = models.CharField("どこから", max_length=20, blank=True, db_default="")  # a keyed hash, never an address
    once = models.CharField("1日に1回の鍵", max_length=64, blank=True, db_default="")

    objects = AuditEventQuerySet.as_manager()

    append_only = True
    public_columns = ()
    personal_columns = {"target_name": "", "note": "", "origin": "", "person": None}

    class Meta:
        verbose_name = verbose_name_plural = "記録(誰が何をしたか)"
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["target_type", "target_id"]), models.Index(fields=["act", "at"])]
        constraints = [models.UniqueConstraint(fields=["once"], condition=~models.Q(once=""), name="audit_event_once_a_day")]

    def __str__(self):
        return f"{jdatetime(self.at)} {ACTS.get(self.act, self.act)}"


class Blanking(models.Model):
    """The door in the guard, open for one transaction: which words are being blanked, and the event that answers for it.

    Rows exist only inside `blanking`; a committed one is a fault that `manage.py verify` reports. The row without a
    word opens the door, each further one names a word and what stands for it.
    """

    event = models.ForeignKey(AuditEvent, on_delete=models.PROTECT, related_name="+", verbose_name="記録")
    word = models.TextField("消す言葉", blank=True)
    blank = models.TextField("代わりの言葉", blank=True)

    public_columns = ()

    class Meta:
        verbose_name = verbose_name_plural = "消している言葉"

    def __str__(self):
        return f"記録 {self.event_id}"
