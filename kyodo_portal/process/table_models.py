"""A table that comes in, while it is taken in step by step and after it was (table_step_views.py)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from .conditions import paired


class TableImport(models.Model):
    """What every table that comes in keeps of itself. Nothing of it counts before the last step, which takes in all of it.

    That is done some rows at a time (table_actions.py): `chosen` says what becomes of each line, `done_rows` of `all_rows` how far it
    is, of taking back too. The cells are blanked with the last row, or with the daily cleaning of what was only read.
    """

    name = models.CharField("元になった表の名・日", max_length=200)
    file_name = models.CharField("ファイル", max_length=200, blank=True)  # "" of what was pasted
    sheets = models.JSONField("表", default=list)  # [[name of the sheet, [[text of a cell]]]]
    sheet = models.PositiveSmallIntegerField("読むシート", default=0)
    head = models.PositiveSmallIntegerField("見出しの行", null=True, blank=True)  # index of the last row of headings, from 0
    columns = models.JSONField("列の合わせ方", default=list)  # [[heading, a target of the room's Headings or ""]]
    words = models.JSONField("言葉の合わせ方", default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="読み込んだ人")
    at = models.DateTimeField("日時", auto_now_add=True)
    # From the last press on: [[what a line is known by, what becomes of it, …]], blanked with the last row.
    chosen = models.JSONField("決めたこと", default=list, editable=False)
    all_rows = models.PositiveIntegerField("行の数", default=0, editable=False)
    done_rows = models.PositiveIntegerField("済んだ行の数", default=0, editable=False)
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="入れはじめた人"
    )
    begun_at = models.DateTimeField("入れはじめた日時", null=True, blank=True)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="入れた人"
    )
    taken_at = models.DateTimeField("入れた日時", null=True, blank=True)
    undo_begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="もどしはじめた人",
    )
    undo_begun_at = models.DateTimeField("もどしはじめた日時", null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="もどした人"
    )
    undone_at = models.DateTimeField("もどした日時", null=True, blank=True)
    version = models.PositiveIntegerField("版", default=0)  # of what the pages before the last show
    form_key = models.UUIDField("一度きりの鍵", unique=True, editable=False)

    public_columns = (
        "name", "file_name", "sheet", "head", "columns", "words", "at", "all_rows", "done_rows", "begun_at", "taken_at",
        "undo_begun_at", "undone_at", "version",
    )  # fmt: skip

    class Meta:
        abstract = True

    def __str__(self):
        return self.name

    @property
    def is_begun(self):
        """Rows of it are in, or were: it is matched no more."""
        return self.begun_at is not None or self.taken_at is not None

    @property
    def is_taking(self):
        """Some of its rows are in, the others follow."""
        return self.begun_at is not None and self.taken_at is None

    @property
    def is_undoing(self):
        """Some of its rows are out again, the others follow."""
        return self.undo_begun_at is not None and self.undone_at is None

    @property
    def is_under_way(self):
        """There is something to go on with."""
        return self.is_taking or self.is_undoing


def run_constraints(name):
    """The constraints of a TableImport, called `name_…`."""
    return [
        paired(f"{name}_begun_paired", "begun_by", "begun_at"),
        paired(f"{name}_taken_paired", "taken_by", "taken_at"),
        paired(f"{name}_undo_begun_paired", "undo_begun_by", "undo_begun_at"),
        paired(f"{name}_undone_paired", "undone_by", "undone_at"),
        models.CheckConstraint(
            name=f"{name}_undone_after_taken", condition=Q(undone_at__isnull=True) | Q(taken_at__isnull=False)
        ),
        models.CheckConstraint(
            name=f"{name}_undo_begun_after_taken", condition=Q(undo_begun_at__isnull=True) | Q(taken_at__isnull=False)
        ),
        models.CheckConstraint(name=f"{name}_done_of_all", condition=Q(done_rows__lte=F("all_rows"))),
    ]


class TableImportRow(models.Model):
    """What every row of such a table keeps: what became of it, when, and of what was left out why."""

    number = models.PositiveIntegerField("行")  # as a spreadsheet counts it
    # What the row changed of what was there: {column: [value before, value after]}, for taking it back.
    changed = models.JSONField("変わったこと", default=dict)
    at = models.DateTimeField("入れた日時", auto_now_add=True, null=True)  # null: of before it was kept

    class Meta:
        abstract = True

    def __str__(self):
        return f"{self.number}行目"
