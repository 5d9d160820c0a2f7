"""Partner: a body that collaborates, and what of it the public may see."""

import datetime

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from kyodo_portal.common.forms.mail import MailField
from kyodo_portal.common.own_words import own_words
from kyodo_portal.common.privacy import PublicHistory

from .kind import MembersUnit, PartnerKind
from .membership import Assignment, Membership
from .reference_models import Area, Field
from .schema import CONSENTS
from .standing import Standing

UNNAMED = "名前を公開していない団体"
RENEWAL_OPENS_DAYS = 60  # where no rule says otherwise
DECIDES = (
    "kind",
    "name_consent",
    "taken_down_at",
    "shown_from",
    "is_collective",
)  # besides standing and office, whether everybody finds a partner


class PartnerQuerySet(models.QuerySet):
    PUBLIC = (Standing.REGISTERED, Standing.LISTED, Standing.DORMANT)

    def open_to_all(self, at=None):
        """Rows whose page everybody may read at a moment (default now), the city's offices among them.

        Left out: applications and bodies that left; whose listing was taken down; individuals without their own recorded
        consent; and bodies that only the ledger names (`listed`) while no public entry names them.
        """
        return self.filter(self._is_open(at))

    def closed_to_all(self, at=None):
        """All others: who is not `open_to_all`. Of a city's directory they are the few, and found sooner than the many."""
        return self.filter(~self._is_open(at))

    def speaking_to_all(self, at=None):
        """Those of whose doings everybody may read: `open_to_all`, and the city's offices that are no more (改組): what they did stays."""
        return self.filter(self._is_open(at) | Q(ended_on__isnull=False))

    def silent_to_all(self, at=None):
        """All others: who is not `speaking_to_all`."""
        return self.closed_to_all(at).filter(ended_on__isnull=True)

    def _is_open(self, at):
        now = at or timezone.now()
        named = Q(taken_down_at__isnull=True) & (~Q(kind=PartnerKind.CITIZEN) | Q(name_consent=True))
        of_public_entries = self.model._base_manager.filter(pk=OuterRef("pk"), participations__project__published_at__lte=now)
        vouched = ~Q(standing=Standing.LISTED) | ~Q(office=Partner.Office.NONE) | Exists(of_public_entries)
        told = Q(shown_from__isnull=True) | Q(shown_from__lte=now)
        return named & vouched & told & Q(standing__in=self.PUBLIC)

    def in_directory(self):
        """What the directory shows: `open_to_all`, the city's offices among them, without names that stand for many (みなさん)."""
        return self.open_to_all().filter(is_collective=False)

    def active(self):
        """Of whom the directory shows what they give and seek: `in_directory`, and not at rest."""
        return self.filter(self._is_active())

    def inactive(self):
        """All others: who is not `active`."""
        return self.filter(~self._is_active())

    def _is_active(self):
        return self._is_open(None) & Q(is_collective=False) & ~Q(standing=Standing.DORMANT)

    def published(self):
        """The groups of the directory: `in_directory` without the city's offices."""
        return self.in_directory().filter(office__in=(Partner.Office.NONE, Partner.Office.COORDINATOR))

    def departments(self, kept=()):
        """The city's departments of today; the secretariat where it has none: in a small office one does what elsewhere several do.
        kept: as `city_offices` has it."""
        Office, stands = self.model.Office, Q(standing__in=self.PUBLIC)
        office = Q(office=Office.DEPARTMENT) & stands
        any_at_all = self.model._base_manager.filter(office)
        return self.filter(office | (Q(office=Office.SECRETARIAT) & stands & ~Exists(any_at_all)) | Q(pk__in=kept))

    def city_offices(self, kept=()):
        """The city's offices of today: departments and the secretariat. kept: keys (or a query of them) of those that a row names
        already, and may go on naming where they are no more."""
        offices = (self.model.Office.DEPARTMENT, self.model.Office.SECRETARIAT)
        return self.filter(Q(standing__in=self.PUBLIC) | Q(pk__in=kept), office__in=offices)

    def choosable(self):
        """Whom an office may pick by name for an entry: `published`, and bodies that so far no public entry names."""
        unnamed = Q(kind=PartnerKind.CITIZEN, name_consent=False) | Q(taken_down_at__isnull=False)
        offices = (Partner.Office.NONE, Partner.Office.COORDINATOR)
        return self.filter(standing__in=self.PUBLIC, office__in=offices).exclude(unnamed)

    def choosable_then(self):
        """Whom an office may pick by name for a year that is over: `choosable`, and bodies that have left the directory since."""
        left = self.filter(standing=Standing.LEFT, office=Partner.Office.NONE, merged_into=None, taken_down_at=None)
        return self.choosable() | left.exclude(kind=PartnerKind.CITIZEN, name_consent=False)

    def visible_to(self, user):
        """What is `open_to_all` for everybody; one's own in any standing; all of them for city staff."""
        if user.is_authenticated and user.is_staff:
            return self.all()
        visible = self._is_open(None)
        if user.is_authenticated:
            visible |= Q(pk__in=Membership.objects.valid().filter(user=user).values("partner"))
            visible |= Q(pk__in=Assignment.objects.valid().filter(user=user, partner__isnull=False).values("partner"))
        return self.filter(visible)


