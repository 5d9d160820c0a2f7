"""Who has to do what with a draft of a case: the department writes, the group answers, the secretariat lists it."""

from kyodo_portal.process.task_rows import TaskFacts
from projects.entries.models import Participation

Side = Participation.Side


def tasks_of(drafts):
    """[TaskFacts] of these drafts, which know their entry. One query."""
    sides = {}
    rows = Participation.objects.valid().filter(project__in=[draft.project_id for draft in drafts]).select_related("partner")
    for row in rows.order_by("-is_lead", "pk"):
        sides.setdefault((row.project_id, row.side), []).append(row.partner)
    return [
        _facts(draft, sides.get((draft.project_id, Side.GROUP), []), sides.get((draft.project_id, Side.CITY), []))
        for draft in drafts
    ]


def _facts(draft, groups, offices):
    own = [f"p{body.pk}" for body in groups]
    return TaskFacts(
        draft,
        draft.title,
        {"applicant": own, "department": [f"p{body.pk}" for body in offices], "secretariat": ["s"]},
        people="・".join(body.public_name for body in groups),
        offices="・".join(body.name for body in offices),
        involved=(*(f"g{body.pk}" for body in groups), *(f"o{body.pk}" for body in offices)),
        # Whoever belongs to both sides stands with the group (entries/access.py).
        not_for=dict.fromkeys(("department", "secretariat"), {*own}),
        public_url=draft.project.get_absolute_url() if draft.project.is_published else "",
        is_sample=draft.project.is_sample,
    )
