"""補助制度 of the sample city: a rate with a limit in two years, a fixed sum, and a gap; one that ended."""

import datetime

from kyodo_portal.common.japanese.dates import fiscal_year
from projects.grants.scheme_models import CostItem, GrantRule, GrantScheme

from .clock import days_ago
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
            0: {"cap": 300_000, "budget_total": 1_500_000, "advance_percent": 80, "floor": 30_000, "own_percent_min": 10, "max_years": 3},
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
    """Three schemes; the first takes applications until fifty days from now."""
    year = fiscal_year(days_ago(0))
    for title, office, summary, who, basis, rules in SCHEMES:
        scheme = GrantScheme.objects.create(
            title=title, summary=summary, who=who, basis_text=basis, department=cast[office], form=form_of("grant"),
            is_active=0 in rules, is_sample=True,
        )  # fmt: skip
        for ago, more in rules.items():
            _rule(scheme, year - ago, days_ago(-50) if ago == 0 else datetime.date(year - ago, 6, 30), more)


def _rule(scheme, year, closes, more):
    opens = min(datetime.date(year, 4, 1), closes)
    rule = GrantRule.objects.create(
        scheme=scheme, fiscal_year=year, is_public=True, opens_on=opens, closes_on=closes, papers=PAPERS, grounds=GROUNDS, **more
    )
    CostItem.objects.bulk_create(
        CostItem(rule=rule, name=name, eligible=counts, share_max_percent=share, note=note, order=order)
        for order, (name, counts, share, note) in enumerate(COSTS)
    )
