"""Numbers of years, activities, voices and applications are counted and found in an index alone."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("projects", "0356_papers_of_applications")]

    operations = [
        migrations.RemoveIndex(model_name="cycle", name="projects_cy_fiscal__948473_idx"),
        migrations.AddIndex(
            model_name="cycle", index=models.Index(fields=["fiscal_year", "status", "project"], name="cycle_of_a_year")
        ),
        migrations.RemoveIndex(model_name="project", name="project_published_at"),
        migrations.AddIndex(model_name="project", index=models.Index(fields=["published_at"], name="project_by_publication")),
        migrations.AddIndex(
            model_name="update",
            index=models.Index(condition=Q(("is_public", True)), fields=["cycle", "people"], name="update_public_counted"),
        ),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(
                condition=Q(("number__isnull", False)), fields=["-received_on", "-id"], name="application_newest"
            ),
        ),
        migrations.AddIndex(
            model_name="voice",
            index=models.Index(fields=["theme", "area", "route", "received_on", "status"], name="voice_by_theme"),
        ),
    ]
