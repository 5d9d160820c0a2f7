"""What versions of something that a city settles have in common (登録の要件, 形態の決めごと): what a version asks in words of its own."""

from django.core.exceptions import ValidationError
from django.db import models


class AskedRow(models.Model):
    """One thing that a version asks besides the columns that every matter has. `CHOOSING`: the kinds for which `options` are written."""

    CHOOSING = ("choice",)

    label = models.CharField("項目の名前", max_length=40)
    help = models.CharField("説明", max_length=200, blank=True)
    options = models.TextField("選ぶもの", blank=True, help_text="1行にひとつずつ書きます。")
    order = models.PositiveSmallIntegerField("並び順", default=0)

    public_columns = ("label", "help", "options", "order")

    class Meta:
        abstract = True

    def __str__(self):
        return self.label

    @property
    def choices(self):
        """[str]: what can be chosen, in the order in which it was written."""
        return [line.strip() for line in self.options.splitlines() if line.strip()]

    def clean(self):
        if self.kind in self.CHOOSING and not self.choices:
            raise ValidationError({"options": "選ぶものを、1行にひとつずつ書いてください。"})
