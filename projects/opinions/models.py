"""意見募集: one round, its papers, the opinions that come in, and the points into which they are split."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.lookups import GreaterThanOrEqual
from django.urls import reverse
from django.utils import timezone

from kyodo_portal.common.own_words import own_words
from kyodo_portal.process.models import StageChange, Subject, status_field
from partners.directory.access import is_secretariat, offices_of

from .day_numbers import DayNumber
from .workflow import ROUND, RoundStatus

LEAST_DAYS = 30  # of a round, the first and the last counted; a shorter one says why


class RoundQuerySet(models.QuerySet):
    def published(self):
        """What everybody reads: from the announcement on, also those that were stopped."""
        return self.filter(status__in=ROUND.opening("page"))

    def visible_to(self, user):
        """Announced ones for everybody, all of them for city staff."""
        return self.all() if user.is_authenticated and user.is_staff else self.published()

    def open_now(self):
        """Those that take opinions today, whether the clock has said so already or not."""
        today = timezone.localdate()
        return self.filter(status__in=ROUND.opening("send"), opens_on__lte=today, closes_on__gte=today)

    def with_result(self):
        """Those whose result everybody reads."""
        return self.filter(status__in=ROUND.opening("result"))

    def in_order(self):
        """Those that can be answered or will be first, the nearest last day on top; then the others, the latest first."""
        ahead = models.Case(models.When(status__in=ROUND.opening("send"), then=models.Value(0)), default=models.Value(1))
        soon = models.Case(models.When(status__in=ROUND.opening("send"), then=F("closes_on")), output_field=models.DateField())
        return self.annotate(rank=ahead).order_by("rank", soon.asc(nulls_last=True), "-closes_on", "-pk")


class OpinionRound(Subject):
    """意見募集の1回: what is asked, until when, and what became of it. The days are whole days of the city's time."""

    process = ROUND
    status = status_field(RoundStatus, default=ROUND.start)

    title = models.CharField("意見募集の名前", max_length=120, help_text="例：集会所のつかい方の計画（案）への意見")
    what = models.TextField("何について聞くか", help_text="はじめて読む人に分かるように、3、4文で。")
    why_now = models.TextField("なぜ、いま聞くか", blank=True)
    basis = models.CharField("根拠", max_length=200, blank=True, help_text="条例や要綱の名前。例：意見公募手続要綱")
    department = models.ForeignKey(
        "partners.Partner", on_delete=models.PROTECT, related_name="opinion_rounds", verbose_name="担当課"
    )
    parts = models.TextField("案の部分", blank=True, help_text="意見を出す人が選びます。1行に1つ。例：第2章 つかい方")
    opens_on = models.DateField("受付を始める日", help_text="この日の午前0時から受け付けます。")
    closes_on = models.DateField("しめきりの日", help_text="この日の午後12時まで受け付けます。")
    short_why = models.TextField("30日より短いわけ", blank=True, help_text="受付の期間を30日より短くするときだけ。公開します。")
    asks_name = models.BooleanField("名前を聞く", default=True)
    asks_address = models.BooleanField("住所を聞く", default=True)
    result_due = models.DateField("結果を公表する予定の日", null=True, blank=True)
    revision = models.ForeignKey(
        "guidelines.Revision", on_delete=models.SET_NULL, null=True, blank=True, related_name="opinion_rounds",
        verbose_name="意見を聞くガイドラインの改稿",
    )  # fmt: skip
    result_text = models.TextField(
        "結果のはじめの文", blank=True, help_text="意見を聞いて、何を決めたか。公表するときに、はじめに出ます。"
    )
    extended_why = models.TextField("しめきりをのばしたわけ", blank=True, editable=False)
    stopped_why = models.TextField("とりやめたわけ", blank=True, editable=False)
    is_sample = models.BooleanField("見本", default=False)
    created_at = models.DateTimeField("作った日時", auto_now_add=True)
    updated_at = models.DateTimeField("更新日時", auto_now=True)

    public_columns = (
        "title", "what", "why_now", "basis", "department", "parts", "opens_on", "closes_on", "short_why", "asks_name", "asks_address",
        "result_due", "revision", "result_text", "extended_why", "stopped_why", "is_sample", "created_at", "updated_at",
    )  # fmt: skip
    moves_with = ("stopped_why",)

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "意見募集"
        ordering = ["-closes_on", "-pk"]
        constraints = [
            models.CheckConstraint(name="opinion_round_status_known", condition=Q(status__in=RoundStatus.values)),
            models.CheckConstraint(name="opinion_round_closes_after_opening", condition=Q(closes_on__gte=F("opens_on"))),
            models.CheckConstraint(
                name="opinion_round_short_says_why",
                condition=~Q(short_why="")
                | Q(GreaterThanOrEqual(DayNumber("closes_on") - DayNumber("opens_on"), LEAST_DAYS - 1)),
            ),
            models.CheckConstraint(
                name="opinion_round_stopped_says_why",
                condition=Q(status=RoundStatus.STOPPED) & ~Q(stopped_why="") | ~Q(status=RoundStatus.STOPPED) & Q(stopped_why=""),
            ),
        ]

    def __str__(self):
        return self.title

    @classmethod
    def for_tasks(cls, matters):
        return matters.select_related("department")

    def get_absolute_url(self):
        return reverse("opinion-round", args=[self.pk])

    def step_url(self, row):
        """Its steps are taken in the admin."""
        return reverse("admin:projects_opinionround_step", args=[self.pk, row.name])

    @property
    def part_list(self):
        """The parts of the plan, one per line of `parts`."""
        return [line.strip() for line in self.parts.splitlines() if line.strip()]

    @property
    def opens_at(self):
        """The first moment: 0:00 of its first day, in the city's time."""
        return _midnight(self.opens_on)

    @property
    def ends_at(self):
        """The first moment at which it takes no more: 0:00 of the day after its last one."""
        return _midnight(self.closes_on + datetime.timedelta(days=1))

    @property
    def takes_now(self):
        """Takes opinions at this moment, whether the clock has turned its state already or not."""
        return self.may("send") and self.opens_at <= timezone.now() < self.ends_at

    @property
    def has_result(self):
        """What became of the opinions is published."""
        return self.may("result")

    @property
    def told_state(self):
        """(what everybody reads of where it stands, the tone of the mark): by the days, where the clock is late."""
        if self.takes_now:
            return "受け付けています", ""
        if self.may("send"):
            return ("受付終了", "done") if self.is_over else ("これから受け付けます", "next")
        return self.status_label, "done" if self.state.is_end else "check"

    @property
    def asked_of_people(self):
        """What it asks of whoever sends an opinion, in words: 名前と住所; "" for neither."""
        return "と".join(word for word, asked in (("名前", self.asks_name), ("住所", self.asks_address)) if asked)

    @property
    def is_announced(self):
        """Everybody reads its page."""
        return self.may("page")

    # Conditions of the table.
    @property
    def is_ready(self):
        """There is a paper to read, and its last day has not passed."""
        return self.is_not_over and self.papers.exists()

    @property
    def has_begun(self):
        return timezone.now() >= self.opens_at

    @property
    def is_still_ahead(self):
        return not self.has_begun

    @property
    def is_over(self):
        return timezone.now() >= self.ends_at

    @property
    def is_not_over(self):
        return not self.is_over

    @property
    def was_not_needed(self):
        """The last day before it was put off is still to come: nobody relied on the later one alone."""
        change = self.last_step
        former = (change.kept or {}).get("closes_on") if change is not None else None
        return former is not None and datetime.date.fromisoformat(former) >= timezone.localdate()

    @property
    def has_no_points(self):
        return not OpinionPoint.objects.filter(opinion__round=self).exists()

    @property
    def is_answered(self):
        """Every opinion that stands was split, and every point belongs to a remark with the city's view."""
        standing = self.opinions.standing()
        if standing.filter(points__isnull=True).exists():
            return False
        return not standing.filter(Q(points__remark__isnull=True) | Q(points__remark__effect="")).exists()


