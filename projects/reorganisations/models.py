"""改組: which office's matters are which other office's from one day on, who goes with them, and what was moved."""

import datetime

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from kyodo_portal.common.lists.together import together
from kyodo_portal.process.models import StageChange, Subject, status_field
from partners.directory.access import is_secretariat, offices_of, partners_of
from partners.models import Membership, Partner
from projects.entries.models import Participation, Project

from .checks import problems_of
from .workflow import REORGANISATION, ReorganisationStatus
from .written import stands_as_left

NO_DAY = "「いますぐ切り替える」か「内容を直す」を選ぶ"
BACK_AGAIN = {row.name for row in REORGANISATION.steps if row.is_undo and {"carry_out", "turn"} & set(row.undoes)}


class ReorganisationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The secretariat finds all; an office that it concerns from its announcement on; the people of a group whose matter it moved."""
        if not user.is_authenticated:
            return self.none()
        if is_secretariat(user):
            return self.all()
        offices, groups = offices_of(user), partners_of(user)
        concerned = ReorganisationLine.objects.filter(Q(former__in=offices) | Q(successor__in=offices))
        renamed = RenamedOffice.objects.filter(office__in=offices)
        theirs = Participation.objects.valid().filter(partner__in=groups).values("project")
        moved = MovedMatter.objects.filter(project__in=theirs)
        about = Q(pk__in=concerned.values("reorganisation")) | Q(pk__in=renamed.values("reorganisation"))
        known = Q(status__in=REORGANISATION.opening("known")) & about
        return self.filter(known | Q(status__in=REORGANISATION.opening("moved"), pk__in=moved.values("reorganisation")))


class Reorganisation(Subject):
    """改組. `on` is the first day on which the new offices have what the old ones had; done at once, it is the day of that."""

    process = REORGANISATION
    status = status_field(ReorganisationStatus)
    moves_with = ("on",)

    title = models.CharField("改組の名前", max_length=80)
    on = models.DateField("切り替わる日")
    # What was written, to be taken back: the log of `written_actions.Written`. Empty while nothing has moved.
    moved = models.JSONField("動かしたもの", default=list, blank=True, editable=False)
    is_sample = models.BooleanField("見本", default=False, editable=False)
    form_key = models.UUIDField("一度きりの鍵", null=True, blank=True, unique=True, editable=False)
    created_at = models.DateTimeField("作成日時", auto_now_add=True)

    public_columns = ("title", "on", "is_sample", "created_at")

    objects = ReorganisationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "改組"
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(name="reorganisation_status_known", condition=Q(status__in=ReorganisationStatus.values)),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("reorganisation", args=[self.pk])

    @property
    def last_day(self):
        """The day before: by then everybody knows. Of one whose day was over when it was laid out, two weeks after that."""
        laid_out = timezone.localdate(self.created_at)
        return self.on - datetime.timedelta(days=1) if self.on >= laid_out else laid_out + datetime.timedelta(days=14)

    @property
    def rights_from(self):
        """From which day on people and windows are others': nobody's rights change for days that are over."""
        return max(self.on, timezone.localdate())

    @cached_property
    def _written(self):
        return together(self.lines.with_offices(), self.names.select_related("office"))

    @property
    def laid_out(self):
        """[ReorganisationLine] in the order of a page, read once for this object, with `renamed`. One query."""
        return self._written[0]

    @property
    def renamed(self):
        """[RenamedOffice], read once for this object, with `laid_out`. One query."""
        return self._written[1]

    # Conditions of rows in the table.
    @property
    def is_possible(self):
        """It has lines or new names, and nothing in them stands in the way. One query, the first time."""
        return bool(self.laid_out or self.renamed) and not problems_of(self.laid_out, self.renamed)

    @property
    def why_is_possible(self):
        """What stands in the way, or that nothing is written yet. No query once the lines are read."""
        return "".join(problems_of(self.laid_out, self.renamed)) or "動かす課も、変わる名前も、まだ入っていません。"

    @property
    def way_is_possible(self):
        """Where its lines are written."""
        return (self.page_url("reorganisation-lines"), "行を入れる") if self.may("write") else ()

    @property
    def is_due(self):
        """Its day has come, nobody has taken it back, and it is possible. Two queries."""
        return self.on <= timezone.localdate() and not self.was_taken_back and self.is_possible

    @property
    def was_taken_back(self):
        """It was carried out and put back: from then on somebody has to say what becomes of it. One query for each version."""
        version, step = self.__dict__.get("_newest", (None, None))
        if version != self.version:
            step = self.changes.order_by("-version").values_list("step", flat=True).first()
            self._newest = self.version, step
        return step in BACK_AGAIN

    @property
    def next_task(self):
        """In the table's words; of one that was taken back another, because its day does nothing any more. One query while it is announced."""
        waits = self.status in REORGANISATION.step("turn").source
        return NO_DAY if waits and self.was_taken_back else super().next_task

    @property
    def nothing_moved_since(self):
        """Whatever it moved stands as it left it. One query."""
        return stands_as_left(self.moved, none_of=self.matters.exclude(left_at=F("project__version")))


