"""What is still missing before a proposal may be sent."""

from typing import NamedTuple

from kyodo_portal.common.japanese.date_reading import parse_date
from kyodo_portal.common.own_words import own_words_said
from kyodo_portal.common.templatetags.kyodo import jdate
from projects.calls.question_models import Question
from projects.cycles.plan.models import BudgetLine

from .pages import PAGES, TITLES
from .subsidy import money_of

Kind = Question.Kind
Side = BudgetLine.Side


class Problem(NamedTuple):
    """One thing to do before sending: on which page, at which field, and what."""

    page: str
    field: str
    message: str


def problems_of(proposal, parts):
    """What has to be put right before the proposal may be sent, in reading order."""
    problems = [
        Problem(page, "", f"「{TITLES[page]}」に、まだ直していない入力があります。") for page in proposal.typed if page in TITLES
    ]
    problems += _idea_problems(proposal, parts)
    for question in parts.questions:
        message = _answer_problem(question, parts)
        if message and question.section not in proposal.typed:
            problems.append(Problem(question.section, question.name, message))
    if parts.call.asks_plan and not parts.steps and "plan" not in proposal.typed:
        problems.append(
            Problem("plan", "steps", "実施計画を1行以上入れてください。この募集では、いつ、何を、だれがするかが要ります。")
        )
    if not parts.shares:
        problems.append(Problem("roles", "roles", "役割分担を1行以上入れてください。"))
    problems += [Problem("budget", "budget", message) for message in budget_problems(proposal.call, parts)]
    order = [key for key, _ in PAGES]
    return sorted(problems, key=lambda problem: order.index(problem.page))


def _idea_problems(proposal, parts):
    if "idea" in proposal.typed:
        return
    if parts.themes and proposal.theme_id is None:
        yield Problem("idea", "theme_id", "どの題にこたえる企画かを選んでください。")
    if not proposal.title:
        yield Problem("idea", "title", "企画の名前を入れてください。")
    if not proposal.summary:
        yield Problem("idea", "summary", "「ひとことで言うと」を入れてください。")
    if not proposal.starts_on:
        yield Problem("idea", "starts_on", "始めたい日を入れてください。")
    if not proposal.ends_on:
        yield Problem("idea", "ends_on", "終える予定の日を入れてください。")
    elif proposal.starts_on and proposal.ends_on < proposal.starts_on:
        yield Problem("idea", "ends_on", "終える予定の日は、始めたい日か、それより後の日にしてください。")
    call = parts.call
    if proposal.starts_on and call.starts_on and proposal.starts_on < call.starts_on:
        yield Problem("idea", "starts_on", f"始めたい日は、{jdate(call.starts_on)}か、それより後の日にしてください。")
    if proposal.ends_on and call.ends_on and proposal.ends_on > call.ends_on:
        yield Problem("idea", "ends_on", f"終える予定の日は、{jdate(call.ends_on)}までにしてください。")


def missing_later(parts):
    """[Question] that may be left open when the proposal is sent, and have no answer yet: needed until it is judged."""
    return [
        question
        for question in parts.questions
        if question.later and question.is_asked(parts.answers) and not _given(question, parts)
    ]


def _given(question, parts):
    return parts.files_for(question) if question.asks_file else parts.answers.get(question.pk)


def _answer_problem(question, parts):
    if not question.is_asked(parts.answers):
        return ""
    if question.asks_file:
        return f"「{question.label}」の資料を付けてください。" if question.required and not parts.files_for(question) else ""
    text = parts.answers.get(question.pk, "")
    if not text:
        asks = "を選んでください。" if question.kind == Kind.CHOICE else "を入れてください。"
        return f"「{question.label}」{asks}" if question.required else ""
    if question.kind in (Kind.LINE, Kind.TEXT) and len(text) > question.max_length:
        return f"「{question.label}」は{question.max_length}字までにしてください。いまは{len(text)}字です。"
    if question.kind == Kind.CHOICE and text not in question.options:
        return f"「{question.label}」を選び直してください。"
    if question.kind == Kind.DATE:
        parse_date(text)  # stored by the form as 2026-10-01
    return ""


def budget_problems(call, parts):
    """What is wrong with the money: a side is empty, the sides differ, the city's share is above what the call's rule comes to."""
    income, expense = parts.total(Side.INCOME), parts.total(Side.EXPENSE)
    if not any(line.side == Side.INCOME for line in parts.lines):
        yield "収入を1行以上入れてください。"
    if not any(line.side == Side.EXPENSE for line in parts.lines):
        yield "支出を1行以上入れてください。"
    if parts.lines and income != expense:
        yield f"収入の合計（{income:,}円）と支出の合計（{expense:,}円）を同じにしてください。"
    if parts.costs and any(line.side == Side.EXPENSE and line.cost_id is None for line in parts.lines):
        yield "支出の行に、経費の区分を選んでください。"
    city, most = parts.total(Side.INCOME, of_city=True), money_of(call, parts).most
    if most is not None and city > most:
        yield own_words_said(f"市の負担は、この募集の決まりで計算すると{most:,}円までです。いまは{city:,}円です。")
    elif most is None and call.grant_limit is not None and city > call.grant_limit:
        yield own_words_said(f"市の負担は{call.grant_limit:,}円までにしてください。いまは{city:,}円です。")


def page_state(page, proposal, parts, problems):
    """まだ, 入力中, 入力済み or 任意 for one line of the もくじ."""
    if any(problem.page == page for problem in problems):
        return "入力中" if _begun(page, proposal, parts) else "まだ"
    return "入力済み" if _begun(page, proposal, parts) else "任意"


def _begun(page, proposal, parts):
    if page in proposal.typed:
        return True
    answered = any(parts.answers.get(question.pk) for question in parts.asked_on(page))
    return {
        "who": True,
        "idea": answered
        or any(
            (
                proposal.theme_id,
                proposal.title,
                proposal.summary,
                proposal.starts_on,
                proposal.ends_on,
                proposal.wished_department_id,
            )
        ),
        "plan": answered or bool(parts.goals or parts.steps),
        "roles": bool(parts.shares),
        "budget": bool(parts.lines),
        "files": bool(parts.files),
    }.get(page, answered)
