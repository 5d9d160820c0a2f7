"""A proposal as people read it: one structure for the check page, the staff, the panel, the print and the frozen revision."""

import datetime
from typing import TypedDict

from kyodo_portal.common.lists.keyed import keyed
from kyodo_portal.common.own_words import own_words, own_words_said
from kyodo_portal.common.templatetags.kyodo import jdate, yen
from projects.calls.question_models import Question
from projects.cycles.plan.models import BudgetLine
from projects.proposals.content_models import ProposalRevision
from projects.proposals.drafting.pages import asked_papers, load_parts, pages_of
from projects.proposals.drafting.subsidy import money_of

Kind = Question.Kind
Side = BudgetLine.Side
UNANSWERED = "co_partners:unanswered"
ROLES_HEAD = ["やること", "団体などが担うこと", own_words("市が担うこと"), "そのほかの人が担うこと"]
BUDGET_HEAD = ["費目", "金額", "内訳・説明"]
COSTS_HEAD = ["費目", "経費の区分", "金額", "内訳・説明"]
GOALS_HEAD = ["目標", "はかりかた", "いま", "目標の値"]
STEPS_HEAD = ["時期", "すること", "だれがするか"]


# A content is stored as JSON with the revision it belongs to: its parts are plain dicts, and their keys may not change.
class Row(TypedDict):
    """One answer; `key` as `pages.fields_of` names it."""

    key: str
    label: str
    value: str


class Table(TypedDict):
    """A table of texts: one list of cells for the head and for each row of the body."""

    key: str
    caption: str
    head: list[str]
    body: list[list[str]]


class File(TypedDict):
    """An attached file: the key of its ProposalFile, and its size in bytes."""

    id: int
    name: str
    size: int
    is_public: bool


class Section(TypedDict):
    """One page of the proposal; what it does not have is an empty list."""

    key: str
    title: str
    rows: list[Row]
    tables: list[Table]
    files: list[File]


def content_of(proposal, parts=None):
    """[Section] of the proposal in reading order. Asks nothing if `parts` are given."""
    parts = parts or load_parts(proposal)
    sections = [Section(key=key, title=title, rows=[], tables=[], files=[]) for key, title in pages_of(parts)]
    for section in sections:
        FILLED_BY.get(section["key"], _fill_page)(section, proposal, parts)
    return sections


def counted_only(content):
    """The content as it is sent: what counts, without the groups that have not answered."""
    return [{**section, "rows": [row for row in section["rows"] if row["key"] != UNANSWERED]} for section in content]


def frozen(proposal):
    """The latest ProposalRevision, or None for a draft."""
    return _newest(proposal.pk).on(proposal, "revisions").first()


@keyed
def _newest(proposal):
    return ProposalRevision.objects.filter(proposal=proposal).order_by("-number")[:1]


IN_SHORT = {
    "summary": "ひとことで言うと",
    "starts_on": "始めたい日",
    "ends_on": "終える予定の日",
    "city_share": own_words("市が負担する額"),
}


def facts_of(content):
    """[(label, text)] of what says in short what a proposal is about; its whole text stands folded below them."""
    rows = {row["key"]: row["value"] for section in content for row in section["rows"]}
    return [(label, rows[key]) for key, label in IN_SHORT.items() if rows.get(key)]


def text_of(content, field):
    """What stands in a content for one field (a key of `pages.fields_of`), as plain lines: before and after of a correction."""
    for section in content:
        rows = [row for row in section["rows"] if row["key"].partition(":")[0] == field]
        if rows:
            return "\n".join(row["value"] for row in rows if row["value"])
        if section["key"] == field:
            lines = [" / ".join(cell for cell in cells if cell) for table in section["tables"] for cells in table["body"]]
            return "\n".join(lines + [file["name"] for file in section["files"]])
    return ""


def shown(question, text):
    """An answer as people read it: money and dates written out."""
    if not text:
        return ""
    if question.kind == Kind.YEN:
        return yen(text)
    if question.kind == Kind.DATE:
        return jdate(datetime.date.fromisoformat(text))
    return text


def _row(key, label, value):
    return Row(key=key, label=label, value=value or "")


