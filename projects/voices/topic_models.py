"""Topic (みんなの声): what many people say, in words that everybody reads; and MeToo, who says the same without writing it anew."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from kyodo_portal.common.own_words import own_words
from kyodo_portal.process.models import StageChange, Subject, status_field
from partners.directory.access import is_city_staff, is_coordinator, is_secretariat
from partners.directory.models import Partner
from partners.directory.reference_models import Area, Theme
from partners.events.models import Event
from projects.entries.models import Project

from .workflow import TOPIC, TopicStatus


class TopicQuerySet(models.QuerySet):
    def published(self):
        """What everybody reads."""
        return self.filter(status__in=TOPIC.read_by("public"))

    def visible_to(self, user):
        """What everybody reads; city staff and coordinators also what is not public yet."""
        if user.is_authenticated and (user.is_superuser or is_city_staff(user) or is_coordinator(user)):
            return self.all()
        return self.published()

    def taking_voices(self):
        """Those into which a voice can be gathered still."""
        return self.filter(status__in=TOPIC.opening("gather"))

    def for_page(self):
        """With all that the page of one says of it."""
        return self.select_related("theme", "area", "department", "project", "merged_into", "event__host")


class Topic(Subject):
    """みんなの声: the words are the city's own, never those of a voice. Each column of a step stands on its page with its day."""

    class Effect(models.TextChoices):
        ADOPTED = "adopted", "取り入れる"
        IN_PLACE = "in_place", "すでにおこなっている"
        REFERENCE = "reference", "これからの参考にする"
        NOT_NOW = "not_now", "いまは取り入れない"
        OUTSIDE = "outside", own_words("市のことではない")

    class Cause(models.TextChoices):
        MERGED = "merged", "ほかのみんなの声にまとめた"
        SOLVED = "solved", "困りごとがなくなった"
        ELSEWHERE = "elsewhere", "ほかのところで進めている"
        OTHER = "other", "そのほか"

    process = TOPIC
    status = status_field(TopicStatus, default=TOPIC.start)
    moves_with = (
        "department", "talked_at", "event", "talk_on", "talk_place", "talk_why", "started_at", "project", "start_why", "answered_at", "effect",
        "public_answer", "became_at", "became", "closed_at", "cause", "closed_why", "merged_into", "opened_at",
    )  # fmt: skip

    title = models.CharField("名前", max_length=60)
    summary = models.TextField("どんな声か", max_length=600)
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="topics", verbose_name="テーマ")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True, related_name="topics", verbose_name="地域")
    department = models.ForeignKey(
        Partner, on_delete=models.PROTECT, null=True, blank=True, related_name="topics", verbose_name="担当する課"
    )
    paper_count = models.PositiveIntegerField("紙などで集まった「わたしも」", default=0)
    paper_source = models.CharField("その集めかた", max_length=200, blank=True)
    opened_at = models.DateTimeField("公開した日時", null=True, blank=True, editable=False)
    talked_at = models.DateTimeField("話し合いを決めた日時", null=True, blank=True, editable=False)
    event = models.ForeignKey(
        Event,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="topics",
        verbose_name="話し合いの催し",
    )
    talk_on = models.DateField("話し合いの日", null=True, blank=True, editable=False)
    talk_place = models.CharField("話し合いの場所", max_length=120, blank=True, editable=False)
    talk_why = models.TextField("話し合うわけ", max_length=600, blank=True, editable=False)
    started_at = models.DateTimeField("プロジェクトになった日時", null=True, blank=True, editable=False)
    project = models.ForeignKey(
        Project,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="topics",
        verbose_name="プロジェクト",
    )
    start_why = models.TextField("プロジェクトになったわけ", max_length=600, blank=True, editable=False)
    answered_at = models.DateTimeField("市の考えを示した日時", null=True, blank=True, editable=False)
    effect = models.CharField("市の考え", max_length=9, choices=Effect, blank=True, editable=False)
    public_answer = models.TextField("市の考えとわけ", max_length=1000, blank=True, editable=False)
    became_at = models.DateTimeField("どうなったかを知らせた日時", null=True, blank=True, editable=False)
    became = models.TextField("どうなったか", max_length=600, blank=True, editable=False)
    closed_at = models.DateTimeField("終えた日時", null=True, blank=True, editable=False)
    cause = models.CharField("終えたわけ", max_length=9, choices=Cause, blank=True, editable=False)
    closed_why = models.TextField("終えたわけ（ことば）", max_length=600, blank=True, editable=False)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="merged", verbose_name="まとめた先"
    )
    is_sample = models.BooleanField("見本", default=False, editable=False)
    search_text = models.TextField("検索用の文字", blank=True, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="書いた人")
    created_at = models.DateTimeField("書いた日時", auto_now_add=True)
    updated_at = models.DateTimeField("更新日時", auto_now=True)
    form_key = models.UUIDField("一度きりの鍵", null=True, blank=True, unique=True, editable=False)

    WRITTEN = ("title", "summary", "theme", "area", "department", "paper_count", "paper_source")
    public_columns = (
        *dict.fromkeys((*WRITTEN, *moves_with)), "is_sample", "search_text", "created_at", "updated_at",
    )  # fmt: skip

    objects = TopicQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "みんなの声"
        ordering = ["-opened_at", "-pk"]
        indexes = [models.Index(fields=["-opened_at", "-id"], condition=~Q(status=TOPIC.start), name="topic_newest")]
        constraints = [
            models.CheckConstraint(name="topic_status_known", condition=Q(status__in=TopicStatus.values)),
            models.CheckConstraint(
                name="topic_effect_known",
                condition=Q(effect__in=("", "adopted", "in_place", "reference", "not_now", "outside")),
            ),
            models.CheckConstraint(
                name="topic_cause_known", condition=Q(cause__in=("", "merged", "solved", "elsewhere", "other"))
            ),
            models.CheckConstraint(
                name="topic_public_since",
                condition=Q(status=TOPIC.start, opened_at=None) | ~Q(status=TOPIC.start) & ~Q(opened_at=None),
            ),
            models.CheckConstraint(
                name="topic_working_has_project", condition=~Q(status__in=TOPIC.opening("project")) | ~Q(project=None)
            ),
            models.CheckConstraint(
                name="topic_merged_paired",
                condition=Q(cause="merged") & ~Q(merged_into=None) | ~Q(cause="merged") & Q(merged_into=None),
            ),
            models.CheckConstraint(name="topic_paper_has_source", condition=Q(paper_count=0) | ~Q(paper_source="")),
        ]

    def __str__(self):
        return self.title

    @classmethod
    def for_tasks(cls, matters):
        return matters.select_related("department")

    def get_absolute_url(self):
        return reverse("topic", args=[self.pk])

    @property
    def takes_presses(self):
        """「わたしも」 can be pressed."""
        return self.is_public and self.may("join")

    def can_reach(self, roles):
        return bool(roles) and self.voices.all().counted().exclude(by=None, guest_mail="").exists()

    @property
    def was_talked(self):
        """There was a talk, or there will be one."""
        return self.talked_at is not None

    @property
    def was_not_talked(self):
        """No talk was held yet."""
        return self.talked_at is None

    @property
    def is_public(self):
        """Everybody finds it."""
        return self.status in TOPIC.read_by("public")


