"""The photographs of an activity, up to six."""

from django.db.models import Q
from django.utils import timezone

from kyodo_portal.process.photo_places import PhotoPlace
from partners.directory.access import accompanied_by, is_secretariat, partners_of
from projects.cycles.access import plan_side
from projects.cycles.models import Cycle
from projects.entries.access import parties_of_entry, people_of_side
from projects.entries.models import Participation

from .models import Update

SIDES = Participation.Side


def pages(user):
    """What is published; also the others for both sides, who accompanies the group, and the secretariat."""
    public = Q(is_public=True, cycle__project__published_at__lte=timezone.now())
    if not user.is_authenticated:
        return Update.objects.filter(public)
    if is_secretariat(user):
        return Update.objects.all()
    own = Q(partner__in=partners_of(user)) | Q(partner__in=accompanied_by(user), side=SIDES.GROUP)
    today = Q(cycle__project__in=Participation.objects.valid().filter(own).values("project"))
    then = Q(cycle__in=Cycle.objects.of_leavers(partners_of(user)).values("pk"))
    return Update.objects.filter(public | today | then)


def can_change_photos(user, update):
    """The side that wrote of the activity, also after its year has ended: what is published can be taken back."""
    return plan_side(user, update.cycle) == update.side


def _url(update):
    return update.cycle.project.get_absolute_url() if update.is_public else update.cycle.get_absolute_url()


UPDATE = PhotoPlace(
    key="update",
    model=Update,
    label="活動の写真",
    most=6,
    pages=pages,
    can_change=can_change_photos,
    people=lambda update: people_of_side(update.cycle.project, update.side),
    parties=lambda update: parties_of_entry(update.cycle.project),
    title=str,
    url=_url,
    record=lambda update: ("project", update.cycle.project_id),
)
