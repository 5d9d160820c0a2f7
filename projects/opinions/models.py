"""意見募集: one round with its days, papers and history. What people say in it stands in opinion_models.py."""

import datetime

from django.db import models
from django.db.models import F, Q
from django.db.models.lookups import GreaterThanOrEqual
from django.urls import reverse
from django.utils import timezone

from kyodo_portal.common.own_words import own_words
from kyodo_portal.process.models import StageChange, Subject, status_field

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
    closes_on = models.DateField("しめきりの日", help_text="この日の終わり（24時）まで受け付けます。")
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
        return not self.opinions.filter(points__isnull=False).exists()

    # Why a step is not there yet, for whoever opened its page (process/why_not.py).
    why_is_ready = "案の資料がないか、受付の最後の日をすぎています。先に、資料を付けて、日を確かめてください。"
    why_is_answered = own_words("論点に分けていない意見か、市の考えを書いていない論点が残っています。")

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
