"""Whoever left the line of an event by mistake finds the place in it, or the offered seat, as it was."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("partners", "0141_offers_of_a_day")]

    operations = [
        migrations.AddField(
            model_name="signup",
            name="kept_place",
            field=models.PositiveIntegerField(blank=True, editable=False, null=True, verbose_name="待っていた順"),
        ),
        migrations.AddField(
            model_name="signup",
            name="kept_offer",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="返事の期限だった日時"),
        ),
    ]
