"""Who has to do what with an application: the representatives, or the secretariat without its own people of the group."""

from django.urls import reverse

from kyodo_portal.process.task_rows import TaskFacts


def tasks_of(registrations):
    """[TaskFacts] of these applications, which know their partner. No query."""
    return [
        TaskFacts(
            registration,
            str(registration),
            {"applicant": [f"r{registration.partner_id}"], "secretariat": ["s"]},
            urls={"secretariat": reverse("admin:partners_registration_change", args=[registration.pk])},
            people=registration.partner.name,
            involved=(f"g{registration.partner_id}",),
            not_for={"secretariat": {f"p{registration.partner_id}"}},
        )
        for registration in registrations
    ]
