"""Registration as data: rules with their fields, promises and papers; since when and until when a body is registered."""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.utils import timezone


def say_since_when(apps, schema_editor):
    """Whoever is registered has been since the last application that was approved, otherwise since the row was made."""
    partners = apps.get_model("partners", "Partner").objects.filter(standing="registered", office="none")
    approved = apps.get_model("partners", "Registration").objects.filter(status="registered")
    last = dict(approved.order_by("status_since").values_list("partner", "status_since"))
    for pk, made in partners.values_list("pk", "created_at"):
        day = timezone.localtime(last.get(pk, made)).date()
        partners.filter(pk=pk).update(registered_from=day)
    if schema_editor.connection.vendor == "postgresql":  # what the rows' triggers put off is done before the table changes again
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class Migration(migrations.Migration):

    dependencies = [
        ('partners', '0013_g_former_names'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ConsentWording',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.CharField(max_length=20, unique=True, verbose_name='版')),
                ('since', models.DateField(unique=True, verbose_name='いつから')),
                ('consequence', models.TextField(verbose_name='公開すると、どうなるか')),
                ('home', models.TextField(blank=True, verbose_name='所在地について')),
                ('name_consequence', models.TextField(verbose_name='個人の名前について')),
            ],
            options={
                'verbose_name': '公開の同意の文',
                'verbose_name_plural': '公開の同意の文',
                'ordering': ['-since'],
            },
        ),
        migrations.CreateModel(
            name='Entitlement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(help_text='小文字の英字。募集などが、この記号で確かめます。', max_length=30, unique=True, verbose_name='記号')),
                ('name', models.CharField(max_length=60, verbose_name='名前')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='並び順')),
            ],
            options={
                'verbose_name': '登録で使えるもの',
                'verbose_name_plural': '登録で使えるもの',
                'ordering': ['order', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='PaperRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('rules', '規約・会則'), ('members', '構成員の名簿'), ('plan', '事業計画・予算'), ('report', '事業報告・決算'), ('other', 'そのほか')], max_length=10, verbose_name='資料の種類')),
                ('for_new', models.BooleanField(default=True, verbose_name='新しい登録で')),
                ('for_change', models.BooleanField(default=False, verbose_name='内容の変更で')),
                ('for_renewal', models.BooleanField(default=False, verbose_name='更新で')),
                ('must', models.BooleanField(default=True, verbose_name='必ず要る')),
                ('keep_days', models.PositiveSmallIntegerField(blank=True, help_text='空けておくと、申請といっしょに保存します。', null=True, verbose_name='決定から何日で消すか')),
            ],
            options={
                'verbose_name': '要る資料',
                'verbose_name_plural': '要る資料',
                'ordering': ['rule', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Pledge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=20, verbose_name='記号')),
                ('version', models.PositiveSmallIntegerField(default=1, verbose_name='版')),
                ('text', models.TextField(verbose_name='約束の文')),
                ('since', models.DateField(verbose_name='いつから')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='並び順')),
            ],
            options={
                'verbose_name': '登録の約束',
                'verbose_name_plural': '登録の約束',
                'ordering': ['order', 'code', '-version'],
            },
        ),
        migrations.CreateModel(
            name='RegistrationCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40, verbose_name='記号')),
                ('label', models.CharField(max_length=80, verbose_name='要件')),
                ('machine', models.CharField(choices=[('ok', '合っています'), ('no', '合っていません'), ('unknown', '人が確かめます')], max_length=7, verbose_name='サイトが見た結果')),
                ('why', models.CharField(blank=True, max_length=300, verbose_name='そのわけ')),
                ('staff', models.CharField(blank=True, choices=[('', 'まだ'), ('ok', '確かめて、合っていた'), ('no', '確かめて、合っていなかった'), ('waived', '合っていないが、認める')], default='', max_length=6, verbose_name='事務局の確認')),
                ('note', models.TextField(blank=True, verbose_name='確認のメモ')),
                ('at', models.DateTimeField(blank=True, null=True, verbose_name='確かめた日時')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='並び順')),
            ],
            options={
                'verbose_name': '要件の確認',
                'verbose_name_plural': '要件の確認',
                'ordering': ['order', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='RegistrationRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('neighbourhood', '町内会・自治会'), ('community', '地域振興会・コミュニティ協議会'), ('npo', 'NPO法人'), ('civic', '市民活動団体'), ('company', '企業・事業者'), ('school', '学校・大学'), ('support', '中間支援団体'), ('committee', '実行委員会'), ('welfare', '社会福祉法人・福祉会'), ('citizen', '市民（個人）'), ('department', '市の部署'), ('other', 'そのほか')], max_length=20, verbose_name='団体の種類')),
                ('version', models.PositiveSmallIntegerField(default=1, verbose_name='版')),
                ('name', models.CharField(max_length=60, verbose_name='名前')),
                ('in_force_from', models.DateField(blank=True, editable=False, null=True, verbose_name='いつから')),
                ('until', models.DateField(blank=True, editable=False, null=True, verbose_name='いつまで')),
                ('min_members', models.PositiveIntegerField(blank=True, null=True, verbose_name='会員は何人・何世帯以上か')),
                ('min_months', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='活動を始めて何か月以上か')),
                ('min_local_percent', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(100)], verbose_name='会員のうち市民は何％以上か')),
                ('base_in_city', models.BooleanField(default=False, verbose_name='市内に所在地がある')),
                ('open_to_join', models.BooleanField(default=False, verbose_name='だれでも加入できる')),
                ('discloses', models.BooleanField(default=False, verbose_name='規約と会計を公開している')),
                ('interview', models.BooleanField(default=False, verbose_name='登録の前に面談をする')),
                ('validity', models.CharField(choices=[('fiscal_end', 'その年度の終わりまで'), ('years', '何年度か'), ('unlimited', '期限なし')], default='unlimited', max_length=10, verbose_name='登録の期間')),
                ('years', models.PositiveSmallIntegerField(blank=True, help_text='期間が「何年度か」のときだけ書きます。', null=True, verbose_name='何年度か')),
                ('march_counts_next', models.BooleanField(default=False, verbose_name='3月の登録は次の年度から数える')),
                ('renewal_opens_days', models.PositiveSmallIntegerField(default=60, verbose_name='更新は期限の何日前から受けるか')),
                ('days_to_decide', models.PositiveSmallIntegerField(default=10, verbose_name='何開庁日で決めるか')),
                ('auto_accept', models.BooleanField(default=False, verbose_name='変わりのない更新は、自動で受け付ける')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='更新日時')),
            ],
            options={
                'verbose_name': '登録の要件',
                'verbose_name_plural': '登録の要件',
                'ordering': ['kind', '-version'],
            },
        ),
        migrations.CreateModel(
            name='RuleField',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(help_text='小文字の英字。新しい版でも、同じ内容には同じ記号を使います。', max_length=30, validators=[django.core.validators.RegexValidator('^[a-z][a-z0-9_]*\\Z', '小文字の英字ではじめ、小文字の英字・数字・_で書いてください。')], verbose_name='記号')),
                ('label', models.CharField(max_length=40, verbose_name='項目の名前')),
                ('help', models.CharField(blank=True, max_length=200, verbose_name='説明')),
                ('kind', models.CharField(choices=[('line', '1行の文'), ('text', '長い文'), ('count', '数'), ('yen', '金額（円）'), ('choice', 'ひとつ選ぶ'), ('date', '日付'), ('yes', 'はい・いいえ')], default='line', max_length=6, verbose_name='書くもの')),
                ('options', models.TextField(blank=True, help_text='1行にひとつずつ書きます。', verbose_name='選ぶもの')),
                ('required', models.CharField(choices=[('no', '書かなくてもよい'), ('later', '送ったあとでもよい（登録までに確かめる）'), ('yes', '必ず書く')], default='no', max_length=5, verbose_name='必要か')),
                ('public', models.CharField(choices=[('yes', '公開する'), ('ask', '団体が公開するかを選ぶ'), ('never', '公開しない')], default='never', max_length=5, verbose_name='公開')),
                ('by_application', models.BooleanField(default=False, verbose_name='変えるときは申請する')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='並び順')),
            ],
            options={
                'verbose_name': '要件が聞く項目',
                'verbose_name_plural': '要件が聞く項目',
                'ordering': ['rule', 'order', 'pk'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='consent',
            name='consent_field_known',
        ),
        migrations.AddField(
            model_name='historicalpartner',
            name='registered_from',
            field=models.DateField(blank=True, editable=False, null=True, verbose_name='登録した日'),
        ),
        migrations.AddField(
            model_name='historicalpartner',
            name='valid_until',
            field=models.DateField(blank=True, editable=False, null=True, verbose_name='登録の期限'),
        ),
        migrations.AddField(
            model_name='partner',
            name='extra',
            field=models.JSONField(blank=True, default=dict, editable=False, verbose_name='要件が聞くこと'),
        ),
        migrations.AddField(
            model_name='partner',
            name='registered_from',
            field=models.DateField(blank=True, editable=False, null=True, verbose_name='登録した日'),
        ),
        migrations.AddField(
            model_name='partner',
            name='valid_until',
            field=models.DateField(blank=True, editable=False, null=True, verbose_name='登録の期限'),
        ),
        migrations.AlterField(
            model_name='consent',
            name='field',
            field=models.CharField(max_length=40, verbose_name='公開する項目'),
        ),
        migrations.AddConstraint(
            model_name='consent',
            constraint=models.CheckConstraint(condition=models.Q(('field__in', ('representative', 'contact_name', 'address', 'phone', 'fax', 'email', 'name')), ('field__startswith', 'extra:'), _connector='OR'), name='consent_field_known'),
        ),
        migrations.AddConstraint(
            model_name='pledge',
            constraint=models.UniqueConstraint(fields=('code', 'version'), name='pledge_version_once'),
        ),
        migrations.AddField(
            model_name='registrationcheck',
            name='by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='確かめた人'),
        ),
        migrations.AddField(
            model_name='registrationcheck',
            name='registration',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='checks', to='partners.registration', verbose_name='登録の申請'),
        ),
        migrations.AddField(
            model_name='registrationrule',
            name='approver',
            field=models.ForeignKey(blank=True, help_text='空けておくと、市の事務局が承認します。', limit_choices_to=models.Q(('office__in', ('secretariat', 'coordinator'))), null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.partner', verbose_name='承認する組織'),
        ),
        migrations.AddField(
            model_name='registrationrule',
            name='entitlements',
            field=models.ManyToManyField(blank=True, related_name='rules', to='partners.entitlement', verbose_name='登録で使えるもの'),
        ),
        migrations.AddField(
            model_name='registrationrule',
            name='pledges',
            field=models.ManyToManyField(blank=True, related_name='rules', to='partners.pledge', verbose_name='約束'),
        ),
        migrations.AddField(
            model_name='paperrule',
            name='rule',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='papers', to='partners.registrationrule', verbose_name='登録の要件'),
        ),
        migrations.AddField(
            model_name='historicalpartner',
            name='rule',
            field=models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='partners.registrationrule', verbose_name='登録の要件'),
        ),
        migrations.AddField(
            model_name='partner',
            name='rule',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='partners', to='partners.registrationrule', verbose_name='登録の要件'),
        ),
        migrations.AddField(
            model_name='registration',
            name='rule',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='registrations', to='partners.registrationrule', verbose_name='登録の要件'),
        ),
        migrations.RunPython(say_since_when, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='partner',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('office', 'none'), ('standing', 'registered'), _negated=True), ('registered_from__isnull', False), _connector='OR'), name='partner_registered_since'),
        ),
        migrations.AddConstraint(
            model_name='partner',
            constraint=models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_until__gte', models.F('registered_from')), _connector='OR'), name='partner_valid_until_after_from'),
        ),
        migrations.AddField(
            model_name='rulefield',
            name='rule',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='fields', to='partners.registrationrule', verbose_name='登録の要件'),
        ),
        migrations.AddConstraint(
            model_name='registrationcheck',
            constraint=models.UniqueConstraint(fields=('registration', 'code'), name='check_code_once'),
        ),
        migrations.AddConstraint(
            model_name='registrationcheck',
            constraint=models.CheckConstraint(condition=models.Q(('machine__in', ['ok', 'no', 'unknown'])), name='check_machine_known'),
        ),
        migrations.AddConstraint(
            model_name='registrationcheck',
            constraint=models.CheckConstraint(condition=models.Q(('staff__in', ['', 'ok', 'no', 'waived'])), name='check_staff_known'),
        ),
        migrations.AddConstraint(
            model_name='registrationcheck',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('at__isnull', True), ('by__isnull', True), ('staff', '')), models.Q(models.Q(('staff', ''), _negated=True), ('at__isnull', False), ('by__isnull', False)), _connector='OR'), name='check_staff_signed'),
        ),
        migrations.AddConstraint(
            model_name='registrationcheck',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('staff', 'waived'), _negated=True), models.Q(('note', ''), _negated=True), _connector='OR'), name='check_waived_with_note'),
        ),
        migrations.AddConstraint(
            model_name='registrationrule',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['neighbourhood', 'community', 'npo', 'civic', 'company', 'school', 'support', 'committee', 'welfare', 'citizen', 'department', 'other'])), name='rule_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='registrationrule',
            constraint=models.CheckConstraint(condition=models.Q(('validity__in', ['fiscal_end', 'years', 'unlimited'])), name='rule_validity_known'),
        ),
        migrations.AddConstraint(
            model_name='registrationrule',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('validity', 'years'), ('years__gte', 1)), models.Q(models.Q(('validity', 'years'), _negated=True), ('years__isnull', True)), _connector='OR'), name='rule_years_with_validity'),
        ),
        migrations.AddConstraint(
            model_name='registrationrule',
            constraint=models.CheckConstraint(condition=models.Q(('min_local_percent__isnull', True), models.Q(('min_local_percent__gte', 1), ('min_local_percent__lte', 100)), _connector='OR'), name='rule_local_percent_range'),
        ),
        migrations.AddConstraint(
            model_name='registrationrule',
            constraint=models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('in_force_from')), _connector='OR'), name='rule_until_after_from'),
        ),
        migrations.AddConstraint(
            model_name='registrationrule',
            constraint=models.UniqueConstraint(fields=('kind', 'version'), name='rule_version_once'),
        ),
        migrations.AddConstraint(
            model_name='registrationrule',
            constraint=models.UniqueConstraint(condition=models.Q(('in_force_from__isnull', True)), fields=('kind',), name='rule_one_draft'),
        ),
        migrations.AddConstraint(
            model_name='registrationrule',
            constraint=models.UniqueConstraint(condition=models.Q(('in_force_from__isnull', False), ('until__isnull', True)), fields=('kind',), name='rule_one_without_end'),
        ),
        migrations.AddConstraint(
            model_name='paperrule',
            constraint=models.UniqueConstraint(fields=('rule', 'kind'), name='paper_rule_kind_once'),
        ),
        migrations.AddConstraint(
            model_name='paperrule',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['rules', 'members', 'plan', 'report', 'other'])), name='paper_rule_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='rulefield',
            constraint=models.UniqueConstraint(fields=('rule', 'key'), name='rule_field_key_once'),
        ),
        migrations.AddConstraint(
            model_name='rulefield',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['line', 'text', 'count', 'yen', 'choice', 'date', 'yes'])), name='rule_field_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='rulefield',
            constraint=models.CheckConstraint(condition=models.Q(('required__in', ['no', 'later', 'yes'])), name='rule_field_required_known'),
        ),
        migrations.AddConstraint(
            model_name='rulefield',
            constraint=models.CheckConstraint(condition=models.Q(('public__in', ['yes', 'ask', 'never'])), name='rule_field_public_known'),
        ),
    ]
