"""What people say in a round of 意見募集, and the points into which it is split."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from kyodo_portal.common.own_words import own_words
from partners.directory.access import is_secretariat, offices_of

from .models import OpinionRound


class OpinionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own; all of them for the people of the round's office and of the secretariat."""
        if not user.is_authenticated:
            return self.none()
        return self.all() if is_secretariat(user) else self.filter(Q(by=user) | Q(round__department__in=offices_of(user)))

    def standing(self):
        """Those that were not withdrawn."""
        return self.filter(withdrawn_at__isnull=True)


class Opinion(models.Model):
    """意見: what one person or body says of the plan. Who it is stays with the city; what is published is a summary."""

    class Channel(models.TextChoices):
        WEB = "web", "このサイト"
        PAPER = "paper", "用紙（持ちこみ・郵送）"
        FAX = "fax", "ファクス"
        MAIL = "mail", "メール"
        PHONE = "phone", "電話"

    class Category(models.TextChoices):
        LIVES = "lives", own_words("市内に住んでいる")
        WORKS = "works", own_words("市内で働いている・学んでいる")
        BODY = "body", own_words("市内の団体・会社")
        OTHER = "other", "そのほか"

    round = models.ForeignKey(OpinionRound, on_delete=models.PROTECT, related_name="opinions", verbose_name="意見募集")
    number = models.PositiveIntegerField("受付番号")
    part = models.CharField("案のどこについて", max_length=200, blank=True)
    text = models.TextField("意見")
    name = models.CharField("名前・団体名", max_length=120, blank=True)
    address = models.CharField("住所", max_length=200, blank=True)
    category = models.CharField("どんな人か", max_length=6, choices=Category)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="opinions",
        verbose_name="出した人",
    )
    channel = models.CharField("届いた方法", max_length=5, choices=Channel, default=Channel.WEB)
    received_on = models.DateField("受け取った日")
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="入れた人"
    )
    is_late = models.BooleanField("しめきりのあとに入れた", default=False)
    late_why = models.CharField("あとから入れたわけ", max_length=300, blank=True)
    at = models.DateTimeField("受け付けた日時", auto_now_add=True)
    withdrawn_at = models.DateTimeField("取り下げた日時", null=True, blank=True)
    blanked_at = models.DateTimeField("消した日時", null=True, blank=True)
    form_key = models.UUIDField("一度きりの鍵", unique=True, editable=False)

    # Nothing of it is public: what everybody reads is counted (figures.py) or a summary (Remark).
    public_columns = ()

    objects = OpinionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "出された意見"
        ordering = ["round", "number"]
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="opinion_number_once"),
            models.CheckConstraint(
                name="opinion_channel_known", condition=Q(channel__in=("web", "paper", "fax", "mail", "phone"))
            ),
            models.CheckConstraint(name="opinion_category_known", condition=Q(category__in=("lives", "works", "body", "other"))),
            models.CheckConstraint(
                name="opinion_entered_by_the_city",
                condition=Q(channel="web", entered_by__isnull=True) | (~Q(channel="web") & Q(by__isnull=True)),
            ),
            models.CheckConstraint(
                name="opinion_late_says_why",
                condition=Q(is_late=False, late_why="") | (Q(is_late=True) & ~Q(late_why="") & ~Q(channel="web")),
            ),
        ]

    def __str__(self):
        return f"意見 {self.receipt}"

    def get_absolute_url(self):
        return reverse("opinion", args=[self.pk])

    @property
    def receipt(self):
        """The number that its sender keeps: 12-003 is the third of round 12."""
        return f"{self.round_id}-{self.number:03d}"


class OpinionPoint(models.Model):
    """論点: one thing that an opinion says, answered together with the same of others. People are counted by opinions, points by these."""

    opinion = models.ForeignKey(Opinion, on_delete=models.CASCADE, related_name="points", verbose_name="意見")
    order = models.PositiveSmallIntegerField("並び順", default=0)
    text = models.TextField("論点")
    remark = models.ForeignKey(
        "projects.Remark", on_delete=models.SET_NULL, null=True, blank=True, related_name="points", verbose_name="まとめ"
    )

    public_columns = ()

    class Meta:
        verbose_name = verbose_name_plural = "意見の論点"
        ordering = ["opinion", "order", "pk"]

    def __str__(self):
        return f"論点 {self.pk}"
