"""Voice (声): one thing that somebody says: what troubles them, or how it could be. Topics and 「わたしも」: topic_models.py."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from kyodo_portal.common.about import in_words
from kyodo_portal.common.forms.mail import MailField
from kyodo_portal.process.models import StageChange, Subject, status_field
from partners.directory.access import is_coordinator, is_secretariat, offices_of
from partners.directory.models import Partner
from partners.directory.reference_models import Area, Theme

from .topic_models import Topic
from .workflow import VOICE, WRITER, VoiceStatus

MOST = 1000  # characters of a voice


class VoiceQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own; for the secretariat those that were sent and not withdrawn, for a coordinator those that wait to be read or were
        gathered, for an office those that it was given.
        """
        if not user.is_authenticated:
            return self.none()
        found = Q(by=user.pk)
        there = Q(status__in=VOICE.read_by("city"))
        if user.is_superuser or is_secretariat(user):
            found |= there
        if is_coordinator(user):
            found |= Q(status__in=VOICE.opening("accompany"))
        if offices := offices_of(user):
            found |= there & Q(routed_to__in=offices)
        return self.filter(found)

    def said_by(self, user):
        """One's own, with where they went, the newest first."""
        return self.filter(by=user.pk).select_related("topic", "routed_to").order_by("-created_at", "-pk")

    def of_guests(self):
        """The voices that were sent from a proven address, as long as the address is kept."""
        return self.exclude(guest_mail="")

    def counted(self):
        """What a topic counts."""
        return self.filter(status__in=VOICE.opening("shown"))

    def shown(self):
        """What everybody reads of voices: `shown_text`, while whoever said it agrees."""
        return self.counted().filter(may_show=True).exclude(shown_text="")

    def alive(self):
        """Sent, and neither withdrawn nor turned away: what counts in the numbers."""
        return self.filter(status__in=VOICE.opening("count"))


def trouble_in_words(key):
    """What the trouble is called whose key stands in a voice."""
    return in_words(f"trouble:{key}")


