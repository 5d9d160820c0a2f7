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
        people=group.public_name,
        offices=office.name,
        involved=(f"g{group.pk}", f"o{office.pk}"),
        # Whoever belongs to the group never acts for the city.
        not_for=dict.fromkeys(("department", "secretariat", *(["applicant"] if is_filed else [])), {f"p{group.pk}"}),
        is_sample=grant.is_sample,
        own=[_beside(grant, office, group, *asked) for asked in grant.asked_beside],
        lapses_at=grant.rule.ends_at if grant.is_unsent and not is_filed else None,  # nobody can send it any more
    )


def _beside(grant, office, group, role, label):
    """What the office does while the group goes on: it pays in advance."""
    return OwnTask(
        source=f"advance:{grant.pk}",
        role=role,
        party=f"p{office.pk}",
        label=label,
        url=grant.step_url(grant.process.step("pay_advance")),
        not_for=frozenset({f"p{group.pk}"}),
    )


def mark_done(grants):
    """Set `done_by` and `money_task` of those that are being settled: where the group is owed it claims, otherwise the city goes on, and
    either reads how much. One query."""
    settling = [grant for grant in grants if grant.may("settled") and grant.confirmed is not None and not grant.state.is_end]
    if not settling:
        return
    kinds = Payment.objects.filter(grant__in=[grant.pk for grant in settling]).order_by().values_list("grant", "kind")
    sums = {(pk, kind): amount for pk, kind, amount in kinds.annotate(Sum("amount"))}
    for grant in settling:
        paid = sum(sums.get((grant.pk, kind), 0) for kind in Payment.OUT)
        claims = bool(money.owed(grant.confirmed, paid)) and len(grant.state.responsible) > 1
        if not grant.refund_total:
            grant.done_by = ("department",) if claims else ("applicant",)
        grant.money_task = _money_task(grant, paid, sums.get((grant.pk, Payment.Kind.REFUND), 0), claims)


def _money_task(grant, paid, came_back, claims):
    """What is to be done with which sum: 「20,000円の返還を求める」; "" where nothing is open. Sums in yen."""
    owed, rest = money.owed(grant.confirmed, paid), (grant.refund_total or 0) - came_back
    if grant.refund_total:
        return f"{money.yen(rest)}を返す・納付を記録する" if rest > 0 else ""
    if owed:
        return f"{money.yen(owed)}を{'請求する' if claims else '支払う'}"
    return f"{money.yen(paid - grant.confirmed)}の返還を求める" if paid > grant.confirmed else ""
