"""What earlier versions published and nobody had promised: the first answer of an adopted proposal, individuals' names in the search."""

from django.db import migrations

from kyodo_portal.common.lists.search import SEPARATOR, fold


def take_out(project, texts):
    """Leave out of a project's search text what these texts brought in."""
    gone = {fold(text) for text in texts if text}
    kept = [part for part in project.search_text.split(SEPARATOR) if part not in gone]
    project.search_text = SEPARATOR.join(kept)


def reasons_of_adopted_proposals(apps, schema_editor):
    """The reason that was copied out of the proposal goes, unless somebody has rewritten it for the ledger since."""
    project_model, answer_model = apps.get_model("projects", "Project"), apps.get_model("projects", "Answer")
    for project in project_model.objects.filter(proposal__isnull=False).exclude(problem=""):
        answers = answer_model.objects.filter(proposal=project.proposal_id, question__section="idea", question__kind="text")
        first = answers.exclude(text="").order_by("question__order", "question_id").first()
        if first is not None and first.text == project.problem:
            take_out(project, [project.problem])
            project_model.objects.filter(pk=project.pk).update(problem="", search_text=project.search_text)


def names_of_individuals(apps, schema_editor):
    """The ledger is not found by the name of an individual who did not consent."""
    project_model, partner_model = apps.get_model("projects", "Project"), apps.get_model("partners", "Partner")
    people = partner_model.objects.filter(kind="citizen", name_consent=False)
    for project in project_model.objects.filter(partners__in=people).distinct():
        for person in people.filter(projects=project):
            take_out(project, [person.name, person.kana])
        project_model.objects.filter(pk=project.pk).update(search_text=project.search_text)


class Migration(migrations.Migration):

    dependencies = [
        ("partners", "0004_no_individual_listed_without_consent"),
        ("projects", "0007_named_groups_into_rows"),
    ]

    operations = [
        migrations.RunPython(reasons_of_adopted_proposals, migrations.RunPython.noop),
        migrations.RunPython(names_of_individuals, migrations.RunPython.noop),
    ]
