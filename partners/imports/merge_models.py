"""団体の統合: one body that stood in the directory twice is one, and what was written of it goes along."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from kyodo_portal.process.conditions import paired
from partners.directory.access import is_secretariat
from partners.directory.models import Partner
from partners.directory.standing import Standing


class PartnerMergeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The secretariat's."""
        return self.all() if is_secretariat(user) else self.none()


class PartnerMerge(models.Model):
    """Two rows of the directory that are the same body made one. `moved` says which rows went along, so that it can be taken back."""

    keep = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="taken_up", verbose_name="のこす団体")
    gone = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="given_up", verbose_name="なくなる団体")
    why = models.TextField("同じ団体だとわかったわけ")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="まとめた人")
    at = models.DateTimeField("まとめた日時", auto_now_add=True)
    standing = models.CharField("なくなる団体の、それまでの状態", max_length=12, choices=Standing)
    moved = models.JSONField("移した行", default=dict)  # {"app.Model.column": [key of a row]}
    filled = models.JSONField("のこす団体の、埋めた欄", default=list)  # names of columns of Partner
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="もどした人"
    )
    undone_at = models.DateTimeField("もどした日時", null=True, blank=True)
    undone_why = models.TextField("もどしたわけ", blank=True)

    public_columns = ("keep", "gone", "at", "standing", "filled", "undone_at")

    objects = PartnerMergeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "団体の統合"
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(name="partner_merge_two_bodies", condition=~Q(keep=F("gone"))),
            models.UniqueConstraint(fields=["gone"], condition=Q(undone_at__isnull=True), name="partner_merge_one_open"),
            paired("partner_merge_undone_paired", "undone_by", "undone_at"),
        ]

    def __str__(self):
        return f"{self.gone} → {self.keep}"
