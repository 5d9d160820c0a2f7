"""What fits an offer is looked at in an index alone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("partners", "0090_tables_some_rows_at_a_time")]

    operations = [
        migrations.RemoveIndex(model_name="offer", name="offer_matched"),
        migrations.AddIndex(
            model_name="offer",
            index=models.Index(
                fields=["side", "kind", "theme", "partner", "until", "area", "confirmed_on", "form", "since", "closed_at"],
                condition=models.Q(("closed_at__isnull", True)),
                name="offer_matched",
            ),
        ),
    ]
