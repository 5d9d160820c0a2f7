"""What everybody reads of a scheme: the list, and one of them with its rule in plain words, its costs and its calendar."""

import datetime
from typing import NamedTuple

from django.db.models import Exists, Max, OuterRef, Q, Subquery

from kyodo_portal.common.japanese.dates import fiscal_label
from kyodo_portal.common.japanese.numbers import small_int
from kyodo_portal.common.lists.put_together import once_a_day
from kyodo_portal.common.own_words import own_words_said

from .money import yen
from .presenters import PastGrant, past_grants
from .problems import budget_left
from .scheme_models import CostItem, GrantRule, GrantScheme


@once_a_day
def listed(today):
    """The schemes that everybody reads with what a row of the list is sorted by: `is_open`, `closes_on`, `most` (yen)."""
    shown = GrantRule.objects.published().filter(scheme=OuterRef("pk"))
    nearest = shown.filter(closes_on__gte=today).order_by("closes_on").values("closes_on")[:1]
    return (
        GrantScheme.objects.published()
        .select_related("department")
        .annotate(
            is_open=Exists(GrantRule.objects.open_now().filter(scheme=OuterRef("pk"))),
            closes_on=Subquery(nearest),
            most=Max("rules__cap", filter=Q(rules__is_public=True)),
        )
    )


class SchemeRow(NamedTuple):
    """Everything that the list says of one scheme, as plain values: the rule that it tells of, and where that stands."""

    pk: int
    title: str
    summary: str
    department: str
    is_active: bool
    is_sample: bool
    offer: str
    opens_on: datetime.date
    closes_on: datetime.date
    state: str
    tone: str


def _scheme_row(scheme, rule):
    return SchemeRow(
        scheme.pk,
        scheme.title,
        scheme.summary,
        scheme.department.name,
        scheme.is_active,
        scheme.is_sample,
        rule.offer_words,
        rule.opens_on,
        rule.closes_on,
        *rule.told_state,
    )


def rows_of(page):
    """[SchemeRow] of a page of schemes. One query."""
    rules = {}
    for rule in GrantRule.objects.published().filter(scheme__in=[scheme.pk for scheme in page]).select_related("scheme"):
        rules.setdefault(rule.scheme_id, []).append(rule)
    chosen = [(scheme, told_first(rules.get(scheme.pk, []))) for scheme in page]
    return [_scheme_row(scheme, rule) for scheme, rule in chosen if rule is not None]


def told_first(rules):
    """The GrantRule that a page tells of first: one that takes applications, otherwise the latest; None of none."""
    return max(rules, key=lambda rule: (rule.takes_now, rule.fiscal_year), default=None)


class Said(NamedTuple):
    """One line of the rule in plain words."""

    label: str
    text: str


class YearLink(NamedTuple):
    """Another 年度 of the same scheme."""

    label: str
    url: str
    is_current: bool


class Day(NamedTuple):
    """A line of the calendar: a day, or words where it depends on the group's own days."""

    label: str
    on: object
    text: str


class SchemePage(NamedTuple):
    """The context of templates/projects/grants/scheme.html. `counted` and `uncounted`: the kinds of costs."""

    rule: GrantRule
    year: str
    state: str
    tone: str
    said: list[Said]
    counted: list[CostItem]
    uncounted: list[CostItem]
    calendar: list[Day]
    years: list[YearLink]
    past: list[PastGrant]
    left: int | None


def scheme_page(scheme, user, year):
    """The SchemePage of the 年度 that was asked for (text), or of the one to be told first; None where no rule is shown. Four queries."""
    rules = list(GrantRule.objects.visible_to(user).filter(scheme=scheme).order_by("-fiscal_year"))
    for rule in rules:
        rule.scheme = scheme
    asked = small_int(year, 0)
    rule = next((rule for rule in rules if rule.fiscal_year == asked), None) or told_first(rules)
    if rule is None:
        return None
    costs = list(rule.costs.all())
    return SchemePage(
        rule,
        fiscal_label(rule.fiscal_year),
        *rule.told_state,
        said=said_of(rule),
        counted=[cost for cost in costs if cost.eligible],
        uncounted=[cost for cost in costs if not cost.eligible],
        calendar=calendar_of(rule),
        years=[
            YearLink(fiscal_label(other.fiscal_year), f"{scheme.get_absolute_url()}?year={other.fiscal_year}", other == rule)
            for other in rules
        ],
        past=past_grants(scheme),
        left=budget_left(rule) if rule.is_public else None,
    )


