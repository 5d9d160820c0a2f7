"""What is offered for a day is found among thousands of others."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("partners", "0140_days_of_events")]

    operations = [
        migrations.AddIndex(
            model_name="offer",
            index=models.Index(
                condition=Q(("closed_at__isnull", True), ("form", "oneday")), fields=["since", "id"], name="offer_of_a_day"
            ),
        ),
    ]
