"""Of seats it is said beforehand by which day everybody who applied hears what was decided."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("partners", "0190_reopened_decisions")]

    operations = [
        migrations.AddField(
            model_name="offer",
            name="answers_on",
            field=models.DateField(blank=True, null=True, verbose_name="選んだ結果を知らせる日"),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("answers_on__isnull", True),
                    models.Q(("answers_on__gte", models.F("until")), ("form", "seat"), ("until__isnull", False)),
                    _connector="OR",
                ),
                name="offer_answers_after_its_end",
            ),
        ),
    ]
