"""Check: the report, both sides' evaluation (blind until both are in), and the talk about the gaps."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from projects.cycles.models import Cycle, Disclosure
from projects.entries.models import Participation
from projects.specs.models import EvaluationSet

from .scales import Scale, words_of


class Report(models.Model):
    """実績報告 with the settlement in yen."""

    cycle = models.OneToOneField(Cycle, on_delete=models.CASCADE, related_name="report", verbose_name="年度ごとの実施")
    done = models.TextField("したこと", blank=True)  # a draft may still lack it; the step asks for it
    result = models.TextField("成果", blank=True)
    trouble = models.TextField("困ったこと・気づき", blank=True)
    people = models.PositiveIntegerField("参加した人数(のべ)", null=True, blank=True)
    income = models.PositiveBigIntegerField("収入の合計(円)", default=0)
    expense = models.PositiveBigIntegerField("支出の合計(円)", default=0)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="報告した人")
    at = models.DateTimeField("報告した日時", auto_now=True)

    public_columns = ("cycle", "done", "result", "trouble", "people", "income", "expense", "at")

    class Meta:
        verbose_name = verbose_name_plural = "実績報告"

    def __str__(self):
        return f"{self.cycle}"


class EvaluationItem(models.Model):
    """One question that both sides answer, from 1 to 5. Drawn from the city's own principles, plus the common ones."""

    set = models.ForeignKey(EvaluationSet, on_delete=models.PROTECT, related_name="items", verbose_name="評価のひとそろい")
    principle = models.ForeignKey(
        "guidelines.Principle",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="evaluation_items",
        verbose_name="もとの考え方",
    )
    name = models.CharField("項目", max_length=60)
    question = models.CharField("質問", max_length=200)
    scale = models.CharField("点の言葉", max_length=10, choices=Scale, default=Scale.EXPECTED)
    marks = models.TextField(
        "市の点の言葉",
        max_length=300,
        blank=True,
        help_text="空にすると、上で選んだ言葉になります。市の言葉にするときは、5点から1点まで、1行にひとつ、5行で書きます。"
        "6文字以上の言葉には、「｜」のあとに5文字までの短い言葉を書きます。例：よく守れた｜十分",
    )
    order = models.PositiveSmallIntegerField("並び順", default=0)
    is_active = models.BooleanField("使う", default=True)

    public_columns = ("set", "principle", "name", "question", "scale", "marks", "order", "is_active")

    class Meta:
        verbose_name = verbose_name_plural = "評価の項目"
        ordering = ["order", "pk"]
        constraints = [models.CheckConstraint(name="evaluation_scale_known", condition=Q(scale__in=Scale.values))]

    def __str__(self):
        return self.name


class Evaluation(models.Model):
    """自己評価 of one side. Neither side sees the other's before both are in."""

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="evaluations", verbose_name="年度ごとの実施")
    side = models.CharField("立場", max_length=5, choices=Participation.Side)
    good = models.TextField("よかったこと", blank=True)
    hard = models.TextField("むずかしかったこと", blank=True)
    private_note = models.TextField("公開しないメモ", blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="書いた人")
    submitted_at = models.DateTimeField("出した日時", null=True, blank=True)
    updated_at = models.DateTimeField("更新日時", auto_now=True)

    public_columns = ("cycle", "side", "good", "hard", "submitted_at", "updated_at")

    class Meta:
        verbose_name = verbose_name_plural = "自己評価"
        ordering = ["cycle", "-side"]
        constraints = [models.UniqueConstraint(fields=["cycle", "side"], name="evaluation_once_per_side")]

    def __str__(self):
        return f"{self.cycle} {self.get_side_display()}"


