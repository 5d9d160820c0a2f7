"""改稿: a set of changes to one guideline that is checked and published together, and stays as its history."""

import datetime
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from guidelines.library.models import Guideline
from kyodo_portal.process.models import StageChange, Subject, status_field

from .workflow import PUBLICATION, RevisionStatus


class RevisionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """All of them for city staff: revisions are no page of the portal."""
        return self.all() if user.is_staff else self.none()

    def published(self):
        """Those that readers see, or saw."""
        return self.filter(status__in=PUBLICATION.opening("page"))

    def written_by(self, user):
        return self.filter(author=user)


class Revision(Subject):
    """One set of changes. Until it is published, the pages show what stood before; afterwards it is history."""

    guideline = models.ForeignKey(Guideline, models.PROTECT, related_name="revisions", verbose_name="ガイドライン")
    title = models.CharField("何を変えるか", max_length=100)
    note = models.TextField("変える理由、確かめてほしいこと", blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="+", verbose_name="書いた人"
    )
    opened_at = models.DateTimeField("始めた日時", default=timezone.now, editable=False)
    publish_at = models.DateTimeField("公開する日時", null=True, blank=True, editable=False)
    form_key = models.UUIDField("送信の鍵", unique=True, default=uuid4, editable=False)
    status = status_field(RevisionStatus)

    process = PUBLICATION
    objects = RevisionQuerySet.as_manager()

    public_columns = ("guideline", "title", "note", "author", "opened_at", "publish_at")

    class Meta:
        verbose_name = verbose_name_plural = "改稿"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(status__in=RevisionStatus.values), name="revision_status_of_the_table"),
            models.CheckConstraint(
                condition=~models.Q(status=RevisionStatus.SCHEDULED) | models.Q(publish_at__isnull=False),
                name="scheduled_revision_has_a_moment",
            ),
        ]

    def __str__(self):
        return f"{self.guideline}：{self.title}"

    @classmethod
    def for_tasks(cls, matters):
        columns = ("title", "status", "status_since", "author", "publish_at", "guideline__title")
        return matters.select_related("guideline").only(*columns)

    def get_absolute_url(self):
        """Where staff work on it: revisions are no page of the portal."""
        return reverse("admin:guidelines_revision_change", args=[self.pk])

    def step_url(self, row):
        """Its steps are taken in the admin too."""
        return reverse("admin:guidelines_revision_step", args=[self.pk, row.name])

    @property
    def publish_on(self):
        """The day of the moment for which it is scheduled."""
        return self.publish_at and timezone.localdate(self.publish_at)

    @property
    def is_due(self):
        return self.publish_at is not None and self.publish_at <= timezone.now()

    # Conditions of the rows that take a step back.
    @property
    def is_last_published(self):
        """No other revision of the guideline was published since."""
        later = self.guideline.revisions.published().filter(status_since__gt=self.status_since)
        return not later.exclude(pk=self.pk).exists()

    @property
    def moment_is_to_come(self):
        """The moment for which it had been scheduled has not passed."""
        moment = (self.last_step.kept or {}).get("publish_at") if self.last_step else None
        return moment is not None and datetime.datetime.fromisoformat(moment) > timezone.now()

    @property
    def is_open(self):
        return not self.state.is_end

    @property
    def is_published(self):
        """Readers see what it changed."""
        return self.may("page")


class RevisionRow(models.Model):
    """One changed row of the guideline, as a guideline file has it. `before` is empty for a new row, `after` for one taken out.

    `before` is what stood when the row was published (until then: when it was begun), so that two revisions of one row
    do not silently undo each other.
    """

    revision = models.ForeignKey(Revision, models.CASCADE, related_name="rows", verbose_name="改稿")
    part = models.CharField("部分", max_length=30)
    key = models.CharField("固定の名前", max_length=50, blank=True, help_text="節は番号、ガイドラインそのものは空。")
    before = models.JSONField("変える前", null=True, blank=True)
    after = models.JSONField("変えた後", null=True, blank=True)

    public_columns = ("revision", "part", "key", "before", "after")

    class Meta:
        verbose_name = verbose_name_plural = "改稿の行"
        ordering = ["revision", "pk"]
        constraints = [models.UniqueConstraint(fields=["revision", "part", "key"], name="one_revisionrow_per_key")]

    def __str__(self):
        return f"{self.part} {self.key}"


class RevisionChange(StageChange):
    """One step of a revision."""

    subject = models.ForeignKey(Revision, models.PROTECT, related_name="changes", verbose_name="改稿")

    class Meta(StageChange.Meta):
        verbose_name = verbose_name_plural = "改稿の経過"
        constraints = [models.UniqueConstraint(fields=["subject", "version"], name="one_revisionchange_per_version")]
