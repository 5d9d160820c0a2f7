"""What individuals, listings and disputed memberships need; individuals who were listed without their consent are no longer."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def unlist_individuals(apps, schema_editor):
    """Nobody of them ever consented here: the entries stay, the names are shown nowhere."""
    apps.get_model("partners", "Partner").objects.filter(kind="citizen", standing="listed").update(standing="unlisted")


class Migration(migrations.Migration):

    dependencies = [
        ('partners', '0002_leaving'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ListingChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('shown', models.BooleanField(verbose_name='掲載する')),
                ('reason', models.TextField(verbose_name='理由')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='日時')),
            ],
            options={
                'verbose_name': '掲載の取り下げ・再開',
                'verbose_name_plural': '掲載の取り下げ・再開',
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='MembershipDispute',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='知らせた日時')),
                ('upheld', models.BooleanField(blank=True, null=True, verbose_name='代表者ではなかった')),
                ('why', models.TextField(blank=True, verbose_name='決めた理由')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='決めた日時')),
            ],
            options={
                'verbose_name': '代表者への心あたりがないという知らせ',
                'verbose_name_plural': '代表者への心あたりがないという知らせ',
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='consent',
            name='consent_field_known',
        ),
        migrations.RemoveConstraint(
            model_name='partner',
            name='partner_standing_known',
        ),
        migrations.AddField(
            model_name='consent',
            name='received_on',
            field=models.DateField(blank=True, null=True, verbose_name='書面を収受した日'),
        ),
        migrations.AddField(
            model_name='historicalpartner',
            name='name_consent',
            field=models.BooleanField(default=False, editable=False, verbose_name='名前の公開の同意'),
        ),
        migrations.AddField(
            model_name='historicalpartner',
            name='taken_down_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='掲載を取り下げた日時'),
        ),
        migrations.AddField(
            model_name='membership',
            name='entered_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='入れた日時'),
        ),
        migrations.AddField(
            model_name='membership',
            name='suspended_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='止めた日時'),
        ),
        migrations.AddField(
            model_name='partner',
            name='name_consent',
            field=models.BooleanField(default=False, editable=False, verbose_name='名前の公開の同意'),
        ),
        migrations.AddField(
            model_name='partner',
            name='taken_down_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='掲載を取り下げた日時'),
        ),
        migrations.AlterField(
            model_name='historicalpartner',
            name='standing',
            field=models.CharField(choices=[('applying', '申請中'), ('registered', '登録'), ('declined', '不承認'), ('withdrawn', '取下げ'), ('listed', '資料にもとづく掲載'), ('unlisted', '名簿に載せない'), ('dormant', '休止'), ('left', '退会')], default='applying', editable=False, max_length=12, verbose_name='登録の状態'),
        ),
        migrations.AlterField(
            model_name='partner',
            name='standing',
            field=models.CharField(choices=[('applying', '申請中'), ('registered', '登録'), ('declined', '不承認'), ('withdrawn', '取下げ'), ('listed', '資料にもとづく掲載'), ('unlisted', '名簿に載せない'), ('dormant', '休止'), ('left', '退会')], default='applying', editable=False, max_length=12, verbose_name='登録の状態'),
        ),
        migrations.AddConstraint(
            model_name='consent',
            constraint=models.CheckConstraint(condition=models.Q(('field__in', ('representative', 'contact_name', 'address', 'phone', 'fax', 'email', 'name'))), name='consent_field_known'),
        ),
        migrations.AddConstraint(
            model_name='partner',
            constraint=models.CheckConstraint(condition=models.Q(('standing__in', ['applying', 'registered', 'declined', 'withdrawn', 'listed', 'unlisted', 'dormant', 'left'])), name='partner_standing_known'),
        ),
        migrations.AddField(
            model_name='listingchange',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='行った人'),
        ),
        migrations.AddField(
            model_name='listingchange',
            name='partner',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='listing_changes', to='partners.partner', verbose_name='団体'),
        ),
        migrations.AddField(
            model_name='membershipdispute',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='知らせた人'),
        ),
        migrations.AddField(
            model_name='membershipdispute',
            name='decided_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='決めた人'),
        ),
        migrations.AddField(
            model_name='membershipdispute',
            name='membership',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='disputes', to='partners.membership', verbose_name='所属'),
        ),
        migrations.AddConstraint(
            model_name='membershipdispute',
            constraint=models.UniqueConstraint(condition=models.Q(('decided_at__isnull', True)), fields=('membership',), name='membership_dispute_one_open'),
        ),
        migrations.AddConstraint(
            model_name='membershipdispute',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('upheld__isnull', True), ('decided_by__isnull', True), ('decided_at__isnull', True)), models.Q(('upheld__isnull', False), ('decided_by__isnull', False), ('decided_at__isnull', False)), _connector='OR'), name='membership_dispute_decided_paired'),
        ),
        migrations.RunPython(unlist_individuals, migrations.RunPython.noop),
    ]
