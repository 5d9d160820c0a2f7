"""Registration: one application of a partner, its payload, corrections and history. Its files: file_models.py."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from kyodo_portal.accounts.models import HelperCode
from kyodo_portal.common.japanese.dates import add_working_days
from kyodo_portal.common.own_words import own_words
from kyodo_portal.common.upwards import group_has_begun
from kyodo_portal.process.correction_models import Correctable, Correction
from kyodo_portal.process.models import Promise, StageChange, Subject, promised_days, status_field
from partners.directory.access import is_secretariat
from partners.directory.kind import PartnerKind
from partners.directory.membership import Assignment, Membership
from partners.directory.models import Partner
from partners.rules.models import DAYS_TO_DECIDE, RegistrationRule

from .words import said_of, said_of_person, word_of
from .workflow import REGISTRATION, RegistrationStatus


class RegistrationQuerySet(models.QuerySet):
    def under_way(self):
        """Applications that are written, examined or corrected."""
        return self.filter(status__in=[row.code for row in REGISTRATION.open])

    def papers(self):
        """Without claims: what concerns the group's standing. Whoever claims to belong to it stands in nobody's way."""
        return self.exclude(purpose=Registration.Purpose.CLAIM)

    def unsent(self):
        """Papers that a group, or whoever enters for it, writes on and has not sent: they stand in nobody's way but the group's own."""
        return self.papers().filter(status=REGISTRATION.start)

    def sent(self):
        """Papers under way that are in somebody else's hands too."""
        return self.papers().under_way().exclude(status=REGISTRATION.start)

    def claims(self):
        """Whoever says to belong to a body."""
        return self.filter(purpose=Registration.Purpose.CLAIM)

    def waiting(self):
        """First registrations that were sent and not decided: the city has the turn, or asked for corrections."""
        first = (Registration.Purpose.NEW,)
        return self.under_way().exclude(status=REGISTRATION.start).filter(purpose__in=first)

    # What waits in which queue of the admin.
    def applications(self, user):
        """What is judged in full: everything but renewals and notices."""
        return self.exclude(purpose__in=(Registration.Purpose.RENEWAL, *Registration.NOTICES))

    def renewals(self, user=None):
        return self.filter(purpose=Registration.Purpose.RENEWAL)

    def reports(self, user):
        """Notices that a group pauses or leaves: they are accepted, not judged."""
        return self.filter(purpose__in=Registration.NOTICES)

    def drafts_of(self, user):
        """What this person began and has not sent yet."""
        return self.filter(created_by=user.pk, status=REGISTRATION.start, channel=Registration.Channel.WEB)

    def helped_by(self, user):
        """Drafts that this person fills in today, as long as whoever gave the digits represents the group or enters for it."""
        about = Concat(Value("registration:"), Cast(OuterRef("pk"), models.CharField()))
        codes = HelperCode.objects.live().filter(helper=user.pk, about=about)
        giver = {"user": OuterRef("by"), "partner": OuterRef(OuterRef("partner")), "part": Membership.Part.REPRESENTATIVE}
        given = Exists(codes.filter(Exists(Membership.objects.valid().filter(**giver))))
        return self.filter(given | Q(Exists(codes)) & ~Q(channel=Registration.Channel.WEB), status=REGISTRATION.start)

    def visible_to(self, user):
        """One's own applications and claims, and drafts with which one helps today; submitted ones also for city staff and the coordinator
        assigned to the partner; for the secretariat also claims, and what is being entered on behalf of a group."""
        if not user.is_authenticated:
            return self.none()
        own = Q(partner__in=Membership.objects.valid().filter(user=user).values("partner"))
        own |= Q(purpose=Registration.Purpose.CLAIM, created_by=user)
        own |= Q(pk__in=Registration.objects.helped_by(user).values("pk"))
        sent = Q(status__in=REGISTRATION.read_by("city"))
        if is_secretariat(user):
            return self.filter(own | sent | ~Q(channel=Registration.Channel.WEB))
        # Who says to belong to a body is for that body and for whoever makes sure of it.
        sent &= ~Q(purpose=Registration.Purpose.CLAIM)
        if user.is_staff:
            return self.filter(own | sent)
        assigned = Q(partner__in=Assignment.objects.valid().filter(user=user).values("partner"))
        return self.filter(own | assigned & sent)


