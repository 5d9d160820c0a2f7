"""What the sample city shows of leaving and keeping: a group that gave notice, and a hold on an application that was declined."""

import uuid

from kyodo_portal.personal.models import Hold
from partners.registration.leaving_actions import give_notice

from .clock import at, days_ago

LEAVING = "fukushi"


def settle(cast):
    """One 退会の届け that waits for the secretariat, one 保存の延長 for an audit."""
    with at(days_ago(2)):
        give_notice(
            partner=cast[LEAVING],
            by=cast[f"{LEAVING}_leader"],
            reason="会員が減り、活動を終えることにしました。",
            form_key=uuid.uuid5(uuid.NAMESPACE_URL, f"sample:leave:{LEAVING}"),
        )
    Hold.objects.create(kind="audit", partner=cast["eigyo"], reason="令和8年度 定期監査（見本）", since=days_ago(10))
