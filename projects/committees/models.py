"""Committees of the city, their seats with terms, their meetings, and their remarks with the city's answers."""

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from kyodo_portal.common.own_words import own_words
from partners.directory.membership import DatedQuerySet

from .meeting_models import CommitteeMeeting


class CommitteeQuerySet(models.QuerySet):
    def published(self):
        """What everybody reads: those that the secretariat shows, never what offices have among themselves."""
        return self.filter(is_public=True)

    def visible_to(self, user):
        """All of them for city staff; everybody finds those that are shown."""
        return self.all() if user.is_authenticated and user.is_staff else self.published()

    def standing(self):
        """Those that were not dissolved."""
        return self.filter(ended_on__isnull=True)

    def advising(self):
        """Those that may be asked for remarks about the year's report."""
        return self.standing().filter(nature=Committee.Nature.ADVISORY)


class Committee(models.Model):
    """委員会: who advises the city from outside (推進委員会), or offices that meet inside (庁内連絡・調整会議)."""

    class Nature(models.TextChoices):
        ADVISORY = "advisory", own_words("市民や学識の人などの委員会")
        INTERNAL = "internal", "庁内の会議"

    name = models.CharField("委員会の名前", max_length=100, unique=True)
    nature = models.CharField("種類", max_length=8, choices=Nature, default=Nature.ADVISORY)
    basis = models.CharField("根拠", max_length=200, blank=True, help_text="条例や要綱の名前。例：市民協働推進委員会設置要綱")
    purpose = models.CharField("何をする委員会か", max_length=200, blank=True)
    department = models.ForeignKey(
        "partners.Partner", on_delete=models.PROTECT, null=True, blank=True, related_name="committees", verbose_name="担当課"
    )
    seats_limit = models.PositiveSmallIntegerField("定数（人）", null=True, blank=True)
    term_months = models.PositiveSmallIntegerField("任期（か月）", default=24, help_text="席に「いつまで」がないときの目安です。")
    open_goal = models.PositiveSmallIntegerField(
        "公募の委員の目標（％）", default=20, validators=[MaxValueValidator(100)], help_text="決めていなければ 0。"
    )
    ended_on = models.DateField("終わった日", null=True, blank=True)
    is_public = models.BooleanField(
        "公開のページに出す",
        default=False,
        help_text="名簿、会議の知らせ、資料、会議録を、だれでも読めるようにします。庁内の会議は出せません。",
    )
    is_sample = models.BooleanField("見本", default=False)

    public_columns = (
        "name", "nature", "basis", "purpose", "department", "seats_limit", "term_months", "open_goal", "ended_on", "is_public",
        "is_sample",
    )  # fmt: skip

    objects = CommitteeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "委員会"
        ordering = ["nature", "pk"]
        constraints = [
            models.CheckConstraint(name="committee_nature_known", condition=Q(nature__in=("advisory", "internal"))),
            models.CheckConstraint(name="committee_goal_of_100", condition=Q(open_goal__lte=100)),
            models.CheckConstraint(
                name="committee_inside_is_not_public",
                condition=Q(is_public=False) | Q(nature="advisory"),
                violation_error_message="庁内の会議は、公開のページに出せません。",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("committee", args=[self.pk])


class CommitteeSeat(models.Model):
    """委員の席: dated. With an account it opens the year's report while remarks are asked for, and nothing else."""

    class Category(models.TextChoices):
        EXPERT = "expert", "学識のある人"
        GROUP = "group", "団体の人"
        OPEN = "open", own_words("公募の市民")
        OFFICIAL = "official", own_words("市の職員")
        OTHER = "other", "そのほか"

    committee = models.ForeignKey(Committee, on_delete=models.CASCADE, related_name="seats", verbose_name="委員会")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="committee_seats",
        verbose_name="利用者", help_text="ポータルで意見を書く人だけ。紙や会議で意見を出す人は空けておきます。",
    )  # fmt: skip
    name = models.CharField("氏名", max_length=80, help_text="委員の名簿にのせる名前。")
    belongs = models.CharField("所属", max_length=120, blank=True)
    category = models.CharField("区分", max_length=8, choices=Category)
    is_chair = models.BooleanField("委員長", default=False)
    since = models.DateField("いつから")
    until = models.DateField(
        "いつまで", null=True, blank=True, help_text="任期の途中でやめるときは、席にいる最後の日に直します。席は消しません。"
    )
    follows = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="successors", verbose_name="前の人の席",
        help_text="途中でやめた人のあとを継ぐときに選びます。任期は、前の人の残りにします。",
    )  # fmt: skip
    request = models.OneToOneField(
        "partners.Request", on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="seat",
        verbose_name="もとの応募",
    )  # fmt: skip

    gives_rights_to = "user"
    # What somebody applied with is theirs and the office's.
    public_columns = ("committee", "name", "belongs", "category", "is_chair", "since", "until", "follows")
    rights_columns = ("user", "committee", "since", "until")

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "委員の席"
        ordering = ["committee", "-is_chair", "since", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["committee", "user", "since"], name="committee_seat_once"),
            models.CheckConstraint(
                name="committee_seat_until_after_since", condition=Q(until__isnull=True) | Q(until__gte=F("since"))
            ),
            models.CheckConstraint(
                name="committee_seat_category_known", condition=Q(category__in=("expert", "group", "open", "official", "other"))
            ),
        ]

    def __str__(self):
        return f"{self.name}（{self.committee}）"


