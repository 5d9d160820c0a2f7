"""様式: what a group hands in of a grant as sheets of A4, blank or with all that is written already. Nothing is written here."""

from kyodo_portal.common.forms.paper import Box, Grid, Sheet, blank_boxes, written_box
from kyodo_portal.common.japanese.dates import fiscal_label
from kyodo_portal.common.own_words import own_words
from kyodo_portal.common.templatetags.kyodo import jdate
from kyodo_portal.common.templatetags.kyodo import yen as in_yen

from . import money
from .account_models import GrantLine
from .page_forms import GrantForm, ReportForm
from .run_actions import changes_in_words

KINDS = {
    "apply": "交付申請書",
    "budget": "収支予算書",
    "change": "変更・中止承認申請書",
    "advance": "概算払請求書",
    "report": "実績報告書",
    "accounts": "収支決算書",
    "claim": "請求書",
}
WHO = (("団体の名前", 1), ("代表者の名前", 1), ("住所と電話番号", 2), ("書いた日", 1))
EMPTY = {"expense": 10, "income": 5}  # ruled rows of a blank sheet
MATTER = ("title", "purpose", "place", "starts_on", "ends_on", "year_no", "wish")
BUDGET, DECIDED, WANTED, ACTUAL = ("budget", "予算"), ("decided", "決定"), ("wanted", "変更後"), ("actual", "実績")
COLUMNS = {"budget": (BUDGET,), "change": (DECIDED, WANTED), "accounts": (DECIDED, ACTUAL)}
AMOUNT = "請求する額"
BANK = own_words(
    "振込先は、市に登録した口座です。まだ登録していないときは、口座の分かるものを、この用紙といっしょに紙で出してください。"
)


def blank_sheets(kind):
    """[Sheet] of one of KINDS to be written by hand. No query."""
    who = Sheet("申請する団体", "", [_ruled(label, lines) for label, lines in WHO], [])
    return [who, *_BLANK[kind]()]


def written_sheets(kind, grant):
    """[Sheet] of one of KINDS with what this grant says; what it does not say yet is ruled. One query, for its lines."""
    partner = grant.partner
    known = [
        ("団体の名前", partner.name),
        ("代表者の名前", partner.representative),
        ("住所と電話番号", ""),
        ("書いた日", ""),
        ("補助制度", f"{grant.rule.scheme.title}（{fiscal_label(grant.rule.fiscal_year)}）"),
        ("補助番号", grant.number or ""),
        ("事業の名前", grant.title),
    ]
    return [Sheet("申請する団体", "", [written_box(*row) for row in known], []), *_WRITTEN[kind](grant)]


def _ruled(label, lines=1, hint=""):
    return Box(label, hint, True, [], "", range(lines))


def _boxes(form, names):
    return blank_boxes({name: form.base_fields[name] for name in names})


def _grid(side, columns):
    labels = {"expense": "支出", "income": "収入（この補助金のほか）"}
    kind = "経費の区分" if side == "expense" else "収入の種類"
    return Grid(labels[side], [kind, "内容", *(label for _, label in columns), "内訳"], [], range(EMPTY[side]))


def _blank_accounts(kind):
    title = {"budget": "収支予算", "change": "変更後の収支", "accounts": "収支決算"}[kind]
    return Sheet(title, "", [], [_grid("expense", COLUMNS[kind]), _grid("income", COLUMNS[kind])])


def _blank_apply():
    return [Sheet("申請の内容", "", _boxes(GrantForm, MATTER), []), _blank_accounts("budget")]


def _blank_change():
    asks = Box("求めること", "どちらかに、しるしを付けます。", True, ["内容を変える", "やめる（中止）"], "", range(0))
    boxes = [_ruled("補助番号"), asks, _ruled("変えたいこと（変える前と後）", 6), _ruled("理由", 4)]
    return [Sheet("変更・中止の内容", "", boxes, []), _blank_accounts("change")]


def _blank_advance():
    boxes = [
        _ruled("補助番号"),
        _ruled("交付決定額"),
        _ruled(AMOUNT),
        _ruled("先に要るわけ", 4),
        Box("振込先", BANK, True, [], "", range(3)),
    ]
    return [Sheet("請求の内容", "", boxes, [])]


def _blank_claim():
    boxes = [
        _ruled("補助番号"),
        _ruled("確定額"),
        _ruled("これまでに受け取った額"),
        _ruled(AMOUNT),
        Box("振込先", BANK, True, [], "", range(3)),
    ]
    return [Sheet("請求の内容", "", boxes, [])]


def _blank_report():
    boxes = [
        _ruled("補助番号"),
        _ruled("事業を終えた日"),
        *_boxes(ReportForm, ("result", "people")),
        _ruled("付けた書類（領収書など）", 4),
    ]
    return [Sheet("実績", "", boxes, []), _blank_accounts("accounts")]


