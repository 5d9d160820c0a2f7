"""A proposal on paper: what its pages ask, blank or as it is written (common/forms/paper.py)."""

from typing import NamedTuple

from kyodo_portal.common.forms.paper import Box, Grid, Sheet, blank_boxes, written_box
from projects.cycles.plan.models import BudgetLine
from projects.proposals.drafting.forms import page_fields
from projects.proposals.drafting.pages import blank_parts, etag_of_draft, pages_of, promises_of

from .presenters import BUDGET_HEAD, GOALS_HEAD, ROLES_HEAD, STEPS_HEAD, content_of, frozen
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
    if key in EMPTY_GRIDS:
        return [], _empty_grids(key)
    if key == "files":
        asked = [
            Box(_asked(question), question.help_text, question.required, [], "", range(1)) for question in parts.asking_files
        ]
        return [*asked, _line("そのほかに付ける資料の名前" if asked else "付ける資料の名前", required=False, lines=3)], []
    return blank_boxes(page_fields(key, parts)), []


def _empty_grids(key):
    return [Grid(caption, head, [], ROWS) for caption, head in EMPTY_GRIDS.get(key, [])]


def _asked(question):
    """The words of a file that is asked for, and of whom."""
    if question.only_if_id is None:
        return question.label
    return f"{question.label}（「{question.only_if.label}」に「{question.only_if_answer}」と答えたとき）"


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
        return [_written(section, LINES_MORE) for section in content_of(proposal)]
    return [_written(section, range(0)) for section in frozen(proposal).content]


def _written(section, more):
    """One page of a content; `more`: empty rows behind those that are written."""
    boxes = [written_box(row["label"], row["value"]) for row in section["rows"]]
    if section["key"] == "files":
        boxes.append(written_box("付けた資料", "\n".join(file["name"] for file in section["files"])))
    grids = [Grid(table["caption"], table["head"], table["body"], more) for table in section["tables"]]
    if not grids:
        grids = _empty_grids(section["key"])
    return Sheet(section["title"], "", boxes, grids)
