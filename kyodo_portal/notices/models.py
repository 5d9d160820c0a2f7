"""The inbox first, mail second: a Notice is shown in the site, a Delivery carries it out by mail."""
from django.conf import settings
from django.db import models
from django.db.models import Q


class Notice(models.Model):
    """Something one person was told, and when. The inbox shows it whether or not mail arrives."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices", verbose_name="宛先")
    title = models.CharField("件名", max_length=200)
    body = models.TextField("本文", blank=True)
    url = models.CharField("関係する画面", max_length=300, blank=True)
    key = models.CharField("出来事", max_length=120)  # one notice per event and person
    created_at = models.DateTimeField("日時", auto_now_add=True)
    read_at = models.DateTimeField("読んだ日時", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "お知らせ"
        ordering = ["-created_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["key", "user"], name="notice_once_per_event")]
        indexes = [models.Index(fields=["user", "read_at"])]

    def __str__(self):
        return self.title


class Delivery(models.Model):
    """One mail in the outbox: written with the event, sent by the worker, retried with back-off."""

    class State(models.TextChoices):
        WAITING = "waiting", "送信待ち"
        SENDING = "sending", "送信中"
        SENT = "sent", "送信済み"
        FAILED = "failed", "送れませんでした"

    notice = models.OneToOneField(Notice, on_delete=models.CASCADE, null=True, blank=True, related_name="delivery", verbose_name="お知らせ")
    to = models.EmailField("宛先", max_length=254)
    subject = models.CharField("件名", max_length=200)
    body = models.TextField("本文", blank=True)
    secret = models.BooleanField("送信後に本文を消す", default=False)  # sign-in codes
    state = models.CharField("状態", max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField("試した回数", default=0)
    next_try = models.DateTimeField("次に送る日時")
    claimed_at = models.DateTimeField("送り始めた日時", null=True, blank=True)
    sent_at = models.DateTimeField("送った日時", null=True, blank=True)
    error = models.CharField("送れなかったわけ", max_length=300, blank=True)
    created_at = models.DateTimeField("作成日時", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "送信"
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["state", "next_try"])]
        constraints = [
            models.CheckConstraint(
                name="delivery_sent_has_time", condition=Q(state="sent", sent_at__isnull=False) | (~Q(state="sent") & Q(sent_at__isnull=True))
            )
        ]

    def __str__(self):
        return f"{self.to} {self.subject}"
