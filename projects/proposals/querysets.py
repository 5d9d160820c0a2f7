"""Which proposals: everybody's, one's own, those of a queue."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from kyodo_portal.accounts.models import HelperCode
from kyodo_portal.notices.waiting import waiting_time
from partners.directory.access import is_secretariat, offices_of, partners_of
from partners.models import Assignment, Membership
from projects.calls.change_models import LateAdmission
from projects.calls.panel_models import PanelSeat

from .asked import asked_to_talk
from .joint.states import JointState
from .workflow import PROPOSAL

PUBLIC = Q(status__in=PROPOSAL.read_by("public")) | Q(status__in=PROPOSAL.read_by("public_if_told"), call__publish_declined=True)

READ_BY_CITY = Q(status__in=PROPOSAL.read_by("city"))


def public_now():
    """What everybody finds: by the table alone, or where the call publishes what it declined; once the group itself was told."""
    return PUBLIC & Q(status_since__lte=timezone.now() - waiting_time())


class ProposalQuerySet(models.QuerySet):
    def sent(self):
        """What a group has sent, whatever became of it."""
        return self.exclude(status=PROPOSAL.start)

    def published(self):
        """What residents see: adopted proposals; declined ones only where the call says so."""
        return self.filter(public_now())

    def _still_taken(self):
        """The condition: the call takes it now, from everybody or from this group alone, which was let in late."""
        late = LateAdmission.objects.in_force().filter(
            call=OuterRef("call"), partner=OuterRef("partner"), until__gt=timezone.now()
        )
        return Q(call__withdrawn_at__isnull=True) & (Q(call__closes_at__gt=timezone.now()) | Exists(late))

    def still_taken(self):
        """Those that their call takes, or would take, at this moment: `is_taken` for the database."""
        return self.filter(self._still_taken())

    def groups_of(self, sent):
        """The ids of the groups that have a draft or, with `sent`, a proposal under way; those that said yes to it too. Two queries."""
        states = [row.code for row in PROPOSAL.open if (row.code != PROPOSAL.start) == sent]
        proposals = self.filter(status__in=states)
        joint = self.model.joint_groups.rel.related_model.objects.filter(proposal__in=proposals, state=JointState.ACCEPTED)
        return {*proposals.values_list("partner", flat=True), *joint.values_list("partner", flat=True)}

    def drafts_for(self, user, call):
        """The drafts that the user's groups have begun for a call."""
        mine = Membership.objects.valid().filter(user=user).values("partner")
        return self.filter(call=call, partner__in=mine, status=PROPOSAL.start).select_related("partner").order_by("-pk")

    def of_own_groups(self, user):
        """Those of the groups to which the user belongs today, which see all their own, the newest first; for マイページ."""
        return self.filter(partner__in=partners_of(user)).select_related("call", "partner").order_by("-pk")

    def helped_by(self, user):
        """Drafts that this person fills in today (いっしょに書く), as long as whoever gave the digits writes for the group."""
        return self.filter(self._helped(user)) if user.is_authenticated else self.none()

    def _helped(self, user):
        about = Concat(Value("proposal:"), Cast(OuterRef("pk"), models.CharField()))
        giver = {"user": OuterRef("by"), "user__is_active": True, "partner": OuterRef(OuterRef("partner"))}
        giver |= {"part__in": Membership.WRITERS}
        codes = HelperCode.objects.live().filter(Exists(Membership.objects.valid().filter(**giver)), helper=user.pk, about=about)
        return Q(Exists(codes), status=PROPOSAL.start)

    def _accepted(self, partners):
        """Rows of the groups among `partners` that said yes."""
        return self.model.joint_groups.rel.related_model.objects.filter(partner__in=partners, state=JointState.ACCEPTED)

    def to_review(self, user):
        """What the panel member `user` judges or has judged: the calls of today's seats, once the review has begun."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(
            call__in=PanelSeat.objects.valid().filter(user=user).values("call"), status__in=PROPOSAL.opening("marks")
        )

    def judged_by(self, user):
        """Of what the panel member `user` has begun a sheet, also where nothing is judged any more."""
        return self.filter(reviews__reviewer=user).distinct()

    # Which of the proposals in a state wait in a queue of the table (column `narrow`).
    def just_corrected(self, user=None):
        """The group has put right what was asked, and nothing happened since."""
        return self.filter(pk__in=self._just_corrected())

    def ready_to_go_on(self, user=None):
        """What was corrected has been looked at."""
        return self.exclude(pk__in=self._just_corrected())

    def _just_corrected(self):
        """The last step was the group's, or a wrong press was taken back that came right after it."""
        last = self.model.objects.filter(changes__version=F("version"), changes__step="correct")
        undone = self.model.objects.filter(changes__version=F("version"), changes__step__startswith="undo_")
        before = self.model.objects.filter(pk__in=undone, changes__version=F("version") - 2, changes__step="correct")
        return self.model.objects.filter(Q(pk__in=last) | Q(pk__in=before)).values("pk")

    def talked_about(self):
        """Every department that was asked has recorded its talk."""
        talks = self.model.talks.rel.related_model.objects.filter(proposal=OuterRef("pk"))
        in_charge = Exists(talks.filter(Q(department=None) | Q(department=OuterRef("department"))))
        return self.filter(in_charge).exclude(talk_parts__talked=False)

    def visible_to(self, user):
        """One's own in every state, for the assigned coordinator too; submitted ones for the secretariat and for the department
        in charge; for the panel while it judges, unless its call hides who proposes: then it reads its own page alone (`to_review`).
        """
        if not user.is_authenticated:
            return self.published()
        return self.filter(self._visible(user))

    def _visible(self, user):
        mine = partners_of(user)
        visible = Q(partner__in=Assignment.objects.valid().filter(user=user).values("partner"))
        if mine:
            visible |= Q(partner__in=mine) | Q(pk__in=self._accepted(mine).values("proposal"))
        if is_secretariat(user):  # all that was submitted: what is public, what a panel judges
            return visible | Q(status=PROPOSAL.start, pk__in=self._on_paper()) | self.handled_by(user)
        seats = PanelSeat.objects.valid().filter(user=user).exclude(call__review_plan__is_blind=True)
        visible |= Q(call__in=seats.values("call"), status__in=PROPOSAL.read_by("panel"))
        return visible | public_now() | self.handled_by(user)

    def open_to(self, user):
        """What somebody finds by its address: `visible_to`, and the drafts with which they help today, which stand in no list of theirs."""
        if not user.is_authenticated:
            return self.visible_to(user)
        return self.filter(self._visible(user) | self._helped(user))

    def _on_paper(self):
        """Those of which a paper is being entered."""
        return self.model.filings.rel.related_model.objects.filter(used_version=None).values("proposal")

    def at_desk_of(self, user):
        """What somebody works on in the admin: all that was submitted for the secretariat, of a department its own."""
        return self.filter(self.handled_by(user))

    def read_by_city(self):
        """What the secretariat finds in the admin: `at_desk_of` for its people."""
        return self.filter(READ_BY_CITY)

    def handled_by(self, user):
        """The condition: submitted, and the secretariat's, one of the user's offices', or given to the user as a 代決."""
        submitted = READ_BY_CITY
        if is_secretariat(user):
            return submitted
        given = self.model.substitutes.rel.related_model.objects.valid().filter(user=user).values("proposal")
        asked = [*asked_to_talk(user)]
        return submitted & (Q(department__in=offices_of(user)) | Q(pk__in=given) | Q(pk__in=asked))


def with_task_marks(proposals):
    """Each with `has_joint_groups`, `has_exclusions`, `has_substitutes`, `has_talk_parts` and `has_comment_invitations`: whether its
    tasks have to ask for such rows; `is_filed`: whether the secretariat enters what came of its group on paper."""
    there = {}
    for name in ("joint_groups", "exclusions", "substitutes", "talk_parts", "comment_invitations"):
        rows = getattr(proposals.model, name).rel.related_model.objects.order_by()
        there[f"has_{name}"] = Exists(rows.filter(proposal=OuterRef("pk")))
    filed = proposals.model.filings.rel.related_model.objects.order_by().filter(proposal=OuterRef("pk"), used_version=None)
    return proposals.annotate(**there, is_filed=Exists(filed))