def _midnight(day):
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))


class RoundPaper(models.Model):
    """案の資料: a part of the plan as a text that everybody reads on the page, larger, aloud, or printed."""

    round = models.ForeignKey(OpinionRound, on_delete=models.CASCADE, related_name="papers", verbose_name="意見募集")
    order = models.PositiveSmallIntegerField("並び順", default=0)
    title = models.CharField("資料の名前", max_length=120)
    text = models.TextField("資料の文", help_text="案のすべてを、文で。図だけにある内容も、文で書いてください。")

    public_columns = ("round", "order", "title", "text")

    class Meta:
        verbose_name = verbose_name_plural = "案の資料"
        ordering = ["round", "order", "pk"]

    def __str__(self):
        return self.title


class OpinionRoundChange(StageChange):
    """One step of a round."""

    subject = models.ForeignKey(OpinionRound, models.PROTECT, related_name="changes", verbose_name="意見募集")

    class Meta(StageChange.Meta):
        verbose_name = verbose_name_plural = "意見募集の経過"
        constraints = [models.UniqueConstraint(fields=["subject", "version"], name="one_opinionroundchange_per_version")]


class OpinionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own; all of them for the people of the round's office and of the secretariat."""
        if not user.is_authenticated:
            return self.none()
        return self.all() if is_secretariat(user) else self.filter(Q(by=user) | Q(round__department__in=offices_of(user)))

    def standing(self):
        """Those that were not withdrawn."""
        return self.filter(withdrawn_at__isnull=True)


