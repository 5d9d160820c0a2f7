"""補助制度 of the sample city (a rate with a limit in two years, a fixed sum, a gap that ended), and grants on their way through every step, one of them on paper."""

import datetime
import uuid

from kyodo_portal.common.files import uploads
from kyodo_portal.common.japanese.dates import fiscal_year
from kyodo_portal.process.actions import take_step
from projects.grants.account_models import GrantLine
from projects.grants.apply_actions import begin_grant, etag_of_grant, save_grant
from projects.grants.entry_actions import carry_years
from projects.grants.filing_actions import enter_grant, file_for
from projects.grants.models import Grant
from projects.grants.paper_actions import add_paper
from projects.grants.run_actions import etag_of_change, etag_of_report, save_change, save_report
from projects.grants.scheme_models import CostItem, GrantRule, GrantScheme

from .clock import at, days_ago
from .entries import form_of

GROUNDS = "営利を目的とするとき\n政治や宗教の活動のとき\n申請にいつわりがあったとき\n決定した目的のほかに使ったとき"
PAPERS = "団体の規約\n役員の名簿\n見積書（1つ5万円以上のもの）"
COSTS = (
    # name, counts, share, note
    ("報償費", True, None, "講師へのお礼。団体の人へは対象になりません。"),
    ("旅費", True, None, ""),
    ("消耗品費", True, None, "1つ3万円までのもの。"),
    ("印刷費", True, None, ""),
    ("保険料", True, None, "行事の保険など。"),
    ("使用料", True, None, "会場や機材を借りるお金。"),
    ("食糧費", True, 10, "行事のときのお茶など。"),
    ("備品費", False, None, "1つ3万円をこえる物。"),
)
SCHEMES = (
    # title, office, what, who, rules: years ago → what differs
    (
        "地域の居場所づくり補助金（見本）", "shimin_ka",
        "子どもや高齢の人が集まれる場をつくる活動に、かかったお金の半分を補助します。空き家や集会所を使う活動に使えます。",
        "市に登録した団体。規約があり、5人以上で活動していること。", "地域の居場所づくり補助金交付要綱（見本）",
        {
            0: {"cap": 300_000, "budget_total": 1_500_000, "advance_percent": 80, "floor": 30_000, "own_percent_min": 10, "max_years": 3, "surcharge_rate": 1095},
            1: {"cap": 200_000, "budget_total": 1_000_000, "advance_percent": 50, "floor": 30_000},
        },
    ),
    (
        "花と緑のまちなみ補助金（見本）", "kankyo_ka",
        "道ばたや公園に花を植える活動に、決まった額を補助します。", "町内会と、市に登録した団体。", "",
        {0: {"base": "fixed", "rate_den": 1, "cap": 100_000, "budget_total": 800_000, "other_subsidy": "allowed"}},
    ),
    (
        "文化の催し補助金（見本）", "koho_ka",
        "入場料では足りない催しの、足りない分の3分の2を補助します。", "市内で催しをひらく団体。", "文化の催し補助金交付要綱（見本）",
        {1: {"base": "gap", "rate_num": 2, "rate_den": 3, "cap": 500_000, "budget_total": 1_000_000, "asks_vat": True}},
    ),
)  # fmt: skip


def settle(cast):
    """Three schemes; the first takes applications until fifty days from now, and has given most of its budget."""
    year = fiscal_year(days_ago(0))
    for title, office, summary, who, basis, rules in SCHEMES:
        scheme = GrantScheme.objects.create(
            title=title, summary=summary, who=who, basis_text=basis, department=cast[office], form=form_of("grant"),
            is_active=0 in rules, is_sample=True,
        )  # fmt: skip
        for ago, more in rules.items():
            _rule(scheme, year - ago, days_ago(-50) if ago == 0 else datetime.date(year - ago, 6, 30), more)
    for number, story in enumerate(STORIES):
        _tell(cast, number, *story)
    _on_paper(cast)
    carry_years()


