"""Who has to do what with a paper: the representatives, or the secretariat without its own people of the group."""

import datetime

from django.urls import reverse
from django.utils import timezone

from kyodo_portal.process.task_models import Rule
from kyodo_portal.process.task_rows import TaskFacts, TaskSource
from partners.directory.models import Partner
from partners.directory.standing import Standing

from .models import Registration

EARLIEST = 366  # days: no rule opens renewals earlier


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


def _ending():
    """Registered groups whose time ends within a year and that have sent no renewal: one that was only begun does not renew anything."""
    under_way = Registration.objects.renewals().sent()
    soon = timezone.localdate() + datetime.timedelta(days=EARLIEST)
    ending = Partner.objects.filter(standing=Standing.REGISTERED, valid_until__lte=soon)
    return ending.exclude(pk__in=under_way.values("partner")).select_related("rule")


def _renewal_tasks(partners):
    """[Task] of those whose renewal is open: the representatives'."""
    return [
        RENEWALS.task(
            partner,
            role="applicant",
            party=f"r{partner.pk}",
            label="登録を更新する",
            matter=partner.name,
            url=reverse("partner-renew", args=[partner.pk]),
            people=partner.name,
            due_on=partner.valid_until,
            is_sample=partner.is_sample,
        )
        for partner in partners.select_related("rule")
        if partner.renewal_is_open
    ]


RENEWALS = TaskSource("renewal", _ending, _renewal_tasks, rule=Rule(before=(60, 14, 1, 0), after=(7, 21), escalate_after=None))
