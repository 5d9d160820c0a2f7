"""「心あたりがない」 that wait for a decision of the secretariat."""

from django.urls import reverse

from kyodo_portal.process.task_rows import TaskSource

from .membership import MembershipDispute


def _open():
    return MembershipDispute.objects.filter(decided_at__isnull=True)


def _tasks(disputes):
    """[Task] of these: the secretariat's, without the person and the group's people (access.can_decide_dispute)."""
    return [
        DISPUTES.task(
            row,
            role="secretariat",
            party="s",
            label="「心あたりがない」を確かめる",
            matter=str(row),
            url=reverse("admin:partners_membership_dispute", args=[row.membership_id]),
            not_for=[f"p{row.membership.partner_id}", f"u{row.membership.user_id}"],
        )
        for row in disputes.select_related("membership__partner", "membership__user")
    ]


DISPUTES = TaskSource("dispute", _open, _tasks)
