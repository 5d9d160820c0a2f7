"""The sample ledger: twenty-five collaborations over three fiscal years, each walked through the cycle's own steps."""

import datetime
import uuid

from guidelines.models import CaseStudy, CollaborationForm
from kyodo_portal.common.japanese.dates import fiscal_year
from kyodo_portal.process.actions import take_step
from kyodo_portal.process.edits import etag_of
from partners.directory.listing_actions import change_listing
from partners.models import Area, Field
from projects.cycles.check import actions as check
from projects.cycles.check.disclosure_actions import choose_disclosure, etag_of_disclosure
from projects.cycles.do import actions as do
from projects.cycles.plan import actions as plan
from projects.ledger.actions import enter, list_partner
from projects.ledger.objection_actions import object_to
from projects.models import Cycle, Participation

from .clock import at, days_ago
from .groups import data
from .people import SOURCE

SOURCE_YEAR = 2019  # the source was printed in March 2020: 令和元年度


def form_of(code):
    """The own city's form with this common code."""
    return CollaborationForm.objects.offered().filter(code=code).order_by("order", "pk").first()


def case_of(key):
    """The own city's case of this key; None without one."""
    return CaseStudy.objects.own().filter(key=key).first()


def settle(cast):
    """Everything of fixtures/sample/ledger.json and from_source.json."""
    check.ensure_evaluation_items()
    for row in data("ledger"):
        Story(cast, row).tell()
    settle_sources(cast)
    take_down(cast)


def take_down(cast):
    """A shop that a department named wished to stand nowhere: its listing is taken down, the collaboration stays."""
    row = next(row for row in data("ledger") if row["years"][-1]["until"] == "running")
    row = {**row, "key": "taken-down", "title": "花苗の受け渡し（見本）", "kana": "はななえのうけわたし", "partners": ["shop"]}
    with at(days_ago(40)):
        cast["shop"] = list_partner(
            by=cast["tanto"], name="見本通り花店（見本）", kind="company", kana="みほんどおりはなてん", is_sample=True
        )
        _enter(row, by=cast[f"{row['department']}_staff"], cast=cast, year=fiscal_year(days_ago(0)), is_sample=True)
    objection(cast)
    with at(days_ago(20)):
        why = "店の人から、名前を載せないでほしいと電話がありました。"
        change_listing(cast["shop"], by=cast["jimukyoku"], shown=False, reason=why)


def objection(cast):
    """A group does not know of what a department entered in its name: until the secretariat decides, it is not public."""
    row = next(row for row in data("ledger") if row["years"][-1]["until"] == "running")
    row = {
        **row,
        "key": "objected",
        "title": "駅前の朝市の手伝い（見本）",
        "kana": "えきまえのあさいちのてつだい",
        "partners": ["terakoya"],
    }
    with at(days_ago(6)):
        project = _enter(row, by=cast[f"{row['department']}_staff"], cast=cast, year=fiscal_year(days_ago(0)), is_sample=True)
    with at(days_ago(5)):
        object_to(
            project,
            by=cast["terakoya_leader"],
            text="朝市は、別の団体が手伝っています。名前を間違えていないか、確かめてください。",
        )


def settle_sources(cast):
    """Collaborations that the city's guideline tells of: its facts only, no budget, no evaluation."""
    by = cast["jimukyoku"]
    bodies = {
        "iwasawa": ("岩沢地域振興協議会", "community", "いわさわちいきしんこうきょうぎかい"),
        "citizens": ("市民・町内会のみなさん", "other", "しみんちょうないかいのみなさん"),
    }
    for key, (name, kind, kana) in bodies.items():
        cast[key] = list_partner(by=by, name=name, kind=kind, kana=kana, source_note=SOURCE)
    for row in data("from_source"):
        with at(days_ago(900)):
            case = case_of(row.get("case", ""))
            project = _enter(row, by=by, cast=cast, year=SOURCE_YEAR, source_note=SOURCE, is_sample=False, case=case)
            cycle = project.cycles.get()
            _plan(cycle, row["aim"] or row["summary"], [], row["roles"], [], by=by)
            cycle = Cycle.objects.get(pk=cycle.pk)
            for step in ("agree_on_paper", "start"):
                answers = {"agreed_on": datetime.date(2020, 3, 31), "document_number": ""} if step == "agree_on_paper" else {}
                cycle = take_step(cycle, step, by=by, version=cycle.version, **answers)


def _enter(row, *, by, cast, year, **more):
    names = ("title", "kana", "summary", "problem", "aim")
    return enter(
        by=by, form=form_of(row["form"]), partners=[cast[key] for key in row["partners"]], department=cast[row["department"]], fiscal_year=year,
        fields=Field.objects.filter(number__in=row["fields"]), areas=Area.objects.filter(name__in=row["areas"]),
        form_key=uuid.uuid5(uuid.NAMESPACE_URL, f"sample:{row['key']}"), **{name: row[name] for name in names}, **more,
    )  # fmt: skip


