"""通知書: the letters, and in which ways each was sent. What they are made from: template_models.py."""

import hashlib

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from kyodo_portal.common.forms.three_way import canonical
from kyodo_portal.common.japanese.dates import fiscal_year

from .kinds import kind_of, kinds
from .reason_models import ReasonExample  # noqa: F401
from .template_models import LetterTemplate

FROZEN = (
    "process", "subject_id", "step", "version", "to_name", "to_person", "title", "body", "appeal_text", "signatory", "contact",
    "number", "document_number", "received_number", "dated_on", "decided_on", "file_name", "keep_years",
)  # fmt: skip


class LetterQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Released ones of one's own matters; for staff all of the matters that they work on. A query within for each process."""
        if not user.is_authenticated:
            return self.none()
        own = self.released().of_matters(lambda kind: kind.found_by(user))
        return own | self.at_desk_of(user) if user.is_staff else own

    def at_desk_of(self, user):
        """What somebody edits, releases and files."""
        is_staff = user.is_authenticated and user.is_staff
        return self.of_matters(lambda kind: kind.at_desk_of(user)) if is_staff else self.none()

    def of_matters(self, found):
        """Those of the matters that `found(kind)` names, a QuerySet for each LetterKind: each letter is asked for its matter, and not
        each matter of the city for its letters."""
        asked = Q(pk__in=[])
        for key, kind in kinds().items():
            asked |= Q(Exists(found(kind).order_by().filter(pk=OuterRef("subject_id"))), process=key)
        return self.filter(asked)

    def with_all(self):
        """With all that the page of one of them names: template, the letters before and after it, who let it go."""
        return self.select_related("template", "replaces", "replacement", "by")

    def of(self, matter):
        return self.filter(process=matter.process.key, subject_id=matter.pk)

    def drafts(self):
        """Not pressed 「出す」 yet, and not put aside."""
        return self.filter(leaves_at__isnull=True, released_at__isnull=True, dropped_at__isnull=True)

    def leaving(self):
        """Pressed 「出す」, and still to be taken back."""
        return self.filter(leaves_at__isnull=False, released_at__isnull=True)

    def due(self):
        """Those of them whose time is over."""
        return self.leaving().filter(leaves_at__lte=timezone.now())

    def released(self):
        return self.filter(released_at__isnull=False)

    def dropped(self):
        return self.filter(dropped_at__isnull=False)

    def replaced(self):
        """Released, and another one that was released stands in their place."""
        return self.filter(replacement__released_at__isnull=False)

    def standing(self):
        """Released, and none stands in their place."""
        return self.released().exclude(replacement__released_at__isnull=False)

    def to_carry(self):
        """Released to go on paper, and nobody has noted that they went."""
        return self.standing().filter(how__in=("post", "hand"), sendings__isnull=True)


