from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("pages", "0003_what_search_looks_through"),
    ]

    operations = [
        migrations.AlterField(
            model_name="publicpage",
            name="kind",
            field=models.CharField(
                choices=[
                    ("site", "サイトのページ"),
                    ("guideline", "ガイドライン"),
                    ("partner", "団体・市の課"),
                    ("project", "プロジェクト"),
                    ("call", "募集"),
                    ("proposal", "提案"),
                    ("seed", "協働の種"),
                ],
                max_length=10,
                verbose_name="種類",
            ),
        ),
    ]
