"""That a score sheet was given back can be taken back: as what it counted."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("projects", "0376_counted_in_indexes")]

    operations = [
        migrations.AddField(
            model_name="review",
            name="was_sent_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="戻す前の出した日時"),
        ),
        migrations.AddField(
            model_name="review",
            name="was_conflict",
            field=models.BooleanField(default=False, editable=False, verbose_name="戻す前は、審査しないとしていた"),
        ),
    ]
