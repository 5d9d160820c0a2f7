"""The ledger: every collaboration of every department, with or without a proposal."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Prefetch, Q
from django.urls import reverse
from django.utils import timezone

from kyodo_portal.common.privacy import PublicHistory
from partners.directory.access import accompanied_by, is_secretariat, offices_of, partners_of
from partners.models import Partner

# What a card shows of an entry itself, in this order.
ON_CARDS = (
    "pk", "title", "summary", "is_sample", "form__title", "form__code", "form__guideline__published_at", "current_cycle__status",
    "current_cycle__fiscal_year",
)  # fmt: skip


class ProjectQuerySet(models.QuerySet):
    def published(self):
        """What residents see."""
        return self.filter(published_at__lte=timezone.now())

    def visible_to(self, user):
        """Published entries for everybody; also before, one's own and those one accompanies; all of them for the secretariat.

        A department without a part in an entry, and a coordinator of other groups, find it on the board: title, stage and days.
        """
        if not user.is_authenticated:
            return self.published()
        if is_secretariat(user):
            return self.all()
        accompanied = Q(partner__in=accompanied_by(user), side=Participation.Side.GROUP)
        parts = Participation.objects.filter(Q(partner__in=partners_of(user)) | accompanied)
        # Nobody but the city hears of an adoption before its group is told: until then `published_at` is to come.
        own = Q(pk__in=parts.values("project")) & ~Q(published_at__gt=timezone.now())
        if offices := offices_of(user):
            city = Participation.objects.filter(partner__in=offices, side=Participation.Side.CITY)
            own |= Q(pk__in=city.values("project"))
        return self.filter(Q(published_at__lte=timezone.now()) | own)

    def for_cards(self):
        """The columns ON_CARDS as plain values, which `list_presenters.cards_of` takes: no card needs a whole entry."""
        return self.values_list(*ON_CARDS)


MADE_WITHIN = datetime.timedelta(seconds=5)  # all rows of an entry are written in one transaction


class Project(models.Model):
    """台帳の1件. Its stage is its current cycle's; nothing here says it twice."""

    title = models.CharField("名前", max_length=120)
    kana = models.CharField("ふりがな", max_length=160, blank=True)
    form = models.ForeignKey(
        "guidelines.CollaborationForm", on_delete=models.PROTECT, related_name="projects", verbose_name="協働の形態"
    )
    partners = models.ManyToManyField(Partner, through="Participation", related_name="projects", verbose_name="協働する人たち")
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
        "current_cycle", "published_at", "is_sample", "source_note", "search_text", "created_by", "created_at", "updated_at",
    )  # fmt: skip
    changes_pages_at = ("published_at",)
    has_gram_index = True

    objects = ProjectQuerySet.as_manager()
    history = PublicHistory(excluded_fields=["search_text", "current_cycle"])

    class Meta:
        verbose_name = verbose_name_plural = "協働の台帳"
        ordering = ["-updated_at", "-pk"]
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
            models.Index(fields=["published_at"], condition=Q(published_at__isnull=False), name="project_published_at"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("project", args=[self.pk])

    @property
    def is_published(self):
        """Everybody reads it now: `published` for one row."""
        return self.published_at is not None and self.published_at <= timezone.now()

    @property
    def is_as_made(self):
        """Nobody has written in it or agreed to its plan since it came into the ledger, no year has moved. Three queries."""
        written = [self.updated_at, *self.cycles.values_list("updated_at", flat=True)]
        touched = max(written) - self.created_at > MADE_WITHIN
        moved = self.cycles.filter(~Q(version=0) | Q(confirmations__isnull=False)).exists()
        return not (touched or moved or self.objections.exists())


class Participation(models.Model):
    """Who takes part in a ledger entry, on which side."""

    class Side(models.TextChoices):
        GROUP = "group", "団体など"
        CITY = "city", "市"

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="participations", verbose_name="台帳の1件")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="participations", verbose_name="団体・部署")
    side = models.CharField("立場", max_length=5, choices=Side)
    is_lead = models.BooleanField("中心になる", default=False)

    public_columns = ("project", "partner", "side", "is_lead")

    class Meta:
        verbose_name = verbose_name_plural = "参加する団体・部署"
        ordering = ["project", "-is_lead", "pk"]
        indexes = [models.Index(fields=["side", "partner", "project"], name="participation_of_a_side")]
        constraints = [
            models.UniqueConstraint(fields=["project", "partner"], name="participation_once"),
            models.UniqueConstraint(
                fields=["project", "side"], condition=Q(is_lead=True), name="participation_one_lead_per_side"
            ),
        ]

    def __str__(self):
        return f"{self.partner}"


def participations_with_partner(path=""):
    """What `prefetch_related` takes to bring along who takes part, in one query. `path` leads to the entry: "project__" from a year.

    Not `participations__partner`: the rows that a foreign key leads to are asked for by as many conditions as there are rows,
    and beyond 1,000 SQLite refuses the question.
    """
    return Prefetch(f"{path}participations", Participation.objects.select_related("partner"))


class ContactWindowQuerySet(models.QuerySet):
    def open(self):
        """Those that hold now: at most one a side."""
        return self.filter(until__isnull=True)


class ContactWindow(models.Model):
    """連絡窓口: one pair per side, so that everybody knows whom to ask (窓口の一本化)."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="windows", verbose_name="台帳の1件")
    side = models.CharField("立場", max_length=5, choices=Participation.Side)
    main = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="正")
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="副"
    )
    since = models.DateField("いつから")
    until = models.DateField("いつまで", null=True, blank=True)

    public_columns = ("project", "side", "since", "until")

    objects = ContactWindowQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "連絡窓口"
        ordering = ["project", "side", "-since"]
        constraints = [
            models.UniqueConstraint(fields=["project", "side"], condition=Q(until__isnull=True), name="window_one_open_per_side"),
            models.CheckConstraint(name="window_until_after_since", condition=Q(until__isnull=True) | Q(until__gte=F("since"))),
        ]

    def __str__(self):
        return f"{self.project} {self.get_side_display()}"
