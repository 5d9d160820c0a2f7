"""How a call is judged: its plan, what a criterion asks at least, who is heard in which order, who is absent, paper sheets."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from kyodo_portal.common.lists.keyed import keyed
from kyodo_portal.process.files import StoredFile
from projects.calls.models import Call
from projects.calls.panel_models import Criterion, PanelSeat
from projects.proposals.models import Proposal


class Phase(models.TextChoices):
    """Where two sheets are wanted of a member: one on the papers, one on the day of the hearing. Otherwise all is `documents`."""

    DOCUMENTS = "documents", "書類審査"
    HEARING = "hearing", "ヒアリング"


class ReviewPlan(models.Model):
    """審査の進めかた of one call. A call without a row is judged once, with names, equal averages sharing a rank."""

    class TieRule(models.TextChoices):
        SHARE = "share", "同じ順位にする"
        CRITERION = "criterion", "決めた基準の平均が高いほうを上にする"
        LOWEST = "lowest", "いちばん低い委員の点が高いほうを上にする"

    call = models.OneToOneField(Call, on_delete=models.CASCADE, related_name="review_plan", verbose_name="募集回")
    is_blind = models.BooleanField("委員に団体の名前を見せない", default=False)
    two_phases = models.BooleanField("書類審査とヒアリングで、別々に点を付ける", default=False)
    tie_rule = models.CharField("平均が同じとき", max_length=10, choices=TieRule, default=TieRule.SHARE)
    tie_criterion = models.ForeignKey(
        Criterion, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="平均が同じときにくらべる基準"
    )
    quorum = models.PositiveSmallIntegerField("定足数(人)", null=True, blank=True)
    starts_at = models.TimeField("発表を始める時刻", null=True, blank=True)
    place = models.CharField("ところ", max_length=120, blank=True)
    talk_minutes = models.PositiveSmallIntegerField("発表(分)", default=10)
    question_minutes = models.PositiveSmallIntegerField("質問(分)", default=10)
    pause_after = models.PositiveSmallIntegerField("何件ごとに休むか", null=True, blank=True)
    pause_minutes = models.PositiveSmallIntegerField("休み(分)", default=10)
    minutes = models.TextField("議事のまとめ", blank=True)
    updated_at = models.DateTimeField("更新日時", auto_now=True)

    public_columns = ("call", "tie_rule", "tie_criterion")

    class Meta:
        verbose_name = verbose_name_plural = "審査の進めかた"
        constraints = [
            models.CheckConstraint(name="review_plan_tie_known", condition=Q(tie_rule__in=("share", "criterion", "lowest"))),
            models.CheckConstraint(
                name="review_plan_turn_takes_time", condition=Q(talk_minutes__gt=0) | Q(question_minutes__gt=0)
            ),
            models.CheckConstraint(name="review_plan_pause_counts", condition=Q(pause_after__isnull=True) | Q(pause_after__gt=0)),
        ]

    def __str__(self):
        return f"{self.call} 審査の進めかた"

    @property
    def tie_said(self):
        """What puts one of two equal averages above the other, as a sentence; "" where they share a rank."""
        if self.tie_rule == self.TieRule.LOWEST:
            return "平均が同じときは、いちばん低い委員の点が高いほうを上にしています。"
        if self.tie_rule == self.TieRule.CRITERION and self.tie_criterion:
            return f"平均が同じときは、「{self.tie_criterion.name}」の平均が高いほうを上にしています。"
        return ""


class CriterionRule(models.Model):
    """What one criterion asks besides its points: the least average (足切り), and the one phase in which alone it is marked."""

    criterion = models.OneToOneField(Criterion, on_delete=models.CASCADE, related_name="rule", verbose_name="審査基準")
    floor = models.PositiveSmallIntegerField("項目の最低点", null=True, blank=True)
    phase = models.CharField("点を付けるとき", max_length=10, choices=[("", "いつも"), *Phase.choices], blank=True)

    public_columns = ("criterion", "floor", "phase")

    class Meta:
        verbose_name = verbose_name_plural = "審査基準の決めごと"
        constraints = [
            models.CheckConstraint(name="criterion_rule_phase_known", condition=Q(phase__in=("", "documents", "hearing")))
        ]

    def __str__(self):
        return str(self.criterion)


class HearingSlot(models.Model):
    """発表の順: a proposal that is heard, its place, and what was said there."""

    proposal = models.OneToOneField(Proposal, on_delete=models.CASCADE, related_name="hearing_slot", verbose_name="提案")
    place = models.PositiveSmallIntegerField("順")
    minutes = models.TextField("質問と答え", blank=True)

    public_columns = ("proposal",)

    class Meta:
        verbose_name = verbose_name_plural = "発表の順"
        ordering = ["place", "pk"]

    def __str__(self):
        return f"{self.place} {self.proposal}"


class Absence(models.Model):
    """欠席: of one seat in one phase. The mean is over those who are there, also where a sheet had come before."""

    seat = models.ForeignKey(PanelSeat, on_delete=models.CASCADE, related_name="absences", verbose_name="審査委員の席")
    phase = models.CharField("いつの", max_length=10, choices=Phase, default=Phase.DOCUMENTS)
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="記録した人")
    noted_at = models.DateTimeField("記録した日時", auto_now_add=True)

    public_columns = ("seat", "phase", "noted_at")

    class Meta:
        verbose_name = verbose_name_plural = "欠席"
        ordering = ["seat", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["seat", "phase"], name="absence_once"),
            models.CheckConstraint(name="absence_phase_known", condition=Q(phase__in=("documents", "hearing"))),
        ]

    def __str__(self):
        return f"{self.seat} {self.get_phase_display()}"


class SheetScan(StoredFile):
    """紙の写し of a sheet that came on paper; only the secretariat opens it."""

    review = models.ForeignKey("projects.Review", on_delete=models.CASCADE, related_name="scans", verbose_name="審査票")

    public_columns = ("review", "content_type", "size", "uploaded_at")

    class Meta:
        verbose_name = verbose_name_plural = "審査票の紙の写し"
        ordering = ["-pk"]


def phase_of(proposal):
    """The phase in which a proposal is judged now: the hearing's once it has a place there and its call asks for two sheets.

    No query where `call__review_plan` and `hearing_slot` came along.
    """
    return Phase.HEARING if proposal.is_heard else Phase.DOCUMENTS


def is_blind(call):
    """Whether the panel must not read who proposes. No query where `review_plan` came along."""
    plan = getattr(call, "review_plan", None)
    return plan is not None and plan.is_blind


def criteria_of(call):
    """[Criterion] of a call (its key) with their rules. One query."""
    return list(criteria_rows(call))


@keyed
def criteria_rows(call):
    """What is asked for `criteria_of`, for who asks more at once."""
    return Criterion.objects.filter(call=call).select_related("rule")


def marked_in(criteria, phase):
    """Those of the criteria that are marked in this phase."""
    return [row for row in criteria if rule_phase(row) in ("", phase)]


def rule_phase(criterion):
    return criterion.rule.phase if hasattr(criterion, "rule") else ""


def floor_of(criterion):
    """The least average of a criterion; None where it has none."""
    return criterion.rule.floor if hasattr(criterion, "rule") else None
