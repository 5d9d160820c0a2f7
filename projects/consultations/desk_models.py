"""What a coordinator's desk keeps: reports as they were handed in, and views under a name."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from partners.models import Partner

from .access import desk_body, is_of_secretariat

MOST_VIEWS = 20


class DeskReportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of one's own body, withdrawn ones too; for the secretariat what stands handed in."""
        if not user.is_authenticated:
            return self.none()
        if is_of_secretariat(user):
            return self.standing()
        body = desk_body(user)
        return self.none() if body is None else self.filter(body=body)

    def standing(self):
        return self.filter(withdrawn_at__isnull=True)


class DeskReport(models.Model):
    """市に出した報告: the numbers of a month (2026-11) or a 年度 (2026) as they were that day, and their fingerprint."""

    body = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="desk_reports", verbose_name="団体")
    period = models.CharField("いつの分", max_length=7)
    content = models.JSONField("中身")
    sha256 = models.CharField("指紋", max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="出した人")
    at = models.DateTimeField("出した日時", auto_now_add=True)
    withdrawn_at = models.DateTimeField("取り下げた日時", null=True, blank=True)
    is_sample = models.BooleanField("見本", default=False)
    form_key = models.UUIDField("一度きりの鍵", unique=True, editable=False)

    public_columns = ("body", "period", "content", "sha256", "at", "withdrawn_at", "is_sample")

    objects = DeskReportQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "相談の報告"
        ordering = ["-period", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "period"], condition=Q(withdrawn_at__isnull=True), name="desk_report_one_stands"
            ),
        ]

    def __str__(self):
        return f"{self.body} {self.period}"

    def get_absolute_url(self):
        return reverse("desk-report-sent", args=[self.pk])


class SavedView(models.Model):
    """よく見る一覧: a list with its conditions, under a name. The conditions are read anew by the list's filter."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_views", verbose_name="しまった人"
    )
    name = models.CharField("名前", max_length=40)
    path = models.CharField("どの一覧", max_length=20)
    query = models.CharField("条件", max_length=500, blank=True)

    public_columns = ()

    class Meta:
        verbose_name = verbose_name_plural = "よく見る一覧"
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["user", "name"], name="saved_view_one_name")]

    def __str__(self):
        return self.name
