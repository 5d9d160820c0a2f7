"""The sample calls with proposals in every status."""

import datetime

from django.utils import timezone

from kyodo_portal.common.japanese.dates import add_working_days, fiscal_label, fiscal_span, fiscal_year
from kyodo_portal.common.templatetags.kyodo import jdatetime
from projects.calls.announced_actions import announce, withdraw
from projects.calls.promises import PROMISES, Change
from projects.models import Call, CallCost, CallTheme, Criterion, PanelSeat, Question

from .clock import at, days_ago
from .groups import data
from .people import belongs
from .proposal_story import Story

PANEL = (("shinsa", "公募の市民"), ("shinsa2", "学識経験者"), ("shinsa3", "中間支援の経験者"))


def settle(cast):
    """The calls, their panels, and every proposal of fixtures/sample/proposals.json."""
    plan = data("proposals")
    calls = {row["key"]: open_call(row, plan, cast) for row in plan["calls"]}
    for row in plan["calls"]:
        if "moved" in row:
            move(calls[row["key"]], row["moved"], cast)
        if "withdrawn" in row:
            with at(days_ago(row["withdrawn"]["days_ago"])):
                withdraw(calls[row["key"]], by=cast["jimukyoku"], reason=row["withdrawn"]["reason"])
    belongs(cast["shinsa3"], cast["honcho"])  # so that the secretariat finds a 除斥 to confirm
    for number, row in enumerate(plan["proposals"]):
        Story(cast, calls[row["call"]], row, number).tell()


def move(call, moved, cast):
    """The deadline was put off before everybody's eyes."""
    now, former = call.closes_at, moment(moved["closed"], 17)
    with at(days_ago(moved["days_ago"])):
        change = Change(PROMISES["closes_at"].label, jdatetime(former), jdatetime(now), is_worse=False)
        announce(call, [change], by=cast["jimukyoku"], reason=moved["reason"])


def moment(days, hour=9):
    """An aware moment that many days from today."""
    return timezone.make_aware(datetime.datetime.combine(days_ago(-days), datetime.time(hour)))


def open_call(row, plan, cast, panel=PANEL):
    """A published call with questions, criteria, themes, costs and panel seats, for the next fiscal year."""
    year = fiscal_year(days_ago(0)) + 1
    call = Call.objects.create(
        title=row["title"].format(year=fiscal_label(year)), track=row["track"], fiscal_year=year, summary=row["summary"], eligibility=row["eligibility"],
        support=row["support"], grant_limit=row["grant_limit"], opens_at=moment(row["opens"]), closes_at=moment(row["closes"], 17),
        presentation_on=days_ago(-row["presentation"]), result_on=days_ago(-row["result"]), department=cast["secretariat"], pass_mark=row["pass_mark"],
        tell_scores=row["tell_scores"], published_at=moment(row["opens"] - 7), is_sample=True, **promised(row, year),
    )  # fmt: skip
    known = {}
    for order, (section, label, help_text, kind, length, required, *more) in enumerate(
        [*plan["questions"], *row.get("more", [])]
    ):
        choices, said = more[0] if more else "", dict(more[1]) if len(more) > 1 else {}
        if "only_if" in said:
            said["only_if"], said["only_if_answer"] = known[said["only_if"][0]], said["only_if"][1]
        known[label] = Question.objects.create(
            call=call, section=section, label=label, help_text=help_text, kind=kind, max_length=length, required=required, order=order,
            choices=choices, **said,
        )  # fmt: skip
    for order, (name, description, points, weight) in enumerate(plan["criteria"]):
        Criterion.objects.create(call=call, name=name, description=description, max_points=points, weight=weight, order=order)
    for order, theme in enumerate(row.get("themes", [])):
        CallTheme.objects.create(call=call, order=order, **theme | {"department": cast[theme["department"]]})
    for order, (name, counts, share, note) in enumerate(row.get("costs", [])):
        CallCost.objects.create(call=call, name=name, counts=counts, share_max_percent=share, note=note, order=order)
    for key, position in panel:
        PanelSeat.objects.create(call=call, user=cast[key], position=position, since=days_ago(-row["opens"]))
    return call


def promised(row, year):
    """The columns of a call for its money, its conditions and its other days, as far as the fixture names them."""
    said = {name: row[name] for name in ("budget", "tell_left", "kinds", "before", "asks_plan") if name in row}
    if "rate" in row:
        said["rate_num"], said["rate_den"] = row["rate"]
    days = row.get("days")
    if not days:
        return said
    first, last = fiscal_span(year)
    day, hour, place = days["briefing"]
    since, until = (days_ago(-number) for number in days["consult"])
    return said | {
        "briefing_at": moment(day, hour),
        "briefing_place": place,
        "questions_until": days_ago(-days["questions"]),
        "consult_from": since,
        "consult_until": until,
        "screening_on": days_ago(-days["screening"]),
        "starts_on": first,
        "ends_on": last,
        "report_due_on": add_working_days(last + datetime.timedelta(days=30), 0),
    }
