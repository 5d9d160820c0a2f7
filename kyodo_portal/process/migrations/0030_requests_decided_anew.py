"""What was decided about a photograph by a wrong press is taken back: when it was."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("process", "0020_tasks_in_the_orders_in_which_pages_read_them")]

    operations = [
        migrations.AddField(
            "photorequest", "reopened_at", models.DateTimeField("決めたことを取り消した日時", blank=True, null=True)
        ),
    ]
