"""A body that another one named beside itself takes its name off an event."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("partners", "0143_decided_disputes")]

    operations = [
        migrations.AddField(
            model_name="event",
            name="not_with",
            field=models.ManyToManyField(
                blank=True, editable=False, related_name="+", to="partners.partner", verbose_name="名前を外した団体・課"
            ),
        ),
    ]
