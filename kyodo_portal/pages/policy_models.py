"""Words of law: privacy, terms, accessibility, 個人情報ファイル簿. Versions with a day from which each holds, and the year's test of accessibility."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from kyodo_portal.common.japanese.dates import fiscal_label


class PolicySet(models.QuerySet):
    def in_force(self, kind, day=None):
        """The version of this kind that holds on the day (today without it); None while the city has written none. One query."""
        return self.filter(kind=kind, since__lte=day or timezone.localdate()).order_by("-since").first()

    def visible_to(self, user):
        """Whoever may enter the admin finds drafts too; everybody else finds what has a day, also one that lies ahead."""
        return self if user.is_staff else self.filter(since__isnull=False)


class PolicyText(models.Model):
    """One version of one text. Without a day it is a draft, with a day ahead it is announced, from its day on nothing of it changes."""

    class Kind(models.TextChoices):
        PRIVACY = "privacy", "個人情報の取り扱い"
        TERMS = "terms", "利用規約"
        ACCESSIBILITY = "accessibility", "ウェブアクセシビリティ方針"
        FILES = "files", "個人情報ファイル簿"

    kind = models.CharField("どの文か", max_length=13, choices=Kind)
    version = models.PositiveSmallIntegerField("版", editable=False)
    since = models.DateField(
        "この日から",
        null=True,
        blank=True,
        help_text="空のあいだは下書きで、職員だけが見られます。先の日を入れると、ページで予告します。この日からは、文を変えられません。",
    )
    body = models.TextField(
        "文",
        max_length=50_000,
        help_text="見出しは行のはじめに「# 」、箇条書きは「- 」。｛市｝｛窓口｝｛保存期間の表｝のような言葉は、いまの内容に置きかわります。",
    )
    note = models.CharField(
        "変えたところ", max_length=300, blank=True, help_text="版の一覧に出ます。例：問い合わせの窓口を変えました。"
    )

    public_columns = ("kind", "version", "since", "body", "note")

    objects = PolicySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "方針・規約の文"
        ordering = ["kind", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "version"], name="policy_version_once"),
            models.UniqueConstraint(
                fields=["kind", "since"],
                name="policy_one_a_day",
                violation_error_message="その日から始まる版が、もうあります。ほかの日にするか、その版を直してください。",
            ),
            models.CheckConstraint(
                name="policy_kind_known", condition=Q(kind__in=("privacy", "terms", "accessibility", "files"))
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} 第{self.version}版"

    def get_absolute_url(self):
        return reverse("policy-version", args=[self.kind, self.version])

    @property
    def holds(self):
        """Whether its day has come: whoever agreed to it has agreed to these words."""
        return self.since is not None and self.since <= timezone.localdate()


class TestSet(models.QuerySet):
    def visible_to(self, user):
        """Whoever may enter the admin finds what is not public yet."""
        return self if user.is_staff else self.filter(is_public=True)


def pages_in_words(pages):
    """How many pages a test walked, and on how many it found something."""
    return f"{len(pages)}ページ（見つかったことがあるのは{sum(bool(page['found']) for page in pages)}ページ）"


class AccessibilityTest(models.Model):
    """What the year's walk with axe found, as `make a11y` wrote it (tests/a11y.py), and what the city says of it."""

    fiscal_year = models.PositiveSmallIntegerField(
        "年度", unique=True, validators=[MinValueValidator(2020), MaxValueValidator(2100)]
    )
    tested_on = models.DateField("試験した日")
    tool = models.CharField("道具", max_length=60)
    widths = models.JSONField("画面の幅", default=list)
    pages = models.JSONField("ページごとの結果", default=list)  # [{path, title, found: [{rule, impact, help, places, width}]}]
    remark = models.TextField("市の考え", max_length=2000, blank=True, help_text="見つかったことを、いつまでに、どう直すか。")
    is_public = models.BooleanField("公開する", default=False)

    public_columns = ("fiscal_year", "tested_on", "tool", "widths", "pages", "remark", "is_public")
    read_as = {"pages": pages_in_words}

    objects = TestSet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "アクセシビリティの試験"
        ordering = ["-fiscal_year"]

    def __str__(self):
        return f"{fiscal_label(self.fiscal_year)}の試験の結果"

    def get_absolute_url(self):
        return reverse("accessibility-test", args=[self.fiscal_year])

    @property
    def failed(self):
        """How many pages something was found on."""
        return sum(bool(page["found"]) for page in self.pages)
