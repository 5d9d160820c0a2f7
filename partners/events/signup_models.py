"""Signup: who comes to an event. Its host's people read it, nobody else."""

from django.conf import settings
from django.db import models
from django.db.models import Q, Sum
from django.utils import timezone

from kyodo_portal.common.forms.mail import MailField

from .models import Event


class SignupQuerySet(models.QuerySet):
    def of_person(self, user):
        """What somebody with an account has signed up for, the latest event first."""
        return self.filter(user=user.pk).select_related("event__host").order_by("-event__starts_at", "-pk")

    def of_guests(self):
        """The sign-ups of proven addresses, as long as these are kept."""
        return self.exclude(mail="").select_related("event__host")

    def of_event(self, event):
        """Of one event, whose host's people ask."""
        return self.filter(event=event)

    def holding(self):
        """Those whose places are taken: in, there on the day, offered one that they may still take, or out by a press that may still
        be taken back."""
        kept = Q(state="out", kept_until__gt=timezone.now(), kept_place__isnull=True)
        return self.filter(Q(state__in=("in", "came", "offered")) | kept)

    def waiting(self):
        """The waiting line, the first one first."""
        return self.filter(state="waiting").order_by("place", "pk")

    def people_in(self):
        """How many people these bring. One query."""
        return self.aggregate(total=Sum("people"))["total"] or 0


class Signup(models.Model):
    """One sign-up of one or several people. `place`: where it stands in the waiting line, empty beside it.

    Of somebody with an account, of a guest whose mail address was proven, or written down by the host (telephone, paper).
    """

    class State(models.TextChoices):
        IN = "in", "参加"
        WAITING = "waiting", "キャンセル待ち"
        OFFERED = "offered", "席が空いたので返事待ち"
        OUT = "out", "とりやめ"
        CAME = "came", "来た"

    class Channel(models.TextChoices):
        WEB = "web", "ここから"
        PHONE = "phone", "電話"
        COUNTER = "counter", "窓口"
        PAPER = "paper", "紙・はがき"
        MAIL = "mail", "メール"

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="signups", verbose_name="催し")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="申し込んだ人"
    )
    name = models.CharField("名前", max_length=60)
    mail = MailField("知らせるメール", max_length=254, blank=True)  # of a guest, proven before it was kept
    phone = models.CharField("電話", max_length=20, blank=True)
    people = models.PositiveSmallIntegerField("人数", default=1)
    needs = models.JSONField("手伝いがいること", default=list, blank=True)  # names of NEEDS
    needs_note = models.CharField("手伝いがいることのくわしいこと", max_length=300, blank=True)
    state = models.CharField("状態", max_length=7, choices=State)
    place = models.PositiveIntegerField("待つ順", null=True, blank=True, editable=False)
    offered_until = models.DateTimeField("返事の期限", null=True, blank=True, editable=False)
    kept_until = models.DateTimeField(
        "席を取っておく日時", null=True, blank=True, editable=False
    )  # of one that gave it up: until then all that it had is kept
    kept_place = models.PositiveIntegerField("待っていた順", null=True, blank=True, editable=False)  # of one that was in the line
    kept_offer = models.DateTimeField(
        "返事の期限だった日時", null=True, blank=True, editable=False
    )  # of one that was offered a seat
    channel = models.CharField("どこから", max_length=7, choices=Channel, default=Channel.WEB)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name="入れた人",
    )
    reminded_on = models.DateField("前日に知らせた日", null=True, blank=True, editable=False)
    form_key = models.UUIDField("一度きりの鍵", null=True, unique=True, editable=False)
    created_at = models.DateTimeField("申し込んだ日時", auto_now_add=True)
    updated_at = models.DateTimeField("更新日時", auto_now=True)

    public_columns = ()

    objects = SignupQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "催しの申込み"
        ordering = ["created_at", "pk"]
        indexes = [models.Index(fields=["event", "state", "place"], name="signup_line")]
        constraints = [
            models.UniqueConstraint(fields=["event", "user"], name="signup_once_a_user"),
            models.UniqueConstraint(fields=["event", "mail"], condition=~Q(mail=""), name="signup_once_a_guest"),
            models.CheckConstraint(name="signup_state_known", condition=Q(state__in=("in", "waiting", "offered", "out", "came"))),
            models.CheckConstraint(
                name="signup_channel_known", condition=Q(channel__in=("web", "phone", "counter", "paper", "mail"))
            ),
            models.CheckConstraint(
                name="signup_line_paired",
                condition=Q(state="waiting", place__isnull=False) | (~Q(state="waiting") & Q(place__isnull=True)),
            ),
            models.CheckConstraint(
                name="signup_offer_paired",
                condition=Q(state="offered", offered_until__isnull=False) | (~Q(state="offered") & Q(offered_until__isnull=True)),
            ),
            models.CheckConstraint(name="signup_some_people", condition=Q(people__gte=1)),
            models.CheckConstraint(name="signup_mail_of_guests", condition=Q(mail="") | Q(user__isnull=True)),
            models.CheckConstraint(
                name="signup_entered_paired",
                condition=Q(channel="web", entered_by__isnull=True) | (~Q(channel="web") & Q(user__isnull=True)),
            ),
        ]

    def __str__(self):
        return f"{self.event}の申込み {self.pk}"

    @property
    def is_kept(self):
        """Whether it was given up a moment ago, and has its seat or place still."""
        return self.state == self.State.OUT and self.kept_until is not None and self.kept_until > timezone.now()
