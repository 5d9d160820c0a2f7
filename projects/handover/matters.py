"""Which matters a person holds for a body: what a 引継ぎ is about."""

from django.db.models import Exists, OuterRef, Q

from kyodo_portal.common.templatetags.kyodo import jdate
from kyodo_portal.process.models import Task
from partners.models import Membership, Partner
from projects.cycles.models import Cycle
from projects.cycles.workflow import CYCLE
from projects.entries.models import Participation, Project
from projects.entries.window_models import ContactWindow

Side = Participation.Side
REPRESENTATIVE = Membership.Part.REPRESENTATIVE


def side_of_body(partner):
    """On which side a body stands; None for a body that accompanies groups, whose matters go by 伴走 and not by people."""
    if partner.office == Partner.Office.COORDINATOR:
        return None
    return Side.CITY if partner.is_city else Side.GROUP


def open_matters_of(partner, side):
    """The QuerySet of the entries in which this body has something going on."""
    rows = Participation.objects.valid().filter(partner=partner, side=side, project=OuterRef("pk"))
    return Project.objects.standing().filter(Exists(rows), Exists(Cycle.objects.unfinished().filter(project=OuterRef("pk"))))


def others_on(membership, day):
    """The QuerySet of memberships of the same body, of others, who stay on a day; the clock has no say about switched-off people.

    Whoever comes on that very day knows nothing of the matters yet: they are handed over to them.
    """
    rows = Membership.objects.valid(day).filter(partner=membership.partner_id, since__lt=day, user__is_active=True)
    return rows.exclude(user=membership.user_id)


def is_all_of_it(membership, day):
    """Whether everything of the body is this person's to hand over on a day: nobody else is there, or nobody else represents it."""
    others = others_on(membership, day)
    if membership.part == REPRESENTATIVE:
        return not others.filter(part=REPRESENTATIVE).exists()
    return not others.exists()


def matters_of(membership, day):
    """The QuerySet of what this person holds for this body: entries whose window names them, or all of it (`is_all_of_it`)."""
    side = side_of_body(membership.partner)
    if side is None:
        return Project.objects.none()
    ours = open_matters_of(membership.partner, side)
    if is_all_of_it(membership, day):
        return ours
    user = membership.user_id
    named = ContactWindow.objects.open().filter(Q(main=user) | Q(deputy=user), side=side)
    return ours.filter(pk__in=named.values("project"))


def held_matters(membership, day):
    """[「雪かき隊（次：9月1日 活動記録を書く）」] of what this person would leave behind from this day on. Three queries."""
    projects = list(matters_of(membership, day).order_by("title"))
    years = dict(Cycle.objects.unfinished().filter(project__in=projects).values_list("pk", "project"))
    following = {}
    for task in Task.objects.open().filter(process=CYCLE.key, subject_id__in=years, due_on__isnull=False).by_day():
        following.setdefault(years[task.subject_id], f"（次：{jdate(task.due_on)} {task.label}）")
    return [f"{project}{following.get(project.pk, '')}" for project in projects]
