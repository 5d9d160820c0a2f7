"""Exclusion and Substitute: who takes no part in judging and deciding a proposal, and who acts instead."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from projects.proposals.models import Proposal


class Exclusion(models.Model):
    """除斥: a panel member or an official belongs to a group that proposes.

    The membership alone keeps the person away, also before there is a row (access.is_excluded). The row is what the
    secretariat sees and answers: confirmed, the person stays away also after leaving the group; rejected, the membership
    does not count here, and the person judges like the others.
    """

    class State(models.TextChoices):
        OPEN = "open", "事務局の確認待ち"
        CONFIRMED = "confirmed", "加わらない"
        REJECTED = "rejected", "加わってよい"

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="exclusions", verbose_name="提案")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="exclusions", verbose_name="除斥の対象の人"
    )
    partner = models.ForeignKey("partners.Partner", on_delete=models.PROTECT, related_name="+", verbose_name="その人が属する団体")
    state = models.CharField("扱い", max_length=10, choices=State, default=State.OPEN)
    reason = models.CharField("理由", max_length=200, blank=True)
    arisen_at = models.DateTimeField("生じた日時", default=timezone.now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="確かめた人"
    )
    decided_at = models.DateTimeField("確かめた日時", null=True, blank=True)

    public_columns = ("proposal", "partner", "state", "arisen_at", "decided_at")

    class Meta:
        verbose_name = verbose_name_plural = "除斥"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "user", "partner"], name="exclusion_once"),
            models.CheckConstraint(
                name="exclusion_decided",
                condition=Q(state="open", decided_at__isnull=True)
                | Q(state__in=("confirmed", "rejected"), decided_at__isnull=False),
            ),
            models.CheckConstraint(name="exclusion_rejected_says_why", condition=~Q(state="rejected") | ~Q(reason="")),
        ]

    def __str__(self):
        return f"{self.user}（{self.partner}）"


class SubstituteQuerySet(models.QuerySet):
    def valid(self):
        """Those in force today."""
        return self.filter(Q(until__isnull=True) | Q(until__gte=timezone.localdate()), ended_at__isnull=True)


class Substitute(models.Model):
    """代決: a named official acts for a desk at which nobody is left for this proposal. Given and taken back by an administrator."""

    class Desk(models.TextChoices):
        SECRETARIAT = "secretariat", "事務局"
        DEPARTMENT = "department", "担当課"

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="substitutes", verbose_name="提案")
    desk = models.CharField("だれの代わりか", max_length=12, choices=Desk)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="substitutions", verbose_name="代決する人"
    )
    reason = models.CharField("わけ", max_length=200)
    until = models.DateField("いつまで", null=True, blank=True)
    named_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="決めた人")
    named_at = models.DateTimeField("決めた日時", auto_now_add=True)
    ended_at = models.DateTimeField("終えた日時", null=True, blank=True)
    form_key = models.UUIDField("一度きりの鍵", unique=True, editable=False)

    public_columns = ("proposal", "desk", "until", "named_at", "ended_at")

    objects = SubstituteQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "代決"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "desk", "user"], condition=Q(ended_at__isnull=True), name="substitute_one_open"
            ),
            models.CheckConstraint(name="substitute_desk_known", condition=Q(desk__in=("secretariat", "department"))),
            models.CheckConstraint(name="substitute_says_why", condition=~Q(reason="")),
        ]

    def __str__(self):
        return f"{self.user}（{self.get_desk_display()}の代わり）"
