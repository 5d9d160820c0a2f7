"""One entry of the sample ledger and its plan, out of a row of the fixtures."""

import uuid

from guidelines.models import CaseStudy, CollaborationForm
from kyodo_portal.process.edits import etag_of
from partners.models import Area, Field
from projects.cycles.plan import actions as plan
from projects.ledger.actions import enter


def form_of(code):
    """The own city's form with this common code."""
    return CollaborationForm.objects.offered().filter(code=code).order_by("order", "pk").first()


def case_of(key):
    """The own city's case of this key; None without one."""
    return CaseStudy.objects.own().filter(key=key).first()


def enter_row(row, *, by, cast, year, **more):
    names = ("title", "kana", "summary", "problem", "aim")
    return enter(
        by=by, form=form_of(row["form"]), partners=[cast[key] for key in row["partners"]], department=cast[row["department"]], fiscal_year=year,
        fields=Field.objects.filter(number__in=row["fields"]), areas=Area.objects.filter(name__in=row["areas"]),
        form_key=uuid.uuid5(uuid.NAMESPACE_URL, f"sample:{row['key']}"), **{name: row[name] for name in names}, **more,
    )  # fmt: skip


def save_plan_of(cycle, goal, indicators, roles, budget, *, by):
    goals = [
        {"kind": "outcome", "text": "数で確かめる目標", "name": name, "unit": unit, "target": target}
        for name, unit, target, *_ in indicators
    ]
    columns = ("task", "group_part", "city_part", "other_part")
    plan.save_plan(
        cycle, by=by, etag=etag_of(plan.plan_of(cycle)), goal=goal, goals=goals,
        roles=[dict(zip(columns, role, strict=True)) for role in roles],
        budget=[{"side": side, "item": item, "amount": amount, "note": "", "from_city": city} for side, item, amount, city in budget],
    )  # fmt: skip