class OfficialLetter(models.Model):
    """通知書: a draft that staff edit until it is released; from then on the database refuses every change of the row (audit/guard.py).

    `subject_id` is the key of the matter in the process's table, `of_version` the version of the step of which it speaks, `version`
    counts the letters of one matter. What it says is its own: a template that changes, a name that changes, change no letter.
    """

    class How(models.TextChoices):
        WEB = "web", "マイページとメール"
        POST = "post", "郵送"
        HAND = "hand", "手渡し"

    template = models.ForeignKey(LetterTemplate, on_delete=models.PROTECT, related_name="letters", verbose_name="ひな形")
    process = models.CharField("手続きの種類", max_length=30)
    subject_id = models.PositiveBigIntegerField("件の鍵")
    matter = models.CharField("件名（もとの件）", max_length=200)
    step = models.CharField("手続き", max_length=40)
    of_version = models.PositiveIntegerField("手続きの版")
    version = models.PositiveSmallIntegerField("何通目")
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replacement", verbose_name="差し替える通知書"
    )
    replaces_why = models.CharField("差し替えるわけ", max_length=300, blank=True)
    to_name = models.CharField("あて先", max_length=120)
    to_person = models.CharField("あて先の人", max_length=120, blank=True)
    title = models.CharField("件名", max_length=100)
    body = models.TextField("本文")
    appeal_text = models.TextField("教示の文", blank=True)
    signatory = models.CharField("名義", max_length=122, blank=True)
    contact = models.CharField("担当", max_length=200, blank=True)
    number = models.CharField("通知書の番号", max_length=20, null=True, blank=True, unique=True)
    document_number = models.CharField("文書番号", max_length=40, blank=True)
    received_number = models.CharField("収受番号", max_length=40, blank=True)
    dated_on = models.DateField("日付", null=True, blank=True)
    decided_on = models.DateField("決裁日", null=True, blank=True)
    fiscal_year = models.PositiveSmallIntegerField("年度")
    file_name = models.CharField("簿冊名", max_length=80, blank=True)
    keep_years = models.PositiveSmallIntegerField("保存年限（年）", default=5)
    how = models.CharField("届け方", max_length=4, choices=How, default=How.WEB)
    made_at = models.DateTimeField("下書きができた日時", auto_now_add=True)
    held_at = models.DateTimeField("答えが届いて、出さなかった日時", null=True, blank=True)
    dropped_at = models.DateTimeField("出さないことにした日時", null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="出した人"
    )
    leaves_at = models.DateTimeField("届く日時", null=True, blank=True)
    released_at = models.DateTimeField("出した日時", null=True, blank=True)
    sha256 = models.CharField("指紋", max_length=64, blank=True)
    is_sample = models.BooleanField("見本", default=False)

    append_only = True
    append_only_from = "released_at"  # until then it is a draft (audit/guard.py)
    personal_columns = dict.fromkeys(
        ("matter", "replaces_why", "to_name", "to_person", "title", "body", "appeal_text", "signatory", "contact",
         "document_number", "received_number", "file_name"), "",
    )  # fmt: skip
    public_columns = (
        "template", "process", "subject_id", "step", "of_version", "version", "number", "fiscal_year", "keep_years", "released_at", "is_sample",
    )  # fmt: skip

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "通知書"
        ordering = ["-made_at", "-pk"]
        indexes = [
            models.Index(fields=["leaves_at"], condition=Q(released_at__isnull=True), name="letter_leaving"),
            models.Index(fields=["fiscal_year", "number"], name="letter_of_a_year"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["process", "subject_id", "version"], name="letter_version_once"),
            models.CheckConstraint(name="letter_how_known", condition=Q(how__in=("web", "post", "hand"))),
            models.CheckConstraint(
                name="letter_leaving_says_by_whom",
                condition=Q(leaves_at__isnull=True, by__isnull=True)
                | Q(
                    leaves_at__isnull=False,
                    by__isnull=False,
                    dated_on__isnull=False,
                    number__isnull=False,
                    dropped_at__isnull=True,
                ),
            ),
            models.CheckConstraint(
                name="letter_released_is_whole",
                condition=Q(released_at__isnull=True, sha256="")
                | Q(released_at__isnull=False, leaves_at__isnull=False) & ~Q(sha256=""),
            ),
            models.CheckConstraint(name="letter_replaces_says_why", condition=Q(replaces__isnull=False) | Q(replaces_why="")),
            models.CheckConstraint(name="letter_term", condition=Q(keep_years__gte=1, keep_years__lte=30)),
        ]

    def __str__(self):
        return f"{self.template.name} {self.number or f'下書き {self.pk}'}"

    def get_absolute_url(self):
        return reverse("official-letter", args=[self.pk])

    @property
    def shown_number(self):
        """The number at its head: the city's 文書番号, or where it has none the portal's own; "" for a draft without."""
        return self.document_number or self.number or ""

    @property
    def kind(self):
        return kind_of(self.process)

    @cached_property
    def subject(self):
        """The matter of which it speaks, as it stands now. One query."""
        return self.kind.model._base_manager.get(pk=self.subject_id)

    @property
    def is_draft(self):
        return self.leaves_at is None and self.dropped_at is None

    @property
    def is_leaving(self):
        return self.leaves_at is not None and self.released_at is None

    @property
    def is_released(self):
        return self.released_at is not None

    @property
    def is_erased(self):
        """Its 保存年限 is over and its words are gone: that it went is all that is left."""
        return self.is_released and not self.body

    @property
    def is_replaced(self):
        """Another one that was released stands in its place. One query, none where the list has joined it."""
        after = getattr(self, "replacement", None)
        return after is not None and after.is_released

    @property
    def state_label(self):
        if self.dropped_at:
            return "出さない"
        if self.is_released:
            return "差し替えた" if self.is_replaced else "出した"
        return "出すところ" if self.leaves_at else "下書き"

    @property
    def kept_until(self):
        """The 年度 at whose end its 保存年限 is over: counted from 1 April after the 年度 of its date."""
        return fiscal_year(self.dated_on) + self.keep_years if self.dated_on else None

    def fingerprint(self):
        """The sha256 of all that it says, as it is released."""
        said = {name: getattr(self, name) for name in FROZEN}
        return hashlib.sha256(canonical(said).encode()).hexdigest()


class LetterSending(models.Model):
    """送付: once that a released letter went to its addressee; one that was sent again has several."""

    letter = models.ForeignKey(OfficialLetter, on_delete=models.PROTECT, related_name="sendings", verbose_name="通知書")
    how = models.CharField("届け方", max_length=4, choices=OfficialLetter.How)
    sent_on = models.DateField("送った日")
    note = models.CharField("メモ", max_length=200, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="記した人"
    )
    at = models.DateTimeField("日時", auto_now_add=True)

    public_columns = ("letter", "how", "sent_on")

    class Meta:
        verbose_name = verbose_name_plural = "通知書の送付"
        ordering = ["sent_on", "pk"]
        constraints = [models.CheckConstraint(name="letter_sending_how_known", condition=Q(how__in=("web", "post", "hand")))]

    def __str__(self):
        return f"通知書の送付 {self.pk}"
