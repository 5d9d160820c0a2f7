"""The inbox first, mail second: a Notice is shown in the site, a Delivery carries it out by mail."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from kyodo_portal.common.forms.mail import MailField
from kyodo_portal.common.text.secret import decrypt

from .choice_models import MailChoice, MailKind
from .following_models import CalendarKey, Follow, LastLook
from .news_models import News, NewsKey

__all__ = [
    "CalendarKey",
    "Delivery",
    "Follow",
    "LastLook",
    "MailChoice",
    "MailKind",
    "News",
    "NewsKey",
    "Notice",
    "ScheduledJob",
]

MOST_TRIES = 8  # of one mail; a mail that was tried so often is given up
BODY_PURPOSE = "notices.Delivery.body"  # what the key of secret mails is for


def latest_wait(now):
    """Until when a notice may wait at the latest. What says a later moment was written while the clock stood ahead, and waits for nothing."""
    return now + max(timedelta(minutes=settings.KYODO_UNDO_MINUTES), timedelta(hours=1))


def held(now, of=""):
    """The condition of what nobody may be told yet. of: how a row leads to its notice, as `notice__`."""
    return Q(**{f"{of}waits_until__gt": now, f"{of}waits_until__lte": latest_wait(now)})


class NoticeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """An inbox is its owner's alone; no role reads another's, and nobody what still waits."""
        return self.released().filter(user=user) if user.is_authenticated else self.none()

    def released(self, on=None):
        """What its owner may read: it waits no more, or never did. on: the moment, now where none is given."""
        now = on or timezone.now()
        return self.filter(Q(waits_until__isnull=True) | Q(waits_until__lte=now) | Q(waits_until__gt=latest_wait(now)))

    def waiting(self):
        """What nobody has been told yet."""
        return self.filter(held(timezone.now()))

    def of_event(self, key):
        """The notices of one event, and of what it brought with it (`key:…`)."""
        return self.filter(Q(key=key) | Q(key__startswith=f"{key}:"))

    def heads(self):
        """One for each batch and reader, the first of it; and all that stand alone."""
        earlier = Notice.objects.filter(batch=OuterRef("batch"), user=OuterRef("user"), pk__lt=OuterRef("pk"))
        return self.filter(Q(batch__isnull=True) | ~Exists(earlier))

    def with_more(self):
        """With `more`: how many others its reader was told with it, and may read by now."""
        same = Notice.objects.released().filter(batch=OuterRef("batch"), user=OuterRef("user")).exclude(pk=OuterRef("pk"))
        return self.annotate(more=Coalesce(Subquery(same.order_by().values("batch").annotate(n=Count("pk")).values("n")), 0))

    def together(self, notice):
        """All that its reader was told with this notice, itself among them, in the order in which it happened."""
        same = Q(batch=notice.batch, user=notice.user_id) if notice.batch else Q(pk=notice.pk)
        return self.filter(same).order_by("pk")

    def unread(self):
        return self.filter(read_at__isnull=True)

    def unread_first(self):
        return self.order_by(F("read_at").asc(nulls_first=True), "-created_at", "-pk")


class Notice(models.Model):
    """Something one person was told, and when. The inbox shows it whether or not mail arrives."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices", verbose_name="宛先")
    title = models.CharField("件名", max_length=200)
    body = models.TextField("本文", blank=True)
    url = models.CharField("関係する画面", max_length=300, blank=True)
    key = models.CharField("出来事", max_length=120)  # one notice per event and person
    created_at = models.DateTimeField("日時", auto_now_add=True)
    read_at = models.DateTimeField("読んだ日時", null=True, blank=True)
    # A step's notice is there from this moment on: until then who did the step can take it back, and nobody was told.
    waits_until = models.DateTimeField("知らせる日時", null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="行った人"
    )
    kind = models.CharField("種類", max_length=10, choices=MailKind, default=MailKind.MATTER)
    # Its owner wants one mail a day of this kind: it waits for the morning's, `send_the_day`.
    is_bundled = models.BooleanField("次の朝にまとめて送る", default=False)

    # What one press told one person of several matters: one row of the inbox and one mail (batch_actions.py).
    batch = models.UUIDField("いっしょに知らせたもの", null=True, blank=True, editable=False)

    public_columns = ("created_at", "read_at", "waits_until", "kind", "is_bundled", "batch")

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "お知らせ"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["key", "user"], name="notice_once_per_event"),
            models.CheckConstraint(name="notice_kind", condition=Q(kind__in=MailKind.values)),
        ]
        indexes = [
            models.Index(fields=["user", "read_at"]),
            models.Index(fields=["-created_at", "-id"], name="notice_newest_first"),
            models.Index(fields=["user"], name="notice_bundled", condition=Q(is_bundled=True)),
            models.Index(fields=["batch", "user"], name="notice_of_a_batch", condition=Q(batch__isnull=False)),
        ]

    def __str__(self):
        return self.title


