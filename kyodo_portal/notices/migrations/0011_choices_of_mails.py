"""Who had said no to the week's summary says so in the rows that hold every choice of mails; the table of that one choice goes."""

from django.db import migrations


def carry(apps, schema_editor):
    MailChoice = apps.get_model("notices", "MailChoice")
    without = apps.get_model("notices", "NoticeChoice").objects.filter(weekly_digest=False)
    MailChoice.objects.bulk_create(
        MailChoice(user_id=user, kind="digest", how="none") for user in without.values_list("user", flat=True)
    )


class Migration(migrations.Migration):

    dependencies = [
        ("notices", "0010_news_follows_choices"),
    ]

    operations = [
        migrations.RunPython(carry),
        migrations.DeleteModel(name="NoticeChoice"),
    ]
