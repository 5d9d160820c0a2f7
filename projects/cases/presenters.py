"""What the page of a draft shows, and the way to it."""

from django.urls import reverse

from guidelines.models import ActorKind, CaseStudy, Topic
from kyodo_portal.process.presenters import matter_page

from .access import can_begin_case, can_write_case, case_roles
from .models import CaseDraft
from .record import roles_of_record


def page_of_draft(draft, user):
    """The context of templates/projects/cases/case.html. Queries: those of matter_page, three of the roles, one of the case."""
    city = bool(case_roles(user, draft) & {"department", "secretariat"})
    case = CaseStudy.objects.filter(projects=draft.project_id).select_related("guideline").first() if draft.may("page") else None
    return {
        **matter_page(draft, user, names=city)._asdict(),
        "draft": draft,
        "project": draft.project,
        "may_write": can_write_case(user, draft),
        "topics": [Topic(code).label for code in draft.topics],
        "partners": [line.strip() for line in draft.partners.splitlines() if line.strip()],
        "roles": [{**row, "actor": ActorKind(row["actor"]).label} for row in roles_of_record(draft.project)],
        "case": case,
    }


def way_to_case(project, user):
    """(address, label) of the draft that is open, or of where one is begun; None where there is neither for this person."""
    if not user.is_authenticated:
        return None
    draft = CaseDraft.objects.visible_to(user).open().filter(project=project).first()
    if draft is not None:
        return draft.get_absolute_url(), "事例の下書きを見る"
    return (reverse("project-case", args=[project.pk]), "ガイドラインの事例にする") if can_begin_case(user, project) else None
