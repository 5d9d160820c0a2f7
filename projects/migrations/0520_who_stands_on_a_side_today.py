from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("projects", "0515_ties_of_decisions")]

    operations = [
        migrations.RemoveIndex(model_name="participation", name="participation_of_a_side"),
        migrations.AddIndex(
            model_name="participation",
            index=models.Index(fields=["side", "partner", "project", "since", "until"], name="participation_of_a_side_on"),
        ),
        migrations.AddIndex(
            model_name="contactwindow",
            index=models.Index(
                condition=models.Q(("until__isnull", True)), fields=["side", "main_name", "main", "project", "until"],
                name="window_open_of_a_person",
            ),
        ),
    ]