def _fill_who(section, proposal, parts):
    section["rows"] = [
        _row("partner", "提案する団体", proposal.partner.name),
        _row("co_partners", "いっしょに提案する団体", "\n".join(partner.name for partner in parts.co_partners)),
    ]
    if parts.unanswered:
        names = "\n".join(partner.name for partner in parts.unanswered)
        section["rows"].append(_row(UNANSWERED, "返事を待っている団体（数えません）", names))


def _fill_page(section, proposal, parts):
    asked = [question for question in parts.asked_on(section["key"]) if question.is_asked(parts.answers)]
    section["rows"] = [_row(question.name, question.label, shown(question, parts.answers.get(question.pk))) for question in asked]


def _fill_idea(section, proposal, parts):
    _fill_page(section, proposal, parts)
    wished = proposal.wished_department
    theme = next((row.title for row in parts.themes if row.pk == proposal.theme_id), "")
    section["rows"][:0] = [
        *([_row("theme_id", "こたえる題", theme)] if parts.themes else []),
        _row("title", "企画の名前", proposal.title),
        _row("summary", "ひとことで言うと", proposal.summary),
        _row("starts_on", "始めたい日", jdate(proposal.starts_on)),
        _row("ends_on", "終える予定の日", jdate(proposal.ends_on)),
        _row("wished_department_id", "いっしょに取り組みたい課", wished.name if wished else "まだ分からない"),
    ]


def _fill_plan(section, proposal, parts):
    goals = [[row.text, row.name, _counted(row.now, row.unit), _counted(row.target, row.unit)] for row in parts.goals]
    steps = [[row.when, row.what, row.who] for row in parts.steps]
    tables = (Table(key="goals", caption="目標", head=GOALS_HEAD, body=goals),)
    tables += (Table(key="steps", caption="実施計画", head=STEPS_HEAD, body=steps),)
    section["tables"] = [table for table in tables if table["body"]]


def _counted(number, unit):
    return "" if number is None else f"{number:,}{unit}"


def _fill_roles(section, proposal, parts):
    body = [[share.task, share.group_part, share.city_part, share.other_part] for share in parts.shares]
    section["tables"] = [Table(key="roles", caption="役割分担の表", head=ROLES_HEAD, body=body)] if body else []


def _fill_budget(section, proposal, parts):
    kinds = {cost.pk: cost.name for cost in parts.costs}
    for side in (Side.INCOME, Side.EXPENSE):
        head, body = _money_table(side, parts, kinds if side == Side.EXPENSE else {})
        if body:
            section["tables"].append(Table(key=side.value, caption=side.label, head=head, body=body))
    if section["tables"]:
        money = money_of(proposal.call, parts)
        section["rows"] = [
            _row("city_share", own_words("市が負担する額"), yen(money.asked)),
            _row("own_share", "自分たちで用意する額", yen(money.own)),
        ]
        if money.parts:
            steps = "\n".join(f"{part.text}　{yen(part.amount)}" for part in money.parts)
            section["rows"].append(
                _row(
                    "computed",
                    own_words("市が負担できる額の計算"),
                    own_words_said(f"{steps}\n市が負担できる額　{yen(money.most)}"),
                )
            )


def _money_table(side, parts, kinds):
    """(head, body) of one side; `kinds`: {pk: name} of the call's kinds of cost, which get a column of their own."""
    body = []
    for line in parts.lines:
        if line.side == side:
            kind = [kinds.get(line.cost_id, "")] if kinds else []
            body.append([line.item + (own_words("（市の負担）") if line.from_city else ""), *kind, yen(line.amount), line.note])
    if body:
        body.append([f"{side.label}の合計", *[""] * bool(kinds), yen(parts.total(side)), ""])
    return (COSTS_HEAD if kinds else BUDGET_HEAD), body


def _fill_files(section, proposal, parts):
    asked = asked_papers(parts)
    section["rows"] = [_row(paper.question.name, paper.question.label, "\n".join(paper.names)) for paper in asked]
    section["files"] = [File(id=file.pk, name=file.name, size=file.size, is_public=file.is_public) for file in parts.files]


FILLED_BY = {
    "who": _fill_who,
    "idea": _fill_idea,
    "plan": _fill_plan,
    "roles": _fill_roles,
    "budget": _fill_budget,
    "files": _fill_files,
}