def _on_paper(cast):
    """An application that came by post, entered by the office and sent; its report is being entered by telephone."""
    rule = GrantRule.objects.filter(scheme__title=SCHEMES[1][0]).order_by("-fiscal_year").first()
    clerk = cast[f"{SCHEMES[1][1]}_staff"]
    key = uuid.uuid5(uuid.NAMESPACE_URL, "sample:grant:paper")
    with at(days_ago(60)):
        came = {"channel": "mail", "received_on": days_ago(61)}
        grant = enter_grant(rule, cast["yukiakari"], by=clerk, form_key=key, title="駅前の花だん（見本）", **came)
        Grant.objects.filter(pk=grant.pk).update(is_sample=True)
        _write(_now(grant), clerk, 140_000, 40_000)
        _step(grant, "submit", clerk, 60)
    for name, ago in (("receive", 59), ("decide", 50)):
        _MOVES.get(name, _plain)(grant, name, clerk, clerk, ago)
    with at(days_ago(2)):
        filed = {"what": "progress", "channel": "phone", "received_on": days_ago(2)}
        file_for(_now(grant), by=clerk, form_key=uuid.uuid5(uuid.NAMESPACE_URL, "sample:grant:call"), **filed)


def _rule(scheme, year, closes, more):
    opens = min(datetime.date(year, 4, 1), days_ago(150))
    rule = GrantRule.objects.create(
        scheme=scheme, fiscal_year=year, is_public=True, opens_on=opens, closes_on=closes, papers=PAPERS, grounds=GROUNDS, **more
    )
    CostItem.objects.bulk_create(
        CostItem(rule=rule, name=name, eligible=counts, share_max_percent=share, note=note, order=order)
        for order, (name, counts, share, note) in enumerate(COSTS)
    )


STORIES = (
    # group, its leader, what, yen of its expenses, which steps after 申請 (None: it is a draft)
    ("terakoya", "dantai2", "夏の寺子屋", 400_000, ("receive", "decide", "report", "inspect", "confirm", "claim", "pay")),
    (
        "yukiakari",
        "dantai",
        "雪囲いの材料",
        240_000,
        ("receive", "decide", "advance", "report_less", "inspect", "confirm", "ask_refund"),
    ),
    ("terakoya", "dantai2", "子どもの食堂", 300_000, ("receive", "decide", "advance")),
    ("yukiakari", "dantai", "空き家の茶の間", 360_000, ("receive", "decide", "change")),
    ("terakoya", "dantai2", "本の部屋", 120_000, ("receive", "decide", "report")),
    ("yukiakari", "dantai", "冬の見守りの拠点", 500_000, ("receive",)),
    ("yukiakari", "dantai", "集会所の看板", 90_000, ("receive", "decline")),
    ("terakoya", "dantai2", "放課後の居場所", 200_000, ()),
    ("yukiakari", "dantai", "春の花の会", 80_000, None),
    ("terakoya", "dantai2", "読み聞かせの会", 150_000, ("receive", "correcting")),
    ("yukiakari", "dantai", "見守りの茶話会", 160_000, ("receive", "decide", "advance", "report_even", "inspect", "confirm")),
    ("terakoya", "dantai2", "冬休みの学び", 100_000, ("receive", "decide", "report", "inspect", "confirm", "claim")),
    ("yukiakari", "dantai", "雪の日の送り迎え", 140_000, ("receive", "decide", "report_due")),
    ("terakoya", "dantai2", "川べりの広場", 130_000, ("receive", "decide", "revoke")),
    ("yukiakari", "dantai", "縁側のそうじ", 70_000, ("withdraw",)),
    ("terakoya", "dantai2", "地図づくり", 90_000, ("receive", "decide", "renounce")),
    (
        "yukiakari",
        "dantai",
        "夜の見回り",
        110_000,
        ("receive", "decide", "advance", "report_less", "inspect", "confirm", "ask_refund", "refund"),
    ),
    ("yukiakari", "dantai", "見守りの道具", 80_000, ("receive", "decide", "advance", "revoke_paid")),
)


