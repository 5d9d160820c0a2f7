"""A municipality, its guideline, and the numbered chapters of it."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from kyodo_portal.process.conditions import paired


class Checked(models.Model):
    """Who last looked whether this still holds, and on which day; both empty while nobody has."""

    checked_on = models.DateField("最後に確かめた日", null=True, blank=True, editable=False)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name="確かめた人",
    )

    public_columns = ("checked_on",)

    class Meta:
        abstract = True
        constraints = [paired("%(class)s_checked_on_and_by", "checked_on", "checked_by")]


class Municipality(models.Model):
    """A city, town or village whose guideline stands in the library. One of them is ours."""

    name = models.CharField("市町村名", max_length=50)
    kana = models.CharField("ふりがな", max_length=100)
    code = models.CharField(
        "全国地方公共団体コード",
        max_length=6,
        unique=True,
        validators=[RegexValidator(r"^\d{6}$", "6桁の数字を入れてください。例：152081")],
        help_text="6桁の数字。先頭の0も入れます。例：152081",
    )
    prefecture = models.CharField("都道府県", max_length=10)
    is_own = models.BooleanField("このポータルの市", default=False)

    public_columns = ("name", "kana", "code", "prefecture", "is_own")

    class Meta:
        verbose_name = verbose_name_plural = "市町村"
        ordering = ["-is_own", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_own"],
                condition=Q(is_own=True),
                name="one_own_municipality",
                violation_error_message="このポータルの市は、ひとつだけ選んでください。",
            )
        ]

    def __str__(self):
        return self.name


def newest_first(path=""):
    """The order of editions, the newest first; one without a year stands last on every database. path: how to reach the guideline."""
    return [*[F(f"{path}{name}").desc(nulls_last=True) for name in ("year", "month")], f"-{path}pk"]


class GuidelineSet(models.QuerySet):
    """Which guidelines exist for whom."""

    def published(self):
        """Published now: a moment of publication is set and has come."""
        return self.filter(published_at__lte=timezone.now())

    def visible_to(self, user):
        """Everybody reads what is published; city staff also see drafts."""
        return self.all() if user.is_staff else self.published()

    def own(self):
        """The guidelines of the portal's own city, the newest edition first."""
        return self.filter(municipality__is_own=True).order_by(*newest_first())


# Words that the library's own addresses use; a guideline of that name could not be reached.
RESERVED = ("pictures", "compare", "terms", "cases", "forms", "help")


def not_reserved(slug):
    """Refuse a name that stands for a page of the library."""
    if slug in RESERVED:
        raise ValidationError(f"「{slug}」は、ほかのページが使っています。別の名前にしてください。")


class Guideline(Checked):
    """One document of one municipality. `year` and `month` are the Western date of issue; empty where the document has none."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="guidelines", verbose_name="市町村")
    title = models.CharField("題名", max_length=100)
    slug = models.SlugField(
        "アドレス用の名前",
        max_length=50,
        unique=True,
        validators=[not_reserved],
        help_text="英数字とハイフン。公開したあとは変えないでください。",
    )
    summary = models.CharField("ひとことで", max_length=200, help_text="一覧に出る紹介です。2文までにします。")
    preface = models.TextField("はじめに", blank=True, help_text="Markdownで書けます。ふりがなは {漢字|かんじ} と書きます。")
    easy = models.TextField("はじめに（やさしい日本語）", blank=True)
    year = models.PositiveSmallIntegerField("発行した年（西暦）", null=True, blank=True)
    month = models.PositiveSmallIntegerField("発行した月", null=True, blank=True)
    city_note = models.CharField(
        "市町村についての注記",
        max_length=200,
        blank=True,
        help_text="資料に市の名がないときの、推定の根拠。空なら、資料に書いてあります。",
    )
    issue_note = models.CharField(
        "発行年についての注記", max_length=200, blank=True, help_text="資料に年がないとき、または推定したときの説明。"
    )
    edition = models.CharField("版", max_length=50, blank=True, help_text="例：初版、案、改訂版")
    issuer = models.CharField("発行者", max_length=100, blank=True)
    office = models.CharField("編集した課", max_length=100, blank=True)
    source_note = models.TextField(
        "出典と編集について", blank=True, help_text="何をもとに、どう書き直したか。推定した点があれば書きます。"
    )
    published_at = models.DateTimeField(
        "公開した日時", null=True, blank=True, editable=False, help_text="空のあいだは下書きです。市の職員だけが見られます。"
    )

    public_columns = (
        "municipality", "title", "slug", "summary", "preface", "easy", "year", "month", "city_note", "issue_note", "edition",
        "issuer", "office", "source_note", "published_at",
    )  # fmt: skip
    changes_pages_at = ("published_at",)

    objects = GuidelineSet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "ガイドライン"
        ordering = ["-municipality__is_own", "municipality__code", "-year", "-month"]
        constraints = [
            *Checked.Meta.constraints,
            models.CheckConstraint(condition=Q(month__isnull=True) | Q(month__range=(1, 12)), name="guideline_month_1_to_12"),
            models.CheckConstraint(condition=Q(month__isnull=True) | Q(year__isnull=False), name="guideline_month_needs_year"),
        ]

    def __str__(self):
        return self.title

    @property
    def is_published(self):
        return self.published_at is not None and self.published_at <= timezone.now()

    @property
    def issued(self):
        """When it was issued, as people say it: 令和2年3月. Empty where the document names no year."""
        if not self.year:
            return ""
        month = self.month or 12
        reiwa, heisei = self.year - 2018, self.year - 1988
        era = f"令和{reiwa}年" if (self.year, month) >= (2019, 5) else f"平成{heisei}年"
        return era.replace("和1年", "和元年") + (f"{self.month}月" if self.month else "")

    def get_absolute_url(self):
        return reverse("guideline", args=[self.slug])


class ChapterSet(models.QuerySet):
    """Chapters follow their guideline."""

    def visible_to(self, user):
        return self.filter(guideline__in=Guideline.objects.visible_to(user))


class Chapter(Checked):
    """One numbered section. A line `[[name]]` in the body puts the chapter's structured items or a diagram there.

    The numbers are the portal's; `section` says where the document has it.
    """

    guideline = models.ForeignKey(Guideline, models.CASCADE, related_name="chapters", verbose_name="ガイドライン")
    number = models.PositiveSmallIntegerField("番号")
    title = models.CharField("題名", max_length=100)
    lead = models.CharField("要点", max_length=300, help_text="2文までで、このページで言いたいことを書きます。")
    easy = models.TextField("やさしい日本語の本文", blank=True, help_text="この節の全部を、やさしい日本語で書きます。")
    body = models.TextField("本文", help_text="Markdownで書けます。ふりがなは {漢字|かんじ} と書きます。")
    section = models.CharField("出典の節", max_length=100, blank=True)
    search_text = models.TextField("検索用の文字", blank=True, editable=False)

    public_columns = ("guideline", "number", "title", "lead", "easy", "body", "section", "search_text")

    objects = ChapterSet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "節"
        ordering = ["guideline", "number"]
        constraints = [
            *Checked.Meta.constraints,
            models.UniqueConstraint(fields=["guideline", "number"], name="one_chapter_per_number"),
        ]

    def __str__(self):
        return f"{self.number} {self.title}"

    def get_absolute_url(self):
        return reverse("guideline-chapter", args=[self.guideline.slug, self.number])
