"""公開の同意: which of its fields a partner lets everybody read."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from .models import Partner
from .schema import EXTRA_CONSENT, schema_of

NAME = "name"  # the one consent that only an individual is asked for: without it no page says who it is


class ConsentWording(models.Model):
    """同意の文: what somebody reads before a value is published. A changed text is a new version; old consents keep theirs."""

    version = models.CharField("版", max_length=20, unique=True)
    since = models.DateField("いつから", unique=True)
    consequence = models.TextField("公開すると、どうなるか")
    home = models.TextField("所在地について", blank=True)
    name_consequence = models.TextField("個人の名前について")

    public_columns = ("version", "since", "consequence", "home", "name_consequence")

    class Meta:
        verbose_name = verbose_name_plural = "公開の同意の文"
        ordering = ["-since"]

    def __str__(self):
        return self.version


def wording_in_force():
    """The newest ConsentWording of today. One query; `settle_rules` lays the first after every migrate."""
    return ConsentWording.objects.filter(since__lte=timezone.localdate()).first() or ConsentWording.objects.earliest("since")


def wordings_read(consents):
    """The versions of the words that these rows of Consent were given to, the newest first. One query."""
    return ConsentWording.objects.filter(version__in={row.wording for row in consents})


class ConsentQuerySet(models.QuerySet):
    def in_force(self):
        """The consents that were given and not taken back."""
        return self.filter(withdrawn_at__isnull=True)


class Consent(models.Model):
    """公開の同意: one field of one partner may be shown to everybody. No row means: not shown."""

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="consents", verbose_name="団体")
    field = models.CharField("公開する項目", max_length=40)
    wording = models.CharField("同意の文の版", max_length=20)  # which text the group agreed to
    given_at = models.DateTimeField("同意した日時", auto_now_add=True)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="同意した人")
    received_on = models.DateField("書面を収受した日", null=True, blank=True)  # on paper: `given_by` is who recorded it
    withdrawn_at = models.DateTimeField("取り消した日時", null=True, blank=True)

    public_columns = ("partner", "field", "wording", "given_at", "received_on", "withdrawn_at")

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "公開の同意"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["partner", "field"], condition=Q(withdrawn_at__isnull=True), name="consent_one_in_force"
            ),
            models.CheckConstraint(
                name="consent_field_known",
                condition=Q(field__in=(*Partner.CONSENT_FIELDS, NAME)) | Q(field__startswith=EXTRA_CONSENT),
            ),
        ]

    def __str__(self):
        return f"{self.partner} {self.field}"

    @property
    def label(self):
        """The field's name in words; what the rule of today no longer asks is called by its key."""
        if self.field.startswith(EXTRA_CONSENT):
            key = self.field.removeprefix(EXTRA_CONSENT)
            return next((item.label for item in schema_of(self.partner.rule).extras if item.key == key), key)
        return "名前" if self.field == NAME else Partner._meta.get_field(self.field).verbose_name
