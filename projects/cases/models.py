"""CaseDraft: what a case of the guideline will say of a collaboration, until both sides have said yes to it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import cached_property

from guidelines.library.models.fields import CodesField
from guidelines.models import Topic
from kyodo_portal.process.models import StageChange, Subject, status_field
from partners.directory.access import is_secretariat, partners_of, people_of
from partners.models import Membership
from projects.entries.models import Participation, Project, participations_with_partner

from .workflow import CASE, CaseStatus

Side = Participation.Side


class CaseDraftQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of the entries in which somebody takes part today; the secretariat's all. They are no page of the portal before they are cases."""
        if not user.is_authenticated:
            return self.none()
        if is_secretariat(user):
            return self.all()
        parts = Participation.objects.valid().filter(partner__in=partners_of(user))
        return self.filter(project__in=parts.values("project"))

    def open(self):
        """Those that somebody still has to do something about: at most one of an entry."""
        return self.exclude(status__in=CASE.ends)

    def with_people(self):
        """With the entry and both sides at hand: what every right is decided from."""
        return self.select_related("project__form").prefetch_related(participations_with_partner("project__"))


class CaseDraft(Subject):
    """事例の下書き. The columns are those of a case (CaseStudy); the role table is the last year's, and is read from there."""

    process = CASE
    status = status_field(CaseStatus)

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="case_drafts", verbose_name="台帳の1件")
    title = models.CharField("名前", max_length=100)
    place = models.CharField("ところ", max_length=100, blank=True)
    leader = models.CharField("中心になったところ", max_length=100, blank=True)
    partners = models.TextField("いっしょに取り組んだところ", blank=True)
    problem = models.TextField("困りごと", blank=True)
    talk = models.TextField("話し合い", blank=True)
    learned = models.TextField("参考にしたこと", blank=True)
    result = models.TextField("実現したこと", blank=True)
    review = models.TextField("見直し", blank=True)
    topics = CodesField("分野", codes=Topic)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="書きはじめた人"
    )
    created_at = models.DateTimeField("書きはじめた日時", auto_now_add=True)
    form_key = models.UUIDField("一度きりの鍵", null=True, blank=True, unique=True, editable=False)
    # Where it stands in the library: the revision that put it there, whose one row has the key of the case.
    revision = models.ForeignKey(
        "guidelines.Revision", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="載せた改稿"
    )

    WRITTEN = ("title", "place", "leader", "partners", "problem", "talk", "learned", "result", "review", "topics")
    public_columns = ("project", "created_by", "created_at", "revision")

    objects = CaseDraftQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "事例の下書き"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(name="case_status_known", condition=Q(status__in=CaseStatus.values)),
            models.UniqueConstraint(
                fields=["project"], condition=~Q(status__in=sorted(CASE.ends)), name="case_one_open_of_an_entry"
            ),
        ]

    def __str__(self):
        return self.title

    @classmethod
    def for_tasks(cls, matters):
        return matters.select_related("project").only(
            "status", "status_since", "title", "project__title", "project__is_sample", "project__published_at"
        )

    def get_absolute_url(self):
        return reverse("case-draft", args=[self.pk])

    @property
    def sections(self):
        """[(heading, text)] of what is written, as everybody will read it."""
        return [
            (self._meta.get_field(name).verbose_name, getattr(self, name))
            for name in ("problem", "talk", "learned", "result", "review")
            if getattr(self, name)
        ]

    why_is_whole = "「困りごと」と「実現したこと」を書くと、団体に確認をお願いできます。"

    # Conditions of rows in the table.
    @property
    def is_whole(self):
        """It says what the trouble was and what came of it: without them nobody learns anything from it."""
        return bool(self.problem and self.result)

    @property
    def is_asked_of_paper(self):
        """Nobody signs in for any of its groups: they answer on paper."""
        groups = [row.partner for row in self.project.participations.all() if row.side == Side.GROUP]
        return not any(people_of(group, part=Membership.Part.REPRESENTATIVE) for group in groups)

    @cached_property
    def nothing_begun(self):
        """No other draft of the entry was begun since this one ended. One query."""
        return not self.project.case_drafts.filter(pk__gt=self.pk).exists()


class CaseDraftChange(StageChange):
    subject = models.ForeignKey(CaseDraft, on_delete=models.CASCADE, related_name="changes", verbose_name="事例の下書き")

    class Meta(StageChange.Meta):
        verbose_name = verbose_name_plural = "事例の下書きの経過"
        constraints = [models.UniqueConstraint(fields=["subject", "version"], name="case_change_once")]
