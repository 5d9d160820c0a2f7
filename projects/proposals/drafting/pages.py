"""The pages of a proposal and what stands on each."""

from dataclasses import dataclass
from typing import NamedTuple

from kyodo_portal.common.forms.three_way import fields_etag
from kyodo_portal.common.lists.keyed import of_each
from kyodo_portal.common.lists.together import together
from kyodo_portal.process.edits import etag_of
from projects.calls.question_models import Question
from projects.calls.theme_models import CallCost, CallTheme
from projects.cycles.plan.models import BudgetLine, RoleShare
from projects.proposals.content_models import Answer, ProposalFile
from projects.proposals.joint.models import JointGroup
from projects.proposals.plan_models import PlannedGoal, PlannedStep

PAGES = (
    ("who", "提案する人"),
    ("idea", "企画の内容"),
    ("why", "協働で行うわけ"),
    ("carry", "進め方と体制"),
    ("plan", "目標と実施計画"),
    ("roles", "役割分担"),
    ("budget", "予算"),
    ("after", "これまでとこれから"),
    ("files", "資料"),
)
TITLES = dict(PAGES)
ALWAYS = ("who", "idea", "plan", "roles", "budget", "files")  # also where the call asks no question on it
MAX_FILES = 10

Side = BudgetLine.Side
IDEA_COLUMNS = ("theme_id", "title", "summary", "starts_on", "ends_on", "wished_department_id")
BUDGET_COLUMNS = {Side.INCOME: ("item", "amount", "note", "from_city"), Side.EXPENSE: ("item", "amount", "note")}


@dataclass
class Parts:
    """Everything that hangs on a proposal, asked of the database once."""

    call: object
    questions: list
    answers: dict  # question id: text as stored
    shares: list
    lines: list
    files: list
    joint_groups: list  # JointGroup rows, whatever they answered
    themes: list  # of the call: a proposal answers one of them where it has any
    goals: list
    steps: list
    costs: list  # the kinds of cost of the call

    @property
    def fiscal_year(self):
        """The year that the call is for."""
        return self.call.fiscal_year

    @property
    def co_partners(self):
        """The groups that said yes: only they count."""
        return [row.partner for row in self.joint_groups if row.counts]

    @property
    def unanswered(self):
        """The groups whose answer is still open."""
        return [row.partner for row in self.joint_groups if row.is_asked]

    def asked_on(self, page):
        """The call's questions of one page, in their order; not those that ask for a file."""
        return [question for question in self.questions if question.section == page and not question.asks_file]

    @property
    def asking_files(self):
        """The call's questions that ask for a file, in their order."""
        return [question for question in self.questions if question.asks_file]

    def files_for(self, question):
        """What was attached in answer to one of them."""
        return [file for file in self.files if file.question_id == question.pk]

    def total(self, side, *, of_city=False):
        """The sum of one side of the budget, in yen; `of_city`: only what the city bears."""
        return sum(line.amount for line in self.lines if line.side == side and (line.from_city or not of_city))


class AskedPaper(NamedTuple):
    """A file that the call asks for: its Question, the word beside it, and the names of what was attached."""

    question: object
    mark: str
    names: list[str]


def asked_papers(parts):
    """[AskedPaper] of a proposal; not those that hang on an answer that was not given."""
    asked = [question for question in parts.asking_files if question.is_asked(parts.answers)]
    return [
        AskedPaper(question, question.mark or "必須", [file.name for file in parts.files_for(question)]) for question in asked
    ]


def load_parts(proposal):
    """Loads the parts of a proposal: one question, whatever it holds."""
    return load_all_parts([proposal])[proposal.pk]


def load_all_parts(proposals):
    """{key: Parts} of these proposals: one question, however many they are."""
    whole, calls = {row.pk: row for row in proposals}, {row.call_id: row.call for row in proposals}
    keys = [*whole]
    questions, themes, costs, answers, *lists = together(
        *_asked_by([*calls]), of_each(_answers, keys), *(of_each(build, keys) for build in ROWS.values())
    )
    asked = [_sorted_out(rows, "call", calls) for rows in (questions, themes, costs)]
    own = {name: _sorted_out(rows, "proposal", whole) for name, rows in zip(ROWS, lists, strict=True)}
    given = {key: {} for key in keys}
    for key, question, text in answers:
        given[key][question] = text
    return {
        key: Parts(
            row.call,
            asked[0][row.call_id],
            given[key],
            themes=asked[1][row.call_id],
            costs=asked[2][row.call_id],
            **{name: rows[key] for name, rows in own.items()},
        )
        for key, row in whole.items()
    }


def _sorted_out(rows, name, owners):
    """{key of an owner: [its rows]}, which know it."""
    found = {key: [] for key in owners}
    for row in rows:
        key = getattr(row, f"{name}_id")
        setattr(row, name, owners[key])
        found[key].append(row)
    return found


def _asked_by(calls):
    """What is asked for the questions, themes and kinds of cost of these calls (their keys)."""
    return of_each(_questions, calls), of_each(_themes, calls), of_each(_costs, calls)


def _questions(calls):
    return Question.objects.filter(call__in=calls).select_related("only_if", "principle__guideline").order_by("order", "pk")


