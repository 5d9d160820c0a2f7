"""The sample's lists of before the portal: two years out of spreadsheets, as the secretariat would take them in."""

import uuid

from kyodo_portal.common.japanese.dates import fiscal_label, fiscal_year
from kyodo_portal.common.lists.incoming import pasted
from projects.snapshots.old_list_actions import MATCHING, begin_old_list, take_in

from .clock import at, days_ago

HEAD = "番号\t事業名\t協働の相手\t形態\t担当課\t事業費（千円）\t参加者数\t内容"
# Of two years before the sample's ledger begins: what ended with the first, what both hold, what began with the second.
FIRST = (
    "川べりの草刈り（見本）\t見本町内会\t共催\t建設課\t120\t80人\t川べりの草を、年に2回刈りました。",
    "古い写真を残す会（見本）\t見本写真クラブ\t後援\t生涯学習課\t\t35人\t家にある写真を集めて、展示しました。",
)
BOTH = (
    "第{n}回 冬のあかりまつり（見本）\t冬のあかり実行委員会\t実行委員会\t観光課\t450\t600人\t雪の広場に、ろうそくをともしました。",
    "朝のあいさつ見守り（見本）\t見本小学校PTA\t協定\t教育委員会\t0\t120人\t通学路に、週に1回立ちました。",
    "子どもの居場所（見本）\tNPO法人 見本の止まり木\t補助\t子育て支援課\t300\t210人\t放課後に、2か所で開きました。",
)
SECOND = ("畑の先生（見本）\t見本 一郎\tボランティア\t農林課\t\t24人\t小学校の畑で、野菜の育て方を教えました。",)


def settle(cast):
    """Two lists, published: the fifth and the fourth 年度 before this one."""
    now = fiscal_year(days_ago(0))
    for number, (year, rows) in enumerate(((now - 5, (*FIRST, *BOTH)), (now - 4, (*BOTH, *SECOND)))):
        lines = [f"{place}\t{row.format(n=8 + number)}" for place, row in enumerate(rows, start=1)]
        with at(days_ago(300 - number)):
            old = begin_old_list(
                by=cast["jimukyoku"],
                form_key=uuid.uuid4(),
                fiscal_year=year,
                name=f"{fiscal_label(year)} 協働の一覧（見本）",
                sheets=pasted("\n".join([HEAD, *lines])),
            )
            old = MATCHING.match_words(old, by=cast["jimukyoku"], version=old.version, words=old.words)
            take_in(old, by=cast["jimukyoku"], version=old.version, left_out=(), is_public=True)
