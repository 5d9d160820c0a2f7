"""できること・求めること: what a partner gives or seeks, one row a thing. The directory shows them, so they stand in this room."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from .membership import Assignment, Membership
from .models import Partner
from .reference_models import Area, Theme

OPEN = Q(closed_at__isnull=True)


class OfferQuerySet(models.QuerySet):
    def live(self, on=None):
        """What is open on a day (default today): not closed, its last day not over. Whether its partner is shown is not asked.

        What begins later is live too: whoever helps on the 19th has to read of it before.
        """
        day = on or timezone.localdate()
        return self.filter(OPEN, Q(until__isnull=True) | Q(until__gte=day))

    def counted(self):
        """What is open, without the rows of the next 年度 of lectures that still stand there themselves."""
        return self.filter(OPEN).exclude(former__isnull=False, former__closed_at__isnull=True)

    def open_to_all(self):
        """What everybody finds: live, of a partner of the directory that is not at rest."""
        return self.live().filter(Exists(Partner.objects.active().filter(pk=OuterRef("partner"))))

    def listed(self):
        """The same rows, for whoever asks for many: the few partners that are not shown are looked up once, and not each offer's."""
        return self.live().exclude(partner__in=Partner.objects.inactive().order_by().values("pk"))

    def for_page(self):
        """With all that the page of one says of it."""
        return self.select_related("partner", "theme", "area", "terms")

    def sought(self):
        """What everybody finds that is sought, the newest first."""
        return self.listed().filter(side=Offer.Side.SEEK).order_by("-created_at", "-pk")

    def of_people(self, user):
        """Those of the partners to which somebody belongs today or which they accompany, in any state."""
        own = Membership.objects.valid().filter(user=user).values("partner")
        assigned = Assignment.objects.valid().filter(user=user).values("partner")
        return self.filter(Q(partner__in=own) | Q(partner__in=assigned))

    def visible_to(self, user):
        """`open_to_all` for everybody; one's own and those of whom one accompanies in any state; all of them for city staff."""
        if not user.is_authenticated:
            return self.open_to_all()
        if user.is_staff:
            return self.all()
        return self.filter(
            Exists(self.model.objects.open_to_all().filter(pk=OuterRef("pk")))
            | Q(pk__in=self.model.objects.of_people(user).values("pk"))
        )


