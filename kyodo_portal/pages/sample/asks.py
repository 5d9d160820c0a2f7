"""The sample's お願い: three 町内会, of which one is asked by everybody, and what they answered."""

import uuid

from django.utils import timezone

from kyodo_portal.common.japanese.dates import fiscal_year
from kyodo_portal.process.edits import etag_of
from projects.asks.actions import answer_ask, answer_of, ask_groups

from .clock import at, days_ago

# office, kind, title, what, people, days until the answer is due, when, where, groups, days since it was asked
ASKS = (
    (
        "bosai_ka", "attend", "総合防災訓練への参加", "訓練に出る人を決めて、人数を知らせてください。", 5, 12, "来月の日曜日 9時から11時まで",
        "小学校の校庭（見本）", ("honcho", "yamate", "sakaemachi"), 9,
    ),
    (
        "fukushi_ka", "member", "民生委員の推薦", "次の任期の候補の人を、1人推薦してください。", 1, 30, "", "",
        ("honcho", "yamate"), 20,
    ),
    ("koho_ka", "circular", "広報の配布", "毎月1日号を、全部の世帯に配ってください。", None, None, "毎月1日まで", "", ("honcho", "yamate"), 60),
    ("kankyo_ka", "work", "川の草刈り", "草を刈る人を出してください。軍手とごみ袋は市が用意します。", 10, 5, "", "川べり（見本）", ("honcho",), 14),
    ("kensetsu_ka", "survey", "街灯の調べ", "消えている街灯の場所を、地図に書いて出してください。", None, -3, "", "", ("honcho", "sakaemachi"), 25),
    ("kyoiku_ka", "attend", "二十歳のつどいの来賓", "会長さんに出ていただきたいです。", 1, 40, "1月", "市民会館（見本）", ("honcho",), 4),
)  # fmt: skip
# Of the year before: what is written anew out of it every year.
FORMER = (
    "koho_ka", "survey", "回覧の部数の調べ", "要る部数を知らせてください。", None, -350, "", "", ("honcho", "yamate"), 365,
)  # fmt: skip
# what was asked, who answers, what, in which words; came_by where the office entered it
ANSWERS = (
    ("総合防災訓練への参加", "yamate", "yes", "8人出ます。", ""),
    ("広報の配布", "honcho", "yes", "", "telephone"),
    ("民生委員の推薦", "yamate", "no", "なり手が見つかりません。", ""),
    ("回覧の部数の調べ", "honcho", "done", "120部です。", ""),
    ("回覧の部数の調べ", "yamate", "done", "80部です。", "paper"),
    ("街灯の調べ", "sakaemachi", "done", "3か所ありました。", "paper"),
)


def settle(cast):
    """Of this year; and one of the year before, out of which this year's can be written."""
    year = fiscal_year(timezone.localdate())
    made = {row[2]: _ask(cast, row, year) for row in ASKS} | {FORMER[2]: _ask(cast, FORMER, year - 1)}
    for title, key, answer, why, came_by in ANSWERS:
        _answer(cast, made[title], key, answer=answer, why=why, came_by=came_by)


def _ask(cast, row, year):
    office, kind, title, what, people, due, when, place, groups, ago = row
    key = uuid.uuid5(uuid.NAMESPACE_URL, f"sample:ask:{title}")
    due_on = None if due is None else days_ago(-due)
    with at(days_ago(ago)):
        return ask_groups(
            by=cast[f"{office}_staff"], office=cast[office], partners=[cast[group] for group in groups], form_key=key, is_sample=True,
            fiscal_year=year, kind=kind, title=title, what=what, people=people, due_on=due_on, place=place, when=when,
        )  # fmt: skip


def _answer(cast, ask, key, *, came_by, **said):
    asked = ask.groups.get(partner=cast[key])
    by, came = cast[f"{key}_leader"], {}
    if came_by:
        by, came = ask.by, {"came_by": came_by, "received_on": days_ago(2)}
    with at(days_ago(2)):
        answer_ask(asked, by=by, etag=etag_of(answer_of(asked)), **said, **came)
