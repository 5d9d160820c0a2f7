"""相談先: where to ask, as the document printed it and as of when; and the troubles that lead there."""

from django.db import models
from django.urls import reverse

from kyodo_portal.common.forms.mail import MailField

from .base import Item
from .codes import ActorKind, Rung


class ContactPoint(Item):
    """A desk, a group or a neighbour to ask. Contact data is optional: 町内会 has none in the document."""

    actor = models.CharField("主体の種類", max_length=20, choices=ActorKind)
    rung = models.CharField("相談の段", max_length=20, choices=Rung, default=Rung.CITY)
    purpose = models.CharField("どんなときに", max_length=200)
    postal_code = models.CharField("郵便番号", max_length=8, blank=True)
    address = models.CharField("住所", max_length=200, blank=True)
    phone = models.CharField("電話", max_length=20, blank=True)
    fax = models.CharField("ファクス", max_length=20, blank=True)
    email = MailField("メール", blank=True)
    web = models.URLField("ウェブサイト", blank=True)
    hours = models.CharField("受付時間", max_length=100, blank=True)
    as_of = models.CharField("いつの情報か", max_length=50, blank=True, help_text="例：令和2年3月時点")

    public_columns = ("actor", "rung", "purpose", "postal_code", "address", "phone", "fax", "email", "web", "hours", "as_of")

    class Meta(Item.Meta):
        verbose_name = verbose_name_plural = "相談先"


class Trouble(Item):
    """困りごと: what somebody comes with, and what can be done on each rung from oneself up to the city.

    `contacts` are the keys of the guideline's contacts that fit, in one line; the rung of each says where it stands.
    `own_word` names the group under which the list shows it.
    """

    words = models.CharField(
        "さがすときのことば", max_length=200, blank=True, help_text="「、」で区切ります。例：雪下ろし、屋根、除雪"
    )
    by_self = models.TextField("自分や家族でできること", blank=True)
    by_neighbours = models.TextField("町内会でできること", blank=True)
    by_area = models.TextField("地域の協議会や団体でできること", blank=True)
    by_city = models.TextField("市や中間支援に聞くこと", blank=True)
    contacts = models.CharField(
        "相談先", max_length=300, blank=True, help_text="相談先の「固定の名前」を、空白で区切って並べます。"
    )
    desk = models.CharField(
        "受け持つ市の課",
        max_length=100,
        blank=True,
        help_text="協働で取り組むことではなく、市の課が受け持つときだけ、課の名前を書きます。例：建設課",
    )

    public_columns = ("words", "by_self", "by_neighbours", "by_area", "by_city", "contacts", "desk")

    class Meta(Item.Meta):
        verbose_name = verbose_name_plural = "困りごと"

    def get_absolute_url(self):
        return reverse("guideline-trouble", args=[self.key])

    @property
    def ladder(self):
        """[(rung, text)] of the rungs that have a text, from the nearest up."""
        texts = zip(Rung, (self.by_self, self.by_neighbours, self.by_area, self.by_city), strict=True)
        return [(rung, text) for rung, text in texts if text]
