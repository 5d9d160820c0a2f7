"""お願い: what an office asks of one or several groups, and what each of them answers."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from partners.directory.access import accompanied_by, is_city_reader, partners_of
from partners.models import Partner
from projects.ledger.models import Objection

CameBy = Objection.CameBy


class AskKind(models.TextChoices):
    """What offices ask of a 町内会, as practice has it."""

    MEMBER = "member", "委員・役員の推薦"
    CIRCULAR = "circular", "配布・回覧"
    ATTEND = "attend", "会議・行事への出席"
    SURVEY = "survey", "調査・報告"
    WORK = "work", "作業・協力"
    OTHER = "other", "そのほか"


class AskQuerySet(models.QuerySet):
    def visible_to(self, user):
        """All of them for everybody of the city hall; the others find what they are asked through their group."""
        return self.all() if is_city_reader(user) else self.none()


class Ask(models.Model):
    """お願い: the words of one office, the same for all groups that it asks."""

    office = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="asks", verbose_name="お願いする課")
    fiscal_year = models.PositiveSmallIntegerField("年度")
    kind = models.CharField("種類", max_length=8, choices=AskKind)
    title = models.CharField("お願いの名前", max_length=80)
    what = models.TextField("してほしいこと")
    people = models.PositiveSmallIntegerField("人数", null=True, blank=True)
    due_on = models.DateField("返事の期限", null=True, blank=True)
    place = models.CharField("ところ", max_length=120, blank=True)
    when = models.CharField("とき", max_length=120, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="お願いした人")
    at = models.DateTimeField("お願いした日時", auto_now_add=True)
    is_sample = models.BooleanField("見本", default=False)
    form_key = models.UUIDField("一度きりの鍵", unique=True, editable=False)

    public_columns = ("office", "fiscal_year", "kind", "at", "is_sample")

    objects = AskQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "団体へのお願い"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["fiscal_year", "office"], name="ask_of_a_year")]
        constraints = [
            models.CheckConstraint(
                name="ask_kind_known", condition=Q(kind__in=("member", "circular", "attend", "survey", "work", "other"))
            )
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("ask", args=[self.pk])


class AskedGroupQuerySet(models.QuerySet):
    def visible_to(self, user):
        """All of them for everybody of the city hall, those of a group for its people and for who accompanies it."""
        return self.all() if is_city_reader(user) else self.filter(partner__in=partners_of(user) | accompanied_by(user))

    def standing(self):
        """Those that were not taken back."""
        return self.filter(withdrawn_at__isnull=True)

    def open(self):
        """Those that wait for an answer."""
        return self.standing().filter(answer="")

    def late(self):
        """Those of them whose last day is over."""
        return self.open().filter(ask__due_on__lt=timezone.localdate())


class AskedGroup(models.Model):
    """お願いした団体: one group that was asked, and its answer. An answer may change until the ask is taken back."""

    class Answer(models.TextChoices):
        YES = "yes", "できます"
        NO = "no", "できません"
        DONE = "done", "済みました"

    ask = models.ForeignKey(Ask, on_delete=models.CASCADE, related_name="groups", verbose_name="お願い")
    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="asked", verbose_name="団体")
    answer = models.CharField("返事", max_length=4, blank=True, choices=Answer)
    why = models.TextField("ひとこと", blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="返事をした人・入れた人",
    )  # fmt: skip
    answered_at = models.DateTimeField("返事の日時", null=True, blank=True)
    received_on = models.DateField("収受日", null=True, blank=True)  # with the way it came; empty where the group said it here
    came_by = models.CharField("届いた方法", max_length=10, blank=True, choices=CameBy)
    withdrawn_at = models.DateTimeField("取り下げた日時", null=True, blank=True)
    withdrawn_why = models.CharField("取り下げたわけ", max_length=300, blank=True)

    public_columns = ("ask", "partner", "answer", "answered_at", "came_by", "withdrawn_at")

    objects = AskedGroupQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "お願いした団体と返事"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["ask", "partner"], name="asked_group_once"),
            models.CheckConstraint(name="asked_group_answer_known", condition=Q(answer__in=("", "yes", "no", "done"))),
            models.CheckConstraint(
                name="asked_group_answer_whole",
                condition=Q(answer="", answered_at__isnull=True, answered_by__isnull=True, why="")
                | (~Q(answer="") & Q(answered_at__isnull=False, answered_by__isnull=False)),
            ),
            models.CheckConstraint(
                name="asked_group_entered_paired",
                condition=Q(received_on__isnull=True, came_by="")
                | (Q(received_on__isnull=False, came_by__in=("paper", "telephone", "visit")) & ~Q(answer="")),
            ),
            models.CheckConstraint(
                name="asked_group_withdrawn_says_why",
                condition=Q(withdrawn_at__isnull=True, withdrawn_why="") | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_why="")),
            ),
        ]

    def __str__(self):
        return f"{self.partner}：{self.ask}"

    def get_absolute_url(self):
        return reverse("ask-answer", args=[self.partner_id, self.pk])

    @property
    def stands(self):
        """It was not taken back: `standing` for one row."""
        return self.withdrawn_at is None

    @property
    def state_label(self):
        """Where it stands, in words: the answer, 返事待ち, 取り下げ."""
        return "取り下げ" if not self.stands else self.get_answer_display() or "返事待ち"
