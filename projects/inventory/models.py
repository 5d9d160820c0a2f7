"""年次棚卸し: a year's round, one sheet for each office, one line for each matter."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from guidelines.models import FormCode
from guidelines.models.codes import CodesField
from kyodo_portal.common.japanese.dates import fiscal_label
from kyodo_portal.process.models import StageChange, Subject, status_field
from partners.directory.access import is_city_staff, is_coordinator, is_secretariat, offices_of
from partners.models import Partner, PartnerKind

from .workflow import ROUND, SHEET, RoundStatus, SheetStatus


def new_mark():
    """行ID of a new line: what a table that went out and comes back is known by."""
    return secrets.token_hex(6)


class RoundQuerySet(models.QuerySet):
    def visible_to(self, user):
        """City staff and coordinators; what a round came to is published as a list of its own."""
        if user.is_authenticated and (user.is_superuser or is_city_staff(user) or is_coordinator(user)):
            return self.all()
        return self.none()


class InventoryRound(Subject):
    """棚卸し of one 年度: when the offices answer, and how far it has come."""

    process = ROUND
    status = status_field(RoundStatus)

    fiscal_year = models.PositiveSmallIntegerField("年度", unique=True)
    opens_on = models.DateField("始める日")
    closes_on = models.DateField("締め切る日")
    asks_plans = models.BooleanField("来年度の予定も聞く", default=True)
    asks_possibilities = models.BooleanField("協働の種（洗い出し）も聞く", default=True)
    is_sample = models.BooleanField("見本", default=False, editable=False)
    form_key = models.UUIDField("一度きりの鍵", null=True, blank=True, unique=True, editable=False)

    public_columns = ("fiscal_year", "opens_on", "closes_on", "asks_plans", "asks_possibilities", "is_sample")

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "年次棚卸し"
        ordering = ["-fiscal_year"]
        constraints = [
            models.CheckConstraint(name="inventory_round_status_known", condition=Q(status__in=RoundStatus.values)),
            models.CheckConstraint(name="inventory_round_closes_after_opening", condition=Q(closes_on__gte=F("opens_on"))),
        ]

    def __str__(self):
        return f"{fiscal_label(self.fiscal_year)}の棚卸し"

    def get_absolute_url(self):
        return reverse("inventory-round", args=[self.fiscal_year])

    def page_url(self, name):
        return reverse(name, args=[self.fiscal_year])

    def step_url(self, row):
        return reverse("inventory-step", args=[self.fiscal_year, row.name])

    @property
    def is_prepared(self):
        """It has not begun, or its beginning was taken back."""
        return self.status == ROUND.start

    # Conditions of rows in the table.
    @property
    def none_begun(self):
        """No office has written anything yet, and none got more time. One query."""
        return not self.sheets.filter(version__gt=0).exists()

    @property
    def is_whole(self):
        """Every sheet was accepted, or closed without an answer. One query."""
        return self.sheets.exists() and not self.sheets.exclude(status__in=SHEET.ends).exists()

    @property
    def why_is_whole(self):
        """How many offices it still waits for. One query."""
        waiting = self.sheets.exclude(status__in=SHEET.ends).count()
        return f"表が{waiting}課分、まだ片づいていません。1課ずつ、「受け取る」か「回答なしで締める」を行ってください。"

    @property
    def is_answered_and_over(self):
        """Its last day has passed and no office owes an answer any more. One query."""
        asked = SHEET.opening("answer")
        return self.closes_on < timezone.localdate() and not self.sheets.filter(status__in=asked).exists()


class InventoryRoundChange(StageChange):
    subject = models.ForeignKey(InventoryRound, on_delete=models.CASCADE, related_name="changes", verbose_name="年次棚卸し")

    class Meta(StageChange.Meta):
        verbose_name = verbose_name_plural = "棚卸しの経過"
        constraints = [models.UniqueConstraint(fields=["subject", "version"], name="inventory_round_change_once")]


class SheetQuerySet(models.QuerySet):
    def visible_to(self, user):
        """An office reads its own; the secretariat all of them."""
        if not user.is_authenticated:
            return self.none()
        return self.all() if is_secretariat(user) else self.filter(office__in=offices_of(user))


class InventorySheet(Subject):
    """課の棚卸し: what one office answers in one round."""

    process = SHEET
    at_hand = ("round", "office")
    status = status_field(SheetStatus)

    round = models.ForeignKey(InventoryRound, on_delete=models.CASCADE, related_name="sheets", verbose_name="年次棚卸し")
    office = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+", verbose_name="課")
    handed_in_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="出した人"
    )
    reminded_at = models.DateTimeField("最後に催促した日時", null=True, blank=True, editable=False)
    # Of this office alone: until when it answers, later than the others, and why. Counts only while it is later than the round's day.
    later_until = models.DateField("この課だけの期限", null=True, blank=True, editable=False)
    later_why = models.CharField("のばした理由", max_length=2000, blank=True, editable=False)

    public_columns = ("round", "office", "reminded_at", "later_until", "later_why")

    objects = SheetQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "課の棚卸し"
        ordering = ["round", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "office"], name="inventory_sheet_once"),
            models.CheckConstraint(name="inventory_sheet_status_known", condition=Q(status__in=SheetStatus.values)),
            models.CheckConstraint(
                name="inventory_sheet_later_says_why",
                condition=Q(later_until__isnull=True, later_why="") | (Q(later_until__isnull=False) & ~Q(later_why="")),
            ),
        ]

    def __str__(self):
        return f"{self.round}（{self.office}）"

    @classmethod
    def for_tasks(cls, matters):
        return matters.select_related("round", "office")

    def get_absolute_url(self):
        return self.page_url("inventory-sheet")

    def page_url(self, name):
        return reverse(name, args=[self.round.fiscal_year, self.office_id])

    def step_url(self, row):
        return reverse("inventory_sheet-step", args=[self.round.fiscal_year, self.office_id, row.name])

    @property
    def last_day(self):
        """Until when the office answers."""
        return self.later_until if self.is_longer else self.round.closes_on

    @property
    def is_longer(self):
        """Whether this office has a later last day than the others."""
        return self.later_until is not None and self.later_until > self.round.closes_on

    @property
    def days_late(self):
        """How many days the office is past its last one, 0 where it is not or owes nothing."""
        return max((timezone.localdate() - self.last_day).days, 0) if self.may("answer") else 0

    # Conditions of rows in the table.
    @property
    def is_unfrozen(self):
        """The year's numbers are not fixed yet."""
        return self.round.may("answer")

    why_is_unfrozen = "この年度の数は、もう確定しています。直すときは、台帳で直して「訂正版を出す」を行ってください。"

    @property
    def has_no_line(self):
        """Nothing was prefilled and nothing written. One query."""
        return self.is_unfrozen and not self.lines.exists()

    @property
    def is_complete(self):
        """Every line is answered, with what is asked of each. One query."""
        return self.is_unfrozen and self.lines.exists() and not self.lines.unanswered().exists()

    @property
    def why_is_complete(self):
        """How many lines have no answer yet. One query."""
        waiting = self.lines.unanswered().count()
        return (
            f"答えがそろっていない行が、{waiting}行あります。"
            if waiting
            else "行がありません。ないときは「該当なしで提出する」を行ってください。"
        )