class Offer(models.Model):
    """できること・求めること: one thing that a partner gives or seeks.

    Open while `closed_at` is empty; live, that is shown, until the end of `until`. From `since` on it is possible. No process:
    it is written, changed, closed and opened again by its partner's people, and closed by the clock.
    """

    class Side(models.TextChoices):
        GIVE = "give", "できること"
        SEEK = "seek", "求めること"

    class Kind(models.TextChoices):
        PEOPLE = "people", "人"
        PLACE = "place", "場所"
        THINGS = "things", "物"
        MONEY = "money", "お金"
        KNOW = "know", "知識"
        PR = "pr", "広報"

    class Form(models.TextChoices):
        PLAIN = "plain", "いつもの"
        LECTURE = "lecture", "出前講座"
        ONEDAY = "oneday", "1日だけ・いまだけ"
        SEAT = "seat", "委員の公募"
        VOLUNTEER = "volunteer", "行政パートナー"

    class Ended(models.TextChoices):
        CLOSED = "closed", "団体が終えました"
        OVER = "over", "期間が終わりました"
        UNCONFIRMED = "unconfirmed", "1年あまり確かめがなかったので、終えました"

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="offers", verbose_name="団体・主体")
    side = models.CharField("どちら", max_length=4, choices=Side)
    kind = models.CharField("種類", max_length=6, choices=Kind)
    form = models.CharField("かたち", max_length=9, choices=Form, default=Form.PLAIN)
    title = models.CharField("見出し", max_length=60)
    text = models.TextField("くわしいこと", max_length=600, blank=True)
    theme = models.ForeignKey(
        Theme, on_delete=models.PROTECT, null=True, blank=True, related_name="offers", verbose_name="テーマ"
    )
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True, related_name="offers", verbose_name="地域")
    amount = models.CharField("どのくらい", max_length=60, blank=True)
    when = models.CharField("いつ", max_length=120, blank=True)
    on_weekdays = models.BooleanField("平日の昼", default=False)
    on_evenings = models.BooleanField("平日の夜", default=False)
    on_weekends = models.BooleanField("土日・祝日", default=False)
    former = models.OneToOneField(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="following",
        verbose_name="前の年度のもの",
    )
    since = models.DateField("いつから")
    until = models.DateField("いつまで", null=True, blank=True)
    # Of seats: by which day everybody who applied hears of it, as it was said beforehand.
    answers_on = models.DateField("選んだ結果を知らせる日", null=True, blank=True)
    fiscal_year = models.PositiveSmallIntegerField("年度", null=True, blank=True)
    confirmed_on = models.DateField("最後に確かめた日")
    asked_on = models.DateField("まだそうかをたずねた日", null=True, blank=True, editable=False)  # empty: once it was confirmed
    closed_at = models.DateTimeField("終えた日時", null=True, blank=True, editable=False)
    ended = models.CharField("どう終わったか", max_length=11, choices=Ended, blank=True, editable=False)
    search_text = models.TextField("検索用の文字", blank=True, editable=False)
    form_key = models.UUIDField("一度きりの鍵", null=True, unique=True, editable=False)  # empty: made without a form
    created_at = models.DateTimeField("作成日時", auto_now_add=True)
    updated_at = models.DateTimeField("更新日時", auto_now=True)

    public_columns = (
        "partner", "side", "kind", "form", "title", "text", "theme", "area", "amount", "when", "on_weekdays", "on_evenings", "on_weekends",
        "since", "until", "answers_on", "fiscal_year", "former", "confirmed_on", "asked_on", "closed_at", "ended", "search_text",
        "created_at", "updated_at",
    )  # fmt: skip

    objects = OfferQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "できること・求めること"
        ordering = ["-created_at", "-pk"]
        indexes = [
            # Everything by which thousands are looked at, so that no row is read for it; SQLite asks for the column of the condition too.
            models.Index(
                fields=["side", "kind", "theme", "partner", "until", "area", "confirmed_on", "form", "since", "closed_at"],
                condition=OPEN,
                name="offer_matched",
            ),
            models.Index(fields=["-created_at", "-id"], condition=OPEN, name="offer_newest"),
            models.Index(fields=["since", "id"], condition=OPEN & Q(form="oneday"), name="offer_of_a_day"),
        ]
        constraints = [
            models.CheckConstraint(name="offer_side_known", condition=Q(side__in=("give", "seek"))),
            models.CheckConstraint(
                name="offer_kind_known", condition=Q(kind__in=("people", "place", "things", "money", "know", "pr"))
            ),
            models.CheckConstraint(
                name="offer_form_known", condition=Q(form__in=("plain", "lecture", "oneday", "seat", "volunteer"))
            ),
            models.CheckConstraint(name="offer_until_after_since", condition=Q(until__isnull=True) | Q(until__gte=F("since"))),
            models.CheckConstraint(
                name="offer_lecture_of_a_year",
                condition=~Q(form="lecture") | Q(side="give", kind="know", fiscal_year__isnull=False, until__isnull=False),
            ),
            models.CheckConstraint(name="offer_oneday_ends", condition=~Q(form="oneday") | Q(until__isnull=False)),
            models.CheckConstraint(name="offer_seats_are_sought", condition=~Q(form__in=("seat", "volunteer")) | Q(side="seek")),
            models.CheckConstraint(
                name="offer_answers_after_its_end",
                condition=Q(answers_on__isnull=True) | Q(form="seat", until__isnull=False, answers_on__gte=F("until")),
            ),
            models.CheckConstraint(
                name="offer_ended_paired",
                condition=Q(closed_at__isnull=True, ended="")
                | Q(closed_at__isnull=False, ended__in=("closed", "over", "unconfirmed")),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("offer", args=[self.pk])

    @property
    def is_open(self):
        """It was not closed, by its partner or by the clock."""
        return self.closed_at is None

    @property
    def is_decided_later(self):
        """Who applies is chosen after its last day, from all who applied: seats of a committee."""
        return self.form == self.Form.SEAT and self.until is not None

    @property
    def is_live(self):
        """`live` for one row, today."""
        return self.is_open and (self.until is None or self.until >= timezone.localdate())
