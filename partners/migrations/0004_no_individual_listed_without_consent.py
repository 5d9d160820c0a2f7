"""The database refuses a listed individual without consent. Apart from 0003, which writes the rows that this judges."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('partners', '0003_individuals_by_consent'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='partner',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'citizen'), ('standing', 'listed'), _negated=True), ('name_consent', True), _connector='OR'), name='partner_citizen_listed_by_consent'),
        ),
    ]
