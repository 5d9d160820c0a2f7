"""理由の文例: what a city writes again and again when it says no, asks for something to be put right, or sets a condition."""

from django.db import models

from .kinds import kind_of


class ReasonExample(models.Model):
    """A text of one step. It is taken over into the box of the reason and put right there; nothing points at it afterwards."""

    process = models.CharField("手続き", max_length=30)
    step = models.CharField("どの手続きのとき", max_length=40)
    name = models.CharField("文例の名前", max_length=60, help_text="えらぶときに出ます。例：売上を目的とする催し")
    text = models.TextField("文", max_length=2000)
    order = models.PositiveSmallIntegerField("並び順", default=0)
    in_use = models.BooleanField("使っている", default=True)

    public_columns = ("process", "step", "name", "text", "order", "in_use")

    class Meta:
        verbose_name = verbose_name_plural = "理由の文例"
        ordering = ["process", "step", "order", "pk"]
        constraints = [models.UniqueConstraint(fields=["process", "step", "name"], name="reason_example_name_once")]

    def __str__(self):
        return self.name

    @property
    def step_label(self):
        """「後援・共催・減免の申請：不承認を記録する」; the codes where the table no longer has the step."""
        kind = kind_of(self.process)
        row = next((row for row in kind.process.steps if row.name == self.step), None) if kind else None
        return f"{kind.process.label}：{row.label if row else self.step}" if kind else f"{self.process} {self.step}"
