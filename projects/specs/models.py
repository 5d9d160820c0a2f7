"""形態の決めごと: which way a year of a form goes, what it asks besides the columns, which papers and days belong to it."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property

from guidelines.models import CollaborationForm, FormCode
from kyodo_portal.process.version_models import AskedRow


class Way(models.TextChoices):
    """Which rows of the cycle table are there for a year."""

    RECORD = "record", "記録だけ"
    NAME = "name", "名義・共催など"
    GRANT = "grant", "補助金"
    PACT = "pact", "協定・契約など"
    FULL = "full", "計画から評価まで"


class Talk(models.TextChoices):
    """Whether both sides talk once their evaluations are open."""

    ALWAYS = "always", "いつも話し合う"
    ON_GAP = "on_gap", "差があるときに話し合う"
    NEVER = "never", "話し合わない"


class Asked(models.TextChoices):
    """When a field of a form is asked."""

    ENTER = "enter", "台帳に入れるとき"
    AGREE = "agree", "合意・契約のとき"
    FINISH = "finish", "終わったとき"
    ANY = "any", "いつでも"


class Kind(models.TextChoices):
    """What is written in a field of a form."""

    LINE = "line", "1行の文"
    TEXT = "text", "長い文"
    YEN = "yen", "金額（円）"
    COUNT = "count", "数"
    DATE = "date", "日付"
    YESNO = "yesno", "はい・いいえ"
    CHOICE = "choice", "ひとつ選ぶ"
    CHOICES = "choices", "いくつも選ぶ"


# What the rows of a city without forms of its own go by: the common kinds, and besides them what no form says.
ADOPTED, GRANTED, BEFORE = "adopted", "granted", "before"
SPEC_CODES = [*FormCode.choices, (ADOPTED, "採択された提案"), (GRANTED, "交付を決めた補助金"), (BEFORE, "従前の進め方")]


class EvaluationSet(models.Model):
    """評価のひとそろい: the questions that both sides of a year answer, and whether they talk about them afterwards."""

    code = models.CharField("種類", max_length=20)
    name = models.CharField("名前", max_length=60)
    version = models.PositiveSmallIntegerField("版", default=1)
    talk = models.CharField("話し合い", max_length=6, choices=Talk, default=Talk.ALWAYS)

    public_columns = ("code", "name", "version", "talk")

    class Meta:
        verbose_name = verbose_name_plural = "評価のひとそろい"
        ordering = ["code", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="evaluation_set_once"),
            models.CheckConstraint(name="evaluation_set_talk_known", condition=Q(talk__in=Talk.values)),
        ]

    def __str__(self):
        return self.name


class FormSpecSet(models.QuerySet):
    def in_use(self):
        """Those by which new years begin."""
        return self.filter(state=FormSpec.State.IN_USE)

    def for_form(self, form):
        """Of this form itself or of its common kind; the form's own first."""
        own = Q(form=form) | Q(form=None, code=form.code)
        return self.filter(own).order_by(F("form").asc(nulls_last=True)).select_related("evaluation")


