"""The plan of a year as plain data: as it stands, as somebody wants it, and what lies between the two."""

import datetime

from kyodo_portal.common.own_words import own_words
from kyodo_portal.common.templatetags.kyodo import jdate, yen
from kyodo_portal.common.text.difference import compared
from projects.cycles.creation import income_of

from .models import BudgetLine, Goal, RoleShare

Side = BudgetLine.Side
DAYS = ("starts_on", "ends_on")


def plan_of(cycle):
    """The plan as plain data: what a page shows, what a request asks to change, what the edit token is made of. Days as 2026-04-01."""
    return {
        "goal": cycle.goal,
        "goals": [
            {
                "kind": goal.kind,
                "text": goal.text,
                "indicators": [{"name": row.name, "unit": row.unit, "target": row.target} for row in goal.indicators.all()],
            }
            for goal in cycle.goals.prefetch_related("indicators")
        ],
        "roles": [{name: getattr(row, name) for name in RoleShare.COLUMNS} for row in cycle.role_shares.all()],
        "budget": [{name: getattr(row, name) for name in BudgetLine.COLUMNS} for row in cycle.budget_lines.all()],
        "city_cost": cycle.city_cost,
        "group_cost": cycle.group_cost,
        **{name: getattr(cycle, name).isoformat() for name in DAYS},
    }


def planned(cycle, *, goal, goals, roles, budget, city_cost=None, group_cost=None, starts_on=None, ends_on=None):
    """The plan that these answers make, in the shape of `plan_of`.

    goals: [{kind, text, name, unit, target}], one row per indicator (no name: a goal without one); rows with the same text are
    one goal. roles, budget: rows by column. Costs in yen; income lines, where there are any, give them. A day that is None stays.
    """
    lines = [_whole(BudgetLine, row) for row in budget]
    lines.sort(key=lambda line: line["side"], reverse=True)  # 収入 before 支出, as they are read
    costs = income_of([BudgetLine(**line) for line in lines])
    city, group = costs if costs != (None, None) else (city_cost, group_cost)
    return {
        "goal": goal,
        "goals": _goals(goals),
        "roles": [_whole(RoleShare, row) for row in roles],
        "budget": lines,
        "city_cost": city,
        "group_cost": group,
        "starts_on": (starts_on or cycle.starts_on).isoformat(),
        "ends_on": (ends_on or cycle.ends_on).isoformat(),
    }


def _whole(model, row):
    """A row with every column: what was not said is as a new row has it."""
    new = model()
    return {name: getattr(new, name) if row.get(name) is None else row[name] for name in model.COLUMNS}


def _goals(rows):
    made = {}
    for row in rows:
        goal = made.setdefault((row["kind"], row["text"]), {"kind": row["kind"], "text": row["text"], "indicators": []})
        if row.get("name"):
            goal["indicators"].append({"name": row["name"], "unit": row.get("unit", ""), "target": row["target"]})
    return list(made.values())


def day_of(plan, name):
    """One of the plan's days; None in plans that were kept before days belonged to them."""
    text = plan.get(name)
    return datetime.date.fromisoformat(text) if text else None


def plan_differences(before, after):
    """[Compared] of what differs between two plans, in the order of the page; nothing where one of them was not kept."""
    if before is None or after is None:
        return []
    old, new = dict(plan_in_words(before)), dict(plan_in_words(after))
    return [row for row in (compared(label, old[label], text) for label, text in new.items()) if row]


def plan_read(cycle):
    """(label, text) of the plan, for steps that freeze it."""
    return plan_in_words(plan_of(cycle))


def plan_in_words(plan):
    """(label, text) of a plan (`plan_of`) as people read it; rows one below the other."""
    yield "始める日", jdate(day_of(plan, "starts_on")) or ""
    yield "終える日", jdate(day_of(plan, "ends_on")) or ""
    yield "この年度の目標", plan["goal"]
    yield "目標と指標", "\n".join(_goal(goal) for goal in plan["goals"])
    yield "役割分担", "\n".join(_role(row) for row in plan["roles"])
    for side in Side:
        yield f"予算（{side.label}）", "\n".join(_line(row) for row in plan["budget"] if row["side"] == side)
    yield own_words("市の負担"), yen(plan["city_cost"]) or ""
    yield "団体などの負担", yen(plan["group_cost"]) or ""


def _goal(goal):
    measures = "、".join(f"{row['name']} {row['target']:,}{row['unit']}" for row in goal["indicators"])
    return f"{Goal.Kind(goal['kind']).label}：{goal['text']}" + (f"（{measures}）" if measures else "")


def _role(row):
    parts = (("団体など", row["group_part"]), (own_words("市"), row["city_part"]), ("そのほか", row["other_part"]))
    return f"{row['task']}：" + "、".join(f"{who}「{part}」" for who, part in parts if part)


def _line(row):
    share = own_words("（市の負担）") if row["from_city"] else ""
    return f"{row['item']}{share} {yen(row['amount'])}" + (f"（{row['note']}）" if row["note"] else "")
