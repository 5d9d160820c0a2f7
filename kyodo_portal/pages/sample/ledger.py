"""The sample ledger: twenty-five collaborations over three fiscal years, each walked through the cycle's own steps."""

import datetime

from kyodo_portal.common.japanese.dates import fiscal_year
from kyodo_portal.process.actions import take_step
from partners.directory.listing_actions import change_listing
from projects.cycles.check.item_actions import ensure_evaluation_items
from projects.ledger.actions import list_partner
from projects.ledger.objection_actions import object_to
from projects.models import Cycle

from .clock import at, days_ago
from .collaboration_story import Story
from .entries import case_of, enter_row, save_plan_of
from .groups import data
from .people import SOURCE
from .specs import settle_forms, ways_of_before
from .years import settle_years

SOURCE_YEAR = 2019  # the source was printed in March 2020: 令和元年度


def settle(cast):
    """Everything of fixtures/sample/ledger.json and from_source.json."""
    ensure_evaluation_items()
    with ways_of_before():
        for row in data("ledger"):
            Story(cast, row).tell()
        settle_sources(cast)
        take_down(cast)
    settle_forms(cast)
    settle_years(cast, next(row for row in data("ledger") if row["years"][-1]["until"] == "running"))


def take_down(cast):
    """A shop that a department named wished to stand nowhere: its listing is taken down, the collaboration stays."""
    row = next(row for row in data("ledger") if row["years"][-1]["until"] == "running")
    row = {
        **row,
        "key": "taken-down",
        "title": "花苗の受け渡し（見本）",
        "kana": "はななえのうけわたし",
        "partners": ["shop"],
        "summary": "店で育てすぎた花苗を、公園と学校の花だんに回します。",
        "problem": "売れ残った花苗が、毎年捨てられていました。",
        "aim": "花苗を捨てずに、まちの花だんで咲かせることです。",
    }
    with at(days_ago(40)):
        cast["shop"] = list_partner(
            by=cast["tanto"], name="見本通り花店（見本）", kind="company", kana="みほんどおりはなてん", is_sample=True
        )
        enter_row(row, by=cast[f"{row['department']}_staff"], cast=cast, year=fiscal_year(days_ago(0)), is_sample=True)
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
        "summary": "月に1回の朝市で、荷物運びと会場の片づけを手伝います。",
        "problem": "朝市に店を出す人が高齢になり、準備に人手が足りませんでした。",
        "aim": "駅前の朝市を、これからも続けられるようにすることです。",
    }
    with at(days_ago(6)):
        project = enter_row(row, by=cast[f"{row['department']}_staff"], cast=cast, year=fiscal_year(days_ago(0)), is_sample=True)
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
        everybody = key == "citizens"
        cast[key] = list_partner(by=by, name=name, kind=kind, kana=kana, is_collective=everybody, source_note=SOURCE)
    for row in data("from_source"):
        with at(days_ago(900)):
            case = case_of(row.get("case", ""))
            project = enter_row(row, by=by, cast=cast, year=SOURCE_YEAR, source_note=SOURCE, is_sample=False, case=case)
            cycle = project.cycles.get()
            save_plan_of(cycle, row["aim"] or row["summary"], [], row["roles"], [], by=by)
            cycle = Cycle.objects.get(pk=cycle.pk)
            for step in ("agree_on_paper", "start"):
                answers = {"agreed_on": datetime.date(2020, 3, 31), "document_number": ""} if step == "agree_on_paper" else {}
                cycle = take_step(cycle, step, by=by, version=cycle.version, **answers)