class Opinion(models.Model):
    """意見: what one person or body says of the plan. Who it is stays with the city; what is published is a summary."""

    class Channel(models.TextChoices):
        WEB = "web", "このサイト"
        PAPER = "paper", "用紙（持ちこみ・郵送）"
        FAX = "fax", "ファクス"
        MAIL = "mail", "メール"
        PHONE = "phone", "電話"

    class Category(models.TextChoices):
        LIVES = "lives", own_words("市内に住んでいる")
        WORKS = "works", own_words("市内で働いている・学んでいる")
        BODY = "body", own_words("市内の団体・会社")
        OTHER = "other", "そのほか"

    round = models.ForeignKey(OpinionRound, on_delete=models.PROTECT, related_name="opinions", verbose_name="意見募集")
    number = models.PositiveIntegerField("受付番号")
    part = models.CharField("案のどこについて", max_length=200, blank=True)
    text = models.TextField("意見")
    name = models.CharField("名前・団体名", max_length=120, blank=True)
    address = models.CharField("住所", max_length=200, blank=True)
    category = models.CharField("どんな人か", max_length=6, choices=Category)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="opinions",
        verbose_name="出した人",
    )
    channel = models.CharField("届いた方法", max_length=5, choices=Channel, default=Channel.WEB)
    received_on = models.DateField("受け取った日")
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="入れた人"
    )
    is_late = models.BooleanField("しめきりのあとに入れた", default=False)
    late_why = models.CharField("あとから入れたわけ", max_length=300, blank=True)
    at = models.DateTimeField("受け付けた日時", auto_now_add=True)
    withdrawn_at = models.DateTimeField("取り下げた日時", null=True, blank=True)
    blanked_at = models.DateTimeField("消した日時", null=True, blank=True)
    form_key = models.UUIDField("一度きりの鍵", unique=True, editable=False)

    # Nothing of it is public: what everybody reads is counted (figures.py) or a summary (Remark).
    public_columns = ()

    objects = OpinionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "出された意見"
        ordering = ["round", "number"]
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="opinion_number_once"),
            models.CheckConstraint(
                name="opinion_channel_known", condition=Q(channel__in=("web", "paper", "fax", "mail", "phone"))
            ),
            models.CheckConstraint(name="opinion_category_known", condition=Q(category__in=("lives", "works", "body", "other"))),
            models.CheckConstraint(
                name="opinion_entered_by_the_city",
                condition=Q(channel="web", entered_by__isnull=True) | (~Q(channel="web") & Q(by__isnull=True)),
            ),
            models.CheckConstraint(
                name="opinion_late_says_why",
                condition=Q(is_late=False, late_why="") | (Q(is_late=True) & ~Q(late_why="") & ~Q(channel="web")),
            ),
        ]

    def __str__(self):
        return f"意見 {self.receipt}"

    def get_absolute_url(self):
        return reverse("opinion", args=[self.pk])

    @property
    def receipt(self):
        """The number that its sender keeps: 12-003 is the third of round 12."""
        return f"{self.round_id}-{self.number:03d}"


class OpinionPoint(models.Model):
    """論点: one thing that an opinion says, answered together with the same of others. People are counted by opinions, points by these."""

    opinion = models.ForeignKey(Opinion, on_delete=models.CASCADE, related_name="points", verbose_name="意見")
    order = models.PositiveSmallIntegerField("並び順", default=0)
    text = models.TextField("論点")
    remark = models.ForeignKey(
        "projects.Remark", on_delete=models.SET_NULL, null=True, blank=True, related_name="points", verbose_name="まとめ"
    )

    public_columns = ()

    class Meta:
        verbose_name = verbose_name_plural = "意見の論点"
        ordering = ["opinion", "order", "pk"]

    def __str__(self):
        return f"論点 {self.pk}"
