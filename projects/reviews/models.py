"""Review and decision: what the panel wrote, and what the city decided."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from kyodo_portal.process.conditions import paired
from projects.calls.panel_models import Criterion
from projects.proposals.content_models import ProposalRevision
from projects.proposals.models import Proposal

from .plan_models import Phase, ReviewPlan


class Review(models.Model):
    """審査票: one panel member's sheet about one submitted revision, in one phase. Others' sheets stay hidden until it is in.

    One that came on paper says when it came and who typed it in; its scans are `SheetScan`s.
    """

    class Channel(models.TextChoices):
        WEB = "web", "このサイト"
        PAPER = "paper", "紙"

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="reviews", verbose_name="提案")
    revision = models.ForeignKey(ProposalRevision, on_delete=models.PROTECT, related_name="reviews", verbose_name="読んだ版")
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reviews", verbose_name="審査委員"
    )
    phase = models.CharField("どの審査", max_length=10, choices=Phase, default=Phase.DOCUMENTS)
    channel = models.CharField("届いた方法", max_length=5, choices=Channel, default=Channel.WEB)
    received_on = models.DateField("収受日", null=True, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="入力した人"
    )
    has_conflict = models.BooleanField("利害関係があるため審査しない", default=False)
    conflict_note = models.CharField("どんな利害関係か", max_length=200, blank=True)
    opinion = models.TextField("委員どうしの所見", blank=True)
    advice = models.TextField("団体への助言", blank=True)
    submitted_at = models.DateTimeField("出した日時", null=True, blank=True)
    # Of one that was given back and that nobody has touched since: as what it counted.
    was_sent_at = models.DateTimeField("戻す前の出した日時", null=True, blank=True, editable=False)
    was_conflict = models.BooleanField("戻す前は、審査しないとしていた", default=False, editable=False)
    updated_at = models.DateTimeField("更新日時", auto_now=True)

    public_columns = ("proposal", "revision", "phase")

    class Meta:
        verbose_name = verbose_name_plural = "審査票"
        ordering = ["proposal", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "reviewer", "phase"], name="review_once_a_phase"),
            models.CheckConstraint(name="review_phase_known", condition=Q(phase__in=("documents", "hearing"))),
            models.CheckConstraint(
                name="review_on_paper_says_when",
                condition=Q(channel="web", received_on__isnull=True, entered_by__isnull=True)
                | Q(channel="paper", received_on__isnull=False, entered_by__isnull=False),
            ),
            models.CheckConstraint(
                name="review_conflict_is_never_in", condition=Q(has_conflict=False) | Q(submitted_at__isnull=True)
            ),
        ]

    def __str__(self):
        return f"{self.proposal} {self.reviewer}"

    @property
    def is_given_back(self):
        """Whether it was given back to its writer, who has not gone on with it."""
        return self.was_sent_at is not None or self.was_conflict

    @property
    def typed_in_at(self):
        """Where what came on paper was typed in and is put right; "" of one that its member wrote. One query for the former."""
        if self.channel != self.Channel.PAPER:
            return ""
        seat = self.proposal.call.seats.filter(user=self.reviewer_id).order_by("pk").last()
        return reverse("admin:projects_review_paper", args=[self.proposal_id, seat.pk]) if seat else ""

    def begun_anew(self):
        """Its writer goes on: that it was given back cannot be taken back any more. The row is not saved."""
        self.was_sent_at, self.was_conflict = None, False


class Score(models.Model):
    """The points of one criterion on one sheet."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="scores", verbose_name="審査票")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="scores", verbose_name="審査基準")
    points = models.PositiveSmallIntegerField("点", null=True, blank=True)  # empty only while the sheet is a draft
    reason = models.TextField("理由", blank=True)

    public_columns = ("review", "criterion")

    class Meta:
        verbose_name = verbose_name_plural = "点"
        ordering = ["criterion__order", "criterion_id"]
        constraints = [models.UniqueConstraint(fields=["review", "criterion"], name="score_once")]

    def __str__(self):
        return f"{self.criterion} {self.points if self.points is not None else '（まだ）'}"


