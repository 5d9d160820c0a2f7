"""Registration: one application of a partner, its payload, corrections, files and history."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from kyodo_portal.common.upwards import group_has_begun
from kyodo_portal.process.correction_models import Correctable, Correction
from kyodo_portal.process.files import StoredFile
from kyodo_portal.process.models import StageChange, Subject, status_field
from partners.directory.membership import Assignment, Membership
from partners.directory.models import Partner
from partners.rules.models import PaperKind, RegistrationRule

from .workflow import REGISTRATION, RegistrationStatus


class RegistrationQuerySet(models.QuerySet):
    def under_way(self):
        """Applications that are written, examined or corrected."""
        return self.filter(status__in=[row.code for row in REGISTRATION.open])

    def waiting(self):
        """First registrations that were sent and not decided: the city has the turn, or asked for corrections."""
        first = (Registration.Purpose.NEW,)
        return self.under_way().exclude(status=REGISTRATION.start).filter(purpose__in=first)

    def drafts_of(self, user):
        """What this person began and has not sent yet."""
        return self.filter(created_by=user.pk, status=REGISTRATION.start)

    def visible_to(self, user):
        """One's own applications; submitted ones also for city staff and the coordinator assigned to the partner."""
        if not user.is_authenticated:
            return self.none()
        own = Q(partner__in=Membership.objects.valid().filter(user=user).values("partner"))
        if user.is_staff:
            return self.filter(own | Q(status__in=REGISTRATION.read_by("city")))
        assigned = Q(partner__in=Assignment.objects.valid().filter(user=user).values("partner"))
        return self.filter(own | assigned & Q(status__in=REGISTRATION.read_by("city")))


class Registration(Correctable, Subject):
    """登録の申請. `payload` holds what was typed, by field name of the form; approval copies it to the partner."""

    class Purpose(models.TextChoices):
        NEW = "new", "新しい登録"
        CHANGE = "change", "内容の変更"
        RENEWAL = "renewal", "更新"
        LEAVE = "leave", "退会"
        REMOVAL = "removal", "名簿から外す"

    process = REGISTRATION
    status = status_field(RegistrationStatus)

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="registrations", verbose_name="団体")
    purpose = models.CharField("申請の種類", max_length=10, choices=Purpose, default=Purpose.NEW)
    rule = models.ForeignKey(
        RegistrationRule,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="registrations",
        verbose_name="登録の要件",
    )
    payload = models.JSONField("申請の内容", default=dict)
    number = models.CharField("受付番号", max_length=20, null=True, blank=True, unique=True, editable=False)
    submitted_at = models.DateTimeField("申請した日時", null=True, blank=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="申請した人"
    )
    form_key = models.UUIDField("一度きりの鍵", unique=True, editable=False)
    created_at = models.DateTimeField("作成日時", auto_now_add=True)
    updated_at = models.DateTimeField("更新日時", auto_now=True)

    public_columns = ("partner", "purpose", "rule", "number", "submitted_at", "created_at", "updated_at")

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "登録の申請"
        ordering = ["-submitted_at", "-pk"]
        indexes = [models.Index(fields=["status", "submitted_at"])]
        constraints = [
            models.CheckConstraint(name="registration_status_known", condition=Q(status__in=RegistrationStatus.values)),
            models.UniqueConstraint(
                fields=["partner"],
                condition=Q(status__in=[row.code for row in REGISTRATION.open]),
                name="registration_one_open",
            ),
        ]

    def __str__(self):
        return self.payload.get("name") or self.partner.name

    def get_absolute_url(self):
        return reverse("registration", args=[self.pk])

    @classmethod
    def for_tasks(cls, matters):
        return matters.select_related("partner").only("status", "status_since", "purpose", "payload", "partner__name")

    @property
    def is_leave(self):
        """The group leaves by its own wish."""
        return self.purpose == self.Purpose.LEAVE

    @property
    def is_removal(self):
        """The city takes the group off the directory."""
        return self.purpose == self.Purpose.REMOVAL

    @property
    def is_application(self):
        """The group applies for something: it is judged."""
        return not (self.is_leave or self.is_removal)

    @property
    def was_sent(self):
        """It was in the city's hands once: it has a number, and is withdrawn, not thrown away."""
        return self.number is not None

    @property
    def can_be_withdrawn(self):
        return self.is_application and self.was_sent

    # Conditions of the rows that take a step back: the other side has not moved.
    @property
    def has_no_later(self):
        """The group has begun no other application since."""
        return not self.partner.registrations.filter(pk__gt=self.pk).exists()

    @property
    def is_last_removal(self):
        return self.is_removal and self.has_no_later and self.last_step is not None and bool(self.last_step.kept)

    @property
    def group_has_not_begun(self):
        """Nothing was done with the approval: no other application, no proposal of the group."""
        return self.has_no_later and not group_has_begun(self.partner, since=self.last_step.at)

    @property
    def is_ready(self):
        """It may be approved: every check of its rule holds, or the secretariat said that it does, or that it need not. One query."""
        return self.is_application and not self.checks.open().exists()

    @property
    def is_registered(self):
        """It was approved: the directory shows what it says."""
        return self.may("entry")


class RegistrationChange(StageChange):
    subject = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="changes", verbose_name="登録の申請")

    class Meta(StageChange.Meta):
        verbose_name = verbose_name_plural = "登録の経過"
        constraints = [models.UniqueConstraint(fields=["subject", "version"], name="registration_change_once")]


class RegistrationCorrection(Correction):
    subject = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="corrections", verbose_name="登録の申請")

    class Meta(Correction.Meta):
        verbose_name = verbose_name_plural = "登録の補正"


class RegistrationFileQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Papers of the applications that this person finds; whether they may be read is access.py's answer."""
        return self.filter(registration__in=Registration.objects.visible_to(user))


class RegistrationFile(StoredFile):
    """審査用の資料 (規約, 名簿 …): seen by the group and the secretariat only, never published."""

    Kind = PaperKind

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="files", verbose_name="登録の申請")
    kind = models.CharField("資料の種類", max_length=10, choices=Kind, default=Kind.OTHER)

    public_columns = ("registration", "kind")

    objects = RegistrationFileQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "登録の資料"
        ordering = ["pk"]
