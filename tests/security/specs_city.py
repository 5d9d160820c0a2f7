"""Of a year's record what its form asks and not everybody reads."""

from projects.models import Cycle, FormField


def lay_out(who, samples):
    """[address] of the pages that tell of it; the year whose answers are open carries the planted words."""
    cycle = samples["projects.Cycle"] = Cycle.objects.filter(project__title="見本の話し合い後").earliest("fiscal_year")
    FormField.objects.create(spec=cycle.spec, key="inside", label="市と団体の中のこと", in_table=True)
    spec = f"/admin/projects/formspec/{cycle.spec_id}"
    return [f"{cycle.get_absolute_url()}facts/", "/admin/projects/formspec/", f"{spec}/change/", f"{spec}/version/"]
