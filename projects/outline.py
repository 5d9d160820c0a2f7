"""The pages of a proposal, what stands on each, and what is still missing before it may be sent."""

import hashlib
import json
from dataclasses import dataclass
from typing import NamedTuple

from kyodo_portal.common.japanese import parse_date

from .models import BudgetLine, Question

PAGES = (
    ("who", "提案する人"),
    ("idea", "企画の内容"),
    ("why", "協働で行うわけ"),
    ("carry", "進め方と体制"),
    ("roles", "役割分担"),
    ("budget", "予算"),
    ("after", "これまでとこれから"),
    ("files", "資料"),
)
TITLES = dict(PAGES)
QUESTION_PAGES = ("idea", "why", "carry", "after")
MAX_FILES = 10
MAX_ROWS = 30
Kind = Question.Kind
Side = BudgetLine.Side
IDEA_COLUMNS = ("title", "summary", "starts_on", "ends_on", "wished_department_id")
ROLE_COLUMNS = ("task", "group_part", "city_part", "other_part")
BUDGET_COLUMNS = {Side.INCOME: ("item", "amount", "note", "from_city"), Side.EXPENSE: ("item", "amount", "note")}


class Problem(NamedTuple):
    """One thing to do before sending: on which page, at which field, and what."""

    page: str
    field: str
    message: str


@dataclass
class Parts:
    """Everything that hangs on a proposal, asked of the database once."""

    fiscal_year: int  # the year that the call is for
    questions: list
    answers: dict  # question id: text as stored
    shares: list
    lines: list
    files: list
    co_partners: list

    def asked_on(self, page):
        """The call's questions of one page, in their order."""
        return [question for question in self.questions if question.section == page]

    def total(self, side, *, of_city=False):
        """The sum of one side of the budget, in yen; `of_city`: only what the city bears."""
        return sum(line.amount for line in self.lines if line.side == side and (line.from_city or not of_city))


def parts_of(proposal):
    """Loads the parts of a proposal: six queries, whatever it holds."""
    return Parts(
        fiscal_year=proposal.call.fiscal_year,
        questions=list(proposal.call.questions.order_by("order", "pk")),
        answers=dict(proposal.answers.values_list("question_id", "text")),
        shares=list(proposal.role_shares.all()),
        lines=list(proposal.budget_lines.all()),
        files=list(proposal.files.filter(removed_at__isnull=True)),
        co_partners=list(proposal.co_partners.order_by("kana_key", "pk")),
    )


def pages_of(parts):
    """[(key, title)] of the pages that this call's form has: a page without questions is left out."""
    return [(key, title) for key, title in PAGES if key in ("who", "idea", "roles", "budget", "files") or parts.asked_on(key)]


def problems_of(proposal, parts):
    """What has to be put right before the proposal may be sent, in reading order."""
    found = [
        Problem(page, "", f"「{TITLES[page]}」に、まだ直していない入力があります。") for page in proposal.typed if page in TITLES
    ]
    found += _idea_problems(proposal)
    for question in parts.questions:
        message = _answer_problem(question, parts.answers.get(question.pk, ""))
        if message and question.section not in proposal.typed:
            found.append(Problem(question.section, question.name, message))
    if not parts.shares:
        found.append(Problem("roles", "roles", "役割分担を1行以上入れてください。"))
    found += [Problem("budget", "budget", message) for message in budget_problems(proposal.call, parts)]
    order = [key for key, _ in PAGES]
    return sorted(found, key=lambda problem: order.index(problem.page))


def _idea_problems(proposal):
    if "idea" in proposal.typed:
        return
    if not proposal.title:
        yield Problem("idea", "title", "企画の名前を入れてください。")
    if not proposal.summary:
        yield Problem("idea", "summary", "「ひとことで言うと」を入れてください。")
    if not proposal.starts_on:
        yield Problem("idea", "starts_on", "始めたい日を入れてください。")
    if not proposal.ends_on:
        yield Problem("idea", "ends_on", "終える予定の日を入れてください。")
    elif proposal.starts_on and proposal.ends_on < proposal.starts_on:
        yield Problem("idea", "ends_on", "終える予定の日は、始めたい日より後の日にしてください。")


def _answer_problem(question, text):
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
    """What is wrong with the money: a side is empty, the sides differ, the city's share is above the call's limit."""
    income, expense = parts.total(Side.INCOME), parts.total(Side.EXPENSE)
    if not any(line.side == Side.INCOME for line in parts.lines):
        yield "収入を1行以上入れてください。"
    if not any(line.side == Side.EXPENSE for line in parts.lines):
        yield "支出を1行以上入れてください。"
    if parts.lines and income != expense:
        yield f"収入の合計（{income:,}円）と支出の合計（{expense:,}円）を同じにしてください。"
    city = parts.total(Side.INCOME, of_city=True)
    if call.grant_limit is not None and city > call.grant_limit:
        yield f"市の負担は{call.grant_limit:,}円までにしてください。いまは{city:,}円です。"


def state_of(page, proposal, parts, problems):
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
        or any((proposal.title, proposal.summary, proposal.starts_on, proposal.ends_on, proposal.wished_department_id)),
        "roles": bool(parts.shares),
        "budget": bool(parts.lines),
        "files": bool(parts.files),
    }.get(page, answered)


def fields_of(proposal, parts):
    """[(key, label, page)] of everything that staff may ask to put right."""
    rows = [
        ("co_partners", "いっしょに提案する団体", "who"),
        ("title", "企画の名前", "idea"),
        ("summary", "ひとことで言うと", "idea"),
        ("starts_on", "始めたい日", "idea"),
        ("ends_on", "終える予定の日", "idea"),
        ("wished_department_id", "いっしょに取り組みたい課", "idea"),
    ]
    rows += [(question.name, question.label, question.section) for question in parts.questions]
    return rows + [("roles", "役割分担", "roles"), ("budget", "予算", "budget"), ("files", "資料", "files")]


def stored_of(page, proposal, parts):
    """What is stored for one page, in the shape in which forms hand it over: {name: value}, rows as lists of dicts."""
    if page == "who":
        return {"co_partners": sorted(partner.pk for partner in parts.co_partners)}
    if page == "roles":
        return {"rows": [{name: getattr(share, name) for name in ROLE_COLUMNS} for share in parts.shares]}
    if page == "budget":
        return {
            side.value: [
                {name: getattr(line, name) for name in BUDGET_COLUMNS[side]} for line in parts.lines if line.side == side
            ]
            for side in (Side.INCOME, Side.EXPENSE)
        }
    values = {question.name: parts.answers.get(question.pk, "") for question in parts.asked_on(page)}
    if page == "idea":
        values |= {name: getattr(proposal, name) for name in IDEA_COLUMNS}
    return values


def stamp_of(page, proposal, parts):
    """A short mark of what is stored for a page: a form carries it, so that nobody overwrites what another wrote meanwhile."""
    held = {"values": stored_of(page, proposal, parts), "typed": proposal.typed.get(page)}
    return hashlib.sha256(same_text(held).encode()).hexdigest()[:16]


def same_text(value):
    """One text for equal values, whatever the order of keys."""
    return json.dumps(value, sort_keys=True, default=str, ensure_ascii=False)
