from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("partners", "0041_texts_become_offers")]
    operations = [
        migrations.RemoveField("historicalpartner", "offers_text"),
        migrations.RemoveField("historicalpartner", "needs_text"),
        migrations.RemoveField("partner", "offers_text"),
        migrations.RemoveField("partner", "needs_text"),
    ]
