"""Which applications: the questions that lists, rights and queues ask of the table."""

from django.db import models
from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat

from kyodo_portal.accounts.models import HelperCode
from partners.directory.access import Office, is_secretariat
from partners.directory.membership import Assignment, Membership

from .workflow import REGISTRATION


class RegistrationQuerySet(models.QuerySet):
    def under_way(self):
        """Applications that are written, examined or corrected."""
        return self.filter(status__in=[row.code for row in REGISTRATION.open])

    def papers(self):
        """Without claims: what concerns the group's standing. Whoever claims to belong to it stands in nobody's way."""
        return self.exclude(purpose=self.model.Purpose.CLAIM)

    def unsent(self):
        """Papers that a group, or whoever enters for it, writes on and has not sent: they stand in nobody's way but the group's own."""
        return self.papers().filter(status=REGISTRATION.start)

    def sent(self):
        """Papers under way that are in somebody else's hands too."""
        return self.papers().under_way().exclude(status=REGISTRATION.start)

    def claims(self):
        """Whoever says to belong to a body."""
        return self.filter(purpose=self.model.Purpose.CLAIM)

    def waiting(self):
        """First registrations that were sent and not decided: the city has the turn, or asked for corrections."""
        first = (self.model.Purpose.NEW,)
        return self.under_way().exclude(status=REGISTRATION.start).filter(purpose__in=first)

    # What waits in which queue of the admin.
    def applications(self, user):
        """What is judged in full: everything but renewals and notices."""
        return self.exclude(purpose__in=(self.model.Purpose.RENEWAL, *self.model.NOTICES))

    def renewals(self, user=None):
        return self.filter(purpose=self.model.Purpose.RENEWAL)

    def reports(self, user):
        """Notices that a group pauses or leaves: they are accepted, not judged."""
        return self.filter(purpose__in=self.model.NOTICES)

    def drafts_of(self, user):
        """What this person began and has not sent yet."""
        return self.filter(created_by=user.pk, status=REGISTRATION.start, channel=self.model.Channel.WEB)

    def helped_by(self, user):
        """Drafts that this person fills in today, as long as whoever gave the digits represents the group or enters for it."""
        about = Concat(Value("registration:"), Cast(OuterRef("pk"), models.CharField()))
        codes = HelperCode.objects.live().filter(helper=user.pk, about=about)
        giver = Membership.objects.valid().filter(user=OuterRef("by"), user__is_active=True)
        represents = giver.filter(partner=OuterRef(OuterRef("partner")), part=Membership.Part.REPRESENTATIVE)
        enters = Q(Exists(giver.filter(partner__office=Office.SECRETARIAT))) | Q(by__is_active=True, by__is_superuser=True)
        given = Q(Exists(codes.filter(Exists(represents)))) | Q(Exists(codes.filter(enters))) & ~Q(channel=self.model.Channel.WEB)
        return self.filter(given, status=REGISTRATION.start)

    def visible_to(self, user):
        """One's own applications and claims, and drafts with which one helps today; submitted ones also for city staff and the coordinator
        assigned to the partner; for the secretariat also claims, and what is being entered on behalf of a group."""
        if not user.is_authenticated:
            return self.none()
        own = Q(partner__in=Membership.objects.valid().filter(user=user).values("partner"))
        own |= Q(purpose=self.model.Purpose.CLAIM, created_by=user)
        own |= Q(pk__in=self.model._default_manager.helped_by(user).values("pk"))
        sent = Q(status__in=REGISTRATION.read_by("city"))
        if is_secretariat(user):
            return self.filter(own | sent | ~Q(channel=self.model.Channel.WEB))
        # Who says to belong to a body is for that body and for whoever makes sure of it.
        sent &= ~Q(purpose=self.model.Purpose.CLAIM)
        if user.is_staff:
            return self.filter(own | sent)
        assigned = Q(partner__in=Assignment.objects.valid().filter(user=user).values("partner"))
        return self.filter(own | assigned & sent)