class FormSpec(models.Model):
    """One version of what the city has settled about a form. A year keeps the one that it began by."""

    class State(models.TextChoices):
        DRAFT = "draft", "下書き"
        IN_USE = "in_use", "使っている"
        RETIRED = "retired", "もう使わない"

    class Counted(models.TextChoices):
        MATTER = "matter", "協働の件数に数える"
        SUPPORT = "support", "支援として別に数える"
        NO = "no", "数えない"

    class ApplyFrom(models.TextChoices):
        EVENT = "event", "催しの日"
        USE = "use", "名前を使い始める日（印刷など）"

    class Late(models.TextChoices):
        WARN = "warn", "受け取って「期限後」の印をつける"
        REFUSE = "refuse", "このサイトでは受け取らない"

    class Unreported(models.TextChoices):
        IGNORE = "ignore", "かまわない"
        WARN = "warn", "注意を出す"
        REFUSE = "refuse", "報告が出るまで受け取らない"

    class Report(models.TextChoices):
        ALWAYS = "always", "いつも出してもらう"
        ON_FEE = "on_fee", "参加費を取ったときに出してもらう"
        ON_REQUEST = "on_request", "求めたときに出してもらう"
        NEVER = "never", "求めない"

    form = models.ForeignKey(
        CollaborationForm, on_delete=models.PROTECT, null=True, blank=True, related_name="specs", verbose_name="協働の形態"
    )
    code = models.CharField(
        "種類", max_length=20, choices=SPEC_CODES, help_text="市の形態に決めごとがないとき、共通の種類で決まります。"
    )
    version = models.PositiveSmallIntegerField("版", default=1)
    state = models.CharField("状態", max_length=7, choices=State, default=State.DRAFT, editable=False)
    way = models.CharField("進め方", max_length=6, choices=Way)
    evaluation = models.ForeignKey(
        EvaluationSet,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="specs",
        verbose_name="評価",
        help_text="空けておくと、評価をしません。",
    )
    counted = models.CharField("件数の数えかた", max_length=7, choices=Counted, default=Counted.MATTER)
    takes_applications = models.BooleanField("このサイトで申請を受け付ける", default=False)
    apply_days = models.PositiveSmallIntegerField("何日前までに申し出るか", null=True, blank=True)
    apply_from = models.CharField("どの日から数えるか", max_length=5, choices=ApplyFrom, default=ApplyFrom.EVENT)
    late = models.CharField("期限を過ぎた申請", max_length=6, choices=Late, default=Late.WARN)
    answer_days = models.PositiveSmallIntegerField("何日で答えるか", null=True, blank=True)
    report = models.CharField("実施の報告", max_length=10, choices=Report, default=Report.NEVER)
    report_days = models.PositiveSmallIntegerField("終わって何日で報告するか", null=True, blank=True)
    unreported = models.CharField("前の報告がまだの団体", max_length=6, choices=Unreported, default=Unreported.WARN)
    omit_years = models.PositiveSmallIntegerField(
        "書類を省ける年数", null=True, blank=True, help_text="この年数のうちに承認された催しは、書類を省けます。"
    )
    is_disposition = models.BooleanField(
        "承認しないことが処分にあたる", default=False,
        help_text="付けると、不承認や取消しの通知書に、審査請求と取消訴訟の教示が出ます。市の法務の担当に確かめてください。"
        "例：条例による使用料の減免はあたり、後援はふつうあたりません。",
    )  # fmt: skip
    updated_at = models.DateTimeField("更新日時", auto_now=True)

    public_columns = (
        "form", "code", "version", "state", "way", "evaluation", "counted", "takes_applications", "apply_days", "apply_from", "late",
        "answer_days", "report", "report_days", "unreported", "omit_years", "is_disposition", "updated_at",
    )  # fmt: skip

    objects = FormSpecSet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "形態の決めごと"
        ordering = ["code", "form", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["form", "version"], condition=Q(form__isnull=False), name="spec_version_of_form"),
            models.UniqueConstraint(fields=["code", "version"], condition=Q(form__isnull=True), name="spec_version_of_code"),
            models.UniqueConstraint(
                fields=["form"], condition=Q(state="in_use", form__isnull=False), name="spec_one_in_use_per_form"
            ),
            models.UniqueConstraint(
                fields=["code"], condition=Q(state="in_use", form__isnull=True), name="spec_one_in_use_per_code"
            ),
            models.CheckConstraint(name="spec_way_known", condition=Q(way__in=Way.values)),
            models.CheckConstraint(name="spec_state_known", condition=Q(state__in=["draft", "in_use", "retired"])),
            models.CheckConstraint(name="spec_counted_known", condition=Q(counted__in=["matter", "support", "no"])),
            models.CheckConstraint(name="spec_apply_from_known", condition=Q(apply_from__in=["event", "use"])),
            models.CheckConstraint(name="spec_late_known", condition=Q(late__in=["warn", "refuse"])),
            models.CheckConstraint(name="spec_unreported_known", condition=Q(unreported__in=["ignore", "warn", "refuse"])),
            # What is approved opens a year that nobody has to agree to.
            models.CheckConstraint(name="spec_applications_go_by_name", condition=Q(takes_applications=False) | Q(way="name")),
            models.CheckConstraint(name="spec_report_known", condition=Q(report__in=["always", "on_fee", "on_request", "never"])),
            # Its rows are taken by the steps of a grant: no other matter has one.
            models.CheckConstraint(
                name="spec_grant_way_of_grants", condition=Q(way="grant", code="granted") | (~Q(way="grant") & ~Q(code="granted"))
            ),
            # A record of what was done has no procedure, so nothing in it is evaluated.
            models.CheckConstraint(
                name="spec_record_without_evaluation", condition=~Q(way="record") | Q(evaluation__isnull=True)
            ),
            models.CheckConstraint(name="spec_full_with_evaluation", condition=~Q(way="full") | Q(evaluation__isnull=False)),
        ]

    def __str__(self):
        title = self.form.title if self.form_id else self.get_code_display()  # columns alone: the trail names it by them
        return f"{title}（第{self.version}版）"

    @property
    def title(self):
        """The form's own name, or the common kind's."""
        return self.form.title if self.form_id else self.get_code_display()

    @property
    def is_draft(self):
        return self.state == self.State.DRAFT

    @property
    def is_in_use(self):
        return self.state == self.State.IN_USE

    @cached_property
    def is_used(self):
        """A year or an application has begun by it: from then on it says what it said. Two queries at most, none where it was asked
        with the row."""
        return self.cycles.exists() or self.applications.exists()

    def clean(self):
        if self.way == Way.RECORD and self.evaluation_id:
            raise ValidationError({"evaluation": "「記録だけ」の進め方では、評価をしません。評価を空けてください。"})
        if self.way == Way.FULL and not self.evaluation_id:
            raise ValidationError({"evaluation": "「計画から評価まで」の進め方では、評価を選んでください。"})
        if (self.way == Way.GRANT) != (self.code == GRANTED):
            raise ValidationError(
                {"way": "進め方の「補助金」は、「交付を決めた補助金」だけのものです。ほかの進め方を選んでください。"}
            )
        if self.takes_applications and self.way != Way.NAME:
            raise ValidationError({"takes_applications": "申請を受け付けるのは、進め方が「名義・共催など」のときです。"})


