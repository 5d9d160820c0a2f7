"""One collaboration of the sample, walked year by year through the cycle's own steps."""

import datetime
import uuid

from kyodo_portal.common.japanese.dates import fiscal_year
from kyodo_portal.process.actions import take_step
from kyodo_portal.process.edits import etag_of
from projects.cycles.check.disclosure_actions import choose_disclosure, etag_of_disclosure
from projects.cycles.check.evaluation_actions import etag_of_evaluation, save_evaluation
from projects.cycles.check.item_actions import ensure_evaluation_items
from projects.cycles.check.report_actions import etag_of_report, submit_report
from projects.cycles.check.talk_actions import gaps_of, record_talk
from projects.cycles.clock_actions import note_as_it_is
from projects.cycles.creation import new_cycle
from projects.cycles.do import actions as do
from projects.cycles.plan import actions as plan
from projects.models import Cycle, Participation, RoleShare

from .clock import at, days_ago
from .entries import enter_row, form_of, save_plan_of

# Of these both sides let everybody read the whole evaluation, of those the group wants none of it public; of the others the summary.
PUBLISH_ALL, PUBLISH_NONE = ("snow_watch",), ("salon",)
EVALUATED = 350  # days after 1 April


class Story:
    """One ledger entry, told year by year up to the state that the fixture names."""

    def __init__(self, cast, row):
        self.cast, self.row = cast, row
        self.year_now = fiscal_year(days_ago(0))
        self.staff = cast[f"{row['department']}_staff"]
        self.group = cast.get(f"{row['partners'][0]}_leader")
        self.layers = {}  # {who: how much of the evaluation this side lets everybody read}
        if row["key"] in PUBLISH_ALL:
            self.layers = dict.fromkeys((self.group, self.staff), "full")
        elif row["key"] in PUBLISH_NONE:
            self.layers = {self.group: "none"}

    def tell(self):
        years = self.row["years"]
        first = self.year_now - years[0]["years_ago"]
        with at(datetime.date(first, 4, 2)):
            project = enter_row(self.row, by=self.staff, cast=self.cast, year=first, is_sample=True)
        for year in years:
            cycle = self.cycle_of(project, self.year_now - year["years_ago"])
            if cycle.version == 0 or (not cycle.is_planned and cycle.version == 1):
                self.walk(cycle, year)

    def cycle_of(self, project, fiscal_year):
        """The year; one that no 見直し began is begun as the inventory would, and noted as going on."""
        cycle = Cycle.objects.filter(project=project, fiscal_year=fiscal_year).first()
        if cycle is None:
            with at(datetime.date(fiscal_year, 4, 2)):
                cycle = note_as_it_is(new_cycle(project, fiscal_year), by=self.staff)
        return cycle

    def day(self, cycle, days):
        """A day of the cycle's year, counted from 1 April; never later than yesterday.

        Until the evaluation never later than the day before: both sides are told of it before they talk.
        """
        latest = days_ago(2 if days <= EVALUATED else 1)
        return min(datetime.date(cycle.fiscal_year, 4, 1) + datetime.timedelta(days=days), latest)

    def take(self, cycle, step, day, by=None, **answers):
        with at(self.day(cycle, day)):
            return take_step(cycle, step, by=by or self.staff, version=cycle.version, **answers)

    def walk(self, cycle, year):
        until = year["until"]
        if "starts" in year:  # what is done in winter does not begin in April
            month, day = year["starts"]
            Cycle.objects.filter(pk=cycle.pk).update(starts_on=datetime.date(cycle.fiscal_year + (month < 4), month, day))
            cycle = Cycle.objects.get(pk=cycle.pk)
        if year["goal"] and cycle.is_planned:
            with at(self.day(cycle, 3)):
                save_plan_of(cycle, year["goal"], year["indicators"], year["roles"], year["budget"], by=self.group)
            cycle = Cycle.objects.get(pk=cycle.pk)
        if until == "preparing":
            return
        if cycle.is_planned:
            for person in (self.group, self.staff):
                with at(self.day(cycle, 8)):
                    cycle = plan.confirm_plan(cycle, by=person, etag=etag_of(plan.plan_of(cycle)))
            if until == "agreed":
                return
            cycle = self.take(cycle, "start", 10)
        self.post(cycle, year["updates"])
        if until in self.STOPS:
            self.STOPS[until](self, cycle, year)
            return
        if not cycle.is_planned:
            self.take(cycle, "note_over", 364)
            return
        cycle = self.check(cycle, year)
        if cycle is None:
            return
        if until == "closed":
            outcome = dict(year["outcome"])
            if "new_form" in outcome:
                outcome["new_form"] = form_of(outcome["new_form"])
            self.take(cycle, "close", 364, **outcome)

    def post(self, cycle, updates):
        for number, (day, side, title, body, people) in enumerate(updates):
            with at(self.day(cycle, day)):
                do.post_update(
                    cycle, by=self.group if side == Participation.Side.GROUP else self.staff, happened_on=self.day(cycle, day), title=title, body=body,
                    people=people, form_key=uuid.uuid5(uuid.NAMESPACE_URL, f"sample:{self.row['key']}:{cycle.fiscal_year}:{number}"),
                )  # fmt: skip

    def stay(self, cycle, year):
        """Running: nothing more to do."""

    def change(self, cycle, year):
        what, why, role, targets = year["change"]
        asked = plan.plan_of(cycle)
        asked["roles"].append(dict(zip(RoleShare.COLUMNS, role, strict=True)))
        for measure in (row for goal in asked["goals"] for row in goal["indicators"]):
            measure["target"] = targets.get(measure["name"], measure["target"])
        self.take(cycle, "ask_change", 225, by=self.group, what=what, reason=why, plan=asked)

    def suspend(self, cycle, year):
        self.take(cycle, "suspend", 215, reason=year["suspend"], public_reason=year["suspend"])

    def cancel(self, cycle, year):
        self.take(cycle, "cancel", 120, reason=year["cancel"], public_reason=year["cancel"])

    STOPS = {"running": stay, "change_pending": change, "suspended": suspend, "cancelled": cancel}

    def check(self, cycle, year):
        """Report, both evaluations, talk; None when the story stops on the way."""
        until = year["until"]
        cycle = self.take(cycle, "finish", 335)
        if until == "reporting":
            return None
        with at(self.day(cycle, 345)):
            actuals = {row.pk: (actual, "") for row, (*_, actual) in zip(self.indicators(cycle), year["indicators"], strict=True)}
            cycle = submit_report(
                cycle, by=self.group, version=cycle.version, etag=etag_of_report(cycle), actuals=actuals, **year["report"]
            )
        given = ((self.group, "group_points", True), (self.staff, "city_points", True), (self.group, "group_draft", False))
        for person, key, whole in given:
            if year.get(key):
                answers = self.answers(cycle, year[key])
                with at(self.day(cycle, EVALUATED)):
                    cycle = save_evaluation(
                        cycle, by=person, etag=etag_of_evaluation(None), answers=answers, good=GOOD, hard=HARD, submit=whole
                    )
        if until in ("evaluating", "discussing"):
            return None
        with at(self.day(cycle, 358)):
            gaps = {
                item.pk: {
                    "cause": "見ていたものが、双方で違っていました。",
                    "next_step": f"「{item.name}」のことを、月に1回いっしょに確かめます。",
                    "who": "双方の窓口",
                    "due": None,
                }
                for item, _, _ in gaps_of(cycle)
            }
            held_on = self.day(cycle, 358)
            cycle = record_talk(cycle, by=self.staff, version=cycle.version, held_on=held_on, gaps=gaps, **year["talk"])
        for person, layer in self.layers.items():
            with at(self.day(cycle, 359)):
                cycle = choose_disclosure(cycle, by=person, etag=etag_of_disclosure(cycle), layer=layer)
        return cycle

    def indicators(self, cycle):
        return [row for goal in cycle.goals.all() for row in goal.indicators.all()]

    def answers(self, cycle, points):
        low = "思ったようにできませんでした。次は早めに相談します。"
        return {
            item.pk: (point, False, low if point <= 2 else "")
            for item, point in zip(ensure_evaluation_items(cycle), points, strict=True)
        }


GOOD = "困ったときに、すぐ電話で話せました。"
HARD = "予定を合わせるのに時間がかかりました。"
