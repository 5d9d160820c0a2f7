"""Which proposals: everybody's, one's own, those of a queue."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from partners.directory.access import is_secretariat, offices_of, partners_of
from partners.models import Assignment, Membership
from projects.calls.models import PanelSeat

from .asked import asked_to_talk
from .joint.states import JointState
from .workflow import PROPOSAL

# What everybody finds: by the table alone, or where the call publishes what it declined.
PUBLIC = Q(status__in=PROPOSAL.read_by("public")) | Q(status__in=PROPOSAL.read_by("public_if_told"), call__publish_declined=True)


class ProposalQuerySet(models.QuerySet):
    def sent(self):
        """What a group has sent, whatever became of it."""
        return self.exclude(status=PROPOSAL.start)

    def published(self):
        """What residents see: adopted proposals; declined ones only where the call says so."""
        return self.filter(PUBLIC)

    def waiting_for(self, user):
        """What the user's groups have to write: drafts whose call is open, and proposals in correction."""
        mine = Membership.objects.valid().filter(user=user).values("partner")
        over = Q(status=PROPOSAL.start, call__closes_at__lte=timezone.now())
        return (
            self.filter(~over, status__in=PROPOSAL.turn_of("applicant"), partner__in=mine)
            .select_related("call")
            .order_by("call__closes_at", "pk")
        )

    def drafts_for(self, user, call):
        """The drafts that the user's groups have begun for a call."""
        mine = Membership.objects.valid().filter(user=user).values("partner")
        return self.filter(call=call, partner__in=mine, status=PROPOSAL.start).select_related("partner").order_by("-pk")

    def of_own_groups(self, user):
        """Those of the groups to which the user belongs today, the newest first; for マイページ."""
        visible = self.visible_to(user).filter(partner__in=partners_of(user))
        return visible.select_related("call", "partner").order_by("-pk")

    def open_to(self, user):
        """Those from which no 除斥 keeps `user` away: `conflicts.access.is_excluded` for rows. One query."""
        verdicts = self.model.exclusions.rel.related_model.objects.filter(user=user, proposal=OuterRef("pk"))
        own = Q(partner__in=partners_of(user)) & ~Exists(verdicts.filter(state="rejected", partner=OuterRef("partner")))
        cleared = verdicts.model.objects.filter(
            user=user, state="rejected", proposal=OuterRef("proposal"), partner=OuterRef("partner")
        )
        joint = self._accepted(partners_of(user)).filter(~Exists(cleared)).values("proposal")
        return self.exclude(own).exclude(pk__in=joint).exclude(Exists(verdicts.filter(state="confirmed")))

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
        in charge; for the panel while it judges.
        """
        if not user.is_authenticated:
            return self.published()
        mine = partners_of(user)
        visible = PUBLIC | Q(partner__in=Assignment.objects.valid().filter(user=user).values("partner"))
        if mine:
            visible |= Q(partner__in=mine) | Q(pk__in=self._accepted(mine).values("proposal"))
        visible |= Q(call__in=PanelSeat.objects.valid().filter(user=user).values("call"), status__in=PROPOSAL.read_by("panel"))
        return self.filter(visible | self.handled_by(user))

    def at_desk_of(self, user):
        """What somebody works on in the admin: all that was submitted for the secretariat, of a department its own."""
        return self.filter(self.handled_by(user))

    def handled_by(self, user):
        """The condition: submitted, and the secretariat's, one of the user's offices', or given to the user as a 代決."""
        submitted = Q(status__in=PROPOSAL.read_by("city"))
        if is_secretariat(user):
            return submitted
        given = self.model.substitutes.rel.related_model.objects.valid().filter(user=user).values("proposal")
        asked = [*asked_to_talk(user)]
        return submitted & (Q(department__in=offices_of(user)) | Q(pk__in=given) | Q(pk__in=asked))