class FormField(AskedRow):
    """One thing that a form asks besides the columns that every collaboration has. What is counted or compared is a column."""

    spec = models.ForeignKey(FormSpec, on_delete=models.CASCADE, related_name="fields", verbose_name="形態の決めごと")
    key = models.SlugField("記号", max_length=30, help_text="小文字の英字。あとから変えられません。")
    kind = models.CharField("書くもの", max_length=7, choices=Kind, default=Kind.LINE)
    asked = models.CharField("いつ聞くか", max_length=6, choices=Asked, default=Asked.ANY)
    required = models.BooleanField("必ず聞く", default=False)
    public = models.BooleanField("公開する", default=False)
    in_table = models.BooleanField("表に出す", default=False)

    CHOOSING = (Kind.CHOICE, Kind.CHOICES)
    public_columns = ("spec", "key", "kind", "asked", "required", "public", "in_table")

    class Meta:
        verbose_name = verbose_name_plural = "形態が聞く項目"
        ordering = ["spec", "order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["spec", "key"], name="form_field_key_once"),
            models.CheckConstraint(name="form_field_kind_known", condition=Q(kind__in=Kind.values)),
            models.CheckConstraint(name="form_field_asked_known", condition=Q(asked__in=Asked.values)),
        ]


def kind_in_words(code):
    """What a code of papers stands for, by the rows that ask for it; a code that nobody asks for yet is said to be one. One query."""
    label = PaperAsk.objects.filter(kind=code).order_by("-pk").values_list("label", flat=True).first()
    return f"{label}（記号「{code}」）" if label else f"記号「{code}」"


class PaperAsk(models.Model):
    """要る書類: what is handed in or kept with a year of this form."""

    spec = models.ForeignKey(FormSpec, on_delete=models.CASCADE, related_name="papers", verbose_name="形態の決めごと")
    kind = models.SlugField("種類", max_length=20)
    label = models.CharField("書類の名前", max_length=60)
    asked = models.CharField("いつ要るか", max_length=6, choices=Asked, default=Asked.ENTER)
    required = models.BooleanField("必ず要る", default=True)
    only_if_fee = models.BooleanField("参加費を取るときだけ", default=False)
    order = models.PositiveSmallIntegerField("並び順", default=0)

    public_columns = ("spec", "kind", "label", "asked", "required", "only_if_fee", "order")
    read_as = {"kind": kind_in_words}

    class Meta:
        verbose_name = verbose_name_plural = "要る書類"
        ordering = ["spec", "order", "pk"]
        constraints = [models.CheckConstraint(name="paper_ask_asked_known", condition=Q(asked__in=Asked.values))]

    def __str__(self):
        return self.label


class Ground(models.Model):
    """A ground on which the city says no, or takes back what it allowed; everybody reads them before asking."""

    spec = models.ForeignKey(FormSpec, on_delete=models.CASCADE, related_name="grounds", verbose_name="形態の決めごと")
    text = models.CharField("理由", max_length=120)
    for_decline = models.BooleanField("断る理由になる", default=True)
    for_revoke = models.BooleanField("取り消す理由になる", default=False)
    order = models.PositiveSmallIntegerField("並び順", default=0)

    public_columns = ("spec", "text", "for_decline", "for_revoke", "order")

    class Meta:
        verbose_name = verbose_name_plural = "断る理由・取り消す理由"
        ordering = ["spec", "order", "pk"]
        constraints = [
            models.CheckConstraint(name="ground_for_something", condition=Q(for_decline=True) | Q(for_revoke=True)),
        ]

    def __str__(self):
        return self.text