class ReorganisationChange(StageChange):
    subject = models.ForeignKey(Reorganisation, on_delete=models.CASCADE, related_name="changes", verbose_name="改組")

    class Meta(StageChange.Meta):
        verbose_name = verbose_name_plural = "改組の経過"
        constraints = [models.UniqueConstraint(fields=["subject", "version"], name="reorganisation_change_once")]


class LineQuerySet(models.QuerySet):
    def with_offices(self):
        """In the order of a page: what goes as a whole first, with the offices and the entry."""
        rows = self.select_related("former", "successor", "project")
        return rows.order_by("former__kana_key", "former", F("project").asc(nulls_first=True), "pk")


class ReorganisationLine(models.Model):
    """One line: what `former` has is `successor`'s from that day on; with `project`, that one matter alone (分割)."""

    reorganisation = models.ForeignKey(Reorganisation, on_delete=models.CASCADE, related_name="lines", verbose_name="改組")
    former = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+", verbose_name="前の課")
    successor = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+", verbose_name="新しい課")
    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="この1件だけ"
    )
    closes = models.BooleanField("前の課は、この日からなくなる", default=False)
    # Where whoever asks goes from that day on; empty: the windows keep theirs.
    desk = models.CharField("新しい窓口（係・場所）", max_length=80, blank=True)
    phone = models.CharField("新しい窓口の電話番号", max_length=20, blank=True)

    public_columns = ("reorganisation", "former", "successor", "project", "closes", "desk", "phone")

    objects = LineQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "改組の行"
        ordering = ["reorganisation", "pk"]
        constraints = [
            models.CheckConstraint(
                name="reorganisation_line_closes_as_a_whole", condition=Q(closes=False) | Q(project__isnull=True)
            ),
            models.CheckConstraint(name="reorganisation_line_to_another", condition=~Q(former=F("successor"))),
            models.UniqueConstraint(
                fields=["reorganisation", "former"], condition=Q(project__isnull=True), name="reorganisation_line_once_whole"
            ),
            models.UniqueConstraint(
                fields=["reorganisation", "former", "project"],
                condition=Q(project__isnull=False),
                name="reorganisation_line_once_a_matter",
            ),
        ]

    def __str__(self):
        return f"{self.former}→{self.successor}"


class RenamedOffice(models.Model):
    """課の名前が変わる: the office keeps its row, its matters and its people, and is called so from that day on."""

    reorganisation = models.ForeignKey(Reorganisation, on_delete=models.CASCADE, related_name="names", verbose_name="改組")
    office = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+", verbose_name="課")
    name = models.CharField("新しい名前", max_length=120)
    kana = models.CharField("新しい名前のふりがな", max_length=160, blank=True)

    public_columns = ("reorganisation", "office", "name", "kana")

    class Meta:
        verbose_name = verbose_name_plural = "改組で名前が変わる課"
        ordering = ["reorganisation", "pk"]
        constraints = [models.UniqueConstraint(fields=["reorganisation", "office"], name="renamed_office_once")]

    def __str__(self):
        return f"{self.office}→{self.name}"


class ReorganisationPlace(models.Model):
    """Who goes where: a place in an old office that ends, and begins in a new one on that day. Read by the secretariat alone."""

    reorganisation = models.ForeignKey(Reorganisation, on_delete=models.CASCADE, related_name="places", verbose_name="改組")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+", verbose_name="所属")
    goes_to = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+", verbose_name="新しい課")

    public_columns = ("reorganisation",)

    class Meta:
        verbose_name = verbose_name_plural = "改組で動く人"
        ordering = ["reorganisation", "pk"]
        constraints = [models.UniqueConstraint(fields=["reorganisation", "membership"], name="reorganisation_place_once")]

    def __str__(self):
        return f"{self.membership}→{self.goes_to}"


class MovedMatter(models.Model):
    """動いた案件: an entry whose office is another one since. `left_at`: its version after that, by which a later step is seen."""

    reorganisation = models.ForeignKey(Reorganisation, on_delete=models.CASCADE, related_name="matters", verbose_name="改組")
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+", verbose_name="台帳の1件")
    former = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+", verbose_name="前の課")
    successor = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+", verbose_name="新しい課")
    left_at = models.PositiveIntegerField("動いたあとの版")

    public_columns = ("reorganisation", "project", "former", "successor", "left_at")

    class Meta:
        verbose_name = verbose_name_plural = "改組で動いた案件"
        ordering = ["reorganisation", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["reorganisation", "project", "former"], name="moved_matter_once"),
        ]

    def __str__(self):
        return f"{self.project}：{self.former}→{self.successor}"
