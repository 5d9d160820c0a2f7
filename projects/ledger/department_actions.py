"""担当課: another department takes a ledger entry over, before anything is agreed."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from kyodo_portal.audit.actions import record
from kyodo_portal.notices.actions import notify
from kyodo_portal.process.edits import OVERTAKEN, etag_of
from kyodo_portal.process.errors import EditConflict
from kyodo_portal.process.task_actions import sync_tasks
from partners.directory.access import people_of
from projects.cycles.access import cycle_audience
from projects.cycles.plan.models import PlanConfirmation
from projects.entries.models import Participation, Project
from projects.entries.search import refresh_search

from .access import can_change_department
from .models import DepartmentChange

Side = Participation.Side
BOTH = ("applicant", "department")


def etag_of_department(project):
    """The token of the page on which the department is changed: which one leads."""
    return etag_of(project.participations.filter(side=Side.CITY, is_lead=True).values_list("partner", flat=True).first())


@transaction.atomic
def change_department(project, *, by, department, etag=None):
    """Another department leads on the city's side, while the plan is being prepared.

    What the former department had agreed to does not bind the new one: its 「この計画でよい」 is taken back. A DepartmentChange
    and the audit trail keep both; the new department, the former one and the group are told.
    etag: `etag_of_department` as the page was opened, None: not asked; EditConflict when somebody else chose another one since.
    """
    locked = Project.objects.select_for_update().get(pk=project.pk)
    if not can_change_department(by, locked) or not department.is_city:
        raise PermissionDenied
    lead = locked.participations.select_related("partner").get(side=Side.CITY, is_lead=True)
    former = lead.partner
    if former == department:
        return locked
    if etag is not None and etag != etag_of_department(locked):
        raise EditConflict(OVERTAKEN, locked)
    locked.participations.filter(partner=department).exclude(pk=lead.pk).delete()  # it took part already, and now leads
    lead.partner = department
    lead.save(update_fields=["partner"])
    PlanConfirmation.objects.filter(cycle__project=locked, side=Side.CITY).delete()
    change = DepartmentChange.objects.create(project=locked, former=former, new=department, by=by)
    locked.save(update_fields=["updated_at"])
    refresh_search(locked)
    record("edit", by=by, target=locked, note=str(change))
    sync_tasks(*locked.cycles.all())
    cycle = locked.cycles.first()
    audience = {user.pk: user for user in [*people_of(former), *(user for who in BOTH for user in cycle_audience(cycle, who))]}
    notify(
        audience.values(),
        title=f"「{locked}」の担当課が{department}になりました",
        body=str(change),
        url=cycle.get_absolute_url(),
        key=f"department-change:{change.pk}",
        by=by,
    )
    return locked
