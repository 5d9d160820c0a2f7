"""画像: pictures that the texts of a guideline show."""

from django.db import models
from django.urls import reverse

from kyodo_portal.process.files import StoredFile

from .library import Guideline


class PictureSet(models.QuerySet):
    """Pictures follow their guideline."""

    def visible_to(self, user):
        return self.filter(guideline__in=Guideline.objects.visible_to(user))


class Picture(StoredFile):
    """画像: a picture that texts of a guideline may show, with the words for those who do not see it."""

    guideline = models.ForeignKey(Guideline, models.PROTECT, related_name="pictures", verbose_name="ガイドライン")
    alt = models.CharField("画像の説明", max_length=200, help_text="見えない人に、何が写っているかを伝える文です。")
    credit = models.CharField("出典・撮影", max_length=100, blank=True)

    public_columns = ("guideline", "alt", "credit")

    objects = PictureSet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "画像"
        ordering = ["guideline", "pk"]

    def get_absolute_url(self):
        return reverse("guideline-picture", args=[self.pk])
