"""書類: a file that belongs to a year of a collaboration or to one of its meetings."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from kyodo_portal.process.files import StoredFile
from projects.cycles.do.meeting_models import CycleMeeting
from projects.cycles.models import Cycle
from projects.entries.models import Participation, Project


class PaperKind(models.TextChoices):
    """What a paper is, where the year's form asks for none of its own (PaperAsk, whose codes a city chooses)."""

    PACT = "pact", "協定書・合意書"
    CONTRACT = "contract", "契約書・仕様書"
    PLAN = "plan", "企画書・要項"
    ROLES = "roles", "役割の分担表"
    BUDGET = "budget", "予算書"
    ROSTER = "roster", "規約・名簿"
    MINUTES = "minutes", "議事録・打合せの記録"
    SETTLEMENT = "settlement", "決算書・収支の書類"
    REPORT = "report", "報告書・検査の書類"
    OTHER = "other", "そのほか"


class PaperQuerySet(models.QuerySet):
    def standing(self):
        """Those that hold now: neither withdrawn nor replaced by a newer one."""
        return self.filter(removed_at__isnull=True, replacement__isnull=True)

    def of_year(self, cycle):
        """The papers of a year and of its meetings."""
        return self.filter(Q(cycle=cycle) | Q(meeting__cycle=cycle))

    def published(self):
        """Those that everybody reads: marked as public, of an agreed year of an entry that everybody reads."""
        years = Cycle.objects.agreed().filter(project__in=Project.objects.published())
        return self.standing().filter(is_public=True, cycle__in=years)


class Paper(StoredFile):
    """書類: handed in by one side, read by both; by everybody where that side says so. Nothing is deleted: it is replaced or withdrawn."""

    cycle = models.ForeignKey(
        Cycle, on_delete=models.CASCADE, null=True, blank=True, related_name="papers", verbose_name="年度ごとの実施"
    )
    meeting = models.ForeignKey(
        CycleMeeting, on_delete=models.CASCADE, null=True, blank=True, related_name="papers", verbose_name="打合せ"
    )
    side = models.CharField("出した側", max_length=5, choices=Participation.Side, editable=False)
    kind = models.SlugField("種類", max_length=20, db_index=False)
    label = models.CharField("書類の名前", max_length=80, blank=True)
    dated_on = models.DateField("書類の日付", null=True, blank=True)
    is_public = models.BooleanField("公開する", default=False)
    replaces = models.OneToOneField(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="replacement", verbose_name="前の版"
    )
    removed_at = models.DateTimeField("取り下げた日時", null=True, blank=True, editable=False)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="取り下げた人"
    )
    removed_why = models.CharField("取り下げたわけ", max_length=300, blank=True)
    form_key = models.UUIDField("一度きりの鍵", unique=True, editable=False)

    public_columns = ("cycle", "meeting", "side", "kind", "dated_on", "is_public", "replaces", "removed_at")

    objects = PaperQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "書類"
        ordering = ["kind", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="paper_of_one_owner",
                condition=Q(cycle__isnull=False, meeting__isnull=True) | Q(cycle__isnull=True, meeting__isnull=False),
            ),
            models.CheckConstraint(name="paper_side_known", condition=Q(side__in=Participation.Side.values)),
            models.CheckConstraint(
                name="paper_removed_says_why",
                condition=Q(removed_at__isnull=True, removed_by__isnull=True, removed_why="")
                | (Q(removed_at__isnull=False, removed_by__isnull=False) & ~Q(removed_why="")),
            ),
            models.CheckConstraint(name="paper_of_a_meeting_is_inside", condition=Q(meeting__isnull=True) | Q(is_public=False)),
        ]

    @property
    def year(self):
        """The year to which it belongs, by itself or by its meeting."""
        return self.cycle or self.meeting.cycle

    @property
    def title(self):
        """What a list calls it."""
        return self.label or dict(PaperKind.choices).get(self.kind, "書類")

    @property
    def stands(self):
        """Neither withdrawn nor replaced: `standing` for one row."""
        return self.removed_at is None and not hasattr(self, "replacement")
