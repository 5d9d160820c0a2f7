"""Do: what happened, and requests to change the plan."""

from django.conf import settings
from django.db import models

from kyodo_portal.process.conditions import paired
from projects.cycles.models import Cycle
from projects.entries.models import Participation, Project


class UpdateQuerySet(models.QuerySet):
    def published(self):
        """Updates that both sides are content to show to everybody."""
        return self.filter(is_public=True)

    def of_published_entries(self):
        """Those of them that everybody finds: their entry is public too."""
        kept_back = Cycle.objects.filter(project__in=Project.objects.unpublished().order_by().values("pk"))
        return self.published().exclude(cycle__in=kept_back.order_by().values("pk"))


class Update(models.Model):
    """活動記録: posted by either side, on a phone, in a minute."""

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="updates", verbose_name="年度ごとの実施")
    side = models.CharField("立場", max_length=5, choices=Participation.Side)
    happened_on = models.DateField("行った日")
    title = models.CharField("見出し", max_length=80)
    body = models.TextField("したこと・気づいたこと")
    people = models.PositiveIntegerField("参加した人数", null=True, blank=True)
    is_public = models.BooleanField("公開する", default=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="書いた人")
    form_key = models.UUIDField("一度きりの鍵", unique=True, editable=False)
    created_at = models.DateTimeField("書いた日時", auto_now_add=True)

    public_columns = ("cycle", "side", "happened_on", "title", "body", "people", "is_public", "created_at")

    objects = UpdateQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "活動記録"
        ordering = ["-happened_on", "-pk"]
        indexes = [
            models.Index(fields=["-happened_on", "-id"], condition=models.Q(is_public=True), name="update_public_newest"),
            models.Index(fields=["cycle", "people"], condition=models.Q(is_public=True), name="update_public_counted"),
        ]

    def __str__(self):
        return self.title


class ChangeRequestQuerySet(models.QuerySet):
    def waiting(self):
        """Those that the other side has still to answer."""
        return self.filter(allowed__isnull=True, withdrawn_at__isnull=True)


class ChangeRequest(models.Model):
    """変更申請: another plan in place of the agreed one, and why. Decided by the side that did not ask for it.

    `before` and `after` are whole plans (plan/content.py); both are empty in requests from before they carried one.
    """

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="change_requests", verbose_name="年度ごとの実施")
    side = models.CharField(
        "申請した側", max_length=5, choices=Participation.Side, default=Participation.Side.GROUP, editable=False
    )
    what = models.TextField("変えたいこと")
    why = models.TextField("理由")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="申請した人")
    asked_at = models.DateTimeField("申請した日時", auto_now_add=True)
    allowed = models.BooleanField("承認", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="決めた人"
    )
    decided_at = models.DateTimeField("決めた日時", null=True, blank=True)
    answer = models.TextField("承認・不承認の理由", blank=True)
    withdrawn_at = models.DateTimeField("取り下げた日時", null=True, blank=True)
    before = models.JSONField("変える前の計画", null=True, blank=True)
    after = models.JSONField("変えた後の計画", null=True, blank=True)
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="計画を変えた人"
    )
    applied_at = models.DateTimeField("計画を変えた日時", null=True, blank=True)

    public_columns = ("cycle", "side", "asked_at", "allowed", "decided_at", "withdrawn_at", "applied_at")

    objects = ChangeRequestQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "変更申請"
        ordering = ["-asked_at", "-pk"]
        constraints = [
            paired("change_request_decided_paired", "allowed", "decided_by", "decided_at"),
            paired("change_request_plans_paired", "before", "after"),
            paired("change_request_applied_paired", "applied_by", "applied_at"),
            models.CheckConstraint(
                name="change_request_answered_or_withdrawn",
                condition=models.Q(allowed__isnull=True) | models.Q(withdrawn_at__isnull=True),
            ),
            models.CheckConstraint(name="change_request_side_known", condition=models.Q(side__in=Participation.Side.values)),
        ]

    def __str__(self):
        return self.what[:40]
