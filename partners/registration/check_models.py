"""要件の確認: what the portal found about each condition of a rule, and what the secretariat said to it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from .models import Registration


class CheckQuerySet(models.QuerySet):
    def open(self):
        """Those that keep an application from being approved: the portal found them not to hold, or cannot know, and nobody has said."""
        return self.exclude(machine=RegistrationCheck.Machine.OK).filter(staff="") | self.filter(staff=RegistrationCheck.Staff.NO)


class RegistrationCheck(models.Model):
    """One condition of the rule, for one application; the portal fills it whenever the application is sent."""

    class Machine(models.TextChoices):
        OK = "ok", "合っています"
        NO = "no", "合っていません"
        UNKNOWN = "unknown", "人が確かめます"

    class Staff(models.TextChoices):
        OK = "ok", "確かめて、合っていた"
        NO = "no", "確かめて、合っていなかった"
        WAIVED = "waived", "合っていないが、認める"

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="checks", verbose_name="登録の申請")
    code = models.CharField("記号", max_length=40)
    label = models.CharField("要件", max_length=80)
    machine = models.CharField("サイトが見た結果", max_length=7, choices=Machine)
    why = models.CharField("そのわけ", max_length=300, blank=True)
    staff = models.CharField("事務局の確認", max_length=6, choices=[("", "まだ"), *Staff.choices], blank=True, default="")
    note = models.TextField("確認のメモ", blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="確かめた人"
    )
    at = models.DateTimeField("確かめた日時", null=True, blank=True)
    order = models.PositiveSmallIntegerField("並び順", default=0)

    public_columns = ("registration", "code", "label", "machine", "staff", "at", "order")

    objects = CheckQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "要件の確認"
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["registration", "code"], name="check_code_once"),
            models.CheckConstraint(name="check_machine_known", condition=Q(machine__in=["ok", "no", "unknown"])),
            models.CheckConstraint(name="check_staff_known", condition=Q(staff__in=["", "ok", "no", "waived"])),
            models.CheckConstraint(
                name="check_staff_signed",
                condition=Q(staff="", by__isnull=True, at__isnull=True) | ~Q(staff="") & Q(by__isnull=False, at__isnull=False),
            ),
            models.CheckConstraint(name="check_waived_with_note", condition=~Q(staff="waived") | ~Q(note="")),
        ]

    def __str__(self):
        return self.label

    @property
    def is_open(self):
        """See `CheckQuerySet.open`."""
        return self.staff == self.Staff.NO or not self.staff and self.machine != self.Machine.OK
