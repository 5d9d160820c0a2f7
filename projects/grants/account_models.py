"""What belongs to a grant: lines of its accounts, papers, and what was paid and given back. Nothing of them is public."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from kyodo_portal.process.files import StoredFile

from . import money
from .scheme_models import CostItem


class GrantPaper(StoredFile):
    """領収書などの書類: its group's and the city's, never public."""

    class Kind(models.TextChoices):
        RECEIPT = "receipt", "領収書・支払いの書類"
        ESTIMATE = "estimate", "見積書"
        RULES = "rules", "規約・名簿"
        PHOTO = "photo", "写真・ちらしなど"
        FILED = "filed", "届いた紙の写し"
        OTHER = "other", "そのほか"

    grant = models.ForeignKey("projects.Grant", on_delete=models.CASCADE, related_name="papers", verbose_name="補助金")
    kind = models.CharField("種類", max_length=8, choices=Kind, default=Kind.RECEIPT)
    label = models.CharField("書類の名前", max_length=80, blank=True, help_text="例：会場の領収書")
    dated_on = models.DateField("書類の日付", null=True, blank=True)
    removed_at = models.DateTimeField("取り下げた日時", null=True, blank=True, editable=False)
    form_key = models.UUIDField("一度きりの鍵", unique=True, editable=False)

    public_columns = ()

    class Meta:
        verbose_name = verbose_name_plural = "補助金の書類"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="grant_paper_kind_known", condition=Q(kind__in=("receipt", "estimate", "rules", "photo", "filed", "other"))
            )
        ]

    def __str__(self):
        return self.title

    @property
    def title(self):
        """What a list calls it."""
        return self.label or self.get_kind_display()


class GrantLine(models.Model):
    """収支の1行: the same thing as it was planned, decided, asked anew, spent and accepted, in yen. Nothing of it is public."""

    class Side(models.TextChoices):
        INCOME = "income", "収入"
        EXPENSE = "expense", "支出"

    class Source(models.TextChoices):
        OWN = "own", "自己資金（会費・団体のお金）"
        SUBSIDY = "subsidy", "ほかの補助金・助成金"
        OTHER = "other", "そのほか（参加費・寄附など）"

    COLUMNS = ("budget", "decided", "wanted", "actual", "confirmed")

    grant = models.ForeignKey("projects.Grant", on_delete=models.CASCADE, related_name="lines", verbose_name="補助金")
    side = models.CharField("収入か支出か", max_length=7, choices=Side)
    item = models.CharField("内容", max_length=60)
    cost = models.ForeignKey(
        CostItem, on_delete=models.PROTECT, null=True, blank=True, related_name="lines", verbose_name="経費の区分"
    )
    source = models.CharField("収入の種類", max_length=7, choices=Source, blank=True)
    note = models.CharField("内訳", max_length=200, blank=True)
    budget = models.PositiveBigIntegerField("予算（円）", null=True, blank=True)
    decided = models.PositiveBigIntegerField("決定（円）", null=True, blank=True)
    wanted = models.PositiveBigIntegerField("変更後（円）", null=True, blank=True)
    actual = models.PositiveBigIntegerField("実績（円）", null=True, blank=True)
    confirmed = models.PositiveBigIntegerField("確定（円）", null=True, blank=True)
    evidence = models.ForeignKey(
        GrantPaper, on_delete=models.SET_NULL, null=True, blank=True, related_name="lines", verbose_name="領収書など"
    )
    order = models.PositiveSmallIntegerField("並び順", default=0)

    public_columns = ()

    class Meta:
        verbose_name = verbose_name_plural = "補助金の収支"
        ordering = ["-side", "order", "pk"]
        constraints = [
            models.CheckConstraint(
                name="grant_line_has_its_kind",
                condition=Q(side="income", source__in=("own", "subsidy", "other"), cost__isnull=True)
                | Q(side="expense", source="", cost__isnull=False),
            )
        ]

    def __str__(self):
        return self.item

    def as_money(self, column):
        """The money.Line of one column."""
        cost = self.cost
        return money.Line(
            self.side,
            self.item,
            getattr(self, column) or 0,
            source=self.source,
            eligible=cost is not None and cost.eligible,
            cost=cost.name if cost else "",
            share=cost.share_max_percent if cost else None,
        )

    @property
    def stands_planned(self):
        """It is part of what was decided, or of the change that is written."""
        return self.decided is not None or self.wanted is not None

    @property
    def is_eligible(self):
        """It counts for the grant."""
        return self.cost is not None and self.cost.eligible


class Payment(models.Model):
    """支払・返還: what was paid or came back, once a step. Bank accounts stand on paper only."""

    class Kind(models.TextChoices):
        ADVANCE = "advance", "概算払"
        FINAL = "final", "確定払"
        REFUND = "refund", "返還"
        INTEREST = "interest", "延滞金"
        SURCHARGE = "surcharge", "加算金"

    OUT = ("advance", "final")

    grant = models.ForeignKey("projects.Grant", on_delete=models.PROTECT, related_name="payments", verbose_name="補助金")
    kind = models.CharField("種類", max_length=9, choices=Kind)
    amount = models.PositiveBigIntegerField("金額（円）")
    paid_on = models.DateField("支払った日・納めた日")
    document_number = models.CharField("文書番号", max_length=40)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="記録した人")
    # One step is one payment of a kind, however often its button is pressed.
    version = models.PositiveIntegerField("版", editable=False)

    public_columns = ()

    class Meta:
        verbose_name = verbose_name_plural = "支払と返還"
        ordering = ["paid_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["grant", "version", "kind"], name="payment_once_a_step"),
            models.CheckConstraint(name="payment_of_something", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="payment_kind_known", condition=Q(kind__in=("advance", "final", "refund", "interest", "surcharge"))
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.amount:,}円"
