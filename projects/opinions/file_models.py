"""RoundFile: the plan as a file, beside the text that says the same."""

from django.conf import settings
from django.db import models
from django.urls import reverse

from kyodo_portal.process.conditions import paired
from kyodo_portal.process.files import StoredFile

from .models import OpinionRound, RoundPaper


class RoundFileQuerySet(models.QuerySet):
    def standing(self):
        """Those that were not taken off."""
        return self.filter(removed_at__isnull=True)

    def visible_to(self, user):
        """All of them for city staff, those of rounds that everybody reads for everybody."""
        if user.is_authenticated and user.is_staff:
            return self.all()
        return self.standing().filter(paper__round__in=OpinionRound.objects.published())


class RoundFile(StoredFile):
    """案のファイル: a part of the plan as it was laid out. Its text alternative is the text of the paper that it belongs to."""

    paper = models.ForeignKey(RoundPaper, on_delete=models.CASCADE, related_name="files", verbose_name="案の資料")
    removed_at = models.DateTimeField("外した日時", null=True, blank=True, editable=False)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+",
        verbose_name="外した人",
    )  # fmt: skip
    form_key = models.UUIDField("一度きりの鍵", unique=True, editable=False)

    public_columns = ("paper", "name", "content_type", "size", "uploaded_at", "removed_at")

    objects = RoundFileQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "案のファイル"
        ordering = ["paper", "pk"]
        constraints = [paired("round_file_removed_paired", "removed_at", "removed_by")]

    def get_absolute_url(self):
        return reverse("opinion-file", args=[self.pk])
