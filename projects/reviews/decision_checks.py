"""What has to fit together before a result is recorded: the form, the money, the sheets, the reasons."""

from django.core.exceptions import ValidationError
from django.db.models import Sum
from django.utils import timezone

from kyodo_portal.common.own_words import own_words, own_words_said
from projects.cycles.plan.models import BudgetLine
from projects.proposals.review_actions import refuse_ahead
from projects.proposals.workflow import PROPOSAL

from .models import Decision
from .plan_models import floor_of

Result = Decision.Result


WON = (Result.ADOPTED, Result.ADOPTED_WITH_CONDITIONS)


def requested_of(proposal):
    """円 that the group asks of the city; None where no line of the budget is marked as the city's."""
    if not hasattr(proposal, "requested"):  # asked once an instance; the lists of a call bring it along
        lines = proposal.budget_lines.filter(side=BudgetLine.Side.INCOME, from_city=True)
        proposal.requested = lines.aggregate(total=Sum("amount"))["total"]
    return proposal.requested


def amount_limit(proposal):
    """(円, what it is called): the lower one of what was asked for and the call's limit; (None, "") without either."""
    limits = [(requested_of(proposal), "団体が求めた額"), (proposal.call.grant_limit, "この募集の上限")]
    return min((limit for limit in limits if limit[0] is not None), default=(None, ""))


def amount_asked(proposal):
    """円 from which the form of the decision starts: what was asked for, as far as the call's limit lets it; None where nothing was."""
    return amount_limit(proposal)[0] if requested_of(proposal) else None


def check_answers(proposal, answers, table):
    """ValidationError with an answer at every field that does not fit the result."""
    errors, result = {}, answers["result"]
    won = result in WON
    if won and answers.get("form") is None:
        errors["form"] = "協働の形態を選んでください。採択すると、この形態で台帳に入ります。"
    if result == Result.ADOPTED_WITH_CONDITIONS and not answers.get("conditions"):
        errors["conditions"] = "条件を書いてください。条件がないときは、結果を「採択」にしてください。"
    if result != Result.ADOPTED_WITH_CONDITIONS and answers.get("conditions"):
        errors["conditions"] = "条件を付けるときは、結果を「条件付採択」にしてください。"
    most, name = amount_limit(proposal)
    # What the form had filled in by itself is nobody's mistake: it is dropped with the form of collaboration.
    if not won and answers.get("amount") not in (None, amount_asked(proposal)):
        errors["amount"] = own_words("市が負担する額は、採択するときだけ入れてください。")
    elif answers.get("amount") is not None and most is not None and answers["amount"] > most:
        errors["amount"] = own_words_said(f"市が負担する額は、{name}（{most:,}円）までにしてください。")
    if answers["decided_on"] > timezone.localdate():
        errors["decided_on"] = "決裁日は、今日より前の日にしてください。今日でもかまいません。"
    if not table.is_complete and not answers.get("early"):
        names = "、".join(str(sheet.seat.user) for sheet in table.waiting) or "審査票が1枚もありません"
        errors["early"] = f"まだそろっていない審査票があります（{names}）。このまま決めるときは、しるしを付けてください。"
    if not table.is_complete and answers.get("early") and not answers.get("early_reason"):
        errors["early_reason"] = "審査票がそろわないまま決める理由を書いてください。"
    against = speaks_against(proposal, answers, table)
    if against and not answers.get("despite"):
        errors["despite"] = f"{''.join(against)}それでも採択するときは、そう決めたわけを書いてください。"
    try:
        refuse_ahead(proposal, answers.get("ahead_reason"))
    except ValidationError as error:
        errors |= error.message_dict
    if errors:
        raise ValidationError(errors)


STANDING = (*PROPOSAL.opening("entry"), *PROPOSAL.queue("decided").states)  # states in which what was granted still counts


def granted(call, *, but=None):
    """円 of the recorded adoptions of a call that still stand, told or not; `but`: without this proposal's."""
    return sum(amount or 0 for amount in granted_each(call, but=but))


def granted_each(call, *, but=None):
    """The QuerySet of these amounts, for who asks more at once."""
    decisions = Decision.objects.filter(
        proposal__call=call, proposal__status__in=STANDING, taken_back_at__isnull=True, result__in=WON
    )
    if but is not None:
        decisions = decisions.exclude(proposal=but)
    return decisions.order_by().values_list("amount", flat=True)


def granted_among(proposals):
    """The same of proposals that know their decisions. No query."""
    made = [proposal.recorded_decision for proposal in proposals if proposal.status in STANDING]
    return sum(decision.amount or 0 for decision in made if decision is not None and decision.result in WON)


def speaks_against(proposal, answers, table):
    """What speaks against adopting a proposal, in sentences: points below the call's pass mark, money beyond its budget.

    Nothing for a result that is no adoption; why it is decided without sheets is asked anyway. One query where the call has a budget.
    """
    if answers.get("result") not in WON:
        return []
    call, said = proposal.call, []
    if call.pass_mark is not None and table.average is not None and table.average < call.pass_mark:
        said.append(f"審査票の平均は{table.average}点で、最低点の{call.pass_mark}点に届きません。")
    if table.below:
        names = "、".join(f"{criterion} {mean}点、最低点は{floor_of(criterion)}点" for criterion, mean in table.below)
        said.append(f"項目の最低点に届かないものがあります（{names}）。")
    if call.budget is not None and answers.get("amount"):
        total = granted(call, but=proposal) + answers["amount"]
        if total > call.budget:
            said.append(f"採択する額の合計が{total:,}円になり、予算の{call.budget:,}円を{total - call.budget:,}円こえます。")
    return said
