"""The ledger: every collaboration of every department, with or without a proposal."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.lookups import LessThanOrEqual
from django.urls import reverse
from django.utils import timezone

from kyodo_portal.common.lists.planner import Likely
from kyodo_portal.common.privacy import PublicHistory
from kyodo_portal.process.models import StageChange, Subject, status_field
from partners.directory.access import accompanied_by, is_secretariat, offices_of, partners_of
from partners.models import Partner
from projects.specs.models import Way

from .participation_models import Participation, every_name, every_participation, participations_with_partner  # noqa: F401  of this room
from .workflow import LEDGER, LedgerStatus

# What the page for everybody reads of an entry and of what it leads to.
ON_ITS_PAGE = (
    "version", "status", "status_since", "number", "title", "summary", "problem", "aim", "published_at", "is_sample", "source_note",
    "form__title", "form__code", "form__key", "form__guideline__slug", "form__guideline__published_at",
    "proposal__call__track", "proposal__call__title", "proposal__call__published_at",
    "case__title", "case__key", "case__guideline__slug", "case__guideline__published_at",
)  # fmt: skip


class ProjectQuerySet(models.QuerySet):
    def standing(self):
        """Neither cancelled nor merged: what counts. What is published always stands (a constraint says so)."""
        return self.filter(status=LEDGER.start)

    def published(self):
        """What residents see."""
        return self.filter(Likely(LessThanOrEqual(F("published_at"), timezone.now())))

    def unpublished(self):
        """All others: of a ledger they are the few, and found sooner than the many."""
        return self.filter(Q(published_at__isnull=True) | Q(published_at__gt=timezone.now()))

    def for_page(self):
        """With the columns ON_ITS_PAGE alone."""
        return self.select_related("form__guideline", "proposal__call", "case__guideline").only(*ON_ITS_PAGE)

    def visible_to(self, user):
        """Published entries for everybody; also before, one's own and those one accompanies; all of them for the secretariat.

        A department without a part in an entry, and a coordinator of other groups, find it on the board: title, stage and days.
        """
        if not user.is_authenticated:
            return self.published()
        if is_secretariat(user):
            return self.all()
        accompanied = Q(partner__in=accompanied_by(user), side=Participation.Side.GROUP)
        parts = Participation.objects.valid().filter(Q(partner__in=partners_of(user)) | accompanied)
        # Nobody but the city hears of an adoption before its group is told: until then `published_at` is to come.
        own = Q(pk__in=parts.values("project")) & ~Q(published_at__gt=timezone.now())
        if offices := offices_of(user):
            city = Participation.objects.valid().filter(partner__in=offices, side=Participation.Side.CITY)
            own |= Q(pk__in=city.values("project"))
        return self.filter(Q(published_at__lte=timezone.now()) | own)


MERGED = LEDGER.step("merge").target
MADE_WITHIN = datetime.timedelta(seconds=5)  # all rows of an entry are written in one transaction


class Project(Subject):
    """台帳の1件. Its stage is its current cycle's; its own status says only whether it counts: it stands, was cancelled or merged."""

    process = LEDGER
    status = status_field(LedgerStatus, default=LEDGER.start)
    moves_with = ("published_at", "public_before", "merged_into")

    number = models.CharField("台帳番号", max_length=20, unique=True, editable=False)
    title = models.CharField("名前", max_length=120)
    kana = models.CharField("ふりがな", max_length=160, blank=True)
    form = models.ForeignKey(
        "guidelines.CollaborationForm", on_delete=models.PROTECT, related_name="projects", verbose_name="協働の形態"
    )
    partners = models.ManyToManyField(
        Partner,
        through="Participation",
        through_fields=("project", "partner"),
        related_name="projects",
        verbose_name="協働する人たち",
    )
    proposal = models.OneToOneField(
        "projects.Proposal", on_delete=models.PROTECT, null=True, blank=True, related_name="project", verbose_name="もとの提案"
    )
    case = models.ForeignKey(
        "guidelines.CaseStudy",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="projects",
        verbose_name="ガイドラインの事例",
    )
    summary = models.CharField("ひとことで言うと", max_length=200)
    problem = models.TextField("取り組む理由", blank=True)
    aim = models.TextField("めざす姿", blank=True)
    fields = models.ManyToManyField("partners.Field", blank=True, related_name="projects", verbose_name="分野")
    areas = models.ManyToManyField("partners.Area", blank=True, related_name="projects", verbose_name="地域")
    # The year that everybody's lists show (CycleQuerySet.agreed_first); written by cycles/current_actions.py alone. Without a
    # constraint in the database, which would lock the other year at commit: two years that move at once would wait for each other.
    current_cycle = models.ForeignKey(
        "projects.Cycle",
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        db_constraint=False,
        verbose_name="一覧に出す年度",
    )
    published_at = models.DateTimeField("公開した日時", null=True, blank=True)
    # Since when it was public as it was cancelled or merged: to be public again when that is taken back.
    public_before = models.DateTimeField("取り消す前に公開した日時", null=True, blank=True, editable=False)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="merged", verbose_name="まとめた先"
    )
    is_sample = models.BooleanField("見本", default=False)
    source_note = models.CharField("もとにした資料", max_length=200, blank=True)
    search_text = models.TextField("検索用の文字", blank=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="台帳に入れた人"
    )
    form_key = models.UUIDField("一度きりの鍵", null=True, blank=True, unique=True, editable=False)
    created_at = models.DateTimeField("作成日時", auto_now_add=True)
    updated_at = models.DateTimeField("更新日時", auto_now=True)

    public_columns = (
        "title", "kana", "form", "partners", "proposal", "case", "summary", "problem", "aim", "fields", "areas",
        "current_cycle", "number", "published_at", "merged_into", "is_sample", "source_note", "search_text", "created_by",
        "created_at", "updated_at",
    )  # fmt: skip
    changes_pages_at = ("published_at",)
    has_gram_index = True

    objects = ProjectQuerySet.as_manager()
    # What the steps write is told by the steps; a number never changes.
    history = PublicHistory(
        excluded_fields=["search_text", "current_cycle", "number", "status", "version", "status_since", "merged_into"]
    )

    class Meta:
        verbose_name = verbose_name_plural = "協働の台帳"
        ordering = ["-updated_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="project_status_known", condition=Q(status__in=LedgerStatus.values)),
            models.CheckConstraint(
                name="project_merged_paired",
                condition=Q(status=MERGED, merged_into__isnull=False) | (~Q(status=MERGED) & Q(merged_into__isnull=True)),
            ),
            models.CheckConstraint(name="project_not_merged_into_itself", condition=~Q(merged_into=F("id"))),
            # What does not stand is public nowhere: every list asks `published_at` alone.
            models.CheckConstraint(
                name="project_public_while_it_stands", condition=Q(status=LEDGER.start) | Q(published_at__isnull=True)
            ),
        ]
        # The two orders of the public list: counting and finding a page's keys reads these indexes and no entry.
        indexes = [
            models.Index(
                fields=["-updated_at", "-id", "published_at", "current_cycle"],
                condition=Q(published_at__isnull=False),
                name="project_public_newest",
            ),
            models.Index(
                fields=["kana", "title", "id", "published_at"],
                condition=Q(published_at__isnull=False),
                name="project_public_by_name",
            ),
            models.Index(fields=["published_at"], name="project_by_publication"),  # those without one too: `unpublished`
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("project", args=[self.pk])

    @property
    def stands(self):
        """It counts: neither cancelled nor merged."""
        return self.status == LEDGER.start

    @property
    def is_only_recorded(self):
        """No year of it goes through a procedure of both sides: its department may take it out again. One query."""
        return all(cycle.way in (Way.NAME, Way.RECORD) for cycle in self.cycles.select_related("spec"))

    def taking_part(self, on=None):
        """[Participation] in force on a day (default today), the leads first. Rows brought along by `participations_with_partner`
        are those of today: another day asks anew. One query where nothing was brought along."""
        rows = Participation.objects.valid(on).filter(project=self).select_related("partner") if on else self.participations.all()
        return [row for row in rows if row.holds(on)]

    @property
    def is_published(self):
        """Everybody reads it now: `published` for one row."""
        return self.published_at is not None and self.published_at <= timezone.now()

    @property
    def is_as_made(self):
        """Nobody has written in it or agreed to its plan since it came into the ledger, neither it nor a year has moved. Three queries."""
        written = [self.updated_at, *self.cycles.values_list("updated_at", flat=True)]
        touched = max(written) - self.created_at > MADE_WITHIN
        moved = self.cycles.filter(~Q(version=0) | Q(confirmations__isnull=False)).exists()
        return not (self.version or touched or moved or self.objections.exists())


class ProjectChange(StageChange):
    subject = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="changes", verbose_name="台帳の1件")

    class Meta(StageChange.Meta):
        verbose_name = verbose_name_plural = "台帳の経過"
        constraints = [models.UniqueConstraint(fields=["subject", "version"], name="project_change_once")]
