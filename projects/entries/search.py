"""What the ledger's search looks through."""

from kyodo_portal.common.lists.search import doc
from kyodo_portal.common.privacy import PublicRow
from kyodo_portal.common.upwards import off_the_page
from kyodo_portal.process.task_actions import sync_involving
from partners.events.naming_actions import refresh_events
from partners.models import Event, Offer, PartnerName
from partners.offers.naming_actions import refresh_offers
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


def refresh_entries_of(*partners):
    """After the names of partners have changed: what every entry in which any of them takes part is found by, their events and
    offers, and the tasks that name them."""
    if not partners:
        return
    entries = Participation.objects.filter(partner__in=partners).values("project")
    for project in Project.objects.filter(pk__in=entries).select_related("form"):
        refresh_search(project)
    refresh_events(Event.objects.filter(host__in=partners))
    refresh_offers(Offer.objects.filter(partner__in=partners))
    sync_involving(*(f"{letter}{partner.pk}" for partner in partners for letter in "go"))