OUTSIDE_THE_PLAN, OUTSIDE_THE_TALK = "この案の外のことです", "別の担当で考えます"


class RemarkQuerySet(models.QuerySet):
    def visible_to(self, user):
        """City staff all of them; a member those of the committees in which they sit today."""
        if not user.is_authenticated:
            return self.none()
        if user.is_staff:
            return self.all()
        return self.filter(committee__in=CommitteeSeat.objects.valid().filter(user=user).values("committee"))

    def of_reports(self):
        """What committees said of years' reports."""
        return self.filter(report__isnull=False)

    def published(self):
        """What everybody reads: marked as the committee's word, answered, and out of a report that is published."""
        reports = self.model._meta.get_field("report").related_model.objects.published()
        return self.filter(is_public=True, report__in=reports).exclude(effect="")

    def unanswered(self):
        """Those that are to be published and that the city has not answered."""
        return self.filter(is_public=True, effect="")


class Remark(models.Model):
    """意見: what a committee says of a year's report, as a whole or of one of its parts, or the summary of what people said of a
    plan (意見募集) or at an event (en とーく, 懇談); what the city answers, and what it does."""

    class Effect(models.TextChoices):
        REFLECTED = "reflected", "取り入れます"
        INCLUDED = "included", "すでに取り入れています"
        NOTED = "noted", "これからの参考にします"
        DECLINED = "declined", "取り入れません"
        OUTSIDE = "outside", "このまとめの外のことです"

    committee = models.ForeignKey(
        Committee, on_delete=models.PROTECT, null=True, blank=True, related_name="remarks", verbose_name="委員会"
    )
    meeting = models.ForeignKey(
        CommitteeMeeting, on_delete=models.PROTECT, null=True, blank=True, related_name="remarks", verbose_name="出た会議"
    )
    report = models.ForeignKey(
        "projects.YearReport", on_delete=models.CASCADE, null=True, blank=True, related_name="remarks", verbose_name="年のまとめ"
    )
    chapter = models.ForeignKey(
        "projects.ReportChapter", on_delete=models.PROTECT, null=True, blank=True, related_name="remarks", verbose_name="どの章に"
    )
    review = models.ForeignKey(
        "projects.PolicyReview", on_delete=models.PROTECT, null=True, blank=True, related_name="remarks",
        verbose_name="どの取組に",
    )  # fmt: skip
    round = models.ForeignKey(
        "projects.OpinionRound", on_delete=models.CASCADE, null=True, blank=True, related_name="remarks", verbose_name="意見募集"
    )
    event = models.ForeignKey(
        "partners.Event", on_delete=models.CASCADE, null=True, blank=True, related_name="remarks", verbose_name="催し"
    )
    text = models.TextField("意見")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+",
        verbose_name="書いた人",
    )  # fmt: skip
    on = models.DateField("意見の日", default=timezone.localdate)
    is_public = models.BooleanField(
        "委員会の意見として公表する", default=True, help_text="公表するのは意見と市の答えだけで、だれが書いたかは出しません。"
    )
    effect = models.CharField("市の扱い", max_length=9, choices=Effect, blank=True)
    answer = models.TextField("市の答え", blank=True)
    change = models.TextField("変えたところ", blank=True)
    answered_at = models.DateTimeField("答えた日時", null=True, blank=True, editable=False)
    revision = models.ForeignKey(
        "guidelines.Revision", on_delete=models.SET_NULL, null=True, blank=True, related_name="remarks",
        verbose_name="この意見から始めた改稿",
    )  # fmt: skip
    form_key = models.UUIDField("一度きりの鍵", null=True, blank=True, unique=True, editable=False)

    # Who of the members wrote it stays with the committee and the city.
    public_columns = (
        "committee", "meeting", "report", "chapter", "review", "round", "event", "text", "on", "is_public", "effect", "answer", "change",
        "answered_at", "revision",
    )  # fmt: skip

    objects = RemarkQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "委員会の意見"
        ordering = ["report", "pk"]
        constraints = [
            models.CheckConstraint(
                name="remark_of_one_owner",
                condition=Q(committee__isnull=False, report__isnull=False, round__isnull=True, event__isnull=True)
                | Q(
                    Q(round__isnull=False, event__isnull=True) | Q(round__isnull=True, event__isnull=False),
                    committee__isnull=True,
                    meeting__isnull=True,
                    report__isnull=True,
                    chapter__isnull=True,
                    review__isnull=True,
                ),  # fmt: skip
            ),
            models.CheckConstraint(name="remark_of_one_part", condition=Q(chapter__isnull=True) | Q(review__isnull=True)),
            models.CheckConstraint(
                name="remark_effect_known",
                condition=Q(effect__in=("", "reflected", "included", "noted", "declined", "outside")),
            ),
            models.CheckConstraint(
                name="remark_answer_whole",
                condition=Q(effect="", answer="", answered_at__isnull=True)
                | (~Q(effect="") & ~Q(answer="") & Q(answered_at__isnull=False)),
            ),
        ]

    @property
    def effect_label(self):
        """How the city takes it, in words of what it is about."""
        if self.effect == self.Effect.OUTSIDE and self.report_id is None:
            return OUTSIDE_THE_PLAN if self.round_id else OUTSIDE_THE_TALK
        return self.get_effect_display()

    def __str__(self):
        return f"{self.committee or self.round or self.event}の意見 {self.pk}"
