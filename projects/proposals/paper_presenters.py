"""A proposal on paper: what its pages ask, blank or as it is written (common/forms/paper.py)."""

from typing import NamedTuple

from kyodo_portal.common.forms.paper import Box, Grid, Sheet, blank_boxes, written_box
from kyodo_portal.common.own_words import own_words, own_words_said
from projects.cycles.plan.models import BudgetLine
from projects.proposals.drafting.forms import LATER, page_fields
from projects.proposals.drafting.pages import blank_parts, etag_of_draft, load_parts, pages_of, promises_of

from .presenters import BUDGET_HEAD, COSTS_HEAD, GOALS_HEAD, ROLES_HEAD, STEPS_HEAD, content_of, frozen
from .sign_off_paper_actions import paper_code

ROWS = range(6)  # empty rows of a table that nobody has begun
LINES_MORE = range(2)  # and behind rows that are written
# page: [(caption, head)] of its tables, for who has not begun them
EMPTY_GRIDS = {
    "plan": [("目標", GOALS_HEAD), ("実施計画", STEPS_HEAD)],
    "roles": [("役割分担の表", ROLES_HEAD)],
    "budget": [(label, BUDGET_HEAD) for label in BudgetLine.Side.labels],
}


class Group(NamedTuple):
    """Stands for the group in a promise that nobody has given yet."""

    name: str


def blank_sheets(call):
    """[Sheet] of a call's form without answers. At most six queries."""
    parts = blank_parts(call)
    return [Sheet(title, "", *_blank(key, parts)) for key, title in pages_of(parts)] + [_promises()]


def _blank(key, parts):
    """(boxes, grids) of one page."""
    if key == "who":
        return [_line("提案する団体"), _line("いっしょに提案する団体", required=False, lines=2)], []
    if key == "budget":
        return _money_boxes(parts), _empty_grids(key, COSTS_HEAD if parts.costs else BUDGET_HEAD)
    if key in EMPTY_GRIDS:
        return [], _empty_grids(key)
    if key == "files":
        asked = [_asked_file(question) for question in parts.asking_files]
        return [*asked, _line("そのほかに付ける資料の名前" if asked else "付ける資料の名前", required=False, lines=3)], []
    return blank_boxes(page_fields(key, parts)), []


def _empty_grids(key, expenses=BUDGET_HEAD):
    """expenses: the columns of what is spent, which the kinds of cost of a call have a part in."""
    grids = [Grid(caption, head, [], ROWS) for caption, head in EMPTY_GRIDS.get(key, [])]
    return [grid._replace(columns=expenses) if grid.title == BudgetLine.Side.EXPENSE.label else grid for grid in grids]


def _money_boxes(parts):
    """How the tables of money are filled by hand: what the page has as a tick and as a list, in words."""
    texts = [own_words("市に負担してほしいお金は、収入の表の「費目」に「（市の負担）」と書き足してください。")]
    if parts.costs:
        uncounted = own_words("（市の負担の対象になりません）")
        names = [f"{cost.name}{'' if cost.counts else uncounted}" for cost in parts.costs]
        texts.append(own_words_said(f"支出の表の「経費の区分」には、次のどれかを書いてください。\n{'、'.join(names)}"))
    return [Box("書きかた", "", True, [], "\n".join(texts), range(0))]


def _asked_file(question):
    """A file that is asked for, in words that say of whom and by when."""
    hint = f"{LATER if question.later else ''}{question.help_text}"
    asked_of = f"（「{question.only_if.label}」に「{question.only_if_answer}」と答えたとき）" if question.only_if_id else ""
    return Box(f"{question.label}{asked_of}", hint, question.required, [], "", range(1))


def _line(label, *, required=True, lines=1):
    return Box(label, "", required, [], "", range(lines))


def _promises():
    texts = [text for _, text in promises_of(Group("提案する団体といっしょに提案する団体"), ())]
    return Sheet(
        "約束と署名", "", [Box("", "", True, texts, "", range(0)), _line("書いた日"), _line("団体の代表者の名前", lines=2)], []
    )


def sign_off_sheets(proposal):
    """[Sheet] on which somebody else of the group confirms the draft by hand, with the code of its text. Ten queries."""
    code = paper_code(proposal, etag_of_draft(proposal))
    boxes = [Box("確認の番号", "", True, [], code, range(0)), _line("読んで確認した日"), _line("確認した人の名前", lines=2)]
    lead = "送る人とは別の人が、この紙の提案書を読んで名前を書き、事務局に届けます。下書きを書き足したときは、印刷しなおしてください。"
    return [Sheet("団体内の確認", lead, boxes, [])]


def written_sheets(proposal):
    """[Sheet] of a draft as it stands, with room for what is empty, or of what was sent last. At most nine queries."""
    if proposal.is_unsent:
        parts = load_parts(proposal)
        return [_begun(section, parts) for section in content_of(proposal, parts)]
    return [_written(section, range(0)) for section in frozen(proposal).content]


def _begun(section, parts):
    """One page of a draft: what is empty has the room that the blank form gives it, and what hangs on an open answer is asked too."""
    sheet, key = _written(section, LINES_MORE), section["key"]
    blank = {box.label: box for box in _blank(key, parts)[0]}
    boxes = [box if box.text else blank.get(own_words(box.label), box) for box in sheet.boxes]
    hanging = [question for question in parts.asked_on(key) if question.only_if_id and not parts.answers.get(question.only_if_id)]
    return sheet._replace(boxes=boxes + [blank[own_words(question.label)] for question in hanging])


def _written(section, more):
    """One page of a content; `more`: empty rows behind those that are written."""
    boxes = [written_box(row["label"], row["value"]) for row in section["rows"]]
    if section["key"] == "files":
        boxes.append(written_box("付けた資料", "\n".join(file["name"] for file in section["files"])))
    grids = [Grid(table["caption"], table["head"], table["body"], more) for table in section["tables"]]
    if not grids:
        grids = _empty_grids(section["key"])
    return Sheet(section["title"], "", boxes, grids)
