"""Event: what a partner holds on a day. Who comes to it is a Signup (signup_models.py)."""

import datetime

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from kyodo_portal.common.about import in_words
from partners.directory.membership import Assignment, Membership
from partners.directory.models import Partner
from partners.directory.reference_models import Area, Theme

PUBLISHED = Q(published_at__isnull=False)


class EventQuerySet(models.QuerySet):
    def open_to_all(self, at=None):
        """What everybody finds at a moment (default now): published, of a host that the directory shows or of an office that is no more. What was cancelled stays, so that nobody goes there in vain."""
        return self.filter(PUBLISHED, Exists(Partner.objects.speaking_to_all(at).filter(pk=OuterRef("host"))))

    def listed(self, at=None):
        """The same rows, for whoever asks for many: the few hosts that are not shown are looked up once, and not each event's."""
        return self.filter(PUBLISHED).exclude(host__in=Partner.objects.silent_to_all(at).order_by().values("pk"))

    def of_people(self, user):
        """Those of the partners to which somebody belongs today or which they accompany, drafts too."""
        own = Membership.objects.valid().filter(user=user).values("partner")
        assigned = Assignment.objects.valid().filter(user=user).values("partner")
        return self.filter(Q(host__in=own) | Q(host__in=assigned))

    def visible_to(self, user):
        """`open_to_all` for everybody; one's own and those of whom one accompanies as drafts too; all of them for city staff."""
        if not user.is_authenticated:
            return self.open_to_all()
        if user.is_staff:
            return self.all()
        return self.filter(
            Exists(self.model.objects.open_to_all().filter(pk=OuterRef("pk")))
            | Q(pk__in=self.model.objects.of_people(user).values("pk"))
        )

    def coming(self, at=None):
        """What is not over at a moment (default now), the nearest first. Cancelled ones and drafts are among them: scope is another question."""
        return self.filter(ends_at__gte=at or timezone.now()).order_by("starts_at", "pk")

    def over(self, at=None):
        """What has ended, the latest first."""
        return self.filter(ends_at__lt=at or timezone.now()).order_by("-starts_at", "-pk")

    def standing(self):
        """Without those that were cancelled."""
        return self.filter(cancelled_at__isnull=True)

    def about(self, key):
        """What belongs to a matter: `key` as common/about.py spells it, "project:30"."""
        return self.filter(about=key)

    def for_page(self):
        """With all that the page of one says of it."""
        return self.select_related("host__desk", "theme", "area", "former").prefetch_related("co_hosts")


