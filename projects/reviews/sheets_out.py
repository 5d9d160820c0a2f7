"""The tables of a call's review that leave as one xlsx: the summary, every sheet's points, every point with its reason, words, who is away."""

from kyodo_portal.common.own_words import own_words

from .matrix import MARKS
from .models import Review
from .score_sheets import SENT

SUMMARY = [
    "順位", "受付番号", "企画の名前", "団体", "担当課", "状態", "審査", "審査票の数", "まだの人", "審査しない人", "欠席の人", "最低", "最高",
    "平均(100点満点)", "書類審査の平均", "項目の最低点に届かないもの", "最低点に届くか", "結果", "文書番号", "決裁日", own_words("市が負担する額(円)"),
    "平均が同じ提案とのあいだ",
]  # fmt: skip
POINTS = ["受付番号", "企画の名前", "審査", "委員", "審査基準", "満点", "重み", "点", "理由"]
WORDS = [
    "受付番号", "企画の名前", "審査", "委員", "肩書き", "審査票", "届いた方法", "収受日", "100点満点の点", "委員どうしの所見", "団体への助言",
    "出した日時",
]  # fmt: skip


def _number(decimal):
    return None if decimal is None else float(decimal)


def summary_sheet(places):
    """("まとめ", header, rows): one row a proposal, in the order of the ranking."""
    return "まとめ", SUMMARY, [_summary_row(place) for place in places]


def _summary_row(place):
    proposal, table, made = place.proposal, place.table, place.proposal.recorded_decision
    reaches = "" if table.reaches is None else ("届く" if table.reaches else "届かない")
    return [
        place.rank,
        proposal.number,
        proposal.title,
        proposal.partner.name,
        proposal.department.name if proposal.department else "",
        proposal.status_label,
        table.phase_label,
        len(table.counted),
        len(table.waiting),
        len(table.conflicts),
        len(table.absent),
        _number(table.lowest),
        _number(table.highest),
        _number(table.average),
        _number(table.before.average) if table.before else None,
        "、".join(f"{criterion}（{mean}）" for criterion, mean in table.below),
        reaches,
        made.get_result_display() if made else "",
        made.document_number if made else "",
        made.decided_on if made else "",
        made.amount if made else "",
        made.tie_in_words if made else "",
    ]


def all_sheets(call, places):
    """[(title, header, rows)] of every sheet of these places, of both phases. One query, for what the ranking leaves out."""
    tables = [table for place in places for table in (place.table.before, place.table) if table is not None]
    kept = {row.pk: row for row in Review.objects.filter(proposal__call=call).defer("conflict_note")}
    seats = {sheet.seat.pk: sheet.seat for table in tables for sheet in table.sheets}
    return [
        (
            "点の一覧",
            ["受付番号", "企画の名前", "審査", *(str(seat.user) for seat in seats.values()), "平均"],
            _grid(tables, seats),
        ),
        ("項目ごとの点", POINTS, [row for table in tables for row in _points(table)]),
        ("審査票", WORDS, [row for table in tables for row in _words(table, kept)]),
    ]


def _of(table):
    return [table.proposal.number, table.proposal.title, table.phase_label]


def _grid(tables, seats):
    for table in tables:
        by_seat = {sheet.seat.pk: sheet for sheet in table.sheets}
        cells = [by_seat.get(key) for key in seats]
        marks = [_number(one.percent) if one and one.state == SENT else MARKS.get(one.state, "") if one else "" for one in cells]
        yield [*_of(table), *marks, _number(table.average)]


def _points(table):
    for sheet in table.counted:
        for criterion, points, reason in table.cells(sheet):
            yield [*_of(table), str(sheet.seat.user), criterion.name, criterion.max_points, criterion.weight, points, reason]


def _words(table, kept):
    for sheet in table.sheets:
        review = kept.get(sheet.review.pk) if sheet.review else None
        said = [review.get_channel_display(), review.received_on or ""] if review and sheet.counts else ["", ""]
        words = [review.opinion, review.advice, review.submitted_at] if review and sheet.counts else ["", "", ""]
        yield [
            *_of(table), str(sheet.seat.user), sheet.seat.position, sheet.state_label, *said, _number(sheet.percent), *words,
        ]  # fmt: skip
