"""一覧の確定版: what was counted of one 年度, written once. A mistake found later is a further version."""

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse

from guidelines.library.models.fields import CodesField
from guidelines.models import FormCode
from kyodo_portal.common.japanese.dates import fiscal_label
from partners.directory.access import is_secretariat
from partners.models import PartnerKind
from projects.cycles.act.models import Improvement
from projects.specs.models import FormSpec

Counted = FormSpec.Counted  # 静岡 leaves 後援 out, 甲州 counts it, 茨木 lists goods and advice as support


class SnapshotQuerySet(models.QuerySet):
    def newest(self):
        """The last version of each 年度; a list that was withdrawn is no version any more."""
        last = Snapshot.objects.filter(fiscal_year=OuterRef("fiscal_year")).order_by("-version").values("pk")[:1]
        return self.filter(pk=Subquery(last)).exclude(source=Snapshot.Source.WITHDRAWN)

    def published(self):
        """The last version of each 年度 that everybody reads."""
        return self.newest().filter(fiscal_year__in=PublishedYear.objects.values("fiscal_year"))


class Snapshot(models.Model):
    """確定版: the list of one 年度 and its figures, as they stood when it was frozen or an old list was taken in."""

    class Source(models.TextChoices):
        FROZEN = "frozen", "棚卸しを確定した"
        LIST = "list", "過去の一覧を読み込んだ"
        WITHDRAWN = "withdrawn", "読み込みを取り下げた"

    fiscal_year = models.PositiveSmallIntegerField("年度")
    version = models.PositiveSmallIntegerField("版")
    source = models.CharField("もと", max_length=9, choices=Source)
    name = models.CharField("もとにした資料", max_length=200, blank=True)  # of an old list
    row_count = models.PositiveIntegerField("行の数")
    sha256 = models.CharField("行の指紋", max_length=64)  # of `figures.fingerprint(rows)`
    summary = models.JSONField("集計")  # figures.SUMMARY says what stands in it
    changes = models.JSONField("前の版から変わったこと", default=dict)  # figures.CHANGES; {} of the first version
    why = models.TextField("版を出した理由", blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="確定した人")
    at = models.DateTimeField("日時", auto_now_add=True)

    append_only = True
    personal_columns = {"name": "", "summary": {}, "changes": {}, "why": ""}
    public_columns = (
        "fiscal_year", "version", "source", "name", "row_count", "sha256", "summary", "changes", "why", "at",
    )  # fmt: skip

    objects = SnapshotQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "一覧の確定版"
        ordering = ["-fiscal_year", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["fiscal_year", "version"], name="snapshot_version_once"),
            models.CheckConstraint(name="snapshot_source_known", condition=Q(source__in=["frozen", "list", "withdrawn"])),
            models.CheckConstraint(name="snapshot_version_says_why", condition=Q(version=1) | ~Q(why="")),
        ]

    def __str__(self):
        return f"{fiscal_label(self.fiscal_year)}の一覧 第{self.version}版"

    def get_absolute_url(self):
        return reverse("report-list", args=[self.fiscal_year])


