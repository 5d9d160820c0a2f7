"""Whoever left an event by mistake finds the seat as it was for some minutes."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("partners", "0102_index_of_matches")]

    operations = [
        migrations.AddField(
            model_name="signup",
            name="kept_until",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="席を取っておく日時"),
        ),
    ]
