"""What the ledger's search looks through."""

from kyodo_portal.common.lists.search import doc

from .models import Project


def refresh_search(project):
    """Write what the ledger's search looks through: names of everybody who takes part, form, field and area too."""
    names = list(project.partners.values_list("name", flat=True)) + list(project.partners.values_list("kana", flat=True))
    names += [field.short for field in project.fields.all()] + [area.name for area in project.areas.all()]
    project.search_text = doc(
        project.title,
        project.kana,
        project.summary,
        project.problem,
        project.aim,
        project.form.title,
        project.form.get_code_display(),
        *names,
    )
    Project.objects.filter(pk=project.pk).update(search_text=project.search_text)
