from django.db import migrations, models


def keep_what_letters_say(apps, schema_editor):
    """A city that runs already printed the 教示 below every refusal: its letters stay as they are until it says otherwise."""
    for name in ("FormSpec", "GrantScheme"):
        apps.get_model("projects", name).objects.update(is_disposition=True)


class Migration(migrations.Migration):
    dependencies = [
        ("projects", "0315_what_acceptance_wrote"),
    ]

    operations = [
        migrations.AddField(
            model_name="formspec",
            name="is_disposition",
            field=models.BooleanField(
                default=False,
                help_text="付けると、不承認や取消しの通知書に、審査請求と取消訴訟の教示が出ます。市の法務の担当に確かめてください。例：条例による使用料の減免はあたり、後援はふつうあたりません。",
                verbose_name="承認しないことが処分にあたる",
            ),
        ),
        migrations.AddField(
            model_name="grantscheme",
            name="is_disposition",
            field=models.BooleanField(
                default=False,
                help_text="付けると、不交付や取消しの通知書に、審査請求と取消訴訟の教示が出ます。市の法務の担当に確かめてください。例：条例による補助はあたり、要綱だけによる補助はふつうあたりません。",
                verbose_name="交付しないことが処分にあたる",
            ),
        ),
        migrations.RunPython(keep_what_letters_say, migrations.RunPython.noop),
    ]