class DeliveryQuerySet(models.QuerySet):
    def left(self):
        """The mails that a mail server took, newest first: what the sample city's mailbox shows."""
        return self.filter(state=Delivery.State.SENT).order_by("-sent_at", "-pk")

    def given_up(self):
        return self.filter(state=Delivery.State.FAILED)

    def not_yet_left(self):
        return self.filter(state__in=[Delivery.State.WAITING, Delivery.State.SENDING])

    def released(self):
        """Without those whose notice still waits, so that its step can be taken back."""
        return self.exclude(held(timezone.now(), "notice__"))


class Delivery(models.Model):
    """One mail in the outbox: written with the event, sent by the worker, retried with back-off."""

    class State(models.TextChoices):
        WAITING = "waiting", "送信待ち"
        SENDING = "sending", "送信中"
        SENT = "sent", "送信済み"
        FAILED = "failed", "送れませんでした"

    NOBODY = "last-mail@account.invalid"  # `to` of a mail whose address is not to stand in the table

    notice = models.OneToOneField(
        Notice, on_delete=models.CASCADE, null=True, blank=True, related_name="delivery", verbose_name="お知らせ"
    )
    to = MailField("宛先", max_length=254)
    subject = models.CharField("件名", max_length=200)
    body = models.TextField("本文", blank=True)  # of a secret mail encrypted: `text` reads both
    secret = models.BooleanField("送信後に本文を消す", default=False)  # sign-in codes
    forget = models.BooleanField("送信後に行ごと消す", default=False)  # the last mail to somebody whose account was closed
    state = models.CharField("状態", max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField("試した回数", default=0)
    next_try = models.DateTimeField("次に送る日時")
    claimed_at = models.DateTimeField("送り始めた日時", null=True, blank=True)
    sent_at = models.DateTimeField("送った日時", null=True, blank=True)
    error = models.CharField("送れなかったわけ", max_length=300, blank=True)
    created_at = models.DateTimeField("作成日時", auto_now_add=True)

    public_columns = ("secret", "forget", "state", "attempts", "next_try", "claimed_at", "sent_at", "created_at")

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "送信"
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["state", "next_try"]),
            models.Index(fields=["-created_at", "-id"], name="delivery_newest_first"),
        ]
        constraints = [
            models.CheckConstraint(
                name="delivery_sent_has_time",
                condition=Q(state="sent", sent_at__isnull=False) | (~Q(state="sent") & Q(sent_at__isnull=True)),
            )
        ]

    def __str__(self):
        return f"{self.to} {self.subject}"

    @property
    def text(self):
        """What the mail says, "" once it was erased. Unreadable when it is secret and the settings' key was replaced since."""
        return self._content.partition("\n")[2] if self.forget else self._content

    @property
    def address(self):
        """Where the mail goes: of a last mail it stands before its text, encrypted like that."""
        return self._content.partition("\n")[0] if self.forget else self.to

    @property
    def _content(self):
        return decrypt(self.body, BODY_PURPOSE) if self.secret and self.body else self.body


class ScheduledJobQuerySet(models.QuerySet):
    def failed(self):
        return self.exclude(error="")


class ScheduledJob(models.Model):
    """One job of `manage.py tick`: when it is due, and who runs it now. A lease that ends by itself frees a dead runner's job."""

    name = models.CharField("処理", max_length=80, unique=True)
    due_at = models.DateTimeField("次に行う日時")
    leased_until = models.DateTimeField("実行中とみなす期限", null=True, blank=True)
    finished_at = models.DateTimeField("最後に終わった日時", null=True, blank=True)
    error = models.CharField("うまくいかなかったわけ", max_length=300, blank=True)

    public_columns = ("name", "due_at", "leased_until", "finished_at")

    objects = ScheduledJobQuerySet.as_manager()

    class Meta:
        db_table = "notices_tickrun"  # the name that the table was born with
        verbose_name = verbose_name_plural = "定期の処理"
        ordering = ["name"]

    def __str__(self):
        return self.name
