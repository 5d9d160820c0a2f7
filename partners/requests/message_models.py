"""Letters of a thread, how far each person has read them, and what protects people from one another."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from kyodo_portal.common.about import in_words
from kyodo_portal.common.own_words import own_words
from kyodo_portal.process.conditions import paired
from partners.directory.models import Partner

from .models import Request

MOST = 2000  # characters of one letter
MOST_LETTERS = 200  # of one thread


class Message(models.Model):
    """手紙: one letter of a thread, numbered without a gap. A `note` is read inside the receiving body only."""

    class Side(models.TextChoices):
        ASKER = "asker", "連絡した人"
        DESK = "desk", "受けた団体・課"
        COORDINATOR = "coordinator", own_words("コーディネーター")
        NOTE = "note", "内部のメモ"

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="letters", verbose_name="申込み・連絡")
    number = models.PositiveSmallIntegerField("番号")
    side = models.CharField("だれの手紙か", max_length=11, choices=Side)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="書いた人"
    )
    text = models.TextField("手紙", max_length=MOST)
    form_key = models.UUIDField("一度きりの鍵", unique=True, editable=False)
    at = models.DateTimeField("日時", auto_now_add=True)

    public_columns = ()

    class Meta:
        verbose_name = verbose_name_plural = "手紙"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["request", "number"], name="message_number_once"),
            models.CheckConstraint(name="message_side_known", condition=Q(side__in=("asker", "desk", "coordinator", "note"))),
        ]

    def __str__(self):
        return f"{self.request_id} {self.number}"


class RequestReader(models.Model):
    """既読: how far somebody has read a thread; as long as that stays behind, nobody is told a second time."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="readers", verbose_name="申込み・連絡")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name="読んだ人")
    read_number = models.PositiveSmallIntegerField("読んだ番号", default=0)

    public_columns = ()

    class Meta:
        verbose_name = verbose_name_plural = "既読"
        constraints = [models.UniqueConstraint(fields=["request", "user"], name="request_reader_once")]

    def __str__(self):
        return f"{self.request_id} {self.read_number}"


class AbuseReport(models.Model):
    """困った手紙の知らせ: from then on the secretariat and the coordinator may read the thread, until it is decided."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="reports", verbose_name="申込み・連絡")
    message = models.ForeignKey(
        Message, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="どの手紙か"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="知らせた人")
    why = models.CharField("わけ", max_length=300)
    at = models.DateTimeField("日時", auto_now_add=True)
    upheld = models.BooleanField("止めた", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="決めた人"
    )
    decided_at = models.DateTimeField("決めた日時", null=True, blank=True)
    reopened_at = models.DateTimeField("決めたことを取り消した日時", null=True, blank=True)

    public_columns = ()

    class Meta:
        verbose_name = verbose_name_plural = "困った手紙の知らせ"
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["request", "by"], condition=Q(decided_at__isnull=True), name="abuse_report_one_open"),
            paired("abuse_report_decided_paired", "upheld", "decided_by", "decided_at"),
        ]

    def __str__(self):
        return f"{self.request_id}"


class Block(models.Model):
    """受けない人: whose letters a body does not take any more."""

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="blocks", verbose_name="団体・課")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name="受けない人")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="決めた人")
    at = models.DateTimeField("日時", auto_now_add=True)

    public_columns = ()

    class Meta:
        verbose_name = verbose_name_plural = "受けない人"
        constraints = [models.UniqueConstraint(fields=["partner", "user"], name="block_once")]

    def __str__(self):
        return f"{self.partner}"


class KnownAnswerQuerySet(models.QuerySet):
    def shown(self):
        """What everybody may read: open, and of a body whose page everybody may open."""
        return self.filter(Exists(Partner.objects.open_to_all().filter(pk=OuterRef("partner"))), is_open=True)


class KnownAnswer(models.Model):
    """よくある質問: a question and its answer, written anew for everybody out of a thread or without one."""

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="known_answers", verbose_name="答える団体・課")
    about = models.CharField("何について", max_length=120, blank=True)
    question = models.CharField("質問", max_length=200)
    answer = models.TextField("答え", max_length=1000)
    order = models.PositiveSmallIntegerField("並び順", default=0)
    is_open = models.BooleanField("公開する", default=True)
    form_key = models.UUIDField("一度きりの鍵", null=True, blank=True, unique=True, editable=False)
    updated_at = models.DateTimeField("更新日時", auto_now=True)

    read_as = {"about": in_words}
    public_columns = ("partner", "about", "question", "answer", "order", "is_open", "updated_at")

    objects = KnownAnswerQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "よくある質問"
        ordering = ["order", "pk"]

    def __str__(self):
        return self.question