class Event(models.Model):
    """One day of something: an event, a course, a briefing … Several days are several rows.

    A draft until `published_at`; cancelled from `cancelled_at` on, and shown on as such. No process: its host's people write, publish,
    cancel it, and take each of that back. `sequence` counts what a calendar has to hear of.
    """

    class Kind(models.TextChoices):
        EVENT = "event", "催し"
        COURSE = "course", "講座"
        BRIEFING = "briefing", "説明会"
        REPORT = "report", "報告会"
        TALK = "talk", "懇談"
        MEETING = "meeting", "会議"
        LECTURE = "lecture", "出前講座"

    class SignupWay(models.TextChoices):
        NONE = "none", "申込みはいらない"
        WEB = "web", "ここで申し込む（先着）"
        PHONE = "phone", "電話で申し込む"
        LOT = "lot", "ここで申し込む（抽選）"

    host = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="events", verbose_name="開く団体・課")
    co_hosts = models.ManyToManyField(Partner, blank=True, related_name="events_joined", verbose_name="いっしょに開く団体・課")
    # Bodies that took their name off again: the host names them no more by itself.
    not_with = models.ManyToManyField(Partner, blank=True, editable=False, related_name="+", verbose_name="名前を外した団体・課")
    about = models.CharField("何についての催しか", max_length=120, blank=True)  # a key of common/about.py
    about_label = models.CharField("何についての催しか（名前）", max_length=200, blank=True)
    kind = models.CharField("種類", max_length=8, choices=Kind)
    title = models.CharField("催しの名前", max_length=100)
    kana = models.CharField("名前の読み（カタカナ）", max_length=120, blank=True)
    theme = models.ForeignKey(
        Theme, on_delete=models.PROTECT, null=True, blank=True, related_name="events", verbose_name="テーマ"
    )
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True, related_name="events", verbose_name="地域")
    starts_at = models.DateTimeField("始まる日時")
    ends_at = models.DateTimeField("終わる日時")
    when_note = models.CharField("日時について", max_length=120, blank=True)
    place = models.CharField("場所", max_length=80)
    address = models.CharField("場所の住所", max_length=120, blank=True)
    access = models.CharField("行きかた", max_length=200, blank=True)
    parking = models.CharField("駐車場", max_length=100, blank=True)
    text = models.TextField("どんな催しか", max_length=2000, blank=True)
    bring = models.CharField("持ちもの", max_length=200, blank=True)
    fee = models.CharField("参加費", max_length=60, blank=True)
    fee_detail = models.CharField("参加費のくわしいこと", max_length=200, blank=True)
    conditions = models.CharField("だれが来られるか", max_length=200, blank=True)
    sign = models.BooleanField("手話通訳", default=False)
    captions = models.BooleanField("要約筆記", default=False)
    childcare = models.BooleanField("託児", default=False)
    wheelchair = models.BooleanField("車いすで入れる", default=False)
    plain = models.BooleanField("やさしい日本語", default=False)
    capacity = models.PositiveIntegerField("定員", null=True, blank=True)  # people, not sign-ups
    signup = models.CharField("申込み", max_length=5, choices=SignupWay, default=SignupWay.NONE)
    signup_until = models.DateTimeField("申込みの締切", null=True, blank=True)
    most_people = models.PositiveSmallIntegerField("1回に申し込める人数", default=4)
    phone = models.CharField("申込みと問い合わせの電話", max_length=20, blank=True)
    url = models.URLField("くわしいことのページ", max_length=300, blank=True)
    former = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="following",
        verbose_name="前の回",
    )
    published_at = models.DateTimeField("公開した日時", null=True, blank=True, editable=False)
    cancelled_at = models.DateTimeField("中止にした日時", null=True, blank=True, editable=False)
    cancelled_why = models.CharField("中止のわけ", max_length=200, blank=True, editable=False)
    drawn_at = models.DateTimeField("抽選した日時", null=True, blank=True, editable=False)
    sequence = models.PositiveIntegerField("変更の回数", default=0, editable=False)  # of iCalendar's SEQUENCE
    checked_on = models.DateField("最後に確かめた日", editable=False)
    search_text = models.TextField("検索用の文字", blank=True, editable=False)
    form_key = models.UUIDField("一度きりの鍵", null=True, unique=True, editable=False)  # empty: made without a form
    created_at = models.DateTimeField("作成日時", auto_now_add=True)
    updated_at = models.DateTimeField("更新日時", auto_now=True)

    changes_pages_at = ("starts_at", "ends_at", "signup_until")
    read_as = {"about": in_words}
    public_columns = (
        "host", "co_hosts", "about", "about_label", "kind", "title", "kana", "theme", "area", "starts_at", "ends_at", "when_note", "place",
        "address", "access", "parking", "text", "bring", "fee", "fee_detail", "conditions", "sign", "captions", "childcare", "wheelchair",
        "plain", "capacity", "signup", "signup_until", "most_people", "phone", "url", "former", "published_at", "cancelled_at",
        "cancelled_why", "drawn_at", "sequence", "checked_on", "search_text", "created_at", "updated_at",
    )  # fmt: skip

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "催し"
        ordering = ["starts_at", "pk"]
        indexes = [
            # What the list asks of each: no row is read for it; SQLite asks for the column of the condition too.
            models.Index(fields=["starts_at", "id", "ends_at", "host", "published_at"], condition=PUBLISHED, name="event_days"),
            models.Index(fields=["ends_at", "host", "published_at"], condition=PUBLISHED, name="event_coming"),
            models.Index(fields=["about", "starts_at"], condition=PUBLISHED, name="event_of_matter"),
        ]
        constraints = [
            models.CheckConstraint(
                name="event_kind_known",
                condition=Q(kind__in=("event", "course", "briefing", "report", "talk", "meeting", "lecture")),
            ),
            models.CheckConstraint(name="event_signup_known", condition=Q(signup__in=("none", "web", "phone", "lot"))),
            models.CheckConstraint(name="event_ends_after_start", condition=Q(ends_at__gt=F("starts_at"))),
            models.CheckConstraint(
                name="event_cancelled_paired",
                condition=Q(cancelled_at__isnull=True, cancelled_why="") | (Q(cancelled_at__isnull=False) & ~Q(cancelled_why="")),
            ),
            models.CheckConstraint(
                name="event_about_named", condition=Q(about="", about_label="") | (~Q(about="") & ~Q(about_label=""))
            ),
            models.CheckConstraint(
                name="event_lot_has_seats", condition=~Q(signup="lot") | Q(capacity__isnull=False, signup_until__isnull=False)
            ),
            models.CheckConstraint(name="event_some_people", condition=Q(most_people__gte=1)),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("event", args=[self.pk])

    @property
    def is_published(self):
        return self.published_at is not None

    @property
    def is_cancelled(self):
        return self.cancelled_at is not None

    @property
    def is_over(self):
        return self.ends_at < timezone.now()

    @property
    def day(self):
        """The date in the city on which it begins."""
        return timezone.localdate(self.starts_at)

    @property
    def is_today_or_past(self):
        """Whether its first day has come: then one can say who came."""
        return self.day <= timezone.localdate()

    @property
    def last_moment(self):
        """Until when one can sign up: what was said, at the latest when it begins."""
        return min(self.signup_until, self.starts_at) if self.signup_until else self.starts_at

    @property
    def takes_signups(self):
        """Whether anybody can sign up on the page at this moment; a full one takes them into its waiting line."""
        ways = (self.SignupWay.WEB, self.SignupWay.LOT)
        stands = self.is_published and not self.is_cancelled and self.signup in ways
        return stands and timezone.now() < self.last_moment and self.drawn_at is None


NEEDS = [(name, Event._meta.get_field(name).verbose_name) for name in ("sign", "captions", "childcare", "wheelchair", "plain")]
HOURS_TO_ANSWER = 48  # of whoever is offered a place out of the waiting line
LONGEST = datetime.timedelta(days=366)