class TopicChange(StageChange):
    subject = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="changes", verbose_name="みんなの声")

    class Meta(StageChange.Meta):
        verbose_name = verbose_name_plural = "みんなの声の経過"
        constraints = [models.UniqueConstraint(fields=["subject", "version"], name="topic_change_once")]


class MeTooQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own; who else pressed is shown to nobody, only how many."""
        return self.filter(user=user.pk) if user.is_authenticated else self.none()

    def with_notes(self, user, topic):
        """The presses of a topic beside which something was written: for the secretariat alone."""
        return self.filter(topic=topic).exclude(note="").select_related("area") if is_secretariat(user) else self.none()

    def of_people(self):
        """Those of whom it is known that each is another person."""
        return self.exclude(user=None, mail_hash=None)

    def of_browsers(self):
        """Those of whom only the browser is known."""
        return self.filter(user=None, mail_hash=None)

    def shown_notes(self):
        """What staff have read and let everybody read."""
        return self.filter(note_shown=True).exclude(note="")


class MeToo(models.Model):
    """わたしも: once of a person, who is signed in or proved a mailbox, and once of a browser of which nobody knows whose it is.

    People and browsers are counted apart. A proven address is kept as a keyed hash, a browser as the hash of a random cookie;
    a person without an account has the browser beside the address, so that the press can be taken back there.
    """

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="me_toos", verbose_name="みんなの声")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name="押した人"
    )
    token_hash = models.CharField("ブラウザーのしるし", max_length=64, null=True, blank=True)  # noqa: DJ001  unique with the topic, where it is
    mail_hash = models.CharField("確かめたメールのしるし", max_length=64, null=True, blank=True)  # noqa: DJ001  the same
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="地域")
    note = models.CharField("ひとこと", max_length=200, blank=True)
    note_shown = models.BooleanField("ひとことを見せる", default=False)
    at = models.DateTimeField("押した日時", auto_now_add=True)

    public_columns = ("topic", "note_shown", "at")

    objects = MeTooQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "わたしも"
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["topic", "user"], name="metoo_once_a_user"),
            models.UniqueConstraint(fields=["topic", "token_hash"], name="metoo_once_a_browser"),
            models.UniqueConstraint(fields=["topic", "mail_hash"], name="metoo_once_a_mailbox"),
            models.CheckConstraint(
                name="metoo_has_owner",
                condition=Q(user__isnull=False, token_hash__isnull=True, mail_hash__isnull=True)
                | Q(user__isnull=True) & (Q(token_hash__isnull=False) | Q(mail_hash__isnull=False)),
            ),
            models.CheckConstraint(name="metoo_shown_has_note", condition=Q(note_shown=False) | ~Q(note="")),
        ]

    def __str__(self):
        return f"わたしも：{self.topic}"
