"""Committees of the city, their seats with terms."""

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from kyodo_portal.common.own_words import own_words
from partners.directory.membership import DatedQuerySet


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
