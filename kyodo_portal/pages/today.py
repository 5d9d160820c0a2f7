"""What the first page of staff says besides its queues: how one's own tasks stand today, and the lists by what they are for."""

import datetime
from typing import NamedTuple

from django.db.models import Count, Q
from django.utils import timezone

from kyodo_portal.common.own_words import own_words
from kyodo_portal.process.models import Task
from projects.cycles.my_tasks import open_tasks_of

SHOWN = 10  # tasks with a last day


class Today(NamedTuple):
    """`late`, `soon` (today or tomorrow) and `count` of one's own tasks, and the next ones that have a last day."""

    day: datetime.date
    late: int
    soon: int
    count: int
    tasks: list[Task]


def today_of(user):
    """The Today of this person: the tasks of マイページ. Two queries, and one for each process while notices wait."""
    day, tasks = timezone.localdate(), open_tasks_of(user)
    soon = Q(due_on__range=(day, day + datetime.timedelta(days=1)))
    numbers = tasks.order_by().aggregate(
        late=Count("pk", filter=Q(due_on__lt=day)), soon=Count("pk", filter=soon), count=Count("pk")
    )
    return Today(day=day, tasks=list(tasks.filter(due_on__isnull=False)[:SHOWN]) if numbers["count"] else [], **numbers)


# The lists of the admin by what staff come for; each stands in exactly one group.
GROUPS = (
    ("提案と審査", ("call", "proposal", "review", "exclusion", "substitute", "jointgroup", "signoff")),
    (
        "台帳と年のまとめ",
        (
            "project", "cycle", "possibility", "inventoryround", "inventorysheet", "snapshot", "yearreport", "reportchapter",
            "policyreview", "casedraft", "handover", "reorganisation",
        ),
    ),
    ("申請と補助金", ("application", "grant", "grantscheme", "grantrule")),
    (
        "団体と人",
        (
            "partner", "partnername", "registration", "membership", "assignment", "user", "request", "offer", "event", "closing",
        ),
    ),
    ("声と委員会", ("voice", "topic", "opinionround", "committee", "committeemeeting", "remark")),
    ("文書と知らせ", ("lettertemplate", "reasonexample", "signatory", "notice", "delivery", "news", "photorequest")),
    (
        "ガイドライン",
        (
            "guideline", "revision", "chapter", "picture", "casestudy", "trouble", "contactpoint", "policy", "collaborationform",
            "supportscheme", "principle", "role", "firststep", "step", "activityfield", "effect", "column", "term", "municipality",
        ),
    ),
    (
        "決まりと設定",
        (
            "city", "formspec", "evaluationset", "deadline", "promise", "registrationrule", "pledge", "entitlement",
            "consentwording", "consent", "area", "theme", "field", "desk", "knownanswer", "policytext",
        ),
    ),
    ("記録と保存", ("auditevent", "retentionrule", "hold", "disposallist", "scheduledjob", "soughtwords", "accessibilitytest")),
)  # fmt: skip


def grouped(apps):
    """[(group, [row])] of what `AdminSite.get_app_list` found for somebody: in the order of GROUPS, empty ones left out."""
    rows = {row["model"]._meta.model_name: row for app in apps for row in app["models"]}
    groups = ((label, [rows[name] for name in names if name in rows]) for label, names in GROUPS)
    return [(own_words(label), found) for label, found in groups if found]
