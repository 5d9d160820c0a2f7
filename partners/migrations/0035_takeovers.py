# Who comes after whom, who only reads, and who helps for a day.

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("partners", "0030_imports_and_merges"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='membership',
            name='part',
            field=models.CharField(choices=[('representative', '代表者'), ('member', '担当'), ('viewer', '閲覧'), ('promoter', '協働推進員')], default='member', max_length=16, verbose_name='役'),
        ),
        migrations.CreateModel(
            name='Takeover',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('way', models.CharField(choices=[('mail', '招待のメール'), ('paper', '紙・電話'), ('same', '同じ人が続ける')], max_length=5, verbose_name='伝えかた')),
                ('to_name', models.CharField(blank=True, max_length=80, verbose_name='次の代表者の名前')),
                ('to_email', models.EmailField(blank=True, max_length=254, verbose_name='次の代表者のメールアドレス')),
                ('starts_on', models.DateField(verbose_name='いつから')),
                ('memo', models.TextField(blank=True, verbose_name='申し送り')),
                ('by_city', models.BooleanField(default=False, verbose_name='市が入れた')),
                ('why', models.TextField(blank=True, verbose_name='もとにした届け')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='入れた日時')),
                ('objections_until', models.DateField(blank=True, null=True, verbose_name='違うと知らせられる日')),
                ('objected_at', models.DateTimeField(blank=True, null=True, verbose_name='違うと知らせた日時')),
                ('objection', models.TextField(blank=True, verbose_name='違うと知らせた内容')),
                ('done_at', models.DateTimeField(blank=True, null=True, verbose_name='引き継いだ日時')),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='やめた日時')),
                ('settled_at', models.DateTimeField(blank=True, null=True, verbose_name='名簿に入れた日時')),
                ('form_key', models.UUIDField(blank=True, editable=False, null=True, unique=True, verbose_name='一度きりの鍵')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='入れた人')),
                ('from_user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='引き継ぐ人')),
                ('objected_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='知らせた人')),
                ('partner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='takeovers', to='partners.partner', verbose_name='団体')),
                ('to_user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='受けた人')),
            ],
            options={
                'verbose_name': '代表の引継ぎ',
                'verbose_name_plural': '代表の引継ぎ',
                'ordering': ['-starts_on', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('way__in', ('mail', 'paper', 'same'))), name='takeover_way_known'), models.CheckConstraint(condition=models.Q(models.Q(('way', 'mail'), models.Q(('to_email', ''), _negated=True)), models.Q(models.Q(('way', 'mail'), _negated=True), ('to_email', '')), _connector='OR'), name='takeover_mail_by_mail'), models.CheckConstraint(condition=models.Q(('by_city', False), models.Q(('why', ''), _negated=True), _connector='OR'), name='takeover_city_says_why'), models.CheckConstraint(condition=models.Q(('done_at__isnull', True), ('withdrawn_at__isnull', True), _connector='OR'), name='takeover_done_or_withdrawn'), models.CheckConstraint(condition=models.Q(('settled_at__isnull', True), ('done_at__isnull', False), _connector='OR'), name='takeover_settled_after_done'), models.CheckConstraint(condition=models.Q(('to_user__isnull', True), models.Q(('to_user', models.F('from_user')), _negated=True), _connector='OR'), name='takeover_nobody_follows_himself'), models.CheckConstraint(condition=models.Q(models.Q(('objected_by__isnull', True), ('objected_at__isnull', True)), models.Q(('objected_by__isnull', False), ('objected_at__isnull', False)), _connector='OR'), name='takeover_objected_paired'), models.UniqueConstraint(condition=models.Q(('done_at__isnull', True), ('withdrawn_at__isnull', True)), fields=('partner',), name='takeover_one_waiting')],
            },
        ),
    ]
