"""A policy as people read it: the version that holds, or the portal's draft, what is announced, and what held before."""

from typing import NamedTuple

from django.utils import timezone

from kyodo_portal.common.text.difference import differences, shortened

from .policy_models import PolicyText
from .policy_words import draft, shown


class Policy(NamedTuple):
    """`row` is None while the city has confirmed no text of its own: then the words are the portal's draft (ひな形)."""

    title: str
    row: PolicyText | None
    html: str
    ahead: list[PolicyText]
    former: list[PolicyText]


def policy(kind):
    """The Policy of one of PolicyText.Kind that holds today, what is announced, and what held before. Two queries at most, one more
    for the table of the years' tests."""
    rows, today = (
        list(PolicyText.objects.filter(kind=kind, since__isnull=False).order_by("-since").defer("body")),
        timezone.localdate(),
    )
    past = [row for row in rows if row.since <= today]
    row = past[0] if past else None
    ahead = [one for one in reversed(rows) if one.since > today]
    return Policy(PolicyText.Kind(kind).label, row, shown(row.body if row else draft(kind)), ahead, past[1:])


def compared_with(row):
    """(the version before this one or None, the pieces of the difference): what the page of a version shows. One query."""
    before = PolicyText.objects.filter(kind=row.kind, version__lt=row.version, since__isnull=False).order_by("-version").first()
    return before, shortened(differences(before.body, row.body), around=60) if before else []