def _accounts(kind, grant):
    columns = COLUMNS[kind]
    grids, sums = [], []
    for side in (GrantLine.Side.EXPENSE, GrantLine.Side.INCOME):
        rows = [row for row in grant.all_lines if row.side == side and any(_sum(row, name) is not None for name, _ in columns)]
        cells = [[_kind(row), row.item, *(_yen(_sum(row, name)) for name, _ in columns), row.note] for row in rows]
        totals = [_total(rows, name) for name, _ in columns]
        blank = _grid(side, columns)
        grids.append(
            Grid(
                blank.title,
                blank.columns,
                [*cells, ["合計", "", *totals, ""]] if cells else [],
                range(0 if cells else EMPTY[side]),
            )
        )
    if kind != "change" and any(getattr(row, columns[-1][0]) is not None for row in grant.all_lines):
        computed = grant.computed(columns[-1][0], grant.decided if kind == "accounts" else None)
        sums = [written_box(part.text, money.yen(part.amount)) for part in computed.parts] if grids[0].rows else []
    title = {"budget": "収支予算", "change": "変更後の収支", "accounts": "収支決算"}[kind]
    return [Sheet(title, "", [], grids), *([Sheet("補助金の計算", "", sums, [])] if sums else [])]


def _total(rows, name):
    """The yen of a column; "" where nothing is written in it yet."""
    known = [amount for row in rows if (amount := _sum(row, name)) is not None]
    return _yen(sum(known)) if known else ""


def _sum(row, name):
    if name == "wanted" and row.wanted is None:
        return row.decided
    return getattr(row, name)


def _kind(row):
    return row.cost.name if row.cost else row.get_source_display()


def _yen(amount):
    return "" if amount is None else in_yen(amount)


def _day(day):
    return jdate(day) if day else ""


def _apply(grant):
    span = f"{_day(grant.starts_on)}から{_day(grant.ends_on)}まで" if grant.starts_on and grant.ends_on else ""
    asked = grant.asked if grant.asked is not None else grant.wanted_amount
    rows = [
        ("目的と内容", grant.purpose), ("場所", grant.place), ("期間", span), ("何年目か", f"{grant.year_no}年目"),
        ("申請額", _yen(asked) if grant.all_lines else ""), ("収支の差額", grant.difference or "なし"),
    ]  # fmt: skip
    return [Sheet("申請の内容", "", [written_box(*row) for row in rows], []), *_accounts("budget", grant)]


def _change(grant):
    changed = "\n".join(f"{label}：{after}" for label, after in changes_in_words(grant))
    rows = [("求めること", grant.get_change_kind_display()), ("変えたいこと", grant.change_what or changed), ("理由", "")]
    return [Sheet("変更・中止の内容", "", [written_box(*row) for row in rows], []), *_accounts("change", grant)]


def _advance(grant):
    rows = [("交付決定額", _yen(grant.decided)), (AMOUNT, _yen(grant.advance_asked)), ("先に要るわけ", "")]
    return [Sheet("請求の内容", "", [*(written_box(*row) for row in rows), Box("振込先", BANK, True, [], "", range(3))], [])]


def _claim(grant):
    owed = money.owed(grant.confirmed, grant.paid) if grant.confirmed is not None else None
    rows = [("確定額", _yen(grant.confirmed)), ("これまでに受け取った額", _yen(grant.paid)), (AMOUNT, _yen(owed))]
    return [Sheet("請求の内容", "", [*(written_box(*row) for row in rows), Box("振込先", BANK, True, [], "", range(3))], [])]


def _report(grant):
    papers = "\n".join(f"{paper.title}{f'（{jdate(paper.dated_on)}）' if paper.dated_on else ''}" for paper in _papers(grant))
    rows = [
        ("事業を終えた日", _day(grant.ended_on)), ("したことと成果", grant.result),
        ("参加した人数（のべ）", f"{grant.people:,}人" if grant.people is not None else ""), ("付けた書類（領収書など）", papers),
        ("決算の差額", grant.report_difference or "なし"),
    ]  # fmt: skip
    return [Sheet("実績", "", [written_box(*row) for row in rows], []), *_accounts("accounts", grant)]


def _papers(grant):
    return {row.evidence_id: row.evidence for row in grant.all_lines if row.evidence is not None}.values()


_BLANK = {
    "apply": _blank_apply,
    "budget": lambda: [_blank_accounts("budget")],
    "change": _blank_change,
    "advance": _blank_advance,
    "report": _blank_report,
    "accounts": lambda: [_blank_accounts("accounts")],
    "claim": _blank_claim,
}
_WRITTEN = {
    "apply": _apply,
    "budget": lambda grant: _accounts("budget", grant),
    "change": _change,
    "advance": _advance,
    "report": _report,
    "accounts": lambda grant: _accounts("accounts", grant),
    "claim": _claim,
}
