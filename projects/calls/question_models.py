"""What a call asks of whoever proposes."""

from django.db import models
from django.db.models import Q

from .models import Call


class Question(models.Model):
    """One question of a call's proposal form, shown on the page `section`."""

    class Kind(models.TextChoices):
        LINE = "line", "1行"
        TEXT = "text", "文章"
        CHOICE = "choice", "ひとつ選ぶ"
        YEN = "yen", "金額(円)"
        COUNT = "count", "数"
        DATE = "date", "日付"
        FILE = "file", "資料"

    class Section(models.TextChoices):
        IDEA = "idea", "企画の内容"
        WHY = "why", "協働で行うわけ"
        CARRY = "carry", "進め方と体制"
        AFTER = "after", "これまでとこれから"
        FILES = "files", "資料"

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="questions", verbose_name="募集回")
    section = models.CharField("画面", max_length=10, choices=Section, default=Section.IDEA)
    label = models.CharField("質問", max_length=120)
    help_text = models.CharField("説明と例", max_length=300, blank=True)
    kind = models.CharField("答え方", max_length=10, choices=Kind, default=Kind.TEXT)
    choices = models.TextField("選択肢", blank=True, help_text="1行に1つ")
    max_length = models.PositiveIntegerField("字数の上限", default=800)
    required = models.BooleanField("必須", default=True)
    later = models.BooleanField(
        "あとで必須",
        default=False,
        help_text="空けたまま送れます。審査に進めるまでに要ります。足りない団体には、補正で求めます。",
    )
    # Asked only of whoever chose this answer there; RESTRICT: a question that another depends on goes with it or stays.
    only_if = models.ForeignKey(
        "self", on_delete=models.RESTRICT, null=True, blank=True, related_name="depending", verbose_name="この質問に"
    )
    only_if_answer = models.CharField("こう答えた人だけに聞く", max_length=120, blank=True)
    principle = models.ForeignKey(
        "guidelines.Principle",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="つながる原則",
        help_text="質問の下に、指針の原則への案内が出ます。",
    )
    order = models.PositiveSmallIntegerField("並び順", default=0)

    public_columns = (
        "call", "section", "label", "help_text", "kind", "choices", "max_length", "required", "later", "only_if", "only_if_answer",
        "principle", "order",
    )  # fmt: skip

    class Meta:
        verbose_name = verbose_name_plural = "質問"
        ordering = ["call", "order", "pk"]
        constraints = [
            models.CheckConstraint(name="question_required_once", condition=Q(required=False) | Q(later=False)),
            models.CheckConstraint(
                name="question_condition_whole",
                condition=Q(only_if__isnull=True, only_if_answer="") | Q(only_if__isnull=False) & ~Q(only_if_answer=""),
            ),
            models.CheckConstraint(
                name="question_files_on_their_page",
                condition=Q(kind="file", section="files") | (~Q(kind="file") & ~Q(section="files")),
            ),
        ]

    def __str__(self):
        return self.label

    @property
    def name(self):
        """What forms, corrections and frozen texts call this question."""
        return f"q{self.pk}"

    @property
    def options(self):
        """The choices, one per line of `choices`."""
        return [line.strip() for line in self.choices.splitlines() if line.strip()]

    @property
    def asks_file(self):
        return self.kind == self.Kind.FILE

    @property
    def public_principle(self):
        """Its principle, where everybody can read the guideline; otherwise None."""
        return self.principle if self.principle and self.principle.guideline.is_published else None

    @property
    def mark(self):
        """The word beside it where it is not simply needed: 「任意」, 「あとで必須」; ""."""
        return "" if self.required else "あとで必須" if self.later else "任意"

    def is_asked(self, answers):
        """Whether it is asked of whoever has given these answers ({question id: text})."""
        return self.only_if_id is None or answers.get(self.only_if_id, "") == self.only_if_answer