class InventorySheetChange(StageChange):
    subject = models.ForeignKey(InventorySheet, on_delete=models.CASCADE, related_name="changes", verbose_name="課の棚卸し")

    class Meta(StageChange.Meta):
        verbose_name = verbose_name_plural = "課の棚卸しの経過"
        constraints = [models.UniqueConstraint(fields=["subject", "version"], name="inventory_sheet_change_once")]


class Answer(models.TextChoices):
    """What an office says of a matter, compared with the year before."""

    SAME = "same", "同じ"
    CHANGED = "changed", "変わった"
    ENDED = "ended", "終わった"
    NEW = "new", "新しい"


class NextYear(models.TextChoices):
    """What an office plans for the year after."""

    GO = "go", "続ける"
    STOP = "stop", "やめる"
    OPEN = "open", "決まっていない"


class LineSource(models.TextChoices):
    """Where the values of a line came from first."""

    PORTAL = "portal", "この年度の記録"
    LAST = "last", "前の年度"
    TYPED = "typed", "画面"
    FILE = "file", "表"


class LineQuerySet(models.QuerySet):
    def unanswered(self):
        """Those that still need an answer, or one of 名前・相手・形態 where the matter goes on."""
        lacking = Q(title="") | Q(partner_name="") | Q(form__isnull=True)
        return self.filter(Q(answer="") | (lacking & ~Q(answer=Answer.ENDED)))

    def untaken(self):
        """Those that say something the ledger has not taken over."""
        return self.exclude(taken=F("version"))


