"""What staff see at a glance: is a call ready to be published, is a proposal's form in order."""

from typing import NamedTuple

from kyodo_portal.common.japanese import fiscal_span
from kyodo_portal.common.templatetags.kyodo import fiscal, jdate, yen
from partners.workflow import Standing

from .models import BudgetLine
from .outline import parts_of, problems_of


class Check(NamedTuple):
    """One line of a checklist: `ok` is True, False, or None where a person has to look."""

    label: str
    ok: bool | None
    note: str = ""

    @property
    def word(self):
        return {True: "そろっています", False: "足りません", None: "目で確かめてください"}[self.ok]


def call_checks(call):
    """What a call needs before it may be published."""
    criteria, seats = call.criteria.count(), call.seats.count()
    return [
        Check("質問", call.questions.exists(), f"{call.questions.count()}つ"),
        Check("審査基準", criteria > 0, f"{criteria}つ"),
        Check("審査委員", None if seats == 0 else True, f"{seats}人。公開したあとでも決められます。"),
        Check("担当", bool(call.department_id), str(call.department or "")),
        Check("結果を知らせる予定日", None if call.result_on is None else True, jdate(call.result_on)),
    ]


def missing_for_publication(call, *, questions, criteria):
    """Why a call may not be published yet, in one sentence each; the counts come from the form or from the database."""
    found = []
    if not questions:
        found.append("公開するには、質問を1つ以上入れてください。")
    if not criteria:
        found.append("公開するには、審査基準を1つ以上入れてください。")
    return found


def form_checks(proposal):
    """書類の確認: what the machine can say about a sent proposal, as it stands now."""
    parts = parts_of(proposal)
    problems = problems_of(proposal, parts)
    call = proposal.call
    city = parts.total(BudgetLine.Side.INCOME, of_city=True)
    first, last = fiscal_span(call.fiscal_year)
    inside = bool(proposal.starts_on and proposal.ends_on and first <= proposal.starts_on and proposal.ends_on <= last)
    unregistered = [one.name for one in [proposal.partner, *parts.co_partners] if one.standing != Standing.REGISTERED]
    rows = [
        Check("団体の登録", not unregistered, "、".join(unregistered)),
        Check("受付の時間のうちに届いたか", bool(proposal.submitted_at and proposal.submitted_at < call.closes_at), ""),
        Check("必須の質問への答え", not problems, "、".join(one.message for one in problems)),
        Check("役割分担の表", bool(parts.shares), f"{len(parts.shares)}行"),
        Check("収支の予算", bool(parts.lines), f"収入と支出 {yen(parts.total(BudgetLine.Side.INCOME))}"),
        Check(
            "市の負担",
            call.grant_limit is None or city <= call.grant_limit,
            f"{yen(city)}（上限 {yen(call.grant_limit) or 'なし'}）",
        ),
        Check(
            "期間",
            True if inside else None,
            f"{jdate(proposal.starts_on)}から{jdate(proposal.ends_on)}まで（募集は{fiscal(call.fiscal_year)}）",
        ),
        Check("資料", True if parts.files else None, f"{len(parts.files)}つ" if parts.files else "付いていません（任意）"),
    ]
    return rows
