"""Meetings of a committee: announced ahead, open or closed, with their papers, and with minutes that follow."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from kyodo_portal.common.templatetags.kyodo import jdate, jtime
from kyodo_portal.process.files import StoredFile
from partners.events.texts import hours

MINUTES_DAYS = 30  # after the meeting: by then its minutes are published
AHEAD_DAYS = 7  # before the meeting: by then it is announced


class MeetingQuerySet(models.QuerySet):
    def published(self):
        """What everybody reads: announced ones, and those whose minutes are published, of committees that are shown."""
        return self.filter(committee__is_public=True).filter(Q(announced_at__isnull=False) | Q(minutes_at__isnull=False))

    def visible_to(self, user):
        """All of them for city staff, the published ones for everybody."""
        return self.all() if user.is_authenticated and user.is_staff else self.published()

    def coming(self):
        """Announced, and today or later, the nearest first."""
        rows = self.published().filter(announced_at__isnull=False, on__gte=timezone.localdate()).select_related("event")
        return rows.order_by("on", F("starts").asc(nulls_first=True), "pk")

    def open_to_all(self):
        """Coming ones at which anybody may sit and listen."""
        return self.coming().standing().filter(closed_why="")

    def standing(self):
        """Without those that were cancelled, here or on the page of the event."""
        return self.filter(cancelled_at__isnull=True, event__cancelled_at__isnull=True)

    def over(self):
        """Published, and before today, the newest first."""
        return self.published().filter(on__lt=timezone.localdate()).select_related("event").order_by("-on", "-pk")

    def owing_minutes(self):
        """Announced and held, and everybody waits for their minutes."""
        held = self.filter(committee__is_public=True, announced_at__isnull=False, on__lt=timezone.localdate())
        return held.standing().filter(minutes_at__isnull=True)


class CommitteeMeeting(models.Model):
    """会議: the day, who came, what it was about and what was said and decided.

    Everybody reads of it from `announced_at` on, and its minutes from `minutes_at` on.
    """

    committee = models.ForeignKey("projects.Committee", on_delete=models.PROTECT, related_name="meetings", verbose_name="委員会")
    event = models.OneToOneField(
        "partners.Event", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="meeting",
        verbose_name="催しの一覧での知らせ",
    )  # fmt: skip
    number = models.PositiveSmallIntegerField("第何回", null=True, blank=True)
    on = models.DateField("開く日")
    starts = models.TimeField("何時から", null=True, blank=True)
    ends = models.TimeField("何時まで", null=True, blank=True)
    place = models.CharField("場所", max_length=80, blank=True)
    agenda = models.TextField("議題")
    closed_why = models.CharField(
        "非公開にするわけ", max_length=200, blank=True,
        help_text="空けておくと、だれでも傍聴できる会議です。非公開なら、根拠とわけを書きます。公開のページに出ます。",
    )  # fmt: skip
    listening = models.TextField(
        "傍聴のしかた", max_length=300, blank=True, help_text="例：先着10人。はじまる10分前から、会場で受け付けます。"
    )
    attendees = models.TextField("出た人", blank=True)
    minutes = models.TextField("議事のまとめ", blank=True)
    announced_at = models.DateTimeField("知らせた日時", null=True, blank=True, editable=False)
    late_why = models.CharField("おそく知らせたわけ", max_length=200, blank=True, editable=False)
    cancelled_at = models.DateTimeField("とりやめた日時", null=True, blank=True, editable=False)
    cancelled_why = models.CharField("とりやめたわけ", max_length=200, blank=True, editable=False)
    minutes_at = models.DateTimeField("会議録を公表した日時", null=True, blank=True, editable=False)

    # Everybody finds the row only once it is announced, and reads `attendees` and `minutes` only once these are published (presenters.py).
    public_columns = (
        "committee", "event", "number", "on", "starts", "ends", "place", "agenda", "closed_why", "listening", "attendees", "minutes",
        "announced_at", "late_why", "cancelled_at", "cancelled_why", "minutes_at",
    )  # fmt: skip

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "委員会の会議"
        ordering = ["committee", "-on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "number"], name="committee_meeting_number_once", condition=Q(number__isnull=False)
            ),
            models.CheckConstraint(
                name="committee_meeting_ends_after_start",
                condition=Q(starts__isnull=True, ends__isnull=True) | Q(ends__isnull=True) | Q(ends__gt=F("starts")),
            ),
            models.CheckConstraint(
                name="committee_meeting_cancelled_says_why",
                condition=Q(cancelled_at__isnull=True, cancelled_why="")
                | (Q(cancelled_at__isnull=False, announced_at__isnull=False) & ~Q(cancelled_why="")),
            ),
            models.CheckConstraint(
                name="committee_meeting_published_minutes_stand", condition=Q(minutes_at__isnull=True) | ~Q(minutes="")
            ),
        ]

    def __str__(self):
        return f"{self.committee} {jdate(self.on)}"

    def get_absolute_url(self):
        return reverse("committee-meeting", args=[self.pk])

    @property
    def title(self):
        """What a page of its committee calls it."""
        return f"第{self.number}回の会議" if self.number else "会議"

    @property
    def full_title(self):
        """What a page calls it on which other committees stand too."""
        return f"{self.committee} {self.title}"

    @property
    def is_open(self):
        """Anybody may sit and listen."""
        return not self.closed_why

    @property
    def has_listeners(self):
        """Whoever wants to listen signs up on the page of its event."""
        return bool(self.event and self.event.capacity and self.announced_at)

    @property
    def takes_listeners(self):
        """One can sign up to listen now."""
        return self.has_listeners and self.event.takes_signups

    @property
    def minutes_due(self):
        """The day by which its minutes are published."""
        return self.on + datetime.timedelta(days=MINUTES_DAYS)

    @property
    def minutes_are_late(self):
        """That day has passed without them."""
        return self.minutes_at is None and self.minutes_due < timezone.localdate()

    @property
    def cancelled(self):
        """Why it does not take place, "" where it does: who keeps the list of events may have said so there."""
        return self.cancelled_why or (self.event.cancelled_why if self.event else "")

    @property
    def is_over(self):
        return self.on < timezone.localdate()

    @property
    def is_public(self):
        """Its committee is shown, and it was announced or its minutes are published."""
        return self.committee.is_public and bool(self.announced_at or self.minutes_at)

    @property
    def begins_at(self):
        """The aware moment; None where no time of day is known."""
        return self._moment(self.starts)

    @property
    def ends_at(self):
        return self._moment(self.ends)

    @property
    def hours(self):
        """「午後1時30分〜3時」; "" where no time is known."""
        if not self.starts:
            return ""
        return hours(self.begins_at, self.ends_at) if self.ends else f"{jtime(self.begins_at)}から"

    def _moment(self, time):
        return timezone.make_aware(datetime.datetime.combine(self.on, time)) if time else None


class MeetingPaperQuerySet(models.QuerySet):
    def standing(self):
        """Those that were not taken off."""
        return self.filter(removed_at__isnull=True)

    def published(self):
        """What everybody may fetch: marked as public, of a meeting that everybody reads."""
        return self.standing().filter(is_public=True, meeting__in=CommitteeMeeting.objects.published())

    def visible_to(self, user):
        """All of them for city staff, the published ones for everybody."""
        return self.all() if user.is_authenticated and user.is_staff else self.published()


class MeetingPaper(StoredFile):
    """会議の資料: published with the meeting's announcement, unless it is only for those who sit there."""

    meeting = models.ForeignKey(CommitteeMeeting, on_delete=models.CASCADE, related_name="papers", verbose_name="会議")
    label = models.CharField("資料の名前", max_length=80)
    is_public = models.BooleanField("公開する", default=True)
    removed_at = models.DateTimeField("外した日時", null=True, blank=True, editable=False)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+",
        verbose_name="外した人",
    )  # fmt: skip
    form_key = models.UUIDField("一度きりの鍵", unique=True, editable=False)

    public_columns = ("meeting", "name", "label", "is_public", "content_type", "size", "uploaded_at", "removed_at")

    objects = MeetingPaperQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "会議の資料"
        ordering = ["meeting", "pk"]
        constraints = [
            models.CheckConstraint(
                name="meeting_paper_removed_paired",
                condition=Q(removed_at__isnull=True, removed_by__isnull=True)
                | Q(removed_at__isnull=False, removed_by__isnull=False),
            ),
        ]
