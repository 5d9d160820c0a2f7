"""Plan: roles, money, goals and the agreement. Role shares and budget lines start in the proposal and move on to the cycle."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from projects.cycles.models import Cycle
from projects.entries.models import Participation


def one_owner(name):
    """A constraint: the row belongs to a proposal or to a cycle, never to both."""
    return models.CheckConstraint(
        name=name, condition=Q(proposal__isnull=False, cycle__isnull=True) | Q(proposal__isnull=True, cycle__isnull=False)
    )


class RoleShare(models.Model):
    """役割分担表の1行: what the group does, what the city does, what others do, for one task."""

    proposal = models.ForeignKey(
        "projects.Proposal", on_delete=models.CASCADE, null=True, blank=True, related_name="role_shares", verbose_name="提案"
    )
    cycle = models.ForeignKey(
        Cycle, on_delete=models.CASCADE, null=True, blank=True, related_name="role_shares", verbose_name="年度ごとの実施"
    )
    task = models.CharField("やること", max_length=80)
    group_part = models.CharField("団体などが担うこと", max_length=200, blank=True)
    city_part = models.CharField("市が担うこと", max_length=200, blank=True)
    other_part = models.CharField("そのほかの人が担うこと", max_length=200, blank=True)
    order = models.PositiveSmallIntegerField("並び順", default=0)

    COLUMNS = ("task", "group_part", "city_part", "other_part")  # what people write
    public_columns = ("proposal", "cycle", "task", "group_part", "city_part", "other_part", "order")

    class Meta:
        verbose_name = verbose_name_plural = "役割分担"
        ordering = ["order", "pk"]
        constraints = [one_owner("role_share_one_owner")]

    def __str__(self):
        return self.task

    @property
    def is_gap(self):
        """Nobody has taken it: the page of the project says that help is missing here."""
        return not (self.group_part or self.city_part or self.other_part)


class BudgetLine(models.Model):
    """収支予算の1行, in yen."""

    class Side(models.TextChoices):
        INCOME = "income", "収入"
        EXPENSE = "expense", "支出"

    proposal = models.ForeignKey(
        "projects.Proposal", on_delete=models.CASCADE, null=True, blank=True, related_name="budget_lines", verbose_name="提案"
    )
    cycle = models.ForeignKey(
        Cycle, on_delete=models.CASCADE, null=True, blank=True, related_name="budget_lines", verbose_name="年度ごとの実施"
    )
    side = models.CharField("収入か支出か", max_length=7, choices=Side)
    item = models.CharField("費目", max_length=60)
    amount = models.PositiveBigIntegerField("金額(円)")
    note = models.CharField("内訳・説明", max_length=200, blank=True)
    from_city = models.BooleanField("市の負担", default=False)
    # Of a proposal's expense: the kind of cost of its call. A call that no longer has it asks again.
    cost = models.ForeignKey(
        "projects.CallCost", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="経費の区分"
    )
    order = models.PositiveSmallIntegerField("並び順", default=0)

    COLUMNS = ("side", "item", "amount", "note", "from_city")
    public_columns = ("proposal", "cycle", "side", "order")

    class Meta:
        verbose_name = verbose_name_plural = "予算"
        ordering = ["-side", "order", "pk"]  # 収入 before 支出
        constraints = [one_owner("budget_line_one_owner")]

    def __str__(self):
        return f"{self.item} {self.amount}円"


class Goal(models.Model):
    """目標: fixed before the start; changed only through a change request."""

    class Kind(models.TextChoices):
        OUTCOME = "outcome", "成果の目標"
        ACTIVITY = "activity", "活動の目標"
        BENEFIT = "benefit", "受ける人の評価"

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="goals", verbose_name="年度ごとの実施")
    kind = models.CharField("種類", max_length=10, choices=Kind, default=Kind.OUTCOME)
    text = models.CharField("目標", max_length=200)
    order = models.PositiveSmallIntegerField("並び順", default=0)

    public_columns = ("cycle", "kind", "text", "order")

    class Meta:
        verbose_name = verbose_name_plural = "目標"
        ordering = ["order", "pk"]

    def __str__(self):
        return self.text


class Indicator(models.Model):
    """指標: how one sees that a goal was reached."""

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="indicators", verbose_name="目標")
    name = models.CharField("指標", max_length=100)
    unit = models.CharField("単位", max_length=20, blank=True)
    baseline = models.PositiveIntegerField("始める前の値", null=True, blank=True)
    target = models.PositiveIntegerField("目標の値")
    actual = models.PositiveIntegerField("実績の値", null=True, blank=True)
    why_unknown = models.CharField("測れなかったわけ", max_length=200, blank=True)

    public_columns = ("goal", "name", "unit", "baseline", "target", "actual", "why_unknown")

    class Meta:
        verbose_name = verbose_name_plural = "指標"
        ordering = ["pk"]

    def __str__(self):
        return self.name


class PlanConfirmation(models.Model):
    """計画の確認: one side says that it agrees with goals, roles and money. With both in, the cycle is agreed."""

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="confirmations", verbose_name="年度ごとの実施")
    side = models.CharField("立場", max_length=5, choices=Participation.Side)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="確認した人")
    at = models.DateTimeField("確認した日時", auto_now_add=True)

    public_columns = ("cycle", "side", "at")

    class Meta:
        verbose_name = verbose_name_plural = "計画の確認"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["cycle", "side"], name="confirmation_once_per_side")]

    def __str__(self):
        return f"{self.cycle} {self.get_side_display()}"


class Agreement(models.Model):
    """協定: what was agreed on paper or in the portal, with the city's document number where there is one."""

    cycle = models.OneToOneField(Cycle, on_delete=models.CASCADE, related_name="agreement", verbose_name="年度ごとの実施")
    agreed_on = models.DateField("合意した日")
    document_number = models.CharField("文書番号", max_length=40, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="記録した人"
    )

    public_columns = ("cycle", "agreed_on", "document_number")

    class Meta:
        verbose_name = verbose_name_plural = "協定"

    def __str__(self):
        return f"{self.cycle} {self.agreed_on}"
