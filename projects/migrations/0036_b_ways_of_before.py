"""Years that began before forms were data keep the way that they went: 「従前の進め方」, and the questions that they were asked."""

from django.db import migrations


def ways_of_before(apps, schema_editor):
    Cycle, Item = apps.get_model("projects", "Cycle"), apps.get_model("projects", "EvaluationItem")
    Spec, Set = apps.get_model("projects", "FormSpec"), apps.get_model("projects", "EvaluationSet")
    if not Cycle.objects.exists() and not Item.objects.exists():
        return
    asked, _ = Set.objects.get_or_create(
        code="full", version=1, defaults={"name": "全部の項目", "talk": "always"}
    )
    Item.objects.filter(set=None).update(set=asked)
    for version, (small, way, evaluation) in enumerate(((False, "full", asked), (True, "name", None)), start=1):
        spec, _ = Spec.objects.get_or_create(
            form=None, code="before", version=version, defaults={"state": "retired", "way": way, "evaluation": evaluation}
        )
        Cycle.objects.filter(spec=None, project__form__small=small).update(spec=spec)


class Migration(migrations.Migration):
    dependencies = [("projects", "0035_b_forms_as_data")]
    operations = [migrations.RunPython(ways_of_before, migrations.RunPython.noop)]