class SnapshotRow(models.Model):
    """One matter of a list, with the words and numbers of that year. A private person stands in it as 市民（個人）, never by name."""

    class Source(models.TextChoices):
        PROCESS = "process", "ポータルで進めた"
        RECORD = "record", "台帳に記録した"
        INVENTORY = "inventory", "棚卸しで答えた"
        LIST = "list", "過去の一覧"

    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="rows", verbose_name="確定版")
    order = models.PositiveIntegerField("並び順")
    # Without a constraint: what an entry became later, or whether it was taken away again, is no matter of a list of before.
    project = models.ForeignKey(
        "projects.Project", on_delete=models.DO_NOTHING, null=True, blank=True, related_name="+", db_constraint=False,
        verbose_name="台帳の1件",
    )  # fmt: skip
    number = models.CharField("台帳番号", max_length=40, blank=True)
    title = models.CharField("名前", max_length=200)
    partners = models.TextField("相手", blank=True)  # names joined by 、
    partner_kinds = CodesField("相手の種類", codes=PartnerKind)
    form_code = models.CharField("形態", max_length=20, choices=FormCode)
    form_codes = CodesField("形態とほかの形態", codes=FormCode)
    form_words = models.CharField("市の言い方", max_length=200, blank=True)
    office = models.CharField("担当課", max_length=120, blank=True)
    counted = models.CharField("数え方", max_length=7, choices=Counted, default=Counted.MATTER)
    way = models.CharField("進め方", max_length=10, blank=True)
    source = models.CharField("もと", max_length=9, choices=Source)
    city_cost = models.PositiveBigIntegerField("市の負担(円)", null=True, blank=True)
    group_cost = models.PositiveBigIntegerField("相手の負担(円)", null=True, blank=True)
    people = models.PositiveIntegerField("参加した人数(のべ)", null=True, blank=True)
    outcome = models.CharField("これからの扱い", max_length=12, choices=Improvement.Outcome, blank=True)
    # Of one matter for its two sides; everybody reads averages over at least figures.GAPS_FROM matters.
    gap_hundredths = models.PositiveSmallIntegerField("食い違いの平均(100分の1点)", null=True, blank=True)
    is_new = models.BooleanField("新規", null=True, blank=True)  # None: there is no list of the year before
    is_last = models.BooleanField("この年度で終わり", default=False)
    fields = models.JSONField("分野", default=list)  # words
    areas = models.JSONField("地域", default=list)  # words
    extra = models.JSONField("そのほか(公開)", default=dict)  # {label: text}, only shown

    append_only = True
    personal_columns = {
        "title": "", "partners": "", "form_words": "", "office": "", "fields": [], "areas": [], "extra": {},
    }  # fmt: skip
    public_columns = (
        "snapshot", "order", "project", "number", "title", "partners", "partner_kinds", "form_code", "form_codes", "form_words",
        "office", "counted", "way", "source", "city_cost", "group_cost", "people", "outcome", "is_new", "is_last", "fields",
        "areas", "extra",
    )  # fmt: skip

    class Meta:
        verbose_name = verbose_name_plural = "一覧の1行"
        ordering = ["snapshot", "order"]
        constraints = [
            models.UniqueConstraint(fields=["snapshot", "order"], name="snapshot_row_once"),
            models.CheckConstraint(name="snapshot_row_counted_known", condition=Q(counted__in=["matter", "support", "no"])),
            models.CheckConstraint(
                name="snapshot_row_source_known", condition=Q(source__in=["process", "record", "inventory", "list"])
            ),
        ]

    def __str__(self):
        return self.title


class PublishedYear(models.Model):
    """公表した年度: there is a row as long as everybody reads the newest version of this year's list."""

    fiscal_year = models.PositiveSmallIntegerField("年度", unique=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="公表した人")
    at = models.DateTimeField("公表した日時", auto_now_add=True)

    public_columns = ("fiscal_year", "at")

    class Meta:
        verbose_name = verbose_name_plural = "公表した年度"
        ordering = ["-fiscal_year"]

    def __str__(self):
        return fiscal_label(self.fiscal_year)


class OldListQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The secretariat's; what it takes in is read as a list."""
        return self.all() if is_secretariat(user) else self.none()


class OldList(models.Model):
    """過去の一覧: a table of before the portal while it is being taken in, step by step. Nothing of it counts before the last step.

    The cells are the secretariat's alone (an old table may name private persons) and are blanked with the last step.
    """

    fiscal_year = models.PositiveSmallIntegerField("年度")
    name = models.CharField("元になった表の名・日", max_length=200)
    file_name = models.CharField("ファイル", max_length=200, blank=True)  # "" of what was pasted
    sheets = models.JSONField("表", default=list)  # [[name of the sheet, [[text of a cell]]]]
    sheet = models.PositiveSmallIntegerField("読むシート", default=0)
    head = models.PositiveSmallIntegerField("見出しの行", null=True, blank=True)  # index of the row, from 0
    columns = models.JSONField("列の合わせ方", default=list)  # [[heading, a key of old_words.TARGETS or ""]]
    words = models.JSONField("言葉の合わせ方", default=dict)  # {"form", "counted", "kind"}: {word of the table: code}
    left_out = models.JSONField("入れない行", default=list)  # [index of the row]
    snapshot = models.OneToOneField(
        Snapshot, on_delete=models.PROTECT, null=True, blank=True, related_name="old_list", verbose_name="できた確定版"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="読み込んだ人")
    at = models.DateTimeField("日時", auto_now_add=True)
    version = models.PositiveIntegerField("版", default=0)  # of what the pages before the last show
    form_key = models.UUIDField("一度きりの鍵", unique=True, editable=False)

    public_columns = (
        "fiscal_year", "name", "file_name", "sheet", "head", "columns", "words", "left_out", "snapshot", "at", "version",
    )  # fmt: skip

    objects = OldListQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "過去の一覧の読み込み"
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{fiscal_label(self.fiscal_year)} {self.name}"

    @property
    def is_begun(self):
        """It is in: it is matched no more."""
        return self.snapshot_id is not None

    def step_url(self, step):
        """The page of one step of taking it in (old_list_presenters.STEPS)."""
        return reverse("old-list", args=[self.pk, step]) if step != "begin" else reverse("old-list-begin")