class InventoryLine(models.Model):
    """One matter on an office's sheet. `former`: the values with which it was laid out, {column: JSON value}."""

    sheet = models.ForeignKey(InventorySheet, on_delete=models.CASCADE, related_name="lines", verbose_name="課の棚卸し")
    mark = models.CharField("行ID", max_length=12, unique=True, default=new_mark, editable=False)
    project = models.ForeignKey(
        "projects.Project", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="台帳の1件"
    )
    # The year that acceptance wrote: what a second acceptance writes again instead of another one.
    cycle = models.ForeignKey(
        "projects.Cycle", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="書いた年度"
    )
    order = models.PositiveIntegerField("順", default=0)
    answer = models.CharField("答え", max_length=7, choices=Answer, blank=True)
    title = models.CharField("名前", max_length=120, blank=True)
    partner_name = models.CharField("相手", max_length=120, blank=True)
    partner = models.ForeignKey(
        Partner, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="名簿の団体"
    )
    partner_kind = models.CharField("相手の種類", max_length=20, choices=PartnerKind, blank=True)
    form = models.ForeignKey(
        "guidelines.CollaborationForm", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="形態"
    )
    also = CodesField("ほかの形態", codes=FormCode)
    starts_on = models.DateField("始めた日", null=True, blank=True)
    ends_on = models.DateField("終えた日", null=True, blank=True)
    city_cost = models.PositiveBigIntegerField("市の負担(円)", null=True, blank=True)
    people = models.PositiveIntegerField("参加した人", null=True, blank=True)
    place = models.CharField("場所", max_length=120, blank=True)
    summary = models.CharField("ひとこと", max_length=200, blank=True)
    next_year = models.CharField("来年度", max_length=4, choices=NextYear, blank=True)
    extra = models.JSONField("形態ごとの欄", default=dict, blank=True)
    former = models.JSONField("もとの値", default=dict, blank=True, editable=False)
    source = models.CharField("もと", max_length=6, choices=LineSource, default=LineSource.TYPED, editable=False)
    version = models.PositiveIntegerField("行の版", default=1, editable=False)
    taken = models.PositiveIntegerField("台帳に書いた版", default=0, editable=False)
    # What the year got from this line, {column: JSON value}: a further acceptance writes what differs from it, and nothing else.
    written = models.JSONField("台帳に書いた値", default=dict, blank=True, editable=False)

    public_columns = ("sheet", "project", "cycle", "mark", "order", "answer", "source", "version", "taken")

    objects = LineQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "棚卸しの行"
        ordering = ["sheet", "order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "project"], name="inventory_line_once_a_project"),
            models.CheckConstraint(name="inventory_line_answer_known", condition=Q(answer__in=["", *Answer.values])),
            models.CheckConstraint(name="inventory_line_source_known", condition=Q(source__in=LineSource.values)),
            models.CheckConstraint(name="inventory_line_next_year_known", condition=Q(next_year__in=["", *NextYear.values])),
            models.CheckConstraint(name="inventory_line_kind_known", condition=Q(partner_kind__in=["", *PartnerKind.values])),
            models.CheckConstraint(
                name="inventory_line_ends_after_start",
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
            ),
        ]

    def __str__(self):
        return self.title or "（名前のない行）"

    @property
    def number(self):
        """台帳番号 of its matter, "" where it is in no ledger yet."""
        return getattr(self.project, "number", "") or "" if self.project_id else ""