class Voice(Subject):
    """声. `text` is the writer's; what everybody reads is `shown_text`, which staff write anew. No step keeps a word of either."""

    class Channel(models.TextChoices):
        WEB = "web", "このサイト"
        PAPER = "paper", "紙"
        PHONE = "phone", "電話"
        COUNTER = "counter", "窓口"

    class Route(models.TextChoices):
        TOPIC = "topic", "みんなの声"
        DEPARTMENT = "department", "担当の課"
        TROUBLE = "trouble", "受け持つ課（協働ではないこと）"
        OTHER = "other", "そのほか"

    class Cause(models.TextChoices):
        RUDE = "rude", "人を傷つけることばがある"
        NAMED = "named", "人や店の名前を出して責めている"
        SALES = "sales", "営業や宣伝"
        REPEAT = "repeat", "同じ声が、くり返し届いている"
        UNCLEAR = "unclear", "何のことか、読みとれない"
        OTHER = "other", "そのほか"

    process = VOICE
    status = status_field(VoiceStatus, default=VOICE.start)
    moves_with = ("topic", "shown_text", "route", "routed_to", "cause", "memo", "answer", "why")

    number = models.CharField("番号", max_length=20, unique=True)
    text = models.TextField("声", max_length=MOST)
    theme = models.ForeignKey(
        Theme, on_delete=models.PROTECT, null=True, blank=True, related_name="voices", verbose_name="テーマ"
    )
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True, related_name="voices", verbose_name="地域")
    trouble = models.CharField("困りごとの記号", max_length=60, blank=True)
    channel = models.CharField("どこから", max_length=7, choices=Channel, default=Channel.WEB)
    received_on = models.DateField("収受日")
    read_by = models.DateField("読む期限", null=True, blank=True, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="声を寄せた人"
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="代わりに入れた職員",
    )
    name = models.CharField("お名前", max_length=60, blank=True)  # only where somebody is to be called back
    guest_mail = MailField("返事を知らせるメール", max_length=254, blank=True)  # proven
    phone = models.CharField("返事をする電話", max_length=20, blank=True)
    wants_answer = models.BooleanField("返事がほしい", default=False)
    may_show = models.BooleanField("みんなの声として見せてよい", default=False)
    shown_text = models.TextField("見せることば", max_length=300, blank=True)
    topic = models.ForeignKey(
        Topic, on_delete=models.PROTECT, null=True, blank=True, related_name="voices", verbose_name="みんなの声"
    )
    route = models.CharField("行き先", max_length=10, choices=Route, blank=True)
    routed_to = models.ForeignKey(
        Partner, on_delete=models.PROTECT, null=True, blank=True, related_name="voices", verbose_name="回した課"
    )
    cause = models.CharField("取り扱わないわけ", max_length=7, choices=Cause, blank=True)
    memo = models.TextField("書いた人に伝えること", max_length=600, blank=True)
    answer = models.TextField("返事", max_length=1000, blank=True)
    why = models.TextField("事務局に伝えること", max_length=600, blank=True)
    is_sample = models.BooleanField("見本", default=False, editable=False)
    created_at = models.DateTimeField("作成日時", auto_now_add=True)
    form_key = models.UUIDField("一度きりの鍵", unique=True, editable=False)

    public_columns = (
        "number", "theme", "area", "trouble", "channel", "received_on", "read_by", "wants_answer", "may_show", "topic", "route",
        "routed_to", "cause", "is_sample", "created_at",
    )  # fmt: skip
    read_as = {"trouble": trouble_in_words}

    objects = VoiceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "声"
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["topic", "status"], name="voice_of_topic"),
            models.Index(fields=["received_on", "status", "theme", "area", "route"], name="voice_counted"),
            models.Index(fields=["theme", "area", "route", "received_on", "status"], name="voice_by_theme"),
            models.Index(fields=["-created_at", "-id"], name="voice_newest"),
        ]
        constraints = [
            models.CheckConstraint(name="voice_status_known", condition=Q(status__in=VoiceStatus.values)),
            models.CheckConstraint(name="voice_channel_known", condition=Q(channel__in=("web", "paper", "phone", "counter"))),
            models.CheckConstraint(
                name="voice_route_known", condition=Q(route__in=("", "topic", "department", "trouble", "other"))
            ),
            models.CheckConstraint(
                name="voice_cause_known", condition=Q(cause__in=("", "rude", "named", "sales", "repeat", "unclear", "other"))
            ),
            models.CheckConstraint(
                name="voice_entered_paired",
                condition=Q(channel="web", entered_by=None) | ~Q(channel="web") & ~Q(entered_by=None) & Q(by=None),
            ),
            models.CheckConstraint(
                name="voice_gathered_has_topic", condition=~Q(status__in=VOICE.opening("shown")) | ~Q(topic=None)
            ),
            models.CheckConstraint(name="voice_shown_by_consent", condition=Q(shown_text="") | Q(may_show=True)),
        ]

    def __str__(self):
        return f"声 {self.number}"

    @classmethod
    def for_tasks(cls, matters):
        return matters.select_related("routed_to").defer("text", "shown_text", "answer", "memo", "why")

    def get_absolute_url(self):
        return reverse("voice", args=[self.pk])

    @property
    def wants_none(self):
        """Nobody waits for an answer: it is read, and counted."""
        return not self.wants_answer

    @property
    def is_entered(self):
        """The city entered it for whoever said it."""
        return self.channel != self.Channel.WEB

    @property
    def has_desk(self):
        """Its trouble is no 協働, and the office in charge is known."""
        return self.route == self.Route.TROUBLE and self.routed_to_id is not None

    @property
    def is_unread(self):
        """It waits to be read and led on: a topic can be written for it."""
        return self.may("accompany") and not self.may("shown")

    @property
    def is_shown(self):
        """Everybody reads its words."""
        return self.may("shown") and self.may_show and bool(self.shown_text)

    @property
    def is_answered(self):
        """Its answer stands; one that was taken back waits only to be written again."""
        return self.may("answer")

    def offered_to_guest(self):
        """The steps of whoever opened the signed address: those that nobody with an account takes."""
        own = ("withdraw_guest", "undo_withdraw_guest")
        return [row for row in self.process.offered(self, {"system"}) if row.name in own]

    @property
    def is_anonymous(self):
        """Nobody can be told anything."""
        return not (self.has_inbox or self.phone)

    @property
    def has_inbox(self):
        """Whoever said it hears of it by a notice or a mail. Who called or wrote on paper does not."""
        return bool(self.by_id or self.guest_mail)

    def can_reach(self, roles):
        return bool(roles) and (self.has_inbox or set(roles) != {WRITER})


class VoiceChange(StageChange):
    subject = models.ForeignKey(Voice, on_delete=models.CASCADE, related_name="changes", verbose_name="声")

    class Meta(StageChange.Meta):
        verbose_name = verbose_name_plural = "声の経過"
        constraints = [models.UniqueConstraint(fields=["subject", "version"], name="voice_change_once")]
