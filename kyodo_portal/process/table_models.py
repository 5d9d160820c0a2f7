"""A table that comes in, while it is taken in step by step and after it was (table_step_views.py)."""

from django.conf import settings
from django.db import models


class TableImport(models.Model):
    """What every table that comes in keeps of itself. Nothing of it counts before the last step, which takes in all of it or nothing.

    The cells are blanked with the last step, or with the daily cleaning of what was only begun.
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
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="入れた人"
    )
    taken_at = models.DateTimeField("入れた日時", null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="もどした人"
    )
    undone_at = models.DateTimeField("もどした日時", null=True, blank=True)
    version = models.PositiveIntegerField("版", default=0)  # of what the pages before the last show
    form_key = models.UUIDField("一度きりの鍵", unique=True, editable=False)

    public_columns = (
        "name", "file_name", "sheet", "head", "columns", "words", "at", "taken_at", "undone_at", "version",
    )  # fmt: skip

    class Meta:
        abstract = True

    def __str__(self):
        return self.name
