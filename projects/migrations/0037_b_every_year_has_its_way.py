import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("projects", "0036_b_ways_of_before")]
    operations = [
        migrations.AlterField(
            model_name="cycle",
            name="spec",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="cycles",
                to="projects.formspec",
                verbose_name="形態の決めごと",
            ),
        ),
        migrations.AlterField(
            model_name="evaluationitem",
            name="set",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="items",
                to="projects.evaluationset",
                verbose_name="評価のひとそろい",
            ),
        ),
    ]