def said_of(rule):
    """[Said]: every column of the rule that a group has to know, in plain words."""
    said = [Said("いくらまで", _how_much(rule)), Said("計算のしかた", _how(rule))]
    if rule.floor:
        said.append(Said("下限", f"計算した額が{yen(rule.floor)}より少ないときは、交付しません。"))
    said.append(Said("ほかの補助金", f"{rule.get_other_subsidy_display()}{OTHER_SUBSIDY[rule.other_subsidy]}"))
    if rule.own_percent_min:
        said.append(Said("自己資金", f"支出の{rule.own_percent_min}％以上を、団体のお金でまかなうのが目安です。"))
    said.append(Said("いつからの支出か", f"{rule.get_spend_from_display()}の支出が、補助の対象になります。"))
    said.append(Said("支払い", _paid(rule)))
    said.append(Said("内容が変わるとき", _changes(rule)))
    said.append(Said("取下げ", f"決定の通知を受けて{rule.withdraw_days}日のうちは、申請を取り下げられます。"))
    if rule.max_years:
        said.append(Said("何年まで", f"同じ事業に、{rule.max_years}年まで使えます。"))
    if rule.asks_vat:
        said.append(Said("消費税", "消費税の申告をする団体には、あとで控除額の報告を求めます。"))
    return [*said, Said("返すとき", _refund(rule))]


OTHER_SUBSIDY = {
    "forbidden": "制度です。国や県、財団の補助金や助成金を受ける事業は、申請できません。",
    "deducted": "ことになっています。国や県、財団の補助金や助成金の分だけ、もとになる額が少なくなります。",
    "allowed": "制度です。ただし、収入が支出をこえることはできません。",
}


def _how_much(rule):
    if rule.base == rule.Base.FIXED:
        return f"1つの事業に、{yen(rule.cap)}です。"
    return f"1つの事業に、対象になる経費の{rule.rate_words}まで、上限は{yen(rule.cap)}です。"


def _how(rule):
    rounded = f"{yen(rule.round_to)}未満を切り捨てます。" if rule.round_to > 1 else "1円未満を切り捨てます。"
    if rule.base == rule.Base.FIXED:
        return f"定額です。{rounded}"
    if rule.base == rule.Base.GAP:
        return (
            "対象になる経費の合計と、支出の合計から収入（この補助金と自己資金をのぞく）を引いた額をくらべて、"
            f"少ないほうに{rule.rate_words}をかけ、{rounded}"
        )
    return f"対象になる経費の合計に{rule.rate_words}をかけ、{rounded}"


def _paid(rule):
    if not rule.advance_percent:
        return "事業が終わって額が確定したあとに、請求を受けて支払います。"
    return f"額が確定したあとに支払います。必要なときは、決定額の{rule.advance_percent}％まで、先に受け取れます（概算払）。"


def _changes(rule):
    return own_words_said(
        f"対象経費の合計と経費ごとの額が{rule.minor_percent}％以内で変わるときは、届け出るだけです。"
        "これをこえるとき、補助金が増えるとき、目的や場所、期間が変わるときは、先に市の承認を受けます。"
    )


def _refund(rule):
    return (
        "受け取った額が確定した額より多いときは、その差額を返します。"
        f"返す日におくれると、年{rule.late_words}の延滞金がかかります（{yen(rule.late_least)}未満はとりません）。"
        f"{rule.surcharge_words}"
    )


def calendar_of(rule):
    """[Day]: from the first day of applications to the last report, in order."""
    days = [Day("受付を始める日", rule.opens_on, ""), Day("受付のしめきり", rule.closes_on, "")]
    if rule.decides_on:
        days.append(Day("交付を決める予定の日", rule.decides_on, ""))
    days.append(Day("実績報告", None, f"事業が終わって{rule.report_days}日まで（おそくとも、次の日まで）"))
    return [*days, Day("実績報告の最後の日", rule.last_report_day, "")]
