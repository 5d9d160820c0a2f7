"""Numbers that are counted, and keys that were used: what makes a second press find what the first one made."""

from django.conf import settings
from django.db import models


class NumberSeries(models.Model):
    """How far a series of numbers has been counted in one 年度 (number_actions.next_number)."""

    series = models.CharField("系列", max_length=10)
    fiscal_year = models.PositiveSmallIntegerField("年度")
    last = models.PositiveIntegerField("最後の番号", default=0)

    public_columns = ("series", "fiscal_year", "last")

    class Meta:
        verbose_name = verbose_name_plural = "番号の系列"
        constraints = [models.UniqueConstraint(fields=["series", "fiscal_year"], name="number_series_once")]

    def __str__(self):
        return f"{self.series} {self.fiscal_year}"


class FormKey(models.Model):
    """Which row a page of the admin made under its one-time key (key_actions.py); forgotten after two days."""

    form_key = models.UUIDField("一度きりの鍵", unique=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name="送った人")
    model = models.CharField("できたものの種類", max_length=100)
    made = models.CharField("できたもの", max_length=40, blank=True)
    at = models.DateTimeField("日時", auto_now_add=True)

    public_columns = ()

    class Meta:
        verbose_name = verbose_name_plural = "使われた鍵"

    def __str__(self):
        return f"{self.model} {self.made}"