TIES = [(rule.value, rule.label) for rule in ReviewPlan.TieRule if rule != ReviewPlan.TieRule.SHARE] + [("hand", "話し合い")]


class Decision(models.Model):
    """決定: made outside the portal (決裁); its number and date are carried over. Told only when released.

    Ask for it by `Proposal.recorded_decision`: a record that was taken back stays in the table and is none.
    """

    class Result(models.TextChoices):
        ADOPTED = "adopted", "採択"
        ADOPTED_WITH_CONDITIONS = "adopted_with_conditions", "条件付採択"
        DECLINED = "declined", "不採択"
        CONTINUED = "continued", "継続協議"

    proposal = models.OneToOneField(Proposal, on_delete=models.CASCADE, related_name="decision", verbose_name="提案")
    result = models.CharField("結果", max_length=30, choices=Result)
    form = models.ForeignKey(
        "guidelines.CollaborationForm",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="協働の形態",
    )
    # In charge from the moment the result is told; until then neither the group nor residents see it.
    department = models.ForeignKey(
        "partners.Partner",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="担当課",
    )
    document_number = models.CharField("文書番号", max_length=40)
    decided_on = models.DateField("決裁日")
    amount = models.PositiveIntegerField("市が負担する額(円)", null=True, blank=True)
    why = models.TextField("理由")
    conditions = models.TextField("条件", blank=True)
    advice = models.TextField("審査委員会からの助言", blank=True)
    early_reason = models.TextField("審査票がそろわないまま決めた理由", blank=True)
    ahead_reason = models.TextField("締切の前に決めた理由", blank=True)
    despite = models.TextField("最低点に届かない、または予算をこえる採択を決めたわけ", blank=True)
    # Of one that has another's average, as it stood when the result was recorded: what decided, in words; of "hand" who and why.
    tie_rule = models.CharField("平均が同じ提案とのあいだを決めたもの", max_length=10, choices=TIES, blank=True)
    tie_said = models.TextField("平均が同じ提案", blank=True)
    tie_note = models.TextField("平均が同じ提案とのあいだを、だれが、なぜそう決めたか", blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="記録した人"
    )
    recorded_at = models.DateTimeField("記録した日時", auto_now_add=True)
    released_at = models.DateTimeField("知らせた日時", null=True, blank=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="知らせた人"
    )

    # Taken back before it was told: it decides nothing any more, and is where the form of the next record starts from.
    taken_back_at = models.DateTimeField("記録を取り消した日時", null=True, blank=True)
    public_columns = ("proposal", "result", "form", "decided_on", "why", "conditions", "recorded_at", "released_at")

    class Meta:
        verbose_name = verbose_name_plural = "決定"
        constraints = [
            paired("decision_released_paired", "released_at", "released_by"),
            models.CheckConstraint(
                name="decision_told_is_not_taken_back", condition=Q(released_at__isnull=True) | Q(taken_back_at__isnull=True)
            ),
            models.CheckConstraint(
                name="decision_department_only_if_adopted",
                condition=Q(department__isnull=True) | Q(result__startswith="adopted"),
            ),
            models.CheckConstraint(
                name="decision_conditions_written", condition=~Q(result="adopted_with_conditions") | ~Q(conditions="")
            ),
            models.CheckConstraint(
                name="decision_amount_only_if_adopted", condition=Q(amount__isnull=True) | Q(result__startswith="adopted")
            ),
            models.CheckConstraint(
                name="decision_tie_says_how",
                condition=Q(tie_rule="", tie_said="", tie_note="")
                | Q(tie_rule__in=("criterion", "lowest")) & ~Q(tie_said="")
                | Q(tie_rule="hand") & ~Q(tie_said="") & ~Q(tie_note=""),
            ),
        ]

    def __str__(self):
        return f"{self.proposal} {self.get_result_display()}"

    @property
    def tie_in_words(self):
        """How it was decided between this and another one of the same average; "" where there was none."""
        if not self.tie_rule:
            return ""
        return f"{self.tie_said}{f'話し合って決めました：{self.tie_note}' if self.tie_rule == 'hand' else self.tie_note}"
