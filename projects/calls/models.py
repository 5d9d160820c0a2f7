"""Call: one 募集回 with its days and sums. What it asks and who judges it: question_models.py, panel_models.py."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from guidelines.library.models.fields import CodesField
from kyodo_portal.common.own_words import own_words
from kyodo_portal.common.templatetags.kyodo import jdate, jdatetime
from partners.directory.kind import PartnerKind
from partners.rules.entitlements import name_of

from .querysets import CallQuerySet


class Call(models.Model):
    """募集回: what may be proposed, by whom, until when, and how it is judged. One row per round and fiscal year.

    One that was announced is never hidden again: who takes it back says why, and its page stays (`withdrawn_at`).
    """

    class Track(models.TextChoices):
        CITIZEN = "citizen", own_words("市民提案型")
        CITY = "city", "行政提案型"
        TOWN = "town", "区・自治会型"
        ANYTIME = "anytime", "随時相談型"

    class Before(models.TextChoices):
        BRIEFING = "briefing", "説明会に出ること"
        CONSULT = "consult", "事前に相談すること"
        EITHER = "either", "説明会に出るか、事前に相談すること"
        BOTH = "both", "説明会に出て、事前に相談もすること"

    title = models.CharField("募集の名前", max_length=120)
    track = models.CharField("型", max_length=10, choices=Track, default=Track.CITIZEN)
    fiscal_year = models.PositiveSmallIntegerField("実施する年度", help_text="4月が入る年。令和8年度なら 2026")
    summary = models.TextField("どんな募集か")
    eligibility = models.TextField("提案できる人")
    kinds = CodesField(
        "提案できる団体の種類",
        codes=PartnerKind,
        help_text="1つも選ばないと、どの種類の団体も提案できます。いっしょに提案する団体の種類は問いません。",
    )
    entitlement = models.SlugField(
        "要る登録",
        max_length=30,
        blank=True,
        help_text="これが使える登録をした団体だけが、提案を送れます。",
    )
    before = models.CharField(
        "送る前にすること",
        max_length=8,
        choices=Before,
        blank=True,
        help_text="説明会や相談に来た団体は、この募集回の画面で記録します。サイトから申し込んで「来た」とした人の団体と、"
        "この募集についての「相談」に市が返事をした団体は、記録しなくても数えます。",
    )
    support = models.TextField("市の支え", blank=True, help_text="補助の割合、上限、場所や広報など")
    grant_limit = models.PositiveIntegerField("市が負担する上限(円)", null=True, blank=True)
    budget = models.PositiveBigIntegerField(
        "市の予算の全体(円)",
        null=True,
        blank=True,
        help_text="この募集の全部の提案に使えるお金。決めていないときは空けておきます。",
    )
    tell_left = models.BooleanField(
        "残りの額を公開する",
        default=False,
        help_text="知らせた採択の額を予算の全体から引いた額が、公開のページに出ます。1件だけのときは、その額が分かります。",
    )
    rate_num = models.PositiveSmallIntegerField(
        "市の負担の割合の分子", null=True, blank=True, help_text="3分の2のときは 2。割合を決めていないときは空けておきます。"
    )
    rate_den = models.PositiveSmallIntegerField("市の負担の割合の分母", null=True, blank=True, help_text="3分の2のときは 3。")
    round_to = models.PositiveIntegerField(
        "切り捨ての単位(円)", default=1000, help_text="割合をかけた額の端数。1000のとき、1,000円未満を切り捨てます。"
    )
    asks_plan = models.BooleanField(
        "実施計画を必ず書いてもらう",
        default=False,
        help_text="付けると、月ごとなどの実施計画を1行も書いていない提案は送れません。",
    )
    briefing_at = models.DateTimeField("説明会の日時", null=True, blank=True)
    briefing_place = models.CharField("説明会の場所", max_length=120, blank=True)
    questions_until = models.DateField("質問を受け付ける最後の日", null=True, blank=True)
    consult_from = models.DateField("事前の相談を始める日", null=True, blank=True)
    consult_until = models.DateField("事前の相談を終える日", null=True, blank=True)
    opens_at = models.DateTimeField("受付を始める日時")
    closes_at = models.DateTimeField("受付を終える日時")
    review_due_on = models.DateField("審査票を出す締切日", null=True, blank=True)
    screening_on = models.DateField("書類審査の日", null=True, blank=True)
    presentation_on = models.DateField("発表会の日", null=True, blank=True)
    result_on = models.DateField("結果を知らせる予定日", null=True, blank=True)
    starts_on = models.DateField("実施できる最初の日", null=True, blank=True)
    ends_on = models.DateField("実施できる最後の日", null=True, blank=True)
    report_due_on = models.DateField("報告の期限", null=True, blank=True)
    department = models.ForeignKey(
        "partners.Partner", on_delete=models.PROTECT, null=True, blank=True, related_name="calls", verbose_name="担当"
    )
    pass_mark = models.PositiveSmallIntegerField("最低点(100点満点に直した平均)", null=True, blank=True)
    tell_scores = models.BooleanField("提案した団体に点を知らせる", default=False)
    publish_declined = models.BooleanField("不採択の提案も公表する", default=False)
    published_at = models.DateTimeField("公開する日時", null=True, blank=True)
    # Written by actions.withdraw and actions.resume alone.
    withdrawn_at = models.DateTimeField("取りやめた日時", null=True, blank=True, editable=False)
    withdrawn_because = models.TextField("取りやめた理由(公開)", blank=True, editable=False)
    is_sample = models.BooleanField("見本", default=False)
    form_key = models.UUIDField("一度きりの鍵", null=True, blank=True, unique=True, editable=False)
    created_at = models.DateTimeField("作成日時", auto_now_add=True)
    updated_at = models.DateTimeField("更新日時", auto_now=True)

    read_as = {"entitlement": name_of}
    public_columns = (
        "title", "track", "fiscal_year", "summary", "eligibility", "kinds", "entitlement", "before", "support", "grant_limit", "budget",
        "tell_left", "rate_num", "rate_den", "round_to", "asks_plan", "briefing_at", "briefing_place", "questions_until",
        "consult_from", "consult_until", "opens_at", "closes_at", "review_due_on", "screening_on", "presentation_on", "result_on", "starts_on", "ends_on",
        "report_due_on", "department", "pass_mark", "tell_scores", "publish_declined",
        "published_at", "withdrawn_at", "withdrawn_because", "is_sample", "created_at", "updated_at",
    )  # fmt: skip
    changes_pages_at = ("opens_at", "closes_at", "published_at")

    objects = CallQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "募集回"
        ordering = ["-closes_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="call_withdrawn_because",
                condition=Q(withdrawn_at__isnull=True) & Q(withdrawn_because="")
                | Q(withdrawn_at__isnull=False) & ~Q(withdrawn_because=""),
            ),
            models.CheckConstraint(name="call_closes_after_opening", condition=Q(closes_at__gt=F("opens_at"))),
            models.CheckConstraint(name="call_pass_mark_of_100", condition=Q(pass_mark__isnull=True) | Q(pass_mark__lte=100)),
            models.CheckConstraint(name="call_track_known", condition=Q(track__in=("citizen", "city", "town", "anytime"))),
            models.CheckConstraint(
                name="call_before_known", condition=Q(before__in=("", "briefing", "consult", "either", "both"))
            ),
            models.CheckConstraint(
                name="call_rate_at_most_whole",
                condition=Q(rate_num__isnull=True, rate_den__isnull=True)
                | Q(rate_num__isnull=False, rate_den__isnull=False, rate_num__gte=1, rate_num__lte=F("rate_den")),
            ),
            models.CheckConstraint(name="call_rounds_by_yen", condition=Q(round_to__gte=1)),
            models.CheckConstraint(
                name="call_ends_after_start",
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
            ),
            models.CheckConstraint(
                name="call_consulting_ends_later",
                condition=Q(consult_from__isnull=True) | Q(consult_until__isnull=True) | Q(consult_until__gte=F("consult_from")),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("call", args=[self.pk])

    @property
    def is_announced(self):
        """Everybody has been able to read it: what it promises is changed before everybody's eyes (promises.py)."""
        return bool(self.published_at) and self.published_at <= timezone.now()

    @property
    def entitlement_name(self):
        """What a registration has to give to whoever proposes, in words; "" where nothing is asked. One query where it is."""
        return name_of(self.entitlement) if self.entitlement else ""

    @property
    def is_open(self):
        """Takes proposals at this moment: the first second counts, the moment of closing does not."""
        return self.has_begun and timezone.now() < self.closes_at

    @property
    def has_begun(self):
        """Announced, not withdrawn, and its first moment has come; also one that is over."""
        return self.is_announced and self.withdrawn_at is None and self.opens_at <= timezone.now()

    @property
    def shut_because(self):
        """Why it takes nothing now, as a sentence; "" while it is open."""
        if self.withdrawn_at:
            return f"この募集は{jdate(self.withdrawn_at)}に取りやめになりました。"
        if self.is_open:
            return ""
        return f"受付は{jdatetime(self.closes_at)}に終わりました。" if self.is_closed else "まだ受付が始まっていません。"

    def closes_for(self, partner_id):
        """Until when this group may send: later than for the others where the secretariat let it in late. One query once it is closed."""
        if not self.is_closed:
            return self.closes_at
        late = self.late_admissions.in_force().filter(partner=partner_id).first()
        return max(self.closes_at, late.until) if late else self.closes_at

    def takes_from(self, partner_id):
        """Whether this group may begin and send a proposal now: it is open, or the group was let in late."""
        return self.has_begun and timezone.now() < self.closes_for(partner_id)

    @property
    def is_closed(self):
        """The deadline is over."""
        return timezone.now() >= self.closes_at

    @property
    def sheets_due_on(self):
        """The day by which score sheets are wanted; None where the call names none."""
        return self.review_due_on or self.presentation_on or self.result_on

    @property
    def awaits_more(self):
        """Somebody may still send: who judges now judges before all proposals are there. Never 随時相談型, which is judged as it comes."""
        if self.track == self.Track.ANYTIME:
            return False
        return not self.is_closed or self.late_until is not None

    @property
    def late_until(self):
        """Until when the last group that was let in late may still send; None where none may. One query."""
        return self.late_admissions.in_force().filter(until__gt=timezone.now()).aggregate(last=models.Max("until"))["last"]

    @property
    def has_submitted(self):
        """A group has sent a proposal: questions and criteria stay as it read them."""
        return self.proposals.sent().exists()
