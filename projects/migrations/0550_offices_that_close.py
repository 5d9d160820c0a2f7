from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("partners", "0220_offices_that_are_no_more"),
        ("projects", "0520_who_stands_on_a_side_today"),
    ]

    operations = [
        migrations.AddField(
            model_name="reorganisationline",
            name="closes",
            field=models.BooleanField(default=False, verbose_name="前の課は、この日からなくなる"),
        ),
        migrations.AddConstraint(
            model_name="reorganisationline",
            constraint=models.CheckConstraint(
                condition=models.Q(("closes", False), ("project__isnull", True), _connector="OR"),
                name="reorganisation_line_closes_as_a_whole",
            ),
        ),
    ]
