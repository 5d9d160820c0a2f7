"""What a group sent again and took back stays with its correction: nothing typed is lost."""

from django.db import migrations, models

ROWS = ("applicationcorrection", "grantcorrection", "proposalcorrection")


class Migration(migrations.Migration):
    dependencies = [("projects", "0465_words_of_last_days")]

    operations = [
        migrations.AddField(
            model_name=name,
            name="typed",
            field=models.JSONField(blank=True, null=True, verbose_name="出し直して取りもどした値"),
        )
        for name in ROWS
    ]
