"""News: what became public, told once and read by the home page, the feeds, the Friday mail and 「前に見てから」."""

from django.db import models
from django.db.models import Q
from django.utils import timezone


class NewsQuerySet(models.QuerySet):
    def shown(self):
        """What everybody reads: its moment has come, and the secretariat did not take it off."""
        return self.filter(at__lte=timezone.now(), withdrawn_at__isnull=True)

    def about(self, keys):
        """What has at least one of these keys."""
        return self.filter(pk__in=NewsKey.objects.filter(key__in=keys).values("news"))

    def newest_first(self):
        return self.order_by("-at", "-pk")


class News(models.Model):
    """新着: something became public. It names what it speaks of and nobody: no person's name, no text of a draft."""

    class Kind(models.TextChoices):
        PROJECT = "project", "協働"
        ACTIVITY = "activity", "活動の記録"
        CALL = "call", "企画の募集"
        REPORT = "report", "年のまとめ"
        GUIDELINE = "guideline", "手引き"
        PARTNER = "partner", "仲間"
        CASE = "case", "事例"
        SEED = "seed", "協働の種"
        OFFER = "offer", "できること・求めること"
        ANSWER = "answer", "よくある質問"
        EVENT = "event", "催し"
        VOICE = "voice", "声"
        OPINION = "opinion", "意見の募集"
        COMMITTEE = "committee", "委員会"

    at = models.DateTimeField("公開した日時")
    kind = models.CharField("種類", max_length=10, choices=Kind)
    title = models.CharField("見出し", max_length=200)
    url = models.CharField("画面", max_length=300)  # a path of this site
    summary = models.CharField("ひとこと", max_length=300, blank=True)
    source = models.CharField("もと", max_length=80, unique=True)  # "project:30", "call:2:changed": one row each

    withdrawn_at = models.DateTimeField(
        "載せるのをやめた日時", null=True, blank=True, editable=False
    )  # by the secretariat, in the admin

    public_columns = ("at", "kind", "title", "url", "summary", "source", "withdrawn_at")
    changes_pages_at = ("at",)

    objects = NewsQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "新着"
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="news_kind",
                condition=Q(
                    kind__in=[
                        "project", "activity", "call", "report", "guideline", "partner", "case", "seed", "offer", "answer", "event",
                        "voice", "opinion", "committee",
                    ]
                ),
            )
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["-at", "-id"], name="news_newest_first"),
            models.Index(fields=["kind", "-at"], name="news_of_kind"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return self.url


class NewsKey(models.Model):
    """One thing that a News row speaks of, so that who follows it reads the row: `project:30`, `area:3`, `trouble:yuki`."""

    news = models.ForeignKey(News, on_delete=models.CASCADE, related_name="keys", verbose_name="新着")
    key = models.CharField("ことがら", max_length=80, db_index=True)

    public_columns = ("news", "key")

    class Meta:
        verbose_name = verbose_name_plural = "新着のことがら"
        constraints = [models.UniqueConstraint(fields=["news", "key"], name="newskey_once")]

    def __str__(self):
        return self.key
