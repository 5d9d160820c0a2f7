"""What a rule is made of besides its conditions: what it asks, what is promised, which papers it wants, what it gives."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property

from kyodo_portal.process.version_models import AskedRow


class PaperKind(models.TextChoices):
    """What a paper for the examination is."""

    RULES = "rules", "規約・会則"
    MEMBERS = "members", "構成員の名簿"
    PLAN = "plan", "事業計画・予算"
    REPORT = "report", "事業報告・決算"
    OTHER = "other", "そのほか"


class Entitlement(models.Model):
    """登録で使えるもの: what a body may ask for while it is registered under a rule that gives it."""

    code = models.SlugField("記号", max_length=30, unique=True, help_text="小文字の英字。募集などが、この記号で確かめます。")
    name = models.CharField("名前", max_length=60)
    order = models.PositiveSmallIntegerField("並び順", default=0)

    public_columns = ("code", "name", "order")

    class Meta:
        verbose_name = verbose_name_plural = "登録で使えるもの"
        ordering = ["order", "pk"]

    def __str__(self):
        return self.name


class Pledge(models.Model):
    """約束: one sentence that a body confirms before it applies. A changed text is a new version; papers keep theirs."""

    code = models.SlugField("記号", max_length=20)
    version = models.PositiveSmallIntegerField("版", default=1)
    text = models.TextField("約束の文")
    since = models.DateField("いつから")
    order = models.PositiveSmallIntegerField("並び順", default=0)

    public_columns = ("code", "version", "text", "since", "order")

    class Meta:
        verbose_name = verbose_name_plural = "登録の約束"
        ordering = ["order", "code", "-version"]
        constraints = [models.UniqueConstraint(fields=["code", "version"], name="pledge_version_once")]

    def __str__(self):
        return f"{self.text}（第{self.version}版）"

    @cached_property
    def is_used(self):
        """An application was begun under a rule with this promise. One query, once."""
        return self.rules.filter(registrations__isnull=False).exists()


class FieldKind(models.TextChoices):
    """What is written in a field of a rule."""

    LINE = "line", "1行の文"
    TEXT = "text", "長い文"
    COUNT = "count", "数"
    YEN = "yen", "金額（円）"
    CHOICE = "choice", "ひとつ選ぶ"
    DATE = "date", "日付"
    YES = "yes", "はい・いいえ"


class Needed(models.TextChoices):
    """Whether a field has to be filled in."""

    NO = "no", "書かなくてもよい"
    LATER = "later", "送ったあとでもよい（登録までに確かめる）"
    YES = "yes", "必ず書く"


class Shown(models.TextChoices):
    """Who reads what was written."""

    YES = "yes", "公開する"
    ASK = "ask", "団体が公開するかを選ぶ"
    NEVER = "never", "公開しない"


class RuleField(AskedRow):
    """One thing that a rule asks besides the columns that every body has; the answer stands in `Partner.extra` by its key."""

    rule = models.ForeignKey(
        "partners.RegistrationRule", on_delete=models.CASCADE, related_name="fields", verbose_name="登録の要件"
    )
    key = models.SlugField(
        "記号",
        max_length=30,
        validators=[RegexValidator(r"^[a-z][a-z0-9_]*\Z", "小文字の英字ではじめ、小文字の英字・数字・_で書いてください。")],
        help_text="小文字の英字。新しい版でも、同じ内容には同じ記号を使います。",
    )
    kind = models.CharField("書くもの", max_length=6, choices=FieldKind, default=FieldKind.LINE)
    required = models.CharField("必要か", max_length=5, choices=Needed, default=Needed.NO)
    public = models.CharField("公開", max_length=5, choices=Shown, default=Shown.NEVER)
    by_application = models.BooleanField("変えるときは申請する", default=False)

    public_columns = ("rule", "key", "kind", "required", "public", "by_application")

    class Meta:
        verbose_name = verbose_name_plural = "要件が聞く項目"
        ordering = ["rule", "order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["rule", "key"], name="rule_field_key_once"),
            models.CheckConstraint(name="rule_field_kind_known", condition=Q(kind__in=FieldKind.values)),
            models.CheckConstraint(name="rule_field_required_known", condition=Q(required__in=Needed.values)),
            models.CheckConstraint(name="rule_field_public_known", condition=Q(public__in=Shown.values)),
        ]


class PaperRule(models.Model):
    """要る資料: which paper goes with an application, whether it must, and how long it is kept after the decision."""

    rule = models.ForeignKey(
        "partners.RegistrationRule", on_delete=models.CASCADE, related_name="papers", verbose_name="登録の要件"
    )
    kind = models.CharField("資料の種類", max_length=10, choices=PaperKind)
    for_new = models.BooleanField("新しい登録で", default=True)
    for_change = models.BooleanField("内容の変更で", default=False)
    for_renewal = models.BooleanField("更新で", default=False)
    must = models.BooleanField("必ず要る", default=True)
    keep_days = models.PositiveSmallIntegerField(
        "決定から何日で消すか", null=True, blank=True, help_text="空けておくと、申請といっしょに保存します。"
    )

    public_columns = ("rule", "kind", "for_new", "for_change", "for_renewal", "must", "keep_days")

    class Meta:
        verbose_name = verbose_name_plural = "要る資料"
        ordering = ["rule", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["rule", "kind"], name="paper_rule_kind_once"),
            models.CheckConstraint(name="paper_rule_kind_known", condition=Q(kind__in=PaperKind.values)),
        ]

    def __str__(self):
        return self.get_kind_display()
