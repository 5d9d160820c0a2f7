"""Every entry gets the year that everybody's lists show: agreed ones first, the newest among them."""

from django.db import migrations
from django.db.models import Case, OuterRef, Q, Subquery, Value, When


def current_cycles(apps, schema_editor):
    """What was called off before anybody had agreed to it has no agreement, and counts as not agreed."""
    agreed = ~Q(status="preparing") & (~Q(status="cancelled") | Q(agreement__isnull=False))
    cycles = apps.get_model("projects", "Cycle").objects.filter(project=OuterRef("pk"))
    current = cycles.order_by(Case(When(agreed, then=Value(0)), default=Value(1)), "-fiscal_year").values("pk")[:1]
    apps.get_model("projects", "Project").objects.update(current_cycle=Subquery(current))


class Migration(migrations.Migration):

    dependencies = [("projects", "0011_current_cycle")]

    operations = [migrations.RunPython(current_cycles, migrations.RunPython.noop)]
