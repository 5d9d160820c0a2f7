"""Whose a grant is: its group's, the office's of its scheme; the secretariat looks after it where nobody is left there."""

from django.db.models import Sum
from django.urls import reverse

from kyodo_portal.process.task_rows import OwnTask, TaskFacts

from . import money
from .account_models import Payment


def tasks_of(grants):
    """[TaskFacts] of these grants, which know their rule, scheme, office and group. No query."""
    return [_facts(grant) for grant in grants]


def _facts(grant):
    office, group = grant.rule.scheme.department, grant.partner
    admin = reverse("admin:projects_grant_change", args=[grant.pk])
    is_filed = getattr(grant, "is_filed", False)  # then the city enters what came for the group
    return TaskFacts(
        grant,
        str(grant),
        {"applicant": [f"p{office.pk}" if is_filed else f"r{group.pk}"], "department": [f"p{office.pk}"], "secretariat": ["s"]},
        urls={"department": admin, "secretariat": admin},
        people=group.name,
        offices=office.name,
        involved=(f"g{group.pk}", f"o{office.pk}"),
        # Whoever belongs to the group never acts for the city.
        not_for=dict.fromkeys(("department", "secretariat", *(["applicant"] if is_filed else [])), {f"p{group.pk}"}),
        is_sample=grant.is_sample,
        own=[_advance(grant, office, group)] if grant.advance_asked is not None and not grant.state.is_end else [],
        lapses_at=grant.rule.ends_at if grant.is_unsent and not is_filed else None,  # nobody can send it any more
    )


def _advance(grant, office, group):
    """Money in advance that was asked for: the office pays, while its group goes on."""
    return OwnTask(
        source=f"advance:{grant.pk}",
        role="department",
        party=f"p{office.pk}",
        label=f"概算払（{money.yen(grant.advance_asked)}）を支払って、記録する",
        url=grant.step_url(grant.process.step("pay_advance")),
        not_for=frozenset({f"p{group.pk}"}),
    )


def mark_done(grants):
    """Set `done_by` of confirmed ones: where the group is owed it claims, otherwise the city goes on. One query."""
    settling = [grant for grant in grants if grant.may("settled") and grant.confirmed is not None and not grant.refund_total]
    if not settling:
        return
    paid = Payment.objects.filter(grant__in=[grant.pk for grant in settling], kind__in=Payment.OUT).order_by()
    sums = dict(paid.values_list("grant").annotate(Sum("amount")))
    for grant in settling:
        owed = money.owed(grant.confirmed, sums.get(grant.pk, 0))
        grant.done_by = ("department",) if owed and len(grant.state.responsible) > 1 else ("applicant",)
