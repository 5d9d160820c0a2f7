"""Mails with a code that lie in the outbox in plain text are encrypted; those that have left lose their text on a real site."""

from django.conf import settings
from django.db import migrations

from kyodo_portal.common.text.secret import encrypt, is_encrypted


def encrypt_bodies(apps, schema_editor):
    for mail in apps.get_model("notices", "Delivery").objects.filter(secret=True).exclude(body="").iterator():
        if not is_encrypted(mail.body):
            ended = mail.state in ("sent", "failed") and not settings.KYODO_SAMPLE
            mail.body = "" if ended else encrypt(mail.body, "notices.Delivery.body")
            mail.save(update_fields=["body"])


class Migration(migrations.Migration):
    dependencies = [("notices", "0002_scheduled_job")]

    operations = [migrations.RunPython(encrypt_bodies, migrations.RunPython.noop)]
