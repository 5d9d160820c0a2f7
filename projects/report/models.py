"""The report of one 年度: its chapters out of the year's snapshot, and what became of each measure of the guideline's policies."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from kyodo_portal.common.templatetags.kyodo import fiscal
from kyodo_portal.process.models import StageChange, Subject, status_field
from projects.committees.access import committees_of
from projects.snapshots.models import Snapshot

from .workflow import REPORT, ReportStatus


class YearReportQuerySet(models.QuerySet):
    def published(self):
        """What everybody reads."""
        return self.filter(status__in=REPORT.opening("page"))

    def visible_to(self, user):
        """Published ones for everybody, all of them for city staff; members of the committee that was asked from then on."""
        if user.is_authenticated and user.is_staff:
            return self.all()
        asked = Q(committee__in=committees_of(user), status__in=REPORT.opening("answers"))
        return self.filter(Q(status__in=REPORT.opening("page")) | asked)

    def writable(self):
        """Whose chapters are written."""
        return self.filter(status__in=REPORT.opening("write"))

    def asking_offices(self):
        """Whose measures are asked for."""
        return self.filter(status__in=REPORT.opening("reviews"))

    def taking_answers(self):
        """Of which remarks come in and are answered."""
        return self.filter(status__in=REPORT.opening("answers"))

    def newest_first(self):
        return self.order_by("-fiscal_year")


class YearReport(Subject):
    """年のまとめ: one of each 年度. Its figures are those of the snapshot that it names, and never move by themselves."""

    process = REPORT
    status = status_field(ReportStatus)

    fiscal_year = models.PositiveSmallIntegerField("年度", unique=True)
    snapshot = models.ForeignKey(
        Snapshot, on_delete=models.PROTECT, editable=False, related_name="+", verbose_name="もとにした確定版"
    )
    # Figures of several years read of each year the version that stood at this moment: a later correction moves no report.
    figures_at = models.DateTimeField("数字を読んだ日時", default=timezone.now, editable=False)
    title = models.CharField("題", max_length=60, help_text="例：令和7年度、いっしょにできたこと")
    lead = models.TextField("はじめの文", blank=True, help_text="2、3文で。うまくいかなかったことも書きます。")
    committee = models.ForeignKey(
        "projects.Committee", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="reports",
        verbose_name="意見を求めた委員会",
    )  # fmt: skip
    opinions_due = models.DateField("意見の期限", null=True, blank=True, editable=False)
    is_sample = models.BooleanField("見本", default=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, editable=False, related_name="+", verbose_name="始めた人"
    )
    form_key = models.UUIDField("一度きりの鍵", null=True, blank=True, unique=True, editable=False)

    public_columns = ("fiscal_year", "snapshot", "figures_at", "title", "lead", "committee", "opinions_due", "is_sample")

    objects = YearReportQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "年のまとめ"
        ordering = ["-fiscal_year"]
        constraints = [
            models.CheckConstraint(name="year_report_status_known", condition=Q(status__in=ReportStatus.values)),
            models.CheckConstraint(
                name="year_report_asks_a_committee_until",
                condition=Q(committee__isnull=True, opinions_due__isnull=True)
                | Q(committee__isnull=False, opinions_due__isnull=False),
            ),
            models.CheckConstraint(
                name="year_report_opinions_have_a_day",
                condition=~Q(status=ReportStatus.OPINIONS) | Q(opinions_due__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{fiscal(self.fiscal_year)}のまとめ"

    @classmethod
    def for_tasks(cls, matters):
        return matters.prefetch_related("reviews")

    def get_absolute_url(self):
        return reverse("year-report", args=[self.fiscal_year])

    def page_url(self, name):
        return reverse(name, args=[self.fiscal_year])

    def step_url(self, row):
        """Its steps are taken in the admin."""
        return reverse("admin:projects_yearreport_step", args=[self.pk, row.name])

    @property
    def is_published(self):
        """Everybody reads it."""
        return self.may("page")

    # Conditions of the table.
    @property
    def has_chapters(self):
        """There is something to read."""
        return self.chapters.exists()

    # Why a step is not there yet, for whoever opened its page (process/why_not.py).
    why_has_chapters = "章が、まだありません。"

    @property
    def way_has_chapters(self):
        """Where a chapter is added."""
        return f"{reverse('admin:projects_reportchapter_add')}?report={self.pk}", "章を加える"

    @property
    def why_is_whole(self):
        waiting = self.remarks.unanswered().count()
        return f"まだ答えを書いていない意見が、{waiting}件あります。" if self.has_chapters else self.why_has_chapters

    @property
    def way_is_whole(self):
        """Where what is missing is written: the first remark without an answer, or a chapter."""
        remark = self.remarks.unanswered().order_by("pk").first() if self.has_chapters else None
        return (reverse("admin:projects_remark_change", args=[remark.pk]), "意見に答える") if remark else self.way_has_chapters

    @property
    def is_whole(self):
        """Every remark that is to be published has its answer."""
        return self.has_chapters and not self.remarks.unanswered().exists()

    @property
    def has_newer_figures(self):
        """Of this year or of one before, a version came to be after its figures were read."""
        later = Snapshot.objects.newest().filter(fiscal_year__lte=self.fiscal_year, at__gt=self.figures_at)
        return later.exists()

    @property
    def no_remarks(self):
        """The committee has not said anything yet."""
        return not self.remarks.exists()


class ReportChapter(models.Model):
    """章: one figure of the snapshot under a heading that says what it shows, with a text. Without a figure it is text alone."""

    report = models.ForeignKey(YearReport, on_delete=models.CASCADE, related_name="chapters", verbose_name="年のまとめ")
    figure = models.CharField("図", max_length=20, blank=True)
    order = models.PositiveSmallIntegerField("並び順", default=0)
    title = models.CharField("見出し", max_length=60, help_text="図からわかることを1文で。例：5年で2倍になりました")
    text = models.TextField("文", blank=True)

    public_columns = ("report", "figure", "order", "title", "text")

    class Meta:
        verbose_name = verbose_name_plural = "年のまとめの章"
        ordering = ["report", "order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["report", "figure"], condition=~Q(figure=""), name="report_chapter_one_of_a_figure")
        ]

    def __str__(self):
        return self.title


class PolicyReviewQuerySet(models.QuerySet):
    def visible_to(self, user):
        """City staff all of them; everybody else those of published reports."""
        if user.is_authenticated and user.is_staff:
            return self.all()
        return self.filter(report__status__in=REPORT.opening("page"))

    def waiting(self):
        """Those that nobody has answered yet."""
        return self.filter(progress="")


class PolicyReview(models.Model):
    """市がすすめることのふりかえり: what one office did about one measure in this year, what came of it, and what is next.

    The words of the measure are copied: a revision of the guideline rewrites no past year.
    """

    class Progress(models.TextChoices):
        DONE = "done", "できた"
        AS_PLANNED = "as_planned", "予定どおり進んでいる"
        LATE = "late", "遅れている"
        NOT_BEGUN = "not_begun", "始めていない"
        STOPPED = "stopped", "やめた"

    report = models.ForeignKey(YearReport, on_delete=models.CASCADE, related_name="reviews", verbose_name="年のまとめ")
    policy = models.ForeignKey(
        "guidelines.Policy", on_delete=models.SET_NULL, null=True, blank=True, related_name="reviews",
        verbose_name="ガイドラインの「市がすすめること」",
    )  # fmt: skip
    order = models.PositiveSmallIntegerField("並び順", default=0)
    policy_title = models.CharField("市がすすめること", max_length=200)
    measure = models.CharField("取組", max_length=500)
    office = models.ForeignKey(
        "partners.Partner", on_delete=models.PROTECT, null=True, blank=True, related_name="policy_reviews",
        verbose_name="答える課",
    )  # fmt: skip
    progress = models.CharField("進みぐあい", max_length=10, choices=Progress, blank=True)
    did = models.TextField("したこと", blank=True)
    result = models.TextField("よかったこと・結果", blank=True)
    problem = models.TextField("うまくいかなかったこと", blank=True)
    next = models.TextField("次にすること", blank=True)
    answered_at = models.DateTimeField("答えた日時", null=True, blank=True, editable=False)
    revision = models.ForeignKey(
        "guidelines.Revision", on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="reviews",
        verbose_name="このふりかえりから始めた改稿",
    )  # fmt: skip

    public_columns = (
        "report", "policy", "order", "policy_title", "measure", "office", "progress", "did", "result", "problem", "next",
        "answered_at", "revision",
    )  # fmt: skip

    objects = PolicyReviewQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "市がすすめることのふりかえり"
        ordering = ["report", "order", "pk"]
        constraints = [
            models.CheckConstraint(
                name="policy_review_progress_known",
                condition=Q(progress__in=("", "done", "as_planned", "late", "not_begun", "stopped")),
            ),
            models.CheckConstraint(
                name="policy_review_answered_whole",
                condition=Q(progress="", answered_at__isnull=True) | (~Q(progress="") & Q(answered_at__isnull=False)),
            ),
        ]

    def __str__(self):
        return f"{self.policy_title}：{self.measure}"


class YearReportChange(StageChange):
    """One step of a year's report."""

    subject = models.ForeignKey(YearReport, models.PROTECT, related_name="changes", verbose_name="年のまとめ")

    class Meta(StageChange.Meta):
        verbose_name = verbose_name_plural = "年のまとめの経過"
        constraints = [models.UniqueConstraint(fields=["subject", "version"], name="one_yearreportchange_per_version")]
