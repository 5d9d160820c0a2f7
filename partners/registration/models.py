"""Registration: one application of a partner, its payload, corrections and history. Its files: file_models.py; what is asked of one:
conditions.py, of the table: querysets.py."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from kyodo_portal.common.own_words import own_words
from kyodo_portal.process.correction_models import Correctable, Correction
from kyodo_portal.process.models import StageChange, Subject, status_field
from partners.directory.models import Partner
from partners.rules.models import RegistrationRule

from .conditions import Conditions
from .querysets import RegistrationQuerySet
from .workflow import REGISTRATION, RegistrationStatus


class Registration(Conditions, Correctable, Subject):
    """登録の申請. `payload` holds what was typed, by field name of the form; approval copies it to the partner."""

    class Purpose(models.TextChoices):
        NEW = "new", "新しい登録"
        CHANGE = "change", "内容の変更"
        RENEWAL = "renewal", "更新"
        PAUSE = "pause", "休止"
        RESUME = "resume", "再開"
        LEAVE = "leave", "退会"
        CLAIM = "claim", "名乗り出"
        REVOKE = "revoke", "登録の取消し"
        EXPIRE = "expire", "期限切れ"

    class Channel(models.TextChoices):
        """How it came to the city. Whatever did not come through the portal is entered by the secretariat, with its 収受日."""

        WEB = "web", "このサイト"
        PAPER = "paper", "紙（持参）"
        MAIL = "mail", "紙（郵送）"
        COUNTER = "counter", "窓口で聞き取り"
        PHONE = "phone", "電話で聞き取り"

    class Proof(models.TextChoices):
        """How it was made sure that whoever claims to belong to a body does."""

        PHONE = "phone", own_words("市が前から知っている電話番号にかけて確かめた")
        LETTER = "letter", "名簿の住所に送った手紙の番号"
        PAPERS = "papers", "総会の議事録などの書類"
        MET = "met", "会って確かめた"

    APPLICATIONS = (Purpose.NEW, Purpose.CHANGE, Purpose.RENEWAL, Purpose.RESUME)
    NOTICES = (Purpose.PAUSE, Purpose.LEAVE)
    REMOVALS = (Purpose.REVOKE, Purpose.EXPIRE)  # by which a group leaves without having asked for it

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
    created_by = models.ForeignKey(  # None: the clock
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="申請した人"
    )
    channel = models.CharField("受け付けた方法", max_length=8, choices=Channel, default=Channel.WEB, editable=False)
    received_on = models.DateField("収受日", null=True, blank=True, editable=False)
    filed_for = models.CharField("届けた人の名前", max_length=80, blank=True, editable=False)
    unchanged = models.BooleanField("去年と同じ", default=False, editable=False)
    met_on = models.DateField("面談した日", null=True, blank=True, editable=False)
    decide_by = models.DateField("いつまでに決めるか", null=True, blank=True, editable=False)
    hear_by = models.DateField("言い分を聞く期限", null=True, blank=True, editable=False)
    # Of a revocation what the group says, of a claim what speaks against it; never in the history, which keeps its words for ever.
    statement = models.TextField("言い分", blank=True, editable=False)
    objection = models.TextField("違うという知らせ", blank=True, editable=False)
    proof = models.CharField("確かめた方法", max_length=8, choices=Proof, blank=True, editable=False)
    checked_on = models.DateField("確かめた日", null=True, blank=True, editable=False)
    form_key = models.UUIDField("一度きりの鍵", unique=True, editable=False)
    created_at = models.DateTimeField("作成日時", auto_now_add=True)
    updated_at = models.DateTimeField("更新日時", auto_now=True)

    public_columns = (
        "partner", "purpose", "rule", "number", "submitted_at", "channel", "received_on", "unchanged", "met_on", "decide_by", "hear_by", "proof",
        "checked_on", "created_at", "updated_at",
    )  # fmt: skip

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "登録の申請"
        ordering = ["-submitted_at", "-pk"]
        indexes = [models.Index(fields=["status", "submitted_at"])]
        constraints = [
            models.CheckConstraint(name="registration_status_known", condition=Q(status__in=RegistrationStatus.values)),
            models.CheckConstraint(
                name="registration_purpose_known",
                condition=Q(purpose__in=("new", "change", "renewal", "pause", "resume", "leave", "claim", "revoke", "expire")),
            ),
            models.CheckConstraint(  # what came on paper or by telephone has its 収受日, and nothing else has one
                name="registration_received_paired",
                condition=Q(channel="web", received_on__isnull=True)
                | Q(channel__in=("paper", "mail", "counter", "phone"), received_on__isnull=False),
            ),
            models.CheckConstraint(
                name="registration_proof_paired",
                condition=Q(proof="", checked_on__isnull=True)
                | Q(proof__in=("phone", "letter", "papers", "met"), checked_on__isnull=False),
            ),
            models.CheckConstraint(name="registration_by_somebody", condition=Q(created_by__isnull=False) | Q(purpose="expire")),
            models.UniqueConstraint(
                fields=["partner"],
                condition=Q(status__in=[row.code for row in REGISTRATION.open]) & ~Q(purpose__in=("claim", "revoke", "expire")),
                name="registration_one_open",
            ),
            models.UniqueConstraint(  # what the city or the clock does stands beside what the group writes and has not sent
                fields=["partner"],
                condition=Q(status__in=[row.code for row in REGISTRATION.open], purpose__in=("revoke", "expire")),
                name="registration_one_removal",
            ),
            models.UniqueConstraint(
                fields=["partner", "created_by"],
                condition=Q(status__in=[row.code for row in REGISTRATION.open], purpose="claim"),
                name="registration_one_claim_a_person",
            ),
        ]

    def __str__(self):
        return self.payload.get("name") or self.partner.name

    def get_absolute_url(self):
        return reverse("claim" if self.is_claim else "registration", args=[self.pk])

    @classmethod
    def for_tasks(cls, matters):
        return matters.select_related("partner").only(
            "status", "status_since", "purpose", "channel", "decide_by", "hear_by", "created_by_id", "payload", "partner__name"
        )


class RegistrationChange(StageChange):
    subject = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="changes", verbose_name="登録の申請")

    class Meta(StageChange.Meta):
        verbose_name = verbose_name_plural = "登録の経過"
        constraints = [models.UniqueConstraint(fields=["subject", "version"], name="registration_change_once")]


class RegistrationCorrection(Correction):
    subject = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="corrections", verbose_name="登録の申請")

    class Meta(Correction.Meta):
        verbose_name = verbose_name_plural = "登録の補正"
