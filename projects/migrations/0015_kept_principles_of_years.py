"""Years whose talk is recorded get the rows of the principles that both sides found well kept."""

from django.db import migrations
from django.db.models import F, OuterRef, Subquery

BATCH = 1_000


def kept_principles(apps, schema_editor):
    """One row for each question of a principle to which both sides gave 4 or 5 points."""
    row_model = apps.get_model("projects", "KeptPrinciple")
    good = apps.get_model("projects", "EvaluationAnswer").objects.filter(points__gte=4, evaluation__submitted_at__isnull=False)
    of_city = good.filter(item=OuterRef("item"), evaluation__cycle=OuterRef("evaluation__cycle"), evaluation__side="city")
    answers = good.filter(
        evaluation__side="group",
        evaluation__cycle__status__in=("discussing", "improving", "closed"),
        evaluation__cycle__evaluation_talk__isnull=False,
        item__principle__isnull=False,
    ).annotate(city_points=Subquery(of_city.values("points")[:1]))
    rows = answers.filter(city_points__isnull=False).order_by("pk").values(
        "item_id", "city_points", cycle_id=F("evaluation__cycle"), principle_id=F("item__principle"),
        fiscal_year=F("evaluation__cycle__fiscal_year"), group_points=F("points"),
    )  # fmt: skip
    row_model.objects.bulk_create((row_model(**row) for row in rows.iterator(BATCH)), batch_size=BATCH)


class Migration(migrations.Migration):

    dependencies = [("projects", "0014_kept_principles")]

    operations = [migrations.RunPython(kept_principles, migrations.RunPython.noop)]
