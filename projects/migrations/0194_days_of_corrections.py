from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("projects", "0193_asked_items_of_grants")]

    operations = [migrations.RemoveField(model_name="grant", name="correct_by")]
