"""What the ledger's search looks through."""

from kyodo_portal.common.lists.search import doc
from kyodo_portal.common.privacy import PublicRow
from kyodo_portal.common.upwards import off_the_page
from kyodo_portal.process.task_actions import sync_involving
from partners.models import PartnerName
from projects.specs.asking import lines_of

from .models import Participation, Project
from .news import sync_project_news


def refresh_search(project):
    """Write what the ledger's search looks through: its number, public names of everybody who takes or took part, those of
    before too, form, field and area too."""
    public = PublicRow(project)
    partners = list(dict.fromkeys(project.partners.all()))  # also who has left: the page names them
    names = [partner.public_name for partner in partners] + [partner.kana for partner in partners if partner.is_named]
    names += PartnerName.objects.filter(partner__in=[partner for partner in partners if partner.is_named]).values_list(
        "name", flat=True
    )
    names += [field.short for field in public.fields] + [area.name for area in public.areas]
    names += public_words(project)
    project.search_text = doc(
        public.number,
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
    off_the_page("project", project.pk)
    sync_project_news(project)


def public_words(project):
    """[text] of what its agreed years say besides their plan, as far as everybody reads it. One query, one more for each year's form."""
    words = []
    for cycle in project.cycles.agreed().select_related("spec"):
        words += [cycle.place, *(text for _, text in lines_of(cycle.spec, cycle.extra, public=True))]
    return words


def refresh_entries_of(partner):
    """After the name of a partner has changed: `refresh_search` of every entry that it takes part in, and the tasks that name it."""
    entries = Participation.objects.filter(partner=partner).values("project")
    for project in Project.objects.filter(pk__in=entries).select_related("form"):
        refresh_search(project)
    sync_involving(f"g{partner.pk}", f"o{partner.pk}")
