from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("process", "0030_requests_decided_anew")]

    operations = [
        migrations.AddIndex(
            model_name="task",
            index=models.Index(condition=models.Q(("done_at__isnull", True)), fields=["party", "process"], name="task_open_at_a_desk"),
        ),
    ]
