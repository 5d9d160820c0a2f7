"""登録の要件: one version of what a kind of body fulfils to be registered, and for how long that holds."""

import datetime

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.functional import cached_property

from partners.directory.kind import PartnerKind

from .part_models import Entitlement, FieldKind, Needed, PaperKind, PaperRule, Pledge, RuleField, Shown
from .validity import first_and_last_day

__all__ = [
    "Entitlement",
    "FieldKind",
    "Needed",
    "PaperKind",
    "PaperRule",
    "Pledge",
    "RegistrationRule",
    "RuleField",
    "Shown",
    "first_and_last_day",
    "rule_in_force",
]


DAYS_TO_DECIDE = 10  # 開庁日, where no rule says another number
DRAFT_DAYS = 60  # after the last day of a version what was begun by it is still sent by it


class RuleQuerySet(models.QuerySet):
    def in_force(self, on=None):
        """Those by which an application begins on this day (today)."""
        day = on or timezone.localdate()
        return self.filter(Q(until__isnull=True) | Q(until__gte=day), in_force_from__lte=day)


class RegistrationRule(models.Model):
    """One version of the rule of a kind. Without `in_force_from` it is a draft. Applications keep the one by which they began."""

    class Validity(models.TextChoices):
        FISCAL_END = "fiscal_end", "その年度の終わりまで"
        YEARS = "years", "何年度か"
        UNLIMITED = "unlimited", "期限なし"

    kind = models.CharField("団体の種類", max_length=20, choices=PartnerKind)
    version = models.PositiveSmallIntegerField("版", default=1)
    name = models.CharField("名前", max_length=60)
    in_force_from = models.DateField("いつから", null=True, blank=True, editable=False)
    until = models.DateField("いつまで", null=True, blank=True, editable=False)
    min_members = models.PositiveIntegerField("会員は何人・何世帯以上か", null=True, blank=True)
    min_months = models.PositiveSmallIntegerField("活動を始めて何か月以上か", null=True, blank=True)
    min_local_percent = models.PositiveSmallIntegerField(
        "会員のうち市民は何％以上か", null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    base_in_city = models.BooleanField("市内に所在地がある", default=False)
    open_to_join = models.BooleanField("だれでも加入できる", default=False)
    discloses = models.BooleanField("規約と会計を公開している", default=False)
    interview = models.BooleanField("登録の前に面談をする", default=False)
    validity = models.CharField("登録の期間", max_length=10, choices=Validity, default=Validity.UNLIMITED)
    years = models.PositiveSmallIntegerField(
        "何年度か", null=True, blank=True, help_text="期間が「何年度か」のときだけ書きます。"
    )
    march_counts_next = models.BooleanField("3月の登録は次の年度から数える", default=False)
    renewal_opens_days = models.PositiveSmallIntegerField("更新は期限の何日前から受けるか", default=60)
    days_to_decide = models.PositiveSmallIntegerField("何開庁日で決めるか", default=DAYS_TO_DECIDE)
    auto_accept = models.BooleanField("変わりのない更新は、自動で受け付ける", default=False)
    pledges = models.ManyToManyField(Pledge, blank=True, related_name="rules", verbose_name="約束")
    entitlements = models.ManyToManyField(Entitlement, blank=True, related_name="rules", verbose_name="登録で使えるもの")
    updated_at = models.DateTimeField("更新日時", auto_now=True)

    public_columns = (
        "kind", "version", "name", "in_force_from", "until", "min_members", "min_months", "min_local_percent", "base_in_city",
        "open_to_join", "discloses", "interview", "validity", "years", "march_counts_next", "renewal_opens_days",
        "days_to_decide", "auto_accept", "pledges", "entitlements", "updated_at",
    )  # fmt: skip

    objects = RuleQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "登録の要件"
        ordering = ["kind", "-version"]
        constraints = [
            models.CheckConstraint(name="rule_kind_known", condition=Q(kind__in=PartnerKind.values)),
            models.CheckConstraint(name="rule_validity_known", condition=Q(validity__in=["fiscal_end", "years", "unlimited"])),
            models.CheckConstraint(
                name="rule_years_with_validity",
                condition=Q(validity="years", years__gte=1) | ~Q(validity="years") & Q(years__isnull=True),
            ),
            models.CheckConstraint(
                name="rule_local_percent_range",
                condition=Q(min_local_percent__isnull=True) | Q(min_local_percent__gte=1, min_local_percent__lte=100),
            ),
            models.CheckConstraint(
                name="rule_until_after_from", condition=Q(until__isnull=True) | Q(until__gte=F("in_force_from"))
            ),
            models.UniqueConstraint(fields=["kind", "version"], name="rule_version_once"),
            models.UniqueConstraint(fields=["kind"], condition=Q(in_force_from__isnull=True), name="rule_one_draft"),
            models.UniqueConstraint(
                fields=["kind"], condition=Q(in_force_from__isnull=False, until__isnull=True), name="rule_one_without_end"
            ),
        ]

    @property
    def has_ended(self):
        """Another version holds now; what was begun by this one keeps it."""
        return self.until is not None and self.until < timezone.localdate()

    @property
    def last_day_of_drafts(self):
        """Until when a draft that a group began by it, and has not sent, may still be sent by it; None while it has no end."""
        return self.until and self.until + datetime.timedelta(days=DRAFT_DAYS)

    def __str__(self):
        return f"{self.name}（第{self.version}版）"

    @property
    def is_draft(self):
        return self.in_force_from is None

    @cached_property
    def is_used(self):
        """An application has begun by it, or a body is registered under it: from then on it says what it said. Two queries, once: a page of
        the admin asks for each of its boxes. None where it was asked with the row.
        """
        return self.registrations.exists() or self.partners.exists()

    def clean(self):
        if self.validity == self.Validity.YEARS and not self.years:
            raise ValidationError({"years": "何年度かを書いてください。"})
        if self.validity != self.Validity.YEARS and self.years:
            raise ValidationError({"years": "期間が「何年度か」のときだけ書きます。空けてください。"})


def rule_in_force(kind, on=None):
    """The RegistrationRule of a kind (a value of PartnerKind) on this day (today). One query.

    RegistrationRule.DoesNotExist where that kind cannot be registered; `settle_rules` lays one for every kind after every migrate.
    """
    rule = RegistrationRule.objects.in_force(on).filter(kind=kind).order_by("-in_force_from").first()
    if rule is None:
        raise RegistrationRule.DoesNotExist(f"「{PartnerKind(kind).label}」の登録の要件がありません。")
    return rule
