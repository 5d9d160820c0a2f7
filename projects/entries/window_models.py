"""連絡窓口: whom the other side of a collaboration asks."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from .participation_models import Participation


class ContactWindowQuerySet(models.QuerySet):
    def open(self):
        """Those that hold now: at most one a side."""
        return self.filter(until__isnull=True)


class ContactWindow(models.Model):
    """連絡窓口: one pair per side, so that everybody knows whom to ask (窓口の一本化).

    Both sides read all of it. Of the city's window everybody reads the desk and its telephone, and who sits there only where
    `person_public` says so; of the group's nothing.
    """

    project = models.ForeignKey("projects.Project", on_delete=models.CASCADE, related_name="windows", verbose_name="台帳の1件")
    side = models.CharField("立場", max_length=5, choices=Participation.Side)
    main = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="正"
    )
    # Of somebody who does not sign in here: a group on paper has a person to ask too.
    main_name = models.CharField("正の名前", max_length=80, blank=True)
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="副"
    )
    desk = models.CharField("窓口（係・場所）", max_length=80, blank=True)
    phone = models.CharField("電話番号", max_length=20, blank=True)
    extension = models.CharField("内線", max_length=20, blank=True)
    person_public = models.BooleanField("担当の人の名前も公開する", default=False)
    since = models.DateField("いつから")
    until = models.DateField("いつまで", null=True, blank=True)

    public_columns = ("project", "side", "person_public", "since", "until")

    objects = ContactWindowQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "連絡窓口"
        ordering = ["project", "side", "-since"]
        indexes = [
            models.Index(
                fields=["side", "main_name", "main", "project", "until"],
                condition=Q(until__isnull=True),
                name="window_open_of_a_person",
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["project", "side"], condition=Q(until__isnull=True), name="window_one_open_per_side"),
            models.CheckConstraint(name="window_until_after_since", condition=Q(until__isnull=True) | Q(until__gte=F("since"))),
            models.CheckConstraint(
                name="window_one_main",
                condition=Q(main__isnull=False, main_name="") | (Q(main__isnull=True) & ~Q(main_name="")),
            ),
        ]

    def __str__(self):
        return f"{self.project} {self.get_side_display()}"
