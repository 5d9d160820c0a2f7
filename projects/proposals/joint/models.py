"""JointGroup: a group that was named as 「いっしょに提案する団体」, and its answer."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse

from kyodo_portal.common.lists.together import along
from kyodo_portal.process.models import Task
from partners.directory.access import is_secretariat, partners_of
from partners.models import Assignment, Membership
from projects.calls.models import Call
from projects.proposals.models import Proposal
from projects.proposals.workflow import PROPOSAL

from .states import JointState

Part = Membership.Part


def _represented():
    """The partners that somebody represents today who can sign in."""
    rows = Membership.objects.valid().filter(part=Part.REPRESENTATIVE, user__is_active=True)
    return rows.values("partner")


class JointGroupQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The named group's people and its coordinator; what waits for an answer on paper also the secretariat."""
        if not user.is_authenticated:
            return self.none()
        assigned = Assignment.objects.valid().filter(user=user).values("partner")
        visible = Q(partner__in=partners_of(user)) | Q(partner__in=assigned)
        if is_secretariat(user):
            visible |= ~Q(partner__in=_represented())
        return self.filter(visible, proposal__isnull=False)

    def unanswered(self):
        """Asked, and an answer still counts: drafts whose call is open, and sent proposals before the review."""
        over = Q(proposal__status=PROPOSAL.start) & ~Q(proposal__in=Proposal.objects.still_taken())
        return self.filter(~over, state=JointState.ASKED, proposal__status__in=PROPOSAL.opening("join"))

    def waiting_on_paper(self, user):
        """What the secretariat has to ask on paper, because nobody of the group can sign in; never about one's own group.

        What waits is what the tasks say.
        """
        own = partners_of(user)
        waits = Task.objects.open().filter(
            process=PROPOSAL.key,
            subject_id=OuterRef("proposal"),
            source=Concat(Value("joint:"), Cast(OuterRef("pk"), models.CharField())),
        )
        rows = self.filter(Exists(waits)).exclude(partner__in=_represented())
        return rows.exclude(partner__in=own).exclude(lead__in=own)


class JointGroup(models.Model):
    """いっしょに提案する団体: asked by the proposing group; it counts once its representative said yes.

    A draft that is deleted takes its rows along, except for a no: whoever said no is not asked again in the same call.
    """

    proposal = models.ForeignKey(Proposal, on_delete=models.SET_NULL, null=True, related_name="joint_groups", verbose_name="提案")
    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="+", verbose_name="募集回")
    lead = models.ForeignKey(
        "partners.Partner", on_delete=models.CASCADE, related_name="asked_joint_groups", verbose_name="提案する団体"
    )
    partner = models.ForeignKey(
        "partners.Partner", on_delete=models.PROTECT, related_name="joint_groups", verbose_name="いっしょに提案する団体"
    )
    state = models.CharField("返事", max_length=12, choices=JointState, default=JointState.ASKED)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="たずねた人")
    asked_at = models.DateTimeField("たずねた日時")
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="返事をした人、または紙の返事を入れた人",
    )
    answered_at = models.DateTimeField("返事の日時", null=True, blank=True)
    received_on = models.DateField("紙の返事の収受日", null=True, blank=True)

    public_columns = ("proposal", "call", "lead", "partner", "state", "asked_at", "answered_at")

    objects = JointGroupQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "いっしょに提案する団体"
        ordering = ["partner__kana_key", "partner_id"]
        indexes = [models.Index(fields=["partner", "state"])]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "partner"], name="joint_group_once"),
            models.CheckConstraint(name="joint_state_known", condition=Q(state__in=JointState.values)),
            models.CheckConstraint(
                name="joint_answer_has_its_day",
                condition=Q(state__in=(JointState.ASKED, JointState.TAKEN_BACK)) | Q(answered_at__isnull=False),
            ),
            models.CheckConstraint(
                name="joint_paper_is_an_answer", condition=Q(received_on__isnull=True) | Q(answered_at__isnull=False)
            ),
        ]

    def __str__(self):
        return f"{self.partner}：{self.get_state_display()}"

    def get_absolute_url(self):
        return reverse("joint-group", args=[self.pk])

    @property
    def counts(self):
        """It said yes, and has not left."""
        return self.state == JointState.ACCEPTED

    @property
    def is_asked(self):
        return self.state == JointState.ASKED

    @property
    def said_no(self):
        return self.state in (JointState.DECLINED, JointState.LEFT)

    @property
    def takes_an_answer(self):
        """Whether something can be answered now: before the review, a no only while the text is written; leaving until the result."""
        proposal = self.proposal
        if self.counts:
            return not proposal.state.is_end
        late = proposal.is_unsent and not proposal.is_taken
        return proposal.may("join") and not late and (self.is_asked or (self.said_no and proposal.may("write")))

    @property
    def due(self):
        """The last day of a useful answer: the call's, while the proposal has not been sent; None afterwards."""
        return self.proposal.closes_on if self.proposal.is_unsent else None

    @property
    def matter(self):
        """What the named group reads of in its lists."""
        return f"{self.lead}「{self.proposal}」"


def known_joint_groups(proposal):
    """[JointGroup] of a proposal with their partners, asked of the database once for each instance of the proposal."""
    return list(along(proposal, "joint_groups", JOINT_GROUPS))


# For lists: the named groups of every proposal, with their names.
JOINT_GROUPS = models.Prefetch("joint_groups", queryset=JointGroup.objects.select_related("partner"))
