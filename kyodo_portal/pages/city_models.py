"""市の情報: the one row in which a city says what it is called, where its office is and when, and which colour it has."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q

from kyodo_portal.common.drawing.palette import HUES
from kyodo_portal.common.forms.mail import MailField
from kyodo_portal.common.japanese.municipalities import is_city_code


def check_city_code(code):
    """ValidationError for a code whose check digit is not that of its other five, or that no prefecture has."""
    if not is_city_code(code):
        raise ValidationError(
            "全国地方公共団体コードを確かめてください。6けたの数字で、さいごの1けたは、ほかの5けたから決まる検査の数字です。例：131016",
            code="city_code",
        )


class City(models.Model):
    """One row, written in the admin; until it is saved, the settings say the same (common/city.py). What a city has not is empty."""

    class Kind(models.TextChoices):
        CITY = "city", "市"
        TOWN = "town", "町"
        VILLAGE = "village", "村"
        WARD = "ward", "特別区"
        PREFECTURE = "prefecture", "都道府県"

    name = models.CharField("名前", max_length=30, help_text="例：若葉野市")
    kana = models.CharField("ふりがな", max_length=60, help_text="例：わかばのし")
    kind = models.CharField("種類", max_length=10, choices=Kind, default=Kind.CITY)
    code = models.CharField(
        "全国地方公共団体コード",
        max_length=6,
        validators=[check_city_code],
        help_text="6けたの数字。先頭の0も入れます。例：131016",
    )
    site = models.CharField("サイトの名前", max_length=30, default="協働ポータル")
    office = models.CharField("担当課", max_length=60, help_text="庁舎の名前から入れます。例：若葉野市役所 地域づくり課")
    desk = models.CharField("係・窓口", max_length=60, blank=True, help_text="例：協働係（2階 5番窓口）")
    address = models.CharField("所在地", max_length=120, help_text="郵便番号から入れます。例：〒100-0001 若葉野市中央1-1")
    phone = models.CharField("電話", max_length=40, help_text="例：03-1234-5678")
    fax = models.CharField("ファクス", max_length=40, blank=True)
    email = MailField("見せるメールアドレス", blank=True, help_text="だれでも読めます。課のアドレスにしてください。")
    hours_text = models.CharField(
        "受付時間の書きかた",
        max_length=80,
        blank=True,
        help_text="ページに出る言葉です。空にすると、下の時間から作ります。例：平日 午前8時30分〜午後5時15分",
    )
    open_hours = models.CharField(
        "開いている時間", max_length=11, blank=True, help_text="「いま開いています」を出すための時間です。例：8:30-17:15"
    )
    closed_days = models.TextField(
        "ほかに休む日",
        max_length=2000,
        blank=True,
        help_text="1行に1日。土曜、日曜、祝日、年末年始は、入れなくても休みです。",
    )
    answer_days = models.PositiveSmallIntegerField(
        "返事までの開庁日",
        default=0,
        validators=[MaxValueValidator(30)],
        help_text="0のときは、いつまでに返事をするかを書きません。",
    )
    coordinator = models.CharField(
        "中間支援の団体（コーディネーター）", max_length=60, blank=True, help_text="ないときは空にします。"
    )
    coordinator_phone = models.CharField("コーディネーターの電話", max_length=40, blank=True)
    readings = models.CharField(
        "ほかのよみ",
        max_length=400,
        blank=True,
        help_text="ふりがなを付けて読む人のための、市の言葉。空白で区切ります。例：若葉野|わかばの",
    )
    hue = models.PositiveSmallIntegerField(
        "市の色（色相）",
        null=True,
        blank=True,
        validators=[MaxValueValidator(HUES - 1)],
        help_text="0から359。0は赤、30は橙、120は緑、210は青、270は紫。明るさは、どの色でも字が読めるように決まります。空にすると、標準の緑です。",
    )
    licence = models.CharField("オープンデータの条件", max_length=60, default="クリエイティブ・コモンズ 表示 4.0 国際")
    licence_url = models.URLField("その条件のアドレス", default="https://creativecommons.org/licenses/by/4.0/deed.ja")
    saved_at = models.DateTimeField("保存した日時", auto_now=True)

    public_columns = (
        "name", "kana", "kind", "code", "site", "office", "desk", "address", "phone", "fax", "email", "hours_text", "open_hours",
        "closed_days", "answer_days", "coordinator", "coordinator_phone", "readings", "hue", "licence", "licence_url", "saved_at",
    )  # fmt: skip

    class Meta:
        verbose_name = verbose_name_plural = "市の情報"
        constraints = [
            models.CheckConstraint(name="one_city", condition=Q(pk=1)),
            models.CheckConstraint(
                name="city_kind_known", condition=Q(kind__in=("city", "town", "village", "ward", "prefecture"))
            ),
            models.CheckConstraint(name="city_hue_on_the_circle", condition=Q(hue__isnull=True) | Q(hue__lt=HUES)),
        ]

    def __str__(self):
        return self.name
