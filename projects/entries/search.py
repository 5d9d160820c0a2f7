"""What the ledger's search looks through."""

from kyodo_portal.common.lists.search import doc
from kyodo_portal.common.privacy import PublicRow

from .models import Project


def refresh_search(project):
    """Write what the ledger's search looks through: names of everybody who takes part, form, field and area too."""
    public = PublicRow(project)
    partners = public.partners
    names = [partner.name for partner in partners] + [partner.kana for partner in partners]
    names += [field.short for field in public.fields] + [area.name for area in public.areas]
    project.search_text = doc(
        public.title,
        public.kana,
        public.summary,
        public.problem,
        public.aim,
        project.form.public_title,
        public.form.get_code_display(),
        *names,
    )
    Project.objects.filter(pk=project.pk).update(search_text=project.search_text)
