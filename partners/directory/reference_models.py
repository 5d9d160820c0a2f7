"""What groups say of themselves out of fixed lists: where they work, and in which fields."""

from django.db import models


class Area(models.Model):
    """A part of the city where groups work: 岩沢, 東小千谷, … and 市内全域."""

    name = models.CharField("名前", max_length=60, unique=True)
    code = models.SlugField(
        "略図での記号", max_length=20, blank=True, help_text="略図のどの形か。略図にない地域は、空けておきます。"
    )
    order = models.PositiveSmallIntegerField("並び順", default=0)

    public_columns = ("name", "code", "order")

    class Meta:
        verbose_name = verbose_name_plural = "地域"
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["code"],
                condition=~models.Q(code=""),
                name="area_code_once",
                violation_error_message="この記号は、ほかの地域が使っています。",
            )
        ]

    def __str__(self):
        return self.name


class Field(models.Model):
    """One of the twenty fields of 特定非営利活動促進法 別表, with a short name for pages."""

    number = models.PositiveSmallIntegerField("号", unique=True)
    name = models.CharField("法律の名前", max_length=120)
    short = models.CharField("短い名前", max_length=40)

    public_columns = ("number", "name", "short")

    class Meta:
        verbose_name = verbose_name_plural = "活動分野"
        ordering = ["number"]

    def __str__(self):
        return self.short


class Theme(models.Model):
    """One of a dozen daily themes (雪, 移動, 見守り …), by which what is given meets what is sought.

    `code` is that of the trouble in the library that asks about the same, where there is one; nothing is imported for it.
    """

    code = models.SlugField("記号", max_length=20, unique=True)
    name = models.CharField("名前", max_length=30, unique=True)
    kana = models.CharField("ふりがな", max_length=60)
    order = models.PositiveSmallIntegerField("並び順", default=0)
    fields = models.ManyToManyField(Field, blank=True, verbose_name="活動分野", related_name="themes")

    public_columns = ("code", "name", "kana", "order", "fields")

    class Meta:
        verbose_name = verbose_name_plural = "テーマ"
        ordering = ["order", "pk"]

    def __str__(self):
        return self.name
