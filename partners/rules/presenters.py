"""What bodies answered to their rules, as a table that everybody may read."""

from kyodo_portal.common.lists.open_lists import Column
from partners.directory.payload import words_of
from partners.directory.schema import Kind

from .models import RuleField, Shown

AS_KEPT = (Kind.COUNT, Kind.YEN, Kind.DATE)  # numbers, and days as ISO text: what programs read


def _answer(asked):
    """What makes the answer of a body out of its rule and its `extra`: "" where its rule does not ask or it said nothing."""

    def answer(rule, extra):
        key, kind = asked.get(rule, ("", None))
        value = extra.get(key)
        if value is None:
            return ""
        return value if kind in AS_KEPT else words_of(kind, value)

    return answer


def open_columns():
    """[Column] of what rules ask and everybody reads (公開する), in their order; what a group chooses about is not among it.
    One query. A column is called by its label, in JSON too."""
    columns = {}
    rows = (
        RuleField.objects.filter(public=Shown.YES, rule__partners__isnull=False).order_by("rule__kind", "order", "pk").distinct()
    )
    for row in rows:
        columns.setdefault(row.label, {})[row.rule_id] = (row.key, Kind(row.kind))
    return [
        Column(label, label, "登録のときに聞いたこと", ("rule_id", "extra"), _answer(asked)) for label, asked in columns.items()
    ]
