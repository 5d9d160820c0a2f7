"""What apps and spare numbers are made from is encrypted in its table; rows from before lay there in plain text."""

from django.db import migrations

from kyodo_portal.common.text.secret import encrypt, is_encrypted

SECRETS = ("secret", "seed")


def encrypt_secrets(apps, schema_editor):
    for row in apps.get_model("mfa", "Authenticator").objects.filter(type__in=["totp", "recovery_codes"]).iterator():
        plain = [name for name in SECRETS if name in row.data and not is_encrypted(row.data[name])]
        for name in plain:
            row.data[name] = encrypt(row.data[name], "mfa.Authenticator.data")
        if plain:
            row.save(update_fields=["data"])


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_counter"), ("mfa", "0003_authenticator_type_uniq")]

    operations = [migrations.RunPython(encrypt_secrets, migrations.RunPython.noop)]
