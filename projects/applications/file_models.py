"""申請の書類: what lies with an application: its group's and the city's, never public."""

from django.db import models

from kyodo_portal.process.files import StoredFile

OTHER = "other"


class ApplicationPaperQuerySet(models.QuerySet):
    def standing(self):
        """Those that were not withdrawn."""
        return self.filter(removed_at=None)


class ApplicationPaper(StoredFile):
    """One file. `kind` is that of a PaperAsk of the form, or OTHER; what staff scanned of what came on paper is `by_city`."""

    application = models.ForeignKey("projects.Application", on_delete=models.CASCADE, related_name="papers", verbose_name="申請")
    kind = models.SlugField("種類", max_length=20, db_index=False)
    label = models.CharField("書類の名前", max_length=80, blank=True)
    by_city = models.BooleanField("市が入れた", default=False, editable=False)
    removed_at = models.DateTimeField("取り下げた日時", null=True, blank=True, editable=False)
    form_key = models.UUIDField("一度きりの鍵", unique=True, editable=False)

    public_columns = ()

    objects = ApplicationPaperQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "申請の書類"
        ordering = ["pk"]

    def __str__(self):
        return self.label or self.name
