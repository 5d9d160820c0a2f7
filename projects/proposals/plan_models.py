"""目標 and 実施計画 of a proposal, row by row. An adopted one's goals become goals of its first year (`copy_goals`)."""

from django.db import models

from .models import Proposal


class PlannedGoal(models.Model):
    """目標の1行: what is to become better, how one sees it, from where to where. One `Goal` with its `Indicator` in the ledger."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="planned_goals", verbose_name="提案")
    text = models.CharField("目標（何が、どうなるようにするか）", max_length=200)
    name = models.CharField("はかりかた（何を、どう数えるか）", max_length=100)
    unit = models.CharField("単位", max_length=20, blank=True)
    now = models.PositiveIntegerField("いまの値", null=True, blank=True)
    target = models.PositiveIntegerField("目標の値")
    order = models.PositiveSmallIntegerField("並び順", default=0)

    COLUMNS = ("text", "name", "unit", "now", "target")  # what people write
    public_columns = ("proposal", "order")

    class Meta:
        verbose_name = verbose_name_plural = "提案の目標"
        ordering = ["order", "pk"]

    def __str__(self):
        return self.text


class PlannedStep(models.Model):
    """実施計画の1行: when, what, and who does it."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="planned_steps", verbose_name="提案")
    when = models.CharField("時期", max_length=40)
    what = models.CharField("すること", max_length=200)
    who = models.CharField("だれがするか", max_length=100)
    order = models.PositiveSmallIntegerField("並び順", default=0)

    COLUMNS = ("when", "what", "who")
    public_columns = ("proposal", "order")

    class Meta:
        verbose_name = verbose_name_plural = "提案の実施計画"
        ordering = ["order", "pk"]

    def __str__(self):
        return f"{self.when} {self.what}"
