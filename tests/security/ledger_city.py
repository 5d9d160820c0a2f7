"""An entry with a window of its group and a step that was taken with it."""

from projects.models import ContactWindow
from tests import build


def lay_out(who, samples):
    """Of dantai's group with tanto's department, accompanied by kosharu as the others."""
    cycle = build.cycle(who.group, who.office, who.tanto, title="見本の窓口")
    samples["projects.ContactWindow"] = ContactWindow.objects.create(
        project=cycle.project, side="group", main_name="見本の区長", since=build.days(0)
    )
    samples["projects.ProjectChange"] = cycle.project.changes.create(
        version=1, step="move", from_state="active", to_state="active", by=who.tanto
    )
    here = cycle.project.get_absolute_url()
    return [here, cycle.get_absolute_url(), f"{here}window/", f"/admin/projects/project/{cycle.project_id}/change/"]
