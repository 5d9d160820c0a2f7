"""What a call brings along for whoever writes: the 題 that the city sets, and which costs count."""

from django.db import models
from django.db.models import Q

from .models import Call


class CallTheme(models.Model):
    """題: a problem for which a department looks for partners (行政提案型). A proposal to a call with themes answers one of them."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="themes", verbose_name="募集回")
    title = models.CharField("題", max_length=80)
    department = models.ForeignKey("partners.Partner", on_delete=models.PROTECT, related_name="+", verbose_name="担当課")
    aim = models.TextField("いまの困りごとと、めざすこと")
    whom = models.CharField("対象になる人・場所", max_length=200, blank=True)
    city_part = models.TextField("市がすること", blank=True)
    group_part = models.TextField("団体にしてほしいこと", blank=True)
    order = models.PositiveSmallIntegerField("並び順", default=0)

    public_columns = ("call", "title", "department", "aim", "whom", "city_part", "group_part", "order")

    class Meta:
        verbose_name = verbose_name_plural = "題"
        ordering = ["call", "order", "pk"]
        constraints = [models.UniqueConstraint(fields=["call", "title"], name="call_theme_once")]

    def __str__(self):
        return self.title


class CallCost(models.Model):
    """経費の区分: a kind of cost that counts for what the city bears, or does not."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="costs", verbose_name="募集回")
    name = models.CharField("経費", max_length=60, help_text="例：謝礼、印刷費、食べ物と飲み物")
    counts = models.BooleanField("対象になる", default=True)
    share_max_percent = models.PositiveSmallIntegerField(
        "対象の経費全体の何％まで", null=True, blank=True, help_text="限りがないときは空けておきます。"
    )
    note = models.CharField("説明", max_length=200, blank=True)
    order = models.PositiveSmallIntegerField("並び順", default=0)

    public_columns = ("call", "name", "counts", "share_max_percent", "note", "order")

    class Meta:
        verbose_name = verbose_name_plural = "経費の区分"
        ordering = ["call", "-counts", "order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["call", "name"], name="call_cost_once"),
            models.CheckConstraint(
                name="call_cost_share_of_100",
                condition=Q(share_max_percent__isnull=True)
                | Q(counts=True, share_max_percent__gte=1, share_max_percent__lte=100),
            ),
        ]

    def __str__(self):
        return self.name