class Partner(models.Model):
    """主体: a body that collaborates. A city department and the coordinator are partners too (rule 5)."""

    class Office(models.TextChoices):
        NONE = "none", own_words("市の組織ではない")
        DEPARTMENT = "department", "担当課"
        SECRETARIAT = "secretariat", "事務局"
        COORDINATOR = "coordinator", own_words("コーディネーター")

    name = models.CharField("団体名", max_length=120)
    kana = models.CharField("ふりがな", max_length=160, blank=True)
    kana_key = models.CharField("並べ替え用のふりがな", max_length=200, blank=True, editable=False, db_index=True)
    kind = models.CharField("種類", max_length=20, choices=PartnerKind)
    office = models.CharField("市の中での役", max_length=12, choices=Office, default=Office.NONE)
    standing = models.CharField("登録の状態", max_length=12, choices=Standing, default=Standing.APPLYING, editable=False)
    corporate_number = models.CharField("法人番号", max_length=13, blank=True)
    established = models.CharField("設立した年月", max_length=20, blank=True)
    members_count = models.PositiveIntegerField("会員数", null=True, blank=True)
    members_unit = models.CharField("会員の数え方", max_length=14, choices=MembersUnit, default=MembersUnit.PEOPLE)
    purpose = models.TextField("目的", blank=True)
    activities = models.TextField("主な活動", blank=True)
    schedule = models.CharField("活動する日・場所", max_length=200, blank=True)
    pr = models.CharField("ひとこと紹介", max_length=120, blank=True)
    website = models.URLField("ホームページ", max_length=300, blank=True)
    representative = models.CharField("代表者の名前", max_length=80, blank=True)
    contact_name = models.CharField("連絡する人の名前", max_length=80, blank=True)
    postal_code = models.CharField("郵便番号", max_length=7, blank=True)
    address = models.CharField("所在地", max_length=200, blank=True)
    phone = models.CharField("電話番号", max_length=20, blank=True)
    fax = models.CharField("ファクス番号", max_length=20, blank=True)
    email = MailField("連絡用のメールアドレス", max_length=254, blank=True)
    fields = models.ManyToManyField(Field, blank=True, verbose_name="活動分野", related_name="partners")
    areas = models.ManyToManyField(Area, blank=True, verbose_name="活動する地域", related_name="partners")
    member_organisations = models.ManyToManyField(
        "self", symmetrical=False, blank=True, verbose_name="構成する団体", related_name="umbrellas"
    )
    is_collective = models.BooleanField(
        "団体ではない、まとめた呼び名", default=False, help_text="「市民のみなさん」のような呼び名です。名簿と件数には出ません。"
    )
    is_sample = models.BooleanField("見本", default=False)
    source_note = models.CharField("もとにした資料", max_length=200, blank=True)  # e.g. 令和2年3月時点
    confirmed_on = models.DateField("最後に確かめた日", null=True, blank=True)
    # Under which rule it is registered, since when without a break, until which day (empty: without an end), and what that rule asks
    # besides the columns: {key of the RuleField: JSON value}. What of it is public says the RuleField.
    rule = models.ForeignKey(
        "partners.RegistrationRule",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="partners",
        verbose_name="登録の要件",
    )
    registered_from = models.DateField("登録した日", null=True, blank=True, editable=False)
    valid_until = models.DateField("登録の期限", null=True, blank=True, editable=False)
    extra = models.JSONField("要件が聞くこと", default=dict, blank=True, editable=False)
    # An individual's own consent, as the newest row of `consents` for "name" says; written beside it, so that the database can refuse.
    name_consent = models.BooleanField("名前の公開の同意", default=False, editable=False)
    taken_down_at = models.DateTimeField("掲載を取り下げた日時", null=True, blank=True, editable=False)
    # Of a registration that was approved: as long as its group has not been told, nobody reads of it. None: shown as it stands.
    shown_from = models.DateTimeField("ここから公開する日時", null=True, blank=True, editable=False)
    # The same body stood in the directory twice: where everything of this one went. Its address leads there for good.
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="merged_from",
        verbose_name="まとめた先",
    )
    # Of an office of the city that is no more (改組): its last day, and which office has its work since.
    ended_on = models.DateField("なくなった課の最後の日", null=True, blank=True, editable=False)
    successor = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="predecessors",
        verbose_name="あとの課",
    )
    search_text = models.TextField("検索用の文字", blank=True, editable=False)  # public fields only
    form_key = models.UUIDField("一度きりの鍵", null=True, blank=True, unique=True, editable=False)
    created_at = models.DateTimeField("作成日時", auto_now_add=True)
    updated_at = models.DateTimeField("更新日時", auto_now=True)

    public_columns = (
        "name", "kana", "kana_key", "kind", "office", "standing", "corporate_number", "established", "members_count", "members_unit",
        "purpose", "activities", "schedule", "pr", "website", "fields", "areas", "member_organisations",
        "is_collective", "is_sample", "source_note", "confirmed_on", "rule", "registered_from", "valid_until", "name_consent",
        "taken_down_at", "shown_from", "merged_into", "ended_on", "successor", "search_text", "created_at", "updated_at",
    )  # fmt: skip
    changes_pages_at = ("shown_from",)
    has_gram_index = True

    objects = PartnerQuerySet.as_manager()
    history = PublicHistory(excluded_fields=["search_text", "shown_from"])

    # What a group may publish or keep to the city and its coordinator, field by field.
    CONSENT_FIELDS = tuple(CONSENTS.values())

    class Meta:
        verbose_name = verbose_name_plural = "団体・主体"
        ordering = ["kana_key", "pk"]
        # What decides whether the directory shows a partner stands in the index: counting and paging read no whole rows.
        indexes = [
            models.Index(fields=["standing", "office", "kana_key", *DECIDES], name="partner_directory"),
            models.Index(fields=["office", "name"], name="partner_office"),
            models.Index(fields=["shown_from"], condition=Q(shown_from__isnull=False), name="partner_shown_from"),
        ]
        constraints = [
            models.CheckConstraint(name="partner_kind_known", condition=Q(kind__in=PartnerKind.values)),
            models.CheckConstraint(name="partner_members_unit_known", condition=Q(members_unit__in=MembersUnit.values)),
            models.CheckConstraint(name="partner_standing_known", condition=Q(standing__in=Standing.values)),
            models.CheckConstraint(
                name="partner_registered_since",
                condition=~Q(standing=Standing.REGISTERED, office="none") | Q(registered_from__isnull=False),
            ),
            models.CheckConstraint(
                name="partner_valid_until_after_from",
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("registered_from")),
            ),
            models.CheckConstraint(
                name="partner_citizen_listed_by_consent",
                condition=~Q(kind=PartnerKind.CITIZEN, standing=Standing.LISTED) | Q(name_consent=True),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("partner", args=[self.pk])

    @property
    def stands(self):
        """True for what is registered, listed or dormant, whether or not its page is public."""
        return self.standing in PartnerQuerySet.PUBLIC

    @property
    def goes_on_in(self):
        """The office that has the work of this one today, itself where it stands. A query for each step, none where it stands."""
        row = self
        while row.successor_id is not None and not row.stands:
            row = row.successor
        return row

    @property
    def choice_label(self):
        """What a list of choices calls it: whoever is no more is said to be so."""
        if self.standing != Standing.LEFT:
            return self.name
        return f"{self.name}（現在はありません）" if self.is_city else f"{self.name}（現在は登録がありません）"

    @property
    def is_named(self):
        """True when pages for everybody may say its name: no individual without consent, nobody whose listing was taken down."""
        return is_named(self)

    @property
    def public_name(self):
        """What pages for everybody call it. No query."""
        return name_for_all(self)

    @property
    def is_public(self):
        """True when everybody may open its page; one query for a body that only the ledger names (`open_to_all`)."""
        by_ledger = self.standing == Standing.LISTED and self.office == self.Office.NONE
        public_entries = self.participations.filter(project__published_at__lte=timezone.now())
        return self.stands and self.is_named and self.is_told and (not by_ledger or public_entries.exists())

    @property
    def renewal_is_open(self):
        """The days before its last one have begun on which a renewal is taken, as its rule says. One query for the rule."""
        return self.valid_until is not None and timezone.localdate() >= self.renewal_opens_on

    @property
    def renewal_opens_on(self):
        """The day from which on a registration that has a last day is renewed. One query for the rule."""
        days = self.rule.renewal_opens_days if self.rule else RENEWAL_OPENS_DAYS
        return self.valid_until - datetime.timedelta(days=days)

    @property
    def is_told(self):
        """False while its own people are still to be told that it was registered (KYODO_UNDO_MINUTES)."""
        return self.shown_from is None or self.shown_from <= timezone.now()

    @property
    def is_city(self):
        """True for the city's own departments and the secretariat."""
        return self.office in (self.Office.DEPARTMENT, self.Office.SECRETARIAT)


def is_named(partner):
    """See `Partner.is_named`; of a Partner or of its PublicRow."""
    return partner.taken_down_at is None and (partner.kind != PartnerKind.CITIZEN or partner.name_consent)


def name_for_all(partner):
    """See `Partner.public_name`; of a Partner or of its PublicRow."""
    if is_named(partner):
        return partner.name
    return PartnerKind.CITIZEN.label if partner.kind == PartnerKind.CITIZEN else UNNAMED
