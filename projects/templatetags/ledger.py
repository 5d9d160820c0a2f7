"""How the ledger shows itself on other pages."""

from django import template

from kyodo_portal.common.lists.memo import drawn_once
from kyodo_portal.common.templatetags.kyodo import fiscal
from kyodo_portal.common.templatetags.wayfinding import crumbs
from projects.calls.presenters import calls_of
from projects.ledger import links, list_presenters
from projects.ledger.access import window_side
from projects.ledger.gap_presenters import gaps
from projects.ledger.window_presenters import windows_of

register = template.Library()


@register.inclusion_tag("projects/ledger/_cards.html")
def partner_projects(partner):
    """The published projects in which a partner takes part, as a section of that partner's page; nothing if there are none."""
    shown = list_presenters.partner_projects(partner)
    return {**shown._asdict(), "heading": "参加しているプロジェクト"}


@register.inclusion_tag("projects/ledger/_gaps.html")
def project_gaps():
    """{% project_gaps %}: parts of running projects that nobody has taken, for whoever looks where to help; nothing if there are none."""
    return {"gaps": gaps()}


@register.inclusion_tag("projects/calls/_of_office.html")
def office_calls(partner):
    """What a city office calls for, as a section of its page, with the way to its collaborations; nothing for groups. One query."""
    return {"office": partner, "calls": calls_of(partner)} if partner.is_city else {}


@register.inclusion_tag("projects/ledger/_windows.html")
def project_windows(project, user, here=False):
    """The 連絡窓口 of both sides for their people, with the way to name them unless it is `here`; nothing for everybody else.

    Five queries at most.
    """
    may_name = not here and window_side(user, project) is not None
    return {"project": project, "rows": windows_of(project, user), "may_name": may_name}


@register.simple_tag
def project_card(card, level=3):
    """One card out of `list_presenters.cards_of`; level: that of its heading."""
    return drawn_once("projects/ledger/_card.html", (card, level), {"card": card, "level": level})


@register.inclusion_tag("parts/crumbs.html", takes_context=True)
def cycle_crumbs(context, cycle, here):
    """{% cycle_crumbs cycle "計画を直す" %}: the way from the projects over the year's page to one of its forms."""
    project = cycle.project
    upper_pages = ("/projects/", "プロジェクト", project.get_absolute_url(), project.title)
    return crumbs(context, *upper_pages, cycle.get_absolute_url(), fiscal(cycle.fiscal_year), here)


@register.inclusion_tag("projects/ledger/_cards.html")
def case_projects(case):
    """The published ledger entries that a case tells of, as a section of the case's page; nothing if there are none."""
    return {"cards": links.case_projects(case), "heading": "台帳に載っている取り組み"}


@register.simple_tag
def projects_by_form(forms):
    """{form's pk: a few published projects} for a page with several forms: {% projects_by_form forms as live %}. One query."""
    return links.projects_by_form(forms)


@register.inclusion_tag("projects/ledger/_of_form.html")
def form_projects(form, live=None, level=2):
    """A few published projects of a form, as a section; nothing if there are none. `live` comes from projects_by_form."""
    by_form = links.projects_by_form([form]) if live is None else live
    return {"form": form, "projects": by_form.get(form.pk, []), "level": level}


@register.inclusion_tag("projects/ledger/_of_principles.html")
def principle_projects(principles):
    """この原則を大切にした協働: under each principle the projects whose two sides found it well kept. One query."""
    return {"kept_by_principle": links.projects_by_principle(principles)}
