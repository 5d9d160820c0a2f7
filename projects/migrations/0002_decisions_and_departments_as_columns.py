import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("guidelines", "0001_initial"),
        ("partners", "0001_initial"),
        ("projects", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DepartmentChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="日時")),
                ("by", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="替えた人")),
                ("former", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="partners.partner", verbose_name="前の担当課")),
                ("new", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="partners.partner", verbose_name="新しい担当課")),
                ("project", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="department_changes", to="projects.project", verbose_name="台帳の1件")),
            ],
            options={
                "verbose_name": "担当課の引継ぎ",
                "verbose_name_plural": "担当課の引継ぎ",
                "ordering": ["-at", "-pk"],
                "constraints": [models.CheckConstraint(condition=models.Q(("former", models.F("new")), _negated=True), name="department_change_changes")],
            },
        ),
        migrations.AddField(
            model_name="decision",
            name="department",
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="partners.partner", verbose_name="担当課"),
        ),
        migrations.AddField(
            model_name="decision",
            name="taken_back_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="記録を取り消した日時"),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(condition=models.Q(("released_at__isnull", True), ("taken_back_at__isnull", True), _connector="OR"), name="decision_told_is_not_taken_back"),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(condition=models.Q(("department__isnull", True), ("result__startswith", "adopted"), _connector="OR"), name="decision_department_only_if_adopted"),
        ),
    ]
