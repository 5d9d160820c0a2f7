"""What a committee said, and what the city answers and does."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from .meeting_models import CommitteeMeeting
from .models import Committee, CommitteeSeat

OUTSIDE_THE_PLAN, OUTSIDE_THE_TALK = "この案の外のことです", "別の担当で考えます"


class RemarkQuerySet(models.QuerySet):
    def visible_to(self, user):
        """City staff all of them; a member those of the committees in which they sit today."""
        if not user.is_authenticated:
            return self.none()
        if user.is_staff:
            return self.all()
        return self.filter(committee__in=CommitteeSeat.objects.valid().filter(user=user).values("committee"))

    def of_reports(self):
        """What committees said of years' reports."""
        return self.filter(report__isnull=False)

    def published(self):
        """What everybody reads: marked as the committee's word, answered, and out of a report that is published."""
        reports = self.model._meta.get_field("report").related_model.objects.published()
        return self.filter(is_public=True, report__in=reports).exclude(effect="")

    def unanswered(self):
        """Those that are to be published and that the city has not answered."""
        return self.filter(is_public=True, effect="")


class Remark(models.Model):
    """意見: what a committee says of a year's report, as a whole or of one of its parts, or the summary of what people said of a
    plan (意見募集) or at an event (en とーく, 懇談); what the city answers, and what it does."""

    class Effect(models.TextChoices):
        REFLECTED = "reflected", "取り入れます"
        INCLUDED = "included", "すでに取り入れています"
        NOTED = "noted", "これからの参考にします"
        DECLINED = "declined", "取り入れません"
        OUTSIDE = "outside", "このまとめの外のことです"

    committee = models.ForeignKey(
        Committee, on_delete=models.PROTECT, null=True, blank=True, related_name="remarks", verbose_name="委員会"
    )
    meeting = models.ForeignKey(
        CommitteeMeeting, on_delete=models.PROTECT, null=True, blank=True, related_name="remarks", verbose_name="出た会議"
    )
    report = models.ForeignKey(
        "projects.YearReport", on_delete=models.CASCADE, null=True, blank=True, related_name="remarks", verbose_name="年のまとめ"
    )
    chapter = models.ForeignKey(
        "projects.ReportChapter", on_delete=models.PROTECT, null=True, blank=True, related_name="remarks", verbose_name="どの章に"
    )
    review = models.ForeignKey(
        "projects.PolicyReview", on_delete=models.PROTECT, null=True, blank=True, related_name="remarks",
        verbose_name="どの取組に",
    )  # fmt: skip
    round = models.ForeignKey(
        "projects.OpinionRound", on_delete=models.CASCADE, null=True, blank=True, related_name="remarks", verbose_name="意見募集"
    )
    event = models.ForeignKey(
        "partners.Event", on_delete=models.CASCADE, null=True, blank=True, related_name="remarks", verbose_name="催し"
    )
    text = models.TextField("意見")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+",
        verbose_name="書いた人",
    )  # fmt: skip
    on = models.DateField("意見の日", default=timezone.localdate)
    is_public = models.BooleanField(
        "委員会の意見として公表する", default=True, help_text="公表するのは意見と市の答えだけで、だれが書いたかは出しません。"
    )
    effect = models.CharField("市の扱い", max_length=9, choices=Effect, blank=True)
    answer = models.TextField("市の答え", blank=True)
    change = models.TextField("変えたところ", blank=True)
    answered_at = models.DateTimeField("答えた日時", null=True, blank=True, editable=False)
    revision = models.ForeignKey(
        "guidelines.Revision", on_delete=models.SET_NULL, null=True, blank=True, related_name="remarks",
        verbose_name="この意見から始めた改稿",
    )  # fmt: skip
    form_key = models.UUIDField("一度きりの鍵", null=True, blank=True, unique=True, editable=False)

    # Who of the members wrote it stays with the committee and the city.
    public_columns = (
        "committee", "meeting", "report", "chapter", "review", "round", "event", "text", "on", "is_public", "effect", "answer", "change",
        "answered_at", "revision",
    )  # fmt: skip

    objects = RemarkQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "委員会の意見"
        ordering = ["report", "pk"]
        constraints = [
            models.CheckConstraint(
                name="remark_of_one_owner",
                condition=Q(committee__isnull=False, report__isnull=False, round__isnull=True, event__isnull=True)
                | Q(
                    Q(round__isnull=False, event__isnull=True) | Q(round__isnull=True, event__isnull=False),
                    committee__isnull=True,
                    meeting__isnull=True,
                    report__isnull=True,
                    chapter__isnull=True,
                    review__isnull=True,
                ),  # fmt: skip
            ),
            models.CheckConstraint(name="remark_of_one_part", condition=Q(chapter__isnull=True) | Q(review__isnull=True)),
            models.CheckConstraint(
                name="remark_effect_known",
                condition=Q(effect__in=("", "reflected", "included", "noted", "declined", "outside")),
            ),
            models.CheckConstraint(
                name="remark_answer_whole",
                condition=Q(effect="", answer="", answered_at__isnull=True)
                | (~Q(effect="") & ~Q(answer="") & Q(answered_at__isnull=False)),
            ),
        ]

    @property
    def effect_label(self):
        """How the city takes it, in words of what it is about."""
        if self.effect == self.Effect.OUTSIDE and self.report_id is None:
            return OUTSIDE_THE_PLAN if self.round_id else OUTSIDE_THE_TALK
        return self.get_effect_display()

    def __str__(self):
        return f"{self.committee or self.round or self.event}の意見 {self.pk}"
