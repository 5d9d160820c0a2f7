"""What stands in the way of a step of a grant, and what has to be explained: sentences, nothing is written here."""

import datetime

from django.core.exceptions import ValidationError
from django.db.models import Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from kyodo_portal.common.japanese.dates import fiscal_label, fiscal_span
from kyodo_portal.common.templatetags.kyodo import jdate

from . import money
from .account_models import GrantLine
from .models import Grant
from .workflow import GRANT

WHY = "下のことについて、わけを書いてください。"
EXPENSE, INCOME = GrantLine.Side.EXPENSE, GrantLine.Side.INCOME


def given_by(rule, *, without=None):
    """The yen that this rule has decided so far: what was confirmed, and what was decided where nothing is confirmed yet. One query.

    without: a grant that is not counted. Renounced and revoked ones count no more.
    """
    grants = Grant.objects.filter(rule=rule, status__in=GRANT.read_by("public"))
    if without is not None:
        grants = grants.exclude(pk=without.pk)
    return grants.aggregate(total=Sum(Coalesce("confirmed", "decided"), default=0))["total"]


def budget_left(rule, *, without=None):
    """The yen of the rule's budget that nobody has been given yet. One query."""
    return rule.budget_total - given_by(rule, without=without)


def application_problems(grant):
    """[sentence]: why an application cannot be sent. One query, for its lines."""
    rows, found = grant.all_lines, []
    missing = [label for name, label in (("purpose", "目的と内容"), ("starts_on", "始める日"), ("ends_on", "終える日"))
               if not getattr(grant, name)]  # fmt: skip
    if missing:
        found.append(f"「{'」「'.join(missing)}」を書いてください。")
    found += day_problems(grant.rule, grant.starts_on, grant.ends_on)
    if not any(row.side == EXPENSE and row.budget for row in rows):
        return [*found, "支出の予算を、1行以上書いてください。"]
    computed, asked = grant.computed("budget").amount, grant.wanted_amount
    if computed == 0:
        return [*found, "計算すると、補助金は0円です。補助の対象になる経費を確かめてください。"]
    if asked > computed:
        found.append(f"希望する額{money.yen(asked)}が、計算した額{money.yen(computed)}より多くなっています。")
    lines = [*grant.money_lines("budget"), money.Line(INCOME, "この補助金", asked, source=money.GRANT)]
    found += money.balance_problems(lines, grant.difference)
    return [*found, *filter(None, [money.subsidy_problem(grant.rule, lines)])]


def day_problems(rule, starts_on, ends_on):
    """[sentence] of days (dates or None) that are not those of the rule's 年度, or the wrong way round."""
    first, last = fiscal_span(rule.fiscal_year)
    year = fiscal_label(rule.fiscal_year)
    if not (starts_on and ends_on):
        return []
    if not (first <= starts_on <= last and ends_on <= last):
        return [f"始める日と終える日は、{year}（{jdate(first)}から{jdate(last)}まで）の中の日にしてください。"]
    return ["終える日は、始める日か、それより後の日にしてください。"] if ends_on < starts_on else []


def application_doubts(grant):
    """[sentence]: what an application may be sent with, if its group says why. One query."""
    found = list(filter(None, [money.own_funds_problem(grant.rule, grant.money_lines("budget"))]))
    most = grant.rule.max_years
    if most and grant.year_no > most:
        found.append(f"この制度は{most}年までです。{grant.year_no}年目の申請です。")
    late = Grant.objects.filter(partner=grant.partner, status__in=GRANT.opening("report")).exclude(pk=grant.pk)
    if any(other.report_by < timezone.localdate() for other in late.select_related("rule")):
        found.append("この団体には、実績報告の期限をすぎた補助金があります。")
    return found


def report_problems(grant):
    """[sentence]: why a report cannot be sent. One query, for the lines."""
    rows = grant.all_lines
    computed = grant.computed("actual", grant.decided).amount
    lines = [*grant.money_lines("actual"), money.Line(INCOME, "この補助金", computed, source=money.GRANT)]
    found = money.balance_problems(lines, grant.report_difference)
    found += filter(None, [money.subsidy_problem(grant.rule, lines)])
    bare = [row.item for row in rows if row.is_eligible and row.actual and row.evidence is None]
    if bare:
        found.append(f"補助の対象になる支出に、領収書などの書類を付けてください：{'、'.join(bare)}")
    return found


def report_doubts(grant):
    """[sentence]: receipts from before the day from which spending counts."""
    from_decision = grant.rule.spend_from == grant.rule.SpendFrom.DECISION and grant.decided_on
    first = grant.decided_on if from_decision else fiscal_span(grant.rule.fiscal_year)[0]
    early = [row.item for row in grant.all_lines if row.is_eligible and row.actual and _dated(row, first)]
    return [f"{jdate(first)}より前の日付の書類があります：{'、'.join(early)}"] if early else []


def _dated(row, first):
    return row.evidence is not None and row.evidence.dated_on is not None and row.evidence.dated_on < first


def closing_doubts(grant, day=None):
    """[sentence] of what is done after 31 May, when the books of the 年度 are closed (出納整理期間). day: that of the payment."""
    last = datetime.date(grant.rule.fiscal_year + 1, 5, 31)
    late = (day or timezone.localdate()) > last
    return [f"{jdate(last)}（出納整理期間の終わり）をすぎています。過年度の扱いを確かめてください。"] if late else []


def refuse(problems, field=None):
    """ValidationError of these sentences, where there are any."""
    if problems:
        raise ValidationError({field: problems} if field else problems)


def refuse_unexplained(doubts, said, field="despite"):
    """ValidationError where something has to be explained and nothing was said."""
    if doubts and not (said or "").strip():
        raise ValidationError({field: [WHY, *doubts]})
