"""What was asked for in one text before corrections went item by item waits as two items: the purpose and the expenses."""

from django.db import migrations

ITEMS = (("purpose", "目的と内容"), ("expenses", "支出の予算"))


def into_items(apps, schema_editor):
    grants, corrections = apps.get_model("projects", "Grant"), apps.get_model("projects", "GrantCorrection")
    changes = apps.get_model("projects", "GrantChange").objects.filter(step="ask_correct")
    for grant in grants.objects.filter(status="correcting", corrections=None):
        asked = changes.filter(subject=grant.pk).order_by("-version").first()
        if asked is None or grant.correct_by is None:
            continue
        lines = grant.lines.filter(side="expense").select_related("cost").order_by("order", "pk")
        rows = [f"{row.cost.name}：{row.item} {row.budget or 0:,}円{f'（{row.note}）' if row.note else ''}" for row in lines]
        before = {"purpose": grant.purpose, "expenses": "\n".join(rows)}
        for field, label in ITEMS:
            corrections.objects.create(
                subject=grant,
                field=field,
                field_label=label,
                reason=asked.reason,
                due=grant.correct_by,
                asked_by_id=asked.by_id,
                asked_in=asked.from_state,
                before=before[field],
            )


class Migration(migrations.Migration):
    dependencies = [("projects", "0192_grants_put_right")]

    operations = [migrations.RunPython(into_items, migrations.RunPython.noop)]
