# Who comes after whom, who only reads, and who helps for a day.

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0005_invitation_f'),
    ]

    operations = [
        migrations.CreateModel(
            name='HelperCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('about', models.CharField(max_length=80, verbose_name='どの下書き')),
                ('code_hash', models.CharField(editable=False, max_length=64, verbose_name='番号のハッシュ')),
                ('tries', models.PositiveSmallIntegerField(default=0, verbose_name='まちがえた回数')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='番号を出した日時')),
                ('expires_at', models.DateTimeField(verbose_name='いつまで')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='終えた日時')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='番号を出した人')),
                ('helper', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='手伝う人')),
            ],
            options={
                'verbose_name': 'いっしょに見る番号',
                'verbose_name_plural': 'いっしょに見る番号',
                'ordering': ['-at', '-pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('about',), name='helper_code_one_live'), models.CheckConstraint(condition=models.Q(('helper__isnull', True), models.Q(('helper', models.F('by')), _negated=True), _connector='OR'), name='helper_code_of_another')],
            },
        ),
    ]