def _plan(cycle, goal, indicators, roles, budget, *, by):
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


# Of these both sides let everybody read the whole evaluation; of the others the summary.
PUBLISH_ALL = ("snow_watch",)


class Story:
    """One ledger entry, told year by year up to the state that the fixture names."""

    def __init__(self, cast, row):
        self.cast, self.row = cast, row
        self.year_now = fiscal_year(days_ago(0))
        self.staff = cast[f"{row['department']}_staff"]
        self.group = cast.get(f"{row['partners'][0]}_leader")
        self.publishes_all = row["key"] in PUBLISH_ALL

    def tell(self):
        years = self.row["years"]
        first = self.year_now - years[0]["years_ago"]
        with at(datetime.date(first, 4, 2)):
            project = _enter(self.row, by=self.staff, cast=self.cast, year=first, is_sample=True)
        for year in years:
            cycle = Cycle.objects.get(project=project, fiscal_year=self.year_now - year["years_ago"])
            if cycle.status == "preparing" and cycle.version == 0:
                self.walk(cycle, year)

    def day(self, cycle, days):
        """A day of the cycle's year, counted from 1 April; never later than yesterday."""
        return min(datetime.date(cycle.fiscal_year, 4, 1) + datetime.timedelta(days=days), days_ago(1))

    def take(self, cycle, step, day, by=None, **answers):
        with at(self.day(cycle, day)):
            return take_step(cycle, step, by=by or self.staff, version=cycle.version, **answers)

    def walk(self, cycle, year):
        until = year["until"]
        if "starts" in year:  # what is done in winter does not begin in April
            month, day = year["starts"]
            Cycle.objects.filter(pk=cycle.pk).update(starts_on=datetime.date(cycle.fiscal_year + (month < 4), month, day))
            cycle = Cycle.objects.get(pk=cycle.pk)
        small = cycle.is_small
        if year["goal"]:
            with at(self.day(cycle, 3)):
                _plan(cycle, year["goal"], year["indicators"], year["roles"], year["budget"], by=self.group)
            cycle = Cycle.objects.get(pk=cycle.pk)
        if until == "preparing":
            return
        if small:
            cycle = self.take(cycle, "start_small", 5)
        else:
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
        if small:
            cycle = self.take(cycle, "finish_small", 340)
        else:
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
        what, why = year["change"]
        self.take(cycle, "ask_change", 225, by=self.group, what=what, reason=why)

    def suspend(self, cycle, year):
        self.take(cycle, "suspend", 215, reason=year["suspend"])

    def cancel(self, cycle, year):
        self.take(cycle, "cancel", 120, reason=year["cancel"])

    STOPS = {"running": stay, "change_pending": change, "suspended": suspend, "cancelled": cancel}

    def check(self, cycle, year):
        """Report, both evaluations, talk; None when the story stops on the way."""
        until = year["until"]
        cycle = self.take(cycle, "finish", 335)
        if until == "reporting":
            return None
        with at(self.day(cycle, 345)):
            actuals = {row.pk: (actual, "") for row, (*_, actual) in zip(self.indicators(cycle), year["indicators"], strict=True)}
            cycle = check.submit_report(
                cycle, by=self.group, version=cycle.version, etag=check.etag_of_report(cycle), actuals=actuals, **year["report"]
            )
        given = ((self.group, "group_points", True), (self.staff, "city_points", True), (self.group, "group_draft", False))
        for person, key, whole in given:
            if year.get(key):
                answers = self.answers(year[key])
                with at(self.day(cycle, 350)):
                    cycle = check.save_evaluation(
                        cycle, by=person, etag=check.etag_of_evaluation(None), answers=answers, good=GOOD, hard=HARD, submit=whole
                    )
        if until in ("evaluating", "discussing"):
            return None
        with at(self.day(cycle, 358)):
            gaps = {
                item.pk: {
                    "cause": "見ていたものが、双方で違っていました。",
                    "next_step": "数字を月に1回、いっしょに確かめます。",
                    "who": "双方の窓口",
                    "due": None,
                }
                for item, _, _ in check.gaps_of(cycle)
            }
            held_on = self.day(cycle, 358)
            cycle = check.record_talk(cycle, by=self.staff, version=cycle.version, held_on=held_on, gaps=gaps, **year["talk"])
        if self.publishes_all:
            for person in (self.group, self.staff):
                with at(self.day(cycle, 359)):
                    cycle = choose_disclosure(cycle, by=person, etag=etag_of_disclosure(cycle), layer="full")
        return cycle

    def indicators(self, cycle):
        return [row for goal in cycle.goals.all() for row in goal.indicators.all()]

    def answers(self, points):
        low = "思ったようにできませんでした。次は早めに相談します。"
        return {
            item.pk: (point, False, low if point <= 2 else "")
            for item, point in zip(check.ensure_evaluation_items(), points, strict=True)
        }


GOOD = "困ったときに、すぐ電話で話せました。"
HARD = "予定を合わせるのに時間がかかりました。"
