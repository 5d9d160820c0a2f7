"""What of an application may be put right, item by item, and how each item reads."""

from kyodo_portal.common.templatetags.kyodo import jdate
from kyodo_portal.process.correction_actions import Correctables, Point

from . import money
from .models import Grant
from .paper_actions import only_papers

LABELS = {
    "title": "事業の名前",
    "purpose": "目的と内容",
    "place": "場所",
    "starts_on": "始める日",
    "ends_on": "終える日",
    "year_no": "この事業でこの制度を使うのは何年目か",
    "expenses": "支出の予算",
    "incomes": "収入の予算",
    "wish": "希望する額",
    "difference": "収支の差額をどうするか",
    "papers": "書類",
}
SIDES = {"expenses": "expense", "incomes": "income"}
PAPERS = "papers"


def _points(grant):
    return [Point(name, label, label) for name, label in LABELS.items()]


def _text(grant, field):
    """An item as people read it; "" where nothing is written. Queries: one for the accounts, one for the papers."""
    if field in SIDES:
        rows = [row for row in grant.lines.select_related("cost") if row.side == SIDES[field]]
        return "\n".join(_line(row) for row in rows)
    if field == PAPERS:
        return "\n".join(f"{paper.title}（{paper.name}）" for paper in grant.papers.filter(removed_at=None))
    if field not in Grant.WRITTEN:
        return ""
    value = getattr(grant, field)
    if value in (None, ""):
        return ""
    if field in ("starts_on", "ends_on"):
        return jdate(value)
    return {"year_no": f"{value}年目", "wish": money.yen(value) if field == "wish" else ""}.get(field, str(value))


def _line(row):
    kind = row.cost.name if row.cost else row.get_source_display()
    note = f"（{row.note}）" if row.note else ""
    return f"{kind}：{row.item} {money.yen(row.budget or 0)}{note}"


def lines_as_rows(grant):
    """[[side, item, cost, source, yen, note]] of the accounts as they are planned, as JSON. One query."""
    return [list(row) for row in grant.lines.values_list("side", "item", "cost_id", "source", "budget", "note")]


def _stored(grant, field):
    """As JSON: the rows of one side, the keys of the papers, a column."""
    if field in SIDES:
        return [row for row in lines_as_rows(grant) if row[0] == SIDES[field]]
    if field == PAPERS:
        return list(grant.papers.filter(removed_at=None).values_list("pk", flat=True))
    value = getattr(grant, field, None)
    return value.isoformat() if hasattr(value, "isoformat") else value


def _restore(grant, correction):
    """Papers lie with the grant at once; everything else waits in its form until it is sent."""
    if correction.field == PAPERS and correction.sent is not None:
        only_papers(grant, correction.sent)


CORRECTABLES = Correctables(points=_points, text=_text, stored=_stored, restore=_restore, seen=(PAPERS,))
