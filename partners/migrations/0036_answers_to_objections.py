# What the secretariat found out where somebody objected.

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('partners', '0027_known_purposes'),
    ]

    operations = [
        migrations.AddField(
            model_name='takeover',
            name='answer',
            field=models.TextField(blank=True, verbose_name='事務局が確かめたこと'),
        ),
        migrations.AddField(
            model_name='takeover',
            name='answered_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='確かめた日時'),
        ),
    ]
