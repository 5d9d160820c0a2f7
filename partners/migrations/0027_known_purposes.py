from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("partners", "0026_taken_off_is_revoked"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='registration',
            constraint=models.CheckConstraint(condition=models.Q(('purpose__in', ('new', 'change', 'renewal', 'pause', 'resume', 'leave', 'claim', 'revoke', 'expire'))), name='registration_purpose_known'),
        ),
    ]