class EvaluationAnswer(models.Model):
    """One answer from 5 down to 1, in the words of its item's scale. 1 and 2 need a reason."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.CASCADE, related_name="answers", verbose_name="自己評価")
    item = models.ForeignKey(EvaluationItem, on_delete=models.PROTECT, related_name="answers", verbose_name="評価の項目")
    points = models.PositiveSmallIntegerField("点", null=True, blank=True)  # empty: not answered yet, or `cannot_judge`
    cannot_judge = models.BooleanField("判断できない", default=False)  # then `comment` says why
    comment = models.TextField("理由・説明", blank=True)

    public_columns = ("evaluation", "item", "points", "cannot_judge", "comment")

    class Meta:
        verbose_name = verbose_name_plural = "評価の答え"
        ordering = ["item__order", "item_id"]
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "item"], name="evaluation_answer_once"),
            models.CheckConstraint(
                name="evaluation_points_1_to_5", condition=Q(points__isnull=True) | Q(points__gte=1, points__lte=5)
            ),
            models.CheckConstraint(name="evaluation_points_or_not", condition=Q(cannot_judge=False) | Q(points__isnull=True)),
        ]

    def __str__(self):
        return f"{self.item} {self.points}"

    @property
    def words(self):
        """「5点：よく守れた」, 「判断できない」; of a draft 「まだ選んでいません」."""
        if self.points is None:
            return "判断できない" if self.cannot_judge else "まだ選んでいません"
        return f"{self.points}点：{words_of(self.item, self.points)}"


ANSWERS_WITH_ITEMS = models.Prefetch("answers", queryset=EvaluationAnswer.objects.select_related("item"))


class DisclosureConsentQuerySet(models.QuerySet):
    def in_force(self):
        """What was chosen and not taken back."""
        return self.filter(withdrawn_at__isnull=True)


class DisclosureConsent(models.Model):
    """公表についての返事: how much of a year's evaluation one side lets everybody read. No row means: the summary."""

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="disclosure_consents", verbose_name="年度ごとの実施")
    side = models.CharField("立場", max_length=5, choices=Participation.Side)
    layer = models.CharField("公表の範囲", max_length=7, choices=Disclosure)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="決めた人")
    at = models.DateTimeField("決めた日時", auto_now_add=True)
    withdrawn_at = models.DateTimeField("取り消した日時", null=True, blank=True)

    public_columns = ("cycle",)

    objects = DisclosureConsentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "評価の公表についての返事"
        ordering = ["cycle", "-side", "pk"]
        constraints = [
            models.CheckConstraint(name="disclosure_layer_known", condition=Q(layer__in=Disclosure.values)),
            models.UniqueConstraint(
                fields=["cycle", "side"], condition=Q(withdrawn_at__isnull=True), name="disclosure_one_in_force"
            ),
        ]

    def __str__(self):
        return f"{self.cycle} {self.get_side_display()} {self.get_layer_display()}"


class EvaluationTalk(models.Model):
    """話し合い: held after both answers are open."""

    cycle = models.OneToOneField(Cycle, on_delete=models.CASCADE, related_name="evaluation_talk", verbose_name="年度ごとの実施")
    held_on = models.DateField("話し合った日")
    attendees = models.CharField("出た人", max_length=200)
    summary = models.TextField("話し合ったこと(公開)")
    private_note = models.TextField("公開しないメモ", blank=True)
    # Whose memo it is: the city's side, or, empty, the coordinator's who recorded the talk.
    note_side = models.CharField("メモを読む側", max_length=5, choices=Participation.Side, blank=True, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="記録した人")
    # Set while the record does not stand: what was written is where the form of the next one starts from.
    taken_back_at = models.DateTimeField("取り消した日時", null=True, blank=True, editable=False)

    public_columns = ("cycle", "held_on", "summary", "taken_back_at")

    class Meta:
        verbose_name = verbose_name_plural = "評価の話し合い"

    def __str__(self):
        return f"{self.cycle} {self.held_on}"


class KeptPrinciple(models.Model):
    """原則を大切にした年度: both sides gave a question of the principle 4 or 5 points, and have talked about the year.

    Written once, with the talk (kept_actions): after it no answer changes. Pages for everybody also ask whether the project and
    its evaluation are public.
    """

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="kept_principles", verbose_name="年度ごとの実施")
    item = models.ForeignKey(EvaluationItem, on_delete=models.PROTECT, related_name="+", verbose_name="評価の項目")
    principle = models.ForeignKey("guidelines.Principle", on_delete=models.CASCADE, related_name="+", verbose_name="原則")
    fiscal_year = models.PositiveSmallIntegerField("年度")  # the cycle's, for the index
    group_points = models.PositiveSmallIntegerField("団体などの点")
    city_points = models.PositiveSmallIntegerField("市の点")

    public_columns = ("cycle", "item", "principle", "fiscal_year", "group_points", "city_points")

    class Meta:
        verbose_name = verbose_name_plural = "大切にした原則"
        ordering = ["-fiscal_year", "-cycle", "-pk"]
        indexes = [models.Index(fields=["principle", "-fiscal_year", "-cycle", "-id"], name="kept_principle_newest")]
        constraints = [models.UniqueConstraint(fields=["cycle", "item"], name="kept_principle_once_per_item")]

    def __str__(self):
        return f"{self.principle} {self.fiscal_year}"


class Gap(models.Model):
    """What came of an item on which the two sides were two points or more apart: why, what next, who, by when."""

    talk = models.ForeignKey(EvaluationTalk, on_delete=models.CASCADE, related_name="gaps", verbose_name="評価の話し合い")
    item = models.ForeignKey(EvaluationItem, on_delete=models.PROTECT, related_name="+", verbose_name="評価の項目")
    cause = models.CharField("食い違ったわけ", max_length=300)
    next_step = models.CharField("次にすること", max_length=300)
    who = models.CharField("だれが", max_length=80)
    due = models.DateField("いつまでに", null=True, blank=True)

    public_columns = ("talk", "item", "cause", "next_step", "who", "due")

    class Meta:
        verbose_name = verbose_name_plural = "食い違いの話し合い"
        ordering = ["item__order", "pk"]
        constraints = [models.UniqueConstraint(fields=["talk", "item"], name="gap_once_per_item")]

    def __str__(self):
        return f"{self.item}"