def _tell(cast, number, group, leader, title, sum_, steps):
    """One grant, a step every four days, the first of them a hundred days ago."""
    rule = GrantRule.objects.filter(scheme__title=SCHEMES[0][0]).order_by("-fiscal_year").first()
    leader, clerk = cast[leader], cast[f"{SCHEMES[0][1]}_staff"]
    with at(days_ago(100 - number)):
        key = uuid.uuid5(uuid.NAMESPACE_URL, f"sample:grant:{title}")
        grant = begin_grant(rule, cast[group], by=leader, form_key=key, title=f"{title}（見本）", is_sample=True)
        own = min(sum_ // 2, 300_000)
        _write(grant, leader, sum_, max(sum_ - own, own))
    if steps is None:
        return
    _step(grant, "submit", leader, 95 - number)
    for place, name in enumerate(steps):
        _MOVES.get(name, _plain)(grant, name, leader, clerk, 91 - number - 4 * place)


def _write(grant, by, expense, own):
    """What an application says: one line of expense and the group's own money, in yen."""
    rule = grant.rule
    cost, span = rule.costs.get(name="消耗品費"), rule.fiscal_year
    expenses = [{"cost": cost, "item": "材料と道具", "amount": expense, "note": "3つの店で見積もりました。"}]
    incomes = [{"source": "own", "item": "会費と寄附", "amount": own, "note": ""}]
    save_grant(
        grant, by=by, etag=etag_of_grant(grant), expenses=expenses, incomes=incomes, title=grant.title,
        purpose="地域の人が、歩いて来られるところに集まる場をつくります。", place="片貝地区", starts_on=datetime.date(span, 4, 1),
        ends_on=datetime.date(span + 1, 2, 28), year_no=1, wish=None, difference="",
    )  # fmt: skip


def _step(grant, name, by, ago, **answers):
    with at(days_ago(ago)):
        return take_step(grant, name, by=by, version=Grant.objects.get(pk=grant.pk).version, **answers)


def _doc(ago):
    return {"document_number": f"市第{ago}号（見本）", "decided_on": days_ago(ago)}


def _now(grant):
    return Grant.objects.get(pk=grant.pk)


def _expenses(grant, column):
    return {row.pk: getattr(row, column) for row in grant.lines.filter(side=GrantLine.Side.EXPENSE)}


def _plain(grant, name, leader, clerk, ago):
    _step(grant, name, leader if name == "claim" else clerk, ago)


def _decide(grant, name, leader, clerk, ago):
    _step(grant, name, clerk, ago, amount=_now(grant).asked, decided_lines=_expenses(grant, "budget"), **_doc(ago))


def _decline(grant, name, leader, clerk, ago):
    said = {"ground": GROUNDS.splitlines()[0], "reason": "看板に店の広告が入るため、この制度では補助できません。"}
    _step(grant, name, clerk, ago, **said, **_doc(ago))


def _advance(grant, name, leader, clerk, ago):
    amount = _now(grant).decided * 80 // 100
    _step(grant, "ask_advance", leader, ago, amount=amount, reason="材料を先に買うため")
    paid = {"paid_on": days_ago(ago - 1), "document_number": f"支第{ago}号（見本）"}
    _step(grant, "pay_advance", clerk, ago - 1, amount=amount, **paid)


def _change(grant, name, leader, clerk, ago):
    with at(days_ago(ago)):
        fresh = _now(grant)
        wanted = {row.pk: row.decided + 100_000 for row in fresh.all_lines}
        save_change(fresh, by=leader, etag=etag_of_change(fresh), amounts=wanted)
    _step(grant, "ask_change", leader, ago, what="屋根の直しを加えます。", reason="雨もりが見つかったためです。")


def _report(grant, name, leader, clerk, ago):
    day = days_ago(ago)  # inside the block it would count from there
    with at(day):
        fresh = _now(grant)
        file = uploads.Accepted("領収書（見本）.pdf", "application/pdf", b"%PDF-1.4 mihon")
        key = uuid.uuid5(uuid.NAMESPACE_URL, f"sample:receipt:{fresh.title}")
        paper = add_paper(fresh, by=leader, file=file, form_key=key, kind="receipt", label="材料の領収書", dated_on=day)
        part = {"report_less": 60, "report_even": 80}.get(name, 100)
        actuals = {row.pk: row.decided * part // 100 for row in fresh.all_lines}
        evidence = {row.pk: paper for row in fresh.all_lines if row.is_eligible}
        said = {"result": "20回ひらき、延べ300人が集まりました。", "report_difference": ""}
        save_report(fresh, by=leader, etag=etag_of_report(fresh), actuals=actuals, evidence=evidence, **said)
    _step(grant, "report", leader, ago)


def _inspect(grant, name, leader, clerk, ago):
    looked = {"inspected_on": days_ago(ago), "how": "書類の検査"}
    _step(grant, name, clerk, ago, confirmed_lines=_expenses(grant, "actual"), **looked)


def _confirm(grant, name, leader, clerk, ago):
    fresh = _now(grant)
    _step(grant, name, clerk, ago, amount=fresh.computed("confirmed", fresh.decided).amount, **_doc(ago))


def _pay(grant, name, leader, clerk, ago):
    fresh = _now(grant)
    paid = {"paid_on": days_ago(ago), "document_number": f"支第{ago}号（見本）"}
    _step(grant, name, clerk, ago, amount=fresh.confirmed - fresh.paid, **paid)


def _ask_refund(grant, name, leader, clerk, ago):
    _step(grant, name, clerk, ago, due=days_ago(-20), **_doc(ago))


def _correcting(grant, name, leader, clerk, ago):
    items = [
        {"field": "purpose", "reason": "だれが、月に何回来るのかを書いてください。"},
        {"field": "expenses", "reason": "材料と道具の内訳を、品物ごとに分けてください。"},
    ]
    _step(grant, "ask_correct", clerk, 3, items=items, due=days_ago(-10))


def _report_due(grant, name, leader, clerk, ago):
    _step(grant, "finish", leader, ago, ended_on=days_ago(ago))


def _own_word(grant, name, leader, clerk, ago):
    _step(grant, name, leader, ago, reason="手伝える人が集まらないためです。")


def _revoke(grant, name, leader, clerk, ago):
    said = {"ground": GROUNDS.splitlines()[3], "reason": "広場のかわりに、店の駐車場をつくっていました。"}
    _step(grant, name, clerk, ago, **said, **_doc(ago))


def _revoke_paid(grant, name, leader, clerk, ago):
    """What was paid in advance is to come back, with 加算金 from the day on which it came."""
    said = {"ground": GROUNDS.splitlines()[3], "reason": "道具を、団体の人の家で使っていました。"}
    _step(grant, name, clerk, ago, amount=_now(grant).paid, due=days_ago(-20), **said, **_doc(ago))


def _refund(grant, name, leader, clerk, ago):
    paid = {"paid_on": days_ago(ago), "document_number": f"収第{ago}号（見本）"}
    _step(grant, name, clerk, ago, amount=_now(grant).rest_to_refund, **paid)


_MOVES = {
    "decide": _decide, "decline": _decline, "advance": _advance, "change": _change, "report": _report, "report_less": _report,
    "inspect": _inspect, "confirm": _confirm, "pay": _pay, "ask_refund": _ask_refund, "report_even": _report, "correcting": _correcting,
    "report_due": _report_due, "withdraw": _own_word, "renounce": _own_word, "revoke": _revoke, "refund": _refund,
    "revoke_paid": _revoke_paid,
}  # fmt: skip
