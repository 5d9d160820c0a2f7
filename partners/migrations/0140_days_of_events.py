"""Events that come are found and counted in an index alone."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("partners", "0130_seats_kept_for_a_while")]

    operations = [
        migrations.RemoveIndex(model_name="event", name="event_by_day"),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(
                condition=Q(("published_at__isnull", False)),
                fields=["starts_at", "id", "ends_at", "host", "published_at"],
                name="event_days",
            ),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(
                condition=Q(("published_at__isnull", False)), fields=["ends_at", "host", "published_at"], name="event_coming"
            ),
        ),
    ]
