import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("partners", "0215_typed_kept_with_corrections"),
    ]

    operations = [
        migrations.AddField(
            model_name="historicalpartner",
            name="ended_on",
            field=models.DateField(blank=True, editable=False, null=True, verbose_name="なくなった課の最後の日"),
        ),
        migrations.AddField(
            model_name="historicalpartner",
            name="successor",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="partners.partner",
                verbose_name="あとの課",
            ),
        ),
        migrations.AddField(
            model_name="partner",
            name="ended_on",
            field=models.DateField(blank=True, editable=False, null=True, verbose_name="なくなった課の最後の日"),
        ),
        migrations.AddField(
            model_name="partner",
            name="successor",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="predecessors",
                to="partners.partner",
                verbose_name="あとの課",
            ),
        ),
    ]
