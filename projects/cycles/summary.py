"""What the ledger's page and the working page both show of a year: its phase, its indicators, both sides' answers."""

from projects.cycles.check.actions import GAP

from .workflow import CYCLE


def track_phase(status):
    """Where the four-phase track stands for a status: plan, do, check, act, end, or nothing for what was cancelled."""
    return CYCLE.state(status).stage if status else ""


def bar(indicator):
    """An indicator as a bar and, always, as words."""
    target = f"目標 {indicator.target:,}{indicator.unit}"
    if indicator.actual is None:
        words = (
            f"測れませんでした（{indicator.why_unknown}）／{target}"
            if indicator.why_unknown
            else f"{target}（結果はこれからです）"
        )
        return {"name": indicator.name, "words": words, "width": 0, "known": False}
    share = round(indicator.actual * 100 / indicator.target) if indicator.target else 100
    words = f"{indicator.actual:,}{indicator.unit}／{target}（{share:,}％）"
    return {"name": indicator.name, "words": words, "width": min(share, 100), "known": True}


def side_by_side(cycle):
    """Both sides' answers per item, gaps marked; None while they are not open to everybody.

    {"rows": [{item, group, city, gap}], "sides": [(label, evaluation)]}; an answer is {points, words, comment}.
    """
    if not cycle.answers_are_open:
        return None
    evaluations = [one for one in cycle.evaluations.prefetch_related("answers__item") if one.submitted_at]
    if len(evaluations) < 2:
        return None
    found = {}
    for evaluation in evaluations:
        for answer in evaluation.answers.all():
            row = found.setdefault(answer.item_id, {"item": answer.item, "group": None, "city": None})
            row[evaluation.side] = {
                "points": answer.points,
                "words": "判断できない" if answer.points is None else f"5点のうち{answer.points}点",
                "comment": answer.comment,
            }
    rows = sorted(found.values(), key=lambda row: (row["item"].order, row["item"].pk))
    for row in rows:
        points = [row[side]["points"] for side in ("group", "city") if row[side]]
        row["gap"] = abs(points[0] - points[1]) if len(points) == 2 and None not in points else 0
        row["is_gap"] = row["gap"] >= GAP
    return {
        "rows": rows,
        "sides": [(one.get_side_display(), one) for one in sorted(evaluations, key=lambda one: one.side, reverse=True)],
    }
