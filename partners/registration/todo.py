"""Who has to do what with a paper: the representatives, or the secretariat without its own people of the group."""

from django.urls import reverse

from kyodo_portal.process.task_rows import TaskFacts


def mark_done(registrations):
    """What is entered on behalf of a group is not written by the group: it is the turn of whoever enters it."""
    for registration in registrations:
        if registration.is_on_behalf and "filer" in registration.state.then:
            registration.done_by = ("applicant",)


def _not_for(registration):
    """The group's people do not judge their own paper, nor does whoever claims to be one of them."""
    claimant = {f"u{registration.created_by_id}"} if registration.is_claim else set()
    return {f"p{registration.partner_id}", *claimant}


def tasks_of(registrations):
    """[TaskFacts] of these applications, which know their partner. No query."""
    return [
        TaskFacts(
            registration,
            str(registration),
            {"applicant": [f"r{registration.partner_id}"], "secretariat": ["s"], "filer": ["s"]},
            urls={"secretariat": reverse("admin:partners_registration_change", args=[registration.pk])},
            people=registration.partner.name,
            involved=(f"g{registration.partner_id}",),
            not_for={role: _not_for(registration) for role in ("secretariat", "filer")},
        )
        for registration in registrations
    ]