class Registration(Correctable, Subject):
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

    @property
    def paper_name(self):
        """What the paper is called in a sentence: a group applies for a registration, and gives notice that it pauses or leaves."""
        return f"{self.get_purpose_display()}の届け" if self.purpose in self.NOTICES else f"{self.word}の申請"

    @property
    def word(self):
        """What the group applies for, in a word."""
        return word_of(self.purpose)

    def in_its_words(self, text):
        text = said_of_person(text) if self.is_own_word else text
        return said_of(self.purpose, text.replace("登録の申請", self.paper_name))

    @property
    def is_application(self):
        """The group applies for something: it is judged."""
        return self.purpose in self.APPLICATIONS

    @property
    def is_on_behalf(self):
        """It came on paper or by telephone, and the secretariat enters it."""
        return self.channel != self.Channel.WEB

    @property
    def may_lack(self):
        """Names of what is not required of it: whoever writes on paper may have no mailbox."""
        return ("email",) if self.is_on_behalf else ()

    @property
    def is_to_send(self):
        return self.is_application and not self.is_on_behalf

    @property
    def is_to_file(self):
        return self.is_application and self.is_on_behalf

    @property
    def is_pause(self):
        """The group gives notice that it pauses."""
        return self.purpose == self.Purpose.PAUSE

    @property
    def is_leave(self):
        """A group leaves by its own wish, and the city accepts that."""
        return self.purpose == self.Purpose.LEAVE and not self.is_own_word

    @property
    def is_own_word(self):
        """A person takes back being listed: the consent is theirs, and nobody has to accept it (人材バンク)."""
        return self.purpose == self.Purpose.LEAVE and self.partner.kind == PartnerKind.CITIZEN

    @property
    def is_revocation(self):
        """The city takes the group off the directory."""
        return self.purpose == self.Purpose.REVOKE

    @property
    def is_heard_out(self):
        """The last day on which the group could say something has passed."""
        return self.hear_by is not None and self.hear_by < timezone.localdate()

    @property
    def is_expiry(self):
        return self.purpose == self.Purpose.EXPIRE

    @property
    def filed_on(self):
        """The day on which it came in, from which all days count: the 収受日 of what came on paper; None before it was sent."""
        return self.received_on or (self.submitted_at and timezone.localdate(self.submitted_at))

    def last_day_to_decide(self, since):
        """The day by which the city decides what is in its hands since that day: so many 開庁日 as its rule says. One query at most."""
        rule = self.rule or self.partner.rule
        return add_working_days(since, rule.days_to_decide if rule else DAYS_TO_DECIDE)

    @property
    def waits_for_talk(self):
        """Its rule asks for a talk with a group that is new, and nobody has noted one."""
        return bool(self.purpose == self.Purpose.NEW and self.rule and self.rule.interview and self.met_on is None)

    @property
    def is_ready(self):
        """It may be approved: every check of its rule holds, or the secretariat said that it does, or that it need not, and the talk
        that the rule asks for was held. One query, one more for the rule."""
        return self.is_application and not self.checks.open().exists() and not self.waits_for_talk

    @property
    def is_plain_renewal(self):
        """A renewal in which nothing changed, without papers and with nothing to be checked: nobody has to read it, as its rule says."""
        if not (self.purpose == self.Purpose.RENEWAL and self.unchanged and self.rule and self.rule.auto_accept):
            return False
        return not self.files.standing().exists() and not self.checks.open().exists()

    @property
    def is_claim(self):
        """Somebody says to belong to a body of the directory."""
        return self.purpose == self.Purpose.CLAIM

    @property
    def has_objection(self):
        """Somebody of the body said that the claim is wrong, and the city has not decided about that."""
        return bool(self.objection)

    @cached_property
    def has_people(self):
        """Somebody belongs to the body today, and may say that a claim is wrong. One query, once."""
        return Membership.objects.valid().filter(partner=self.partner_id).exists()

    @property
    def may_prove(self):
        """Nobody objects, and where the body has people they have had their days for it."""
        if self.has_objection:
            return False
        return not self.has_people or timezone.localdate() > self.last_day_to_object

    @cached_property
    def last_day_to_object(self):
        """Until when people of the body say that a claim is wrong: so many 開庁日 as were promised on its day. One query."""
        began = timezone.localdate(self.submitted_at)
        return add_working_days(began, promised_days(Promise.Kind.CLAIM, began))

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
        return not self.partner.registrations.papers().filter(pk__gt=self.pk).exists()

    @property
    def is_last_removal(self):
        """What took the group off can be put back: nothing came after it."""
        return self.purpose in self.REMOVALS and self.has_no_later and self.last_step is not None and bool(self.last_step.kept)

    @property
    def claimant_has_not_begun(self):
        """Whoever was taken for one of the body has done nothing with it."""
        return (
            not self.partner.registrations.papers()
            .filter(created_by=self.created_by_id, created_at__gt=self.last_step.at)
            .exists()
        )

    @property
    def group_has_not_begun(self):
        """Nothing was done with the approval: no other application, no proposal of the group."""
        return self.has_no_later and not group_has_begun(self.partner, since=self.last_step.at)

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
