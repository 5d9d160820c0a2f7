"""書類の確認: what the machine can say about a sent proposal."""

from kyodo_portal.common.japanese.dates import fiscal_span
from kyodo_portal.common.own_words import own_words
from kyodo_portal.common.templatetags.kyodo import fiscal, jdate, jdatetime, things, yen
from partners.directory.standing import Standing
from projects.calls.completeness import Check
from projects.calls.days import last_day_of
from projects.calls.eligibility import eligibility_of
from projects.proposals.drafting.completeness import missing_later, problems_of
from projects.proposals.drafting.pages import load_parts
from projects.proposals.drafting.subsidy import money_of


def form_checks(proposal):
    """書類の確認: what the machine can say about a sent proposal, as it stands now."""
    parts = load_parts(proposal)
    problems = problems_of(proposal, parts)
    call = proposal.call
    money = money_of(call, parts)
    most = call.grant_limit if money.most is None else money.most
    first, last = fiscal_span(call.fiscal_year)
    inside = bool(proposal.starts_on and proposal.ends_on and first <= proposal.starts_on and proposal.ends_on <= last)
    unregistered = [partner.name for partner in [proposal.partner, *parts.co_partners] if partner.standing != Standing.REGISTERED]
    checks = [
        Check("団体の登録", not unregistered, "、".join(unregistered)),
        *_eligible(proposal),
        _in_time(proposal),
        *_papers(proposal),
        Check("必須の質問への答え", not problems, " ".join(problem.message for problem in problems)),
        *_later(parts),
        *_planned(call, parts),
        Check("役割分担の表", bool(parts.shares), f"{len(parts.shares)}行"),
        Check("収支の予算", bool(parts.lines), f"収入と支出 {yen(money.income)}"),
        Check(
            own_words("市の負担"),
            most is None or money.asked <= most,
            f"{yen(money.asked)}（{'上限' if money.most is None else '計算した額'} {yen(most) or 'なし'}）",
        ),
        _span(proposal, inside),
        Check("資料", True if parts.files else None, things(len(parts.files)) if parts.files else "付いていません（任意）"),
    ]
    return checks


def _span(proposal, inside):
    """The days of the undertaking; what came on paper may have left them open."""
    if not (proposal.starts_on and proposal.ends_on):
        return Check("期間", False, "始めたい日か、終える予定の日が、まだ入っていません。")
    days = f"{jdate(proposal.starts_on)}から{jdate(proposal.ends_on)}まで"
    return Check("期間", True if inside else None, f"{days}（募集は{fiscal(proposal.call.fiscal_year)}）")


def _eligible(proposal):
    """What the call asks of a group besides being registered, as it stands now; what it was let off stands with the reason."""
    for line in eligibility_of(proposal.call, proposal.partner)[1:]:
        note = f"{line.note}（免じました。理由：{line.waiver.reason}）" if line.waiver else line.note
        yield Check(line.label, line.lets_send, note)


def _planned(call, parts):
    if call.asks_plan:
        yield Check("実施計画", bool(parts.steps), f"{len(parts.steps)}行")


def _later(parts):
    """Where the call has questions that may follow: whether they have."""
    if any(question.later for question in parts.questions):
        names = [question.label for question in missing_later(parts)]
        yield Check("あとで必須の質問への答え", not names, f"まだ：{'、'.join(names)}。補正で求めてください。" if names else "")


def _papers(proposal):
    """How what came on paper arrived; nothing for one that its group sent in the portal."""
    for row in proposal.all_filings:
        yield Check(f"紙で届いたもの：{row}", None, f"{row.get_channel_display()}、収受日 {jdate(row.received_on)}")


def _paper_in_time(label, proposal):
    """A paper by its 収受日; where that is after the last day, why the secretariat took it all the same."""
    call, day = proposal.call, f"収受日 {jdate(proposal.paper_day)}"
    if proposal.paper_day <= last_day_of(call.closes_at):
        return Check(label, True, day)
    late = call.late_admissions.filter(partner=proposal.partner_id).order_by("-pk").first()
    note = f"締切のあと（{day}。受け付けることにした理由：{late.reason}）" if late else f"締切のあとに届きました（{day}）。"
    return Check(label, late is not None, note)


def _in_time(proposal):
    """Before the deadline, or within what the secretariat granted to this group."""
    label, sent, call = "受付の時間のうちに届いたか", proposal.submitted_at, proposal.call
    if proposal.paper_day:
        return _paper_in_time(label, proposal)
    if sent is None or sent < call.closes_at:
        return Check(label, sent is not None)
    late = call.late_admissions.filter(partner=proposal.partner_id, at__lte=sent, until__gt=sent).first()
    note = (
        f"締切のあと（{jdatetime(late.until)}まで受け付けることにしました。理由：{late.reason}）"
        if late
        else "締切のあとに届きました。"
    )
    return Check(label, late is not None, note)
