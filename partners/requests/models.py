"""Request: one letter to a body and the thread that follows from it. Its letters stand in message_models.py."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from kyodo_portal.common.forms.mail import MailField
from kyodo_portal.common.own_words import own_words
from kyodo_portal.process.models import StageChange, Subject, status_field
from partners.directory.access import is_secretariat, lets_people_in
from partners.directory.membership import Assignment, Membership
from partners.directory.models import Partner
from partners.directory.offer_models import Offer

from .workflow import REQUEST, RequestStatus

CITY = (Partner.Office.DEPARTMENT, Partner.Office.SECRETARIAT)
HELD_DAYS = 14  # held back and looked at by nobody: it ends undelivered, and who wrote it is told
SILENT_DAYS = 60  # without any letter: the thread ends by itself; of an introduction it is asked what became of it


def bodies_of(user):
    """The partners whose letters `user` reads today, as a subquery: who only reads matters (閲覧) reads no letters."""
    return Membership.objects.valid().filter(user=user.pk, part__in=Membership.WRITERS).values("partner")


class RequestQuerySet(models.QuerySet):
    def with_sides(self):
        """With both sides, who introduced them and what it is about: what a thread shows."""
        return self.select_related("to__desk", "from_partner", "by", "introduced_by", "offer")

    def of_guests(self):
        """The letters that were sent from a proven address, as long as they are kept."""
        return self.with_sides().filter(blanked_at__isnull=True).exclude(guest_mail="")

    def of_sides(self, user):
        """Where `user` is one of the two sides: what the inbox of letters shows. What nobody has sent stands nowhere."""
        if not user.is_authenticated:
            return self.none()
        bodies = bodies_of(user)
        asks = Q(by=user.pk) | Q(from_partner__in=bodies)
        gets = Q(to__in=bodies, sent_at__isnull=False)
        return self.filter(asks | gets).exclude(status=REQUEST.start)

    def of_hands(self, user):
        """What the list of letters shows: of both sides, and what `user` brought together."""
        return self.of_sides(user) | self.filter(introduced_by=user.pk).exclude(status=REQUEST.start)

    def visible_to(self, user):
        """One's own; every one for the secretariat, which reads no letter of it unasked; for a coordinator those that this person
        introduced (one that was taken back too), and those of the groups that this person accompanies.
        """
        if not user.is_authenticated:
            return self.none()
        sent = self.exclude(status=REQUEST.start)
        if is_secretariat(user):
            return sent
        led = Assignment.objects.valid().filter(user=user.pk).values("partner")
        guided = Q(to__in=led) | Q(from_partner__in=led) | Q(pk__in=self.of_sides(user).values("pk"))
        return self.filter(Q(introduced_by=user.pk) | Q(guided & ~Q(status=REQUEST.start)))

    def under_way(self):
        """Sent, and not ended."""
        return self.filter(status__in=REQUEST.opening("talk"))

    def over(self):
        """Nobody writes there any more: it ended, or it was held back."""
        return self.exclude(status__in=(REQUEST.start, *REQUEST.opening("talk")))

    def with_the_city(self):
        """One of the sides is an office of the city: its letters are documents."""
        return self.filter(Q(to__office__in=CITY) | Q(from_partner__office__in=CITY))

    def between_others(self):
        """No office of the city has to do with it."""
        return self.exclude(Q(to__office__in=CITY) | Q(from_partner__office__in=CITY))


class Request(Subject):
    """申込み・連絡. What was written stands in `letters`, and no step keeps a word of it."""

    class Kind(models.TextChoices):
        ASK = "ask", "質問"
        APPLY = "apply", "申込み"
        HELP = "help", "手伝いの申し出"
        JOIN = "join", "加入の希望"
        CONSULT = "consult", "相談"
        ERROR = "error", "まちがいの知らせ"

    class Became(models.TextChoices):
        REAL = "real", "いっしょに行った"
        GOING = "going", "続いている"
        NONE = "none", "行わなかった"
        UNKNOWN = "unknown", "わからない"

    class Refusal(models.TextChoices):
        DATES = "dates", "日が合わない"
        PEOPLE = "people", "人や物が足りない"
        SCOPE = "scope", "行っていないこと"
        OTHER = "other", "そのほか"

    class Cause(models.TextChoices):
        RUDE = "rude", "失礼、いやがらせ"
        SALES = "sales", "営業、勧誘"
        OTHER = "other", "そのほか"

    process = REQUEST
    status = status_field(RequestStatus)
    at_hand = ("to",)

    kind = models.CharField("種類", max_length=7, choices=Kind)
    to = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="requests_to", verbose_name="受ける団体・課")
    about = models.CharField("何について", max_length=120)  # a key of common/about.py
    about_label = models.CharField("何について（名前）", max_length=200)
    offer = models.ForeignKey(
        Offer, on_delete=models.SET_NULL, null=True, blank=True, related_name="requests", verbose_name="できること・求めること"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="書いた人"
    )
    from_partner = models.ForeignKey(
        Partner, on_delete=models.PROTECT, null=True, blank=True, related_name="requests_from", verbose_name="書いた団体"
    )
    guest_name = models.CharField("名前", max_length=60, blank=True)  # of who is not signed in; mail only once it was proven
    guest_mail = MailField("返事を知らせるメール", max_length=254, blank=True)
    guest_told = models.BooleanField("メールで知らせた", default=False, editable=False)  # and the thread was not opened since
    introduced_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="つないだ人"
    )
    wish1 = models.DateTimeField("希望の日時", null=True, blank=True)
    wish2 = models.DateTimeField("希望の日時（2つめ）", null=True, blank=True)
    people = models.PositiveIntegerField("人数", null=True, blank=True)
    few_why = models.CharField("人数が少ないわけ", max_length=200, blank=True)
    place = models.CharField("場所", max_length=120, blank=True)
    agreed_on = models.DateField("決まった日", null=True, blank=True)
    answer_by = models.DateField("返事の期限", null=True, blank=True, editable=False)
    is_shared = models.BooleanField("コーディネーターにも見せる", default=False)
    text_key = models.CharField("同じ文のしるし", max_length=64, blank=True, editable=False)
    refusal = models.CharField("断ったわけ", max_length=6, choices=Refusal, blank=True)
    cause = models.CharField("止めたわけ", max_length=5, choices=Cause, blank=True)
    became = models.CharField("どうなったか", max_length=7, choices=Became, blank=True)
    sent_at = models.DateTimeField("送った日時", null=True, blank=True, editable=False)
    answered_at = models.DateTimeField("はじめて返事をした日時", null=True, blank=True, editable=False)
    late_told_on = models.DateField("おくれを知らせた日", null=True, blank=True, editable=False)
    became_asked_on = models.DateField("その後を聞いた日", null=True, blank=True, editable=False)
    blanked_at = models.DateTimeField("中身を消した日時", null=True, blank=True, editable=False)
    form_key = models.UUIDField("一度きりの鍵", unique=True, editable=False)
    created_at = models.DateTimeField("作成日時", auto_now_add=True)

    public_columns = ()

    objects = RequestQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "申込み・連絡"
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["to", "status"], name="request_of_a_body"),
            models.Index(fields=["by", "status"], name="request_of_a_person"),
            models.Index(fields=["status", "answer_by"], name="request_by_day"),
        ]
        constraints = [
            models.CheckConstraint(name="request_status_known", condition=Q(status__in=RequestStatus.values)),
            models.CheckConstraint(
                name="request_kind_known", condition=Q(kind__in=("ask", "apply", "help", "join", "consult", "error"))
            ),
            models.CheckConstraint(name="request_became_known", condition=Q(became__in=("", "real", "going", "none", "unknown"))),
            models.CheckConstraint(
                name="request_one_asker",
                condition=Q(by__isnull=False, guest_name="", guest_mail="")
                | (Q(by__isnull=True, from_partner__isnull=True) & ~Q(guest_name=""))
                | Q(by__isnull=True, from_partner__isnull=False, introduced_by__isnull=False, guest_name="", guest_mail=""),
            ),
        ]

    def __str__(self):
        return (
            f"「{self.about_label}」をつなぐ手紙"
            if self.is_introduction
            else f"「{self.about_label}」への{self.get_kind_display()}"
        )

    def get_absolute_url(self):
        return reverse("request", args=[self.pk])

    @classmethod
    def for_tasks(cls, matters):
        return matters.select_related("to__desk")

    @property
    def is_guest(self):
        """Nobody who signs in wrote it."""
        return self.by_id is None and self.from_partner_id is None

    @property
    def is_waiting(self):
        """Nobody has answered yet."""
        return self.state.until == "answer_by"

    @property
    def is_between(self):
        """Letters go to and fro: it is the turn of whoever did not write last."""
        return bool(self.state.then)

    # Conditions of the table's rows.
    @property
    def is_introduction(self):
        return self.introduced_by_id is not None

    @property
    def is_asked(self):
        return self.introduced_by_id is None

    @property
    def is_to_city(self):
        return self.to.is_city

    @property
    def is_apply(self):
        """Something can be agreed; of a seat once nobody applies any more."""
        if self.is_for_a_seat and self.offer.is_live:
            return False
        return self.kind in (self.Kind.APPLY, self.Kind.HELP, self.Kind.CONSULT)

    @property
    def is_for_a_seat(self):
        """It applies for what is decided later, among all who apply. One query where its offer was not read."""
        return self.kind == self.Kind.APPLY and self.offer_id is not None and self.offer.is_decided_later

    @property
    def can_be_admitted(self):
        """Somebody who has an account asked to join a group that is there and lets its own people in."""
        return self.kind == self.Kind.JOIN and self.by_id is not None and lets_people_in(self.to)

    @property
    def why_can_be_admitted(self):
        """Of who asked to join a body that lets nobody in: why not, and what its people may do."""
        if self.kind != self.Kind.JOIN or self.by_id is None or self.to.is_city or lets_people_in(self.to):
            return ""
        if self.to.office != self.to.Office.NONE:
            return own_words("この団体の人は、市の事務局が加えます。事務局に知らせてください。")
        return "この相手は、いま人を加えられません（登録をやめた団体か、ひとりの登録です）。「返事を書く」か「断る」で知らせてください。"

    @property
    def is_kept(self):
        """Its words are still there: what was erased at the end of its term does not begin again."""
        return self.blanked_at is None

    @property
    def is_undelivered(self):
        """It was held back and never reached whom it was for; its words are still there."""
        return self.is_kept and self.sent_at is None

    @property
    def was_delivered(self):
        """It reached whom it was for, and its words are still there."""
        return self.is_kept and self.sent_at is not None

    @property
    def was_talked_of(self):
        """Somebody answered; or it is an introduction that nobody answered, and it was asked what became of it."""
        return not self.is_waiting or self.became_asked_on is not None

    @property
    def is_left_held(self):
        """The secretariat was reminded for two weeks, and nobody has looked at it."""
        return self.status_since < timezone.now() - datetime.timedelta(days=HELD_DAYS)

    @property
    def is_reported(self):
        """Somebody of a side reported one of its letters, and nobody has decided yet; or it was held back. One query."""
        return self.may_be_read_by_guards or self.has_open_report

    @property
    def has_open_report(self):
        """Somebody reported it and waits. One query, none where its reports came along."""
        return any(report.decided_at is None for report in self.reports.all())

    @property
    def may_be_read_by_guards(self):
        """The secretariat has to read it before it delivers it: it was held back."""
        return self.status in REQUEST.step("deliver").source and self.is_undelivered

    @property
    def is_silent(self):
        """No letter for sixty days, nor since the day that was agreed; of an introduction it was asked as long ago what became of it.

        One query.
        """
        last = self.letters.order_by("-number").values_list("at", flat=True).first() or self.status_since
        long_ago = timezone.now() - datetime.timedelta(days=SILENT_DAYS)
        if self.is_introduction and (self.became_asked_on is None or self.became_asked_on > timezone.localdate(long_ago)):
            return False
        if self.agreed_on is not None and self.agreed_on > timezone.localdate(long_ago):
            return False
        return last < long_ago and self.status_since < long_ago

    @property
    def is_unread(self):
        """The other side has not opened the last letter; a guest, of whom no reading is kept, not since the mail. Two queries."""
        last = self.letters.order_by("-number").first()
        if last is None:
            return True
        if self.is_guest and last.side != "asker":
            return self.guest_told or not self.guest_mail
        return not self.readers.exclude(user=last.by_id).filter(read_number__gte=last.number).exists()


class RequestChange(StageChange):
    subject = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="changes", verbose_name="申込み・連絡")

    class Meta(StageChange.Meta):
        verbose_name = verbose_name_plural = "申込み・連絡の経過"
        constraints = [models.UniqueConstraint(fields=["subject", "version"], name="request_change_once")]