def _themes(calls):
    return CallTheme.objects.filter(call__in=calls).order_by("order", "pk")


def _costs(calls):
    return CallCost.objects.filter(call__in=calls).order_by("-counts", "order", "pk")


def _answers(proposals):
    return Answer.objects.filter(proposal__in=proposals).order_by().values_list("proposal_id", "question_id", "text")


# What hangs on a proposal, by the name that it has in Parts.
ROWS = {
    "shares": lambda proposals: RoleShare.objects.filter(proposal__in=proposals),
    "lines": lambda proposals: BudgetLine.objects.filter(proposal__in=proposals),
    "files": lambda proposals: ProposalFile.objects.filter(proposal__in=proposals, removed_at__isnull=True),
    "joint_groups": lambda proposals: JointGroup.objects.filter(proposal__in=proposals).select_related("partner"),
    "goals": lambda proposals: PlannedGoal.objects.filter(proposal__in=proposals),
    "steps": lambda proposals: PlannedStep.objects.filter(proposal__in=proposals),
}


def blank_parts(call):
    """The parts of a proposal that nobody has begun: what the call asks, for paper and preview. One query."""
    questions, themes, costs = together(*_asked_by([call.pk]))
    for row in (*questions, *themes, *costs):
        row.call = call
    rows = {name: [] for name in ROWS}
    return Parts(call, questions, answers={}, themes=themes, costs=costs, **rows)


def pages_of(parts):
    """[(key, title)] of the pages that this call's form has: a page without questions is left out."""
    return [(key, title) for key, title in PAGES if key in ALWAYS or parts.asked_on(key)]


def fields_of(proposal, parts):
    """[(key, label, page)] of everything that staff may ask to put right."""
    fields = [
        ("co_partners", "いっしょに提案する団体", "who"),
        ("title", "企画の名前", "idea"),
        ("summary", "ひとことで言うと", "idea"),
        ("starts_on", "始めたい日", "idea"),
        ("ends_on", "終える予定の日", "idea"),
        ("wished_department_id", "いっしょに取り組みたい課", "idea"),
    ]
    if parts.themes:
        fields.insert(1, ("theme_id", "こたえる題", "idea"))
    fields += [(question.name, question.label, question.section) for question in parts.questions if not question.asks_file]
    fields.append(("plan", TITLES["plan"], "plan"))
    return fields + [("roles", "役割分担", "roles"), ("budget", "予算", "budget"), ("files", "資料", "files")]


def budget_columns(parts):
    """(side, the columns that people write there); the kind of cost only where the call has kinds."""
    kinds = ("cost_id",) if parts.costs else ()
    return ((Side.INCOME, BUDGET_COLUMNS[Side.INCOME]), (Side.EXPENSE, (*BUDGET_COLUMNS[Side.EXPENSE], *kinds)))


def stored_values(page, proposal, parts):
    """What is stored for one page, in the shape in which forms hand it over: {name: value}, rows as lists of dicts."""
    if page == "who":
        return {"co_partners": sorted(partner.pk for partner in (*parts.co_partners, *parts.unanswered))}
    if page == "plan":
        return {"goals": _written(PlannedGoal, parts.goals), "steps": _written(PlannedStep, parts.steps)}
    if page == "roles":
        return {"rows": _written(RoleShare, parts.shares)}
    if page == "budget":
        return {
            side.value: [{name: getattr(line, name) for name in columns} for line in parts.lines if line.side == side]
            for side, columns in budget_columns(parts)
        }
    values = {question.name: parts.answers.get(question.pk, "") for question in parts.asked_on(page)}
    if page == "idea":
        columns = IDEA_COLUMNS if parts.themes else IDEA_COLUMNS[1:]
        values |= {name: getattr(proposal, name) for name in columns}
    return values


def _written(model, rows):
    return [{name: getattr(row, name) for name in model.COLUMNS} for row in rows]


def shown_values(page, proposal, parts):
    """{name: what its page shows}: the stored values, and what was typed and cannot be read yet instead of them."""
    return {**stored_values(page, proposal, parts), **(proposal.typed.get(page) or {})}


def etag_of_page(page, proposal, parts):
    """The edit token of what is stored for a page, readable or not, field by field."""
    return fields_etag(shown_values(page, proposal, parts))


def etag_of_draft(proposal, parts=None):
    """The token of the page on which a draft is thrown away: of all its pages. One query, none with its parts."""
    parts = parts or load_parts(proposal)
    return etag_of([stored_values(key, proposal, parts) for key, _ in PAGES if key != "files"], proposal.typed, len(parts.files))


NAMES_CHANGED = "いっしょに提案する団体の返事が変わりました。公開される団体の名前を確かめて、もう一度送ってください。"


def promises_of(lead, others):
    """[(name, text)] of what is promised when a proposal is sent. It names the group that sends it and the `others` that said yes."""
    names = "、".join(partner.name for partner in (lead, *others))
    public = (
        f"採択されたときに、企画の名前・団体の名前（{names}）・「ひとことで言うと」がこのサイトで公開されることに同意します。"
    )
    return (
        ("agreed", "この提案は、団体で話し合って決めたものです。"),
        ("public", public),
        ("clean", "政治や宗教の活動、特定の人だけの利益を目的とするものではありません。"),
    )
