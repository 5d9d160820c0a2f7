"""相談先: where to ask, as the document printed it and as of when."""

from django.db import models

from .base import Item
from .words import ActorKind


class ContactPoint(Item):
    """A desk, a group or a neighbour to ask. Contact data is optional: 町内会 has none in the document."""

    actor = models.CharField("主体の種類", max_length=20, choices=ActorKind)
    purpose = models.CharField("どんなときに", max_length=200)
    postal_code = models.CharField("郵便番号", max_length=8, blank=True)
    address = models.CharField("住所", max_length=200, blank=True)
    phone = models.CharField("電話", max_length=20, blank=True)
    fax = models.CharField("ファクス", max_length=20, blank=True)
    email = models.EmailField("メール", blank=True)
    web = models.URLField("ウェブサイト", blank=True)
    hours = models.CharField("受付時間", max_length=100, blank=True)
    as_of = models.CharField("いつの情報か", max_length=50, blank=True, help_text="例：令和2年3月時点")

    class Meta(Item.Meta):
        verbose_name = verbose_name_plural = "相談先"
