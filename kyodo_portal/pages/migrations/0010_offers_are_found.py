from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("pages", "0009_words_of_law")]

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
                    ("opinion", "意見の募集"),
                    ("topic", "みんなの声"),
                    ("event", "催し"),
                    ("scheme", "補助制度"),
                    ("offer", "できること・求めること"),
                ],
                max_length=10,
                verbose_name="種類",
            ),
        ),
    ]
