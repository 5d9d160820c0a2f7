"""Questions as the portal made them get the words that fit them; a city's own wording keeps those that it had.

Points that were given keep their number: 5 is the best on every scale.
"""

from django.db import migrations

OF_A_PRINCIPLE = "を、たがいに守れましたか。"
COMMON = {
    "いっしょに行ったことで、どちらか一方ではできない成果がありましたか。": "gained",
    "計画したとおりに進みましたか。": "on_plan",
    "決めた目標に届きましたか。受けた人の役に立ちましたか。": "reached",
    "使ったお金と手間は、成果に見合っていましたか。": "worth",
}


def words_that_fit(apps, schema_editor):
    items = apps.get_model("projects", "EvaluationItem").objects.all()
    items.filter(question__endswith=OF_A_PRINCIPLE).update(scale="kept")
    for question, scale in COMMON.items():
        items.filter(question=question).update(scale=scale)


class Migration(migrations.Migration):
    dependencies = [("projects", "0022_words_of_evaluation_points")]
    operations = [migrations.RunPython(words_that_fit, migrations.RunPython.noop)]
