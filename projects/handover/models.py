"""引継ぎ: one person of one body gives their matters to the next, with a sheet for each matter."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from kyodo_portal.process.models import StageChange, Subject, status_field
from partners.directory.access import is_secretariat, partners_of
from projects.entries.models import Participation, Project

from .workflow import HANDOVER, HandoverStatus

S = HandoverStatus
DAYS_TO_TAKE = 7  # after the day of the change: by then who comes has read it (引継ぎは7日以内, as office rules have it)


class HandoverQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Its giver as long as they work in the city or belong there, its taker, everybody of the same body, the secretariat."""
        if not user.is_authenticated:
            return self.none()
        if is_secretariat(user):
            return self.all()
        own = Q(partner__in=partners_of(user)) | Q(taker=user)
        return self.filter(own | Q(giver=user) if user.is_staff else own)

    def open(self):
        """Those that somebody still has to do something about."""
        return self.exclude(status__in=HANDOVER.ends)

    def standing(self):
        """Those that were not called off."""
        return self.filter(status__in=HANDOVER.opening("meet"))

    def come(self):
        """Those whose day has come."""
        return self.filter(on__lte=timezone.localdate())


class Handover(Subject):
    """引継ぎ. `on` is the first day of whoever comes; the day before is the giver's last one."""

    class Kind(models.TextChoices):
        PERSON = "person", "担当者"
        OFFICE = "office", "課・団体の代表者"

    process = HANDOVER
    status = status_field(HandoverStatus)
    at_hand = ("partner", "giver", "taker")

    kind = models.CharField("種類", max_length=6, choices=Kind)
    side = models.CharField("立場", max_length=5, choices=Participation.Side)
    partner = models.ForeignKey("partners.Partner", on_delete=models.PROTECT, related_name="handovers", verbose_name="課・団体")
    giver = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="前任")
    taker = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="後任"
    )
    on = models.DateField("替わる日")
    met_on = models.DateField("引き継いだ日", null=True, blank=True, editable=False)
    passed_at = models.DateTimeField("窓口が替わった日時", null=True, blank=True, editable=False)
    created_at = models.DateTimeField("作成日時", auto_now_add=True)

    public_columns = ("kind", "side", "partner", "on", "met_on", "passed_at", "created_at")

    objects = HandoverQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "引継ぎ"
        ordering = ["-on", "pk"]
        constraints = [
            models.CheckConstraint(name="handover_status_known", condition=Q(status__in=S.values)),
            models.CheckConstraint(name="handover_kind_known", condition=Q(kind__in=("person", "office"))),
            models.CheckConstraint(name="handover_side_known", condition=Q(side__in=("group", "city"))),
            models.CheckConstraint(name="handover_to_another", condition=Q(taker__isnull=True) | ~Q(taker=F("giver"))),
            models.UniqueConstraint(
                fields=["giver", "partner", "on"], condition=~Q(status="dropped"), name="handover_once_a_day"
            ),
        ]

    def __str__(self):
        return f"{self.partner} {self.giver}さんの引継ぎ"

    @property
    def planned_key(self):
        """By which the notices are known that it was laid out."""
        return f"handover-planned:{self.pk}"

    def get_absolute_url(self):
        return reverse("handover", args=[self.pk])

    @property
    def last_day(self):
        """The giver's last day."""
        return self.on - datetime.timedelta(days=1)

    @property
    def take_by(self):
        """The day by which who comes has taken it."""
        return self.on + datetime.timedelta(days=DAYS_TO_TAKE)

    @property
    def has_come(self):
        """The giver's last day is over."""
        return self.on <= timezone.localdate()

    why_has_taker = "後任が、まだ決まっていません。先に「後任を決める」を行ってください。"

    # Conditions of rows in the table.
    @property
    def has_taker(self):
        return self.taker_id is not None

    @property
    def was_left(self):
        """Who goes has left without handing over, and who comes is named. One query."""
        return self.has_taker and "giver" in self.done_by

    @property
    def is_orphaned(self):
        """The day has come and nobody is named."""
        return self.has_come and self.taker_id is None

    @property
    def windows_wait(self):
        """No window has gone to the taker yet."""
        return self.passed_at is None

    @property
    def has_no_other(self):
        """No other one of the same person, body and day. One query."""
        same = Handover.objects.filter(giver=self.giver_id, partner=self.partner_id, on=self.on)
        return not same.standing().exclude(pk=self.pk).exists()


class HandoverChange(StageChange):
    subject = models.ForeignKey(Handover, on_delete=models.CASCADE, related_name="changes", verbose_name="引継ぎ")

    class Meta(StageChange.Meta):
        verbose_name = verbose_name_plural = "引継ぎの経過"
        constraints = [models.UniqueConstraint(fields=["subject", "version"], name="handover_change_once")]


class SheetQuerySet(models.QuerySet):
    def of_project(self, project):
        """The sheet of one entry, with the entry."""
        return self.filter(project=project).select_related("project")


class HandoverSheet(models.Model):
    """引継書: one matter on one sheet. `facts` are written by the portal when it is handed over, the rest by its people."""

    handover = models.ForeignKey(Handover, on_delete=models.CASCADE, related_name="sheets", verbose_name="引継ぎ")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="handover_sheets", verbose_name="台帳の1件")
    facts = models.JSONField("事実", default=list, blank=True, editable=False)  # [[heading, [line]]]: shown, never asked
    facts_at = models.DateTimeField("事実の日時", null=True, blank=True, editable=False)
    advice = models.TextField("前任の助言", blank=True)
    open_points = models.TextField("決まっていないこと", blank=True)
    other_side = models.TextField("相手の事情", blank=True)
    met_on = models.DateField("相手と会った日", null=True, blank=True)
    met_note = models.CharField("会った場所と、いた人", max_length=200, blank=True)

    public_columns = ("handover", "project", "facts_at", "met_on")

    objects = SheetQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "引継書"
        ordering = ["handover", "project"]
        constraints = [models.UniqueConstraint(fields=["handover", "project"], name="handover_sheet_once")]

    def __str__(self):
        return f"引継書 {self.project}"

    def get_absolute_url(self):
        return reverse("handover-sheet", args=[self.handover_id, self.project_id])
