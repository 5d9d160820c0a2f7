"""What bodies answered to their rules, as a table that everybody may read."""

from typing import NamedTuple

from partners.directory.payload import words_of
from partners.directory.schema import Kind

from .models import RuleField, Shown

AS_KEPT = (Kind.COUNT, Kind.YEN, Kind.DATE)  # numbers, and days as ISO text: what programs read


class RuleColumn(NamedTuple):
    """One column: its heading, and under which rules (keys) it is asked, with the answer's key and Kind."""

    heading: str
    asked: dict

    def value_in(self, partner):
        """A body's answer; "" where its rule does not ask for it or it said nothing. No query."""
        key, kind = self.asked.get(partner.rule_id, ("", None))
        value = partner.extra.get(key)
        if value is None:
            return ""
        return value if kind in AS_KEPT else words_of(kind, value)


def open_columns():
    """[RuleColumn] of what rules ask and everybody reads (公開する), in their order; what a group chooses about is not among it.
    One query."""
    columns = {}
    rows = (
        RuleField.objects.filter(public=Shown.YES, rule__partners__isnull=False).order_by("rule__kind", "order", "pk").distinct()
    )
    for row in rows:
        columns.setdefault(row.label, {})[row.rule_id] = (row.key, Kind(row.kind))
    return [RuleColumn(heading, asked) for heading, asked in columns.items()]
