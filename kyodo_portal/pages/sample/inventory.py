"""The sample's yearly inventory: the year before last is fixed and published, last year's is half answered; five 協働の種."""

import datetime
import uuid

from kyodo_portal.common.japanese.dates import fiscal_year
from kyodo_portal.process.actions import take_step
from projects.inventory.line_actions import say_the_same
from projects.inventory.possibility_actions import add_possibility, diagnose, edit_possibility, etag_of_possibility
from projects.inventory.round_actions import make_round, remind
from projects.models import InventorySheet, Possibility
from projects.snapshots.actions import freeze_year, publish_year

from .clock import at, days_ago

SEEDS = (
    # office, name, what it is, with whom, how it stands, public, diagnosis
    ("kodomo_ka", "放課後の見守りの輪", "放課後の学童クラブのまわりを、夕方に見て回っています。",
     "散歩や買い物のついでに歩いてくれる町内会や老人クラブと。", "open", True, "a"),
    ("kodomo_ka", "おさがり交換の日", "小さくなった服やかばんを、年に2回、集めて配っています。",
     "会場の準備と仕分けを、いっしょにしてくれる団体と。", "matched", True, "a"),
    ("secretariat", "市の統計を読む会", "市の統計を、年に1度、広報で知らせています。",
     "数の見せ方を、いっしょに考えてくれる学校や会社と。", "idea", True, "b"),
    ("secretariat", "証明書の窓口", "住民票などの証明書を出しています。", "", "idea", False, "c"),
    ("secretariat", "花だんの水やり", "庁舎の花だんに、夏のあいだ水をやっています。", "近くの学校や会社と。", "idea", False, None),
)  # fmt: skip


def settle(cast):
    """Two rounds and the possibilities."""
    year = fiscal_year(days_ago(0))
    finished(cast, year - 2, days_ago(500))
    running(cast, year - 1)
    for number, row in enumerate(SEEDS):
        seed(cast, number, *row)


def opened(cast, year, opens_on, closes_on):
    """A round of this 年度 that is open, as the sample's own."""
    round = make_round(
        by=cast["jimukyoku"], form_key=uuid.uuid5(uuid.NAMESPACE_URL, f"sample:inventory:{year}"), fiscal_year=year,
        opens_on=opens_on, closes_on=closes_on, asks_plans=True, asks_possibilities=True,
    )  # fmt: skip
    type(round).objects.filter(pk=round.pk).update(is_sample=True)
    return take_step(round, "open", by=cast["jimukyoku"], version=round.version)


def go(matter, name, by, **answers):
    now = type(matter).objects.get(pk=matter.pk)
    return take_step(now, name, by=by, version=now.version, **answers)


def finished(cast, year, day, *, corrected=True):
    """All answered by the secretariat, taken, closed, fixed and published, the year before it with it; later put right."""
    chief = cast["jimukyoku"]
    with at(day):
        round = opened(cast, year, day, day + datetime.timedelta(days=29))
        for sheet in round.sheets.all():
            if sheet.lines.exists():
                say_the_same(sheet, by=chief)
                go(sheet, "hand_in", chief)
                go(sheet, "accept", chief)
            else:
                go(sheet, "excuse", chief, reason="この年度は、協働がありませんでした。")
    with at(day + datetime.timedelta(days=30)):
        go(round, "close", chief)
    with at(day + datetime.timedelta(days=40)):
        go(round, "freeze", chief)
        freeze_year(year - 1, by=chief, why="協働ポータルの台帳から、確定しました。")
    with at(day + datetime.timedelta(days=60)):
        go(round, "publish", chief)
        publish_year(year - 1, by=chief)
    if not corrected:
        return
    with at(days_ago(10)):
        go(round, "correct", chief, reason="公表のときにまだ公開していなかった協働の名前を、一覧に入れました。")


def running(cast, year):
    """Two offices have handed in, one is writing, the others were reminded."""
    chief, began, ends = cast["jimukyoku"], days_ago(30), days_ago(-5)
    with at(began):
        round = opened(cast, year, began, ends)
    sheets = list(InventorySheet.objects.filter(round=round, lines__isnull=False).distinct().order_by("pk"))
    with at(days_ago(12)):
        for sheet in sheets[1:3]:
            say_the_same(sheet, by=chief)
            go(sheet, "hand_in", chief)
        for sheet in sheets[3:4]:
            say_the_same(sheet, by=chief)
    with at(days_ago(3)):
        remind(round, by=chief)


def seed(cast, number, office, title, what, wanted, state, is_public, diagnosis):
    """One possibility, and its diagnosis by the coordinator."""
    key = uuid.uuid5(uuid.NAMESPACE_URL, f"sample:possibility:{number}")
    with at(days_ago(40 - number)):
        made = add_possibility(
            by=cast["jimukyoku"], office=cast[office], form_key=key, title=f"{title}（見本）", what=what, wanted=wanted
        )
        more = {"title": made.title, "what": what, "wanted": wanted, "state": state, "is_public": is_public, "call": None}
        made = edit_possibility(made, by=cast["jimukyoku"], etag=etag_of_possibility(made), **more)
        if diagnosis:
            means = "はじめは月に1回、小さく始めます。" if diagnosis != "c" else "個人の情報を扱うので、市だけで進めます。"
            diagnose(made, by=cast["kosharu"], etag=etag_of_possibility(made), diagnosis=diagnosis, hoped="", means=means)
    Possibility.objects.filter(pk=made.pk).update(is_sample=True)
