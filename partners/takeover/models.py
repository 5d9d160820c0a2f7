"""Takeover: who comes after the representative of a group, from which day on."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from kyodo_portal.common.forms.mail import MailField
from kyodo_portal.notices.waiting import waiting_time
from kyodo_portal.process.conditions import paired
from partners.directory.access import is_secretariat, partners_of
from partners.directory.models import Partner


class TakeoverQuerySet(models.QuerySet):
    def waiting(self):
        """Those that nobody has accepted yet, and that were not given up."""
        return self.filter(done_at__isnull=True, withdrawn_at__isnull=True)

    def doubted(self):
        """Those of which somebody of the group said that they are wrong, and the secretariat has not decided."""
        return self.waiting().filter(objected_at__isnull=False, answered_at__isnull=True)

    def standing(self):
        """Waiting ones and those that took place."""
        return self.filter(withdrawn_at__isnull=True)

    def as_told(self):
        """`standing` as people know of it: what the secretariat has given up is not over before they are told."""
        return self.filter(Q(withdrawn_at__isnull=True) | Q(answered_at__gt=timezone.now() - waiting_time()))

    def of(self, user):
        """Those that took place or are agreed, in which somebody went or came."""
        return self.filter(Q(from_user=user.pk) | Q(to_user=user.pk), withdrawn_at__isnull=True)

    def visible_to(self, user):
        """Those of one's own groups, and those in which one came or went; all of them for the secretariat."""
        if not user.is_authenticated:
            return self.none()
        if is_secretariat(user):
            return self.all()
        return self.filter(Q(partner__in=partners_of(user)) | Q(from_user=user) | Q(to_user=user))


class Takeover(models.Model):
    """代表の引継ぎ: both memberships are written in the moment in which the successor accepts, so that no day is without a representative.

    from_user: who goes, empty where nobody of the group signs in or the way is SAME; by_city: the secretariat entered it, `why` says
    by what paper, and the people of the group may object until `objections_until`. settled_at: the entry carries the new name. blanked_at: its term is over, and names, memo and what was said of it are gone.
    """

    class Way(models.TextChoices):
        MAIL = "mail", "招待のメール"
        PAPER = "paper", "紙・電話"
        SAME = "same", "同じ人が続ける"

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="takeovers", verbose_name="団体")
    way = models.CharField("伝えかた", max_length=5, choices=Way)
    from_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="引き継ぐ人"
    )
    to_name = models.CharField("次の代表者の名前", max_length=80, blank=True)
    to_email = MailField("次の代表者のメールアドレス", max_length=254, blank=True)
    to_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="受けた人"
    )
    starts_on = models.DateField("いつから")
    memo = models.TextField("申し送り", blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="入れた人")
    by_city = models.BooleanField("市が入れた", default=False)
    why = models.TextField("もとにした届け", blank=True)
    at = models.DateTimeField("入れた日時", auto_now_add=True)
    objections_until = models.DateField("違うと知らせられる日", null=True, blank=True)
    objected_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="知らせた人"
    )
    objected_at = models.DateTimeField("違うと知らせた日時", null=True, blank=True)
    objection = models.TextField("違うと知らせた内容", blank=True)
    answer = models.TextField("事務局が確かめたこと", blank=True)
    answered_at = models.DateTimeField("確かめた日時", null=True, blank=True)
    # By the secretariat, who decides once more; what it wrote stays in its box.
    reopened_at = models.DateTimeField("決めたことを取り消した日時", null=True, blank=True)
    done_at = models.DateTimeField("引き継いだ日時", null=True, blank=True)
    withdrawn_at = models.DateTimeField("やめた日時", null=True, blank=True)
    settled_at = models.DateTimeField("名簿に入れた日時", null=True, blank=True)
    blanked_at = models.DateTimeField("名前と言葉を消した日時", null=True, blank=True)  # kyodo_portal/personal/retention.py
    form_key = models.UUIDField("一度きりの鍵", null=True, blank=True, unique=True, editable=False)

    public_columns = (
        "partner", "way", "starts_on", "by_city", "at", "objections_until", "objected_at", "answered_at", "reopened_at", "done_at", "withdrawn_at", "settled_at", "blanked_at",
    )  # fmt: skip

    objects = TakeoverQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "代表の引継ぎ"
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(name="takeover_way_known", condition=Q(way__in=("mail", "paper", "same"))),
            models.CheckConstraint(
                name="takeover_mail_by_mail",
                condition=Q(way="mail", blanked_at__isnull=False)
                | Q(way="mail") & ~Q(to_email="")
                | ~Q(way="mail") & Q(to_email=""),
            ),
            models.CheckConstraint(
                name="takeover_city_says_why", condition=Q(by_city=False) | ~Q(why="") | Q(blanked_at__isnull=False)
            ),
            models.CheckConstraint(
                name="takeover_blanked_after_its_end",
                condition=Q(blanked_at__isnull=True) | Q(done_at__isnull=False) | Q(withdrawn_at__isnull=False),
            ),
            models.CheckConstraint(
                name="takeover_done_or_withdrawn", condition=Q(done_at__isnull=True) | Q(withdrawn_at__isnull=True)
            ),
            models.CheckConstraint(
                name="takeover_settled_after_done", condition=Q(settled_at__isnull=True) | Q(done_at__isnull=False)
            ),
            models.CheckConstraint(
                name="takeover_nobody_follows_himself", condition=Q(to_user__isnull=True) | ~Q(to_user=F("from_user"))
            ),
            paired("takeover_objected_paired", "objected_by", "objected_at"),
            models.UniqueConstraint(
                fields=["partner"],
                condition=Q(done_at__isnull=True, withdrawn_at__isnull=True),
                name="takeover_one_waiting",
            ),
        ]

    def __str__(self):
        return f"「{self.partner}」の代表の引継ぎ"

    @property
    def is_waiting(self):
        return self.done_at is None and self.withdrawn_at is None

    @property
    def is_undecided(self):
        """Somebody of the group said that it is wrong, and the secretariat has not decided."""
        return self.is_waiting and self.objected_at is not None and self.answered_at is None

    @property
    def is_decided_on(self):
        """The secretariat has decided, nobody has accepted since, and what is here is what the decision left."""
        return self.answered_at is not None and self.done_at is None and self.withdrawn_at in (None, self.answered_at)

    @property
    def told_at(self):
        """When the people of the group hear what was decided."""
        return self.answered_at + waiting_time()

    @property
    def is_untold(self):
        """The secretariat has decided, and until the people of the group are told it can change its mind unheard."""
        return self.is_decided_on and self.told_at > timezone.now()

    @property
    def is_doubted(self):
        """Somebody of the group said that it is wrong, and the group does not know yet what was decided: nobody accepts."""
        return self.is_undecided or self.is_untold

    @property
    def first_day(self):
        """From which day on it can hold: the day that was said, never one in the past, nor while the group may still object."""
        days = [self.starts_on, timezone.localdate()]
        if self.objections_until is not None:
            days.append(self.objections_until + datetime.timedelta(days=1))
        return max(days)
