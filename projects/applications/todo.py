"""Who has to do what with an application now."""

from kyodo_portal.process.task_rows import TaskFacts


def mark_done(applications):
    """Where an office is in charge, it receives, and nobody else is waited for; otherwise the secretariat. No query."""
    for application in applications:
        if application.may("assign") and "secretariat" in application.state.responsible:
            application.done_by = ("secretariat",) if application.department_id else ("department",)


def tasks_of(applications):
    """[TaskFacts] of these applications, which know spec, group, office and what came on paper. No query. One that waits for its day asks nobody
    (`rests_as`); on that day the clock works its tasks out anew."""
    return [_facts(application) for application in applications if not application.rests_as]


def _facts(application):
    group, office = application.partner, application.department
    own, desk = f"r{group.pk}", [f"p{office.pk}"] if office else []
    is_citys = application.is_entered or application.open_filing is not None
    asks = desk or ["s"] if is_citys else [own]
    return TaskFacts(
        application,
        str(application),
        {"applicant": asks, "department": desk, "secretariat": ["s"]},
        people=group.public_name,
        offices=office.public_name if office else "",
        involved=(f"g{group.pk}", *([f"o{office.pk}"] if office else [])),
        not_for=dict.fromkeys(("department", "secretariat", *(["applicant"] if is_citys else [])), {f"p{group.pk}"}),
        is_sample=application.is_sample,
    )
