"""決める表 as a spreadsheet: taken out with every proposal that waits, filled in elsewhere, brought back as a file or pasted.

What is brought back fills the boxes of the page, where it is read, put right and only then recorded.
"""

from django.core.exceptions import ValidationError

from kyodo_portal.common.forms.tables import TableForm
from kyodo_portal.common.lists.incoming import HEAD_WITHIN, unshielded
from kyodo_portal.common.lists.returned import Problem, heading_of
from kyodo_portal.common.lists.tables import Yen
from kyodo_portal.common.own_words import own_words

from .table_forms import RESULTS

NUMBER, TITLE, GROUP, MEAN, ASKED, RESULT = "受付番号", "企画の名前", "団体", "平均", "求めた額（円）", "結果"
AMOUNT, FORM, EXAMPLE, WHY, CONDITIONS = own_words("市が負担する額（円）"), "協働の形態", "理由の文例", "理由", "条件"
HEADER = (NUMBER, TITLE, GROUP, MEAN, ASKED, RESULT, AMOUNT, FORM, EXAMPLE, WHY, CONDITIONS)
BOXES = {AMOUNT: "amount", WHY: "why", CONDITIONS: "conditions"}  # which take what was written as it is
LACKING = f"見出しの行が見つかりません。「{NUMBER}」と「{RESULT}」の見出しがある表にしてください。"
NOTHING = "表に、提案の行がありません。見出しの下に、受付番号の入った行を入れてください。"


class DecisionSheetForm(TableForm):
    """The table, as a file or pasted."""

    with_key = False
    buttons = [("read", "表を読む", "")]


def sheets_out(table):
    """[(title, headings, rows)]: every row of the DecisionTable as it stands, and what may be written under two of the headings."""
    named, forms = dict(RESULTS), {str(form.pk): str(form) for form in table.offered}
    rows = [
        (
            row.proposal.number, row.proposal.title, row.proposal.partner.name,
            None if row.place.table.average is None else float(row.place.table.average),
            None if row.requested is None else Yen(row.requested), named[row.value("result") or ""] if row.value("result") else "",
            Yen(row.value("amount")) if row.value("amount") else None, forms.get(str(row.value("form") or ""), ""), "",
            row.value("why") or "", row.value("conditions") or "",
        )
        for row in table.rows
    ]  # fmt: skip
    words = [*((RESULT, label, "") for value, label in RESULTS if value), *((FORM, label, "") for label in forms.values())]
    words += [(EXAMPLE, name, text) for name, text in table.examples.values()]
    return [("決める表", HEADER, rows), ("書き入れる言葉", ("見出し", "言葉", "入る文"), words)]


def read_in(sheets, table):
    """({id of a proposal: {box: what was written}}, [Problem]) of a table that came. ValidationError for one without our headings."""
    rows = sheets[0][1]
    head = next((place for place, row in enumerate(rows[:HEAD_WITHIN]) if {NUMBER, RESULT} <= {*map(heading_of, row)}), None)
    if head is None:
        raise ValidationError(LACKING, code="headings")
    headings, known = [heading_of(cell) for cell in rows[head]], {row.proposal.number: row for row in table.rows}
    said, problems = {}, []
    for number, cells in enumerate(rows[head + 1 :], start=head + 2):
        line = {name: unshielded(cell).strip() for name, cell in zip(headings, cells, strict=False) if name}
        if not any(line.values()):
            continue
        row = known.get(line.get(NUMBER, ""))
        if row is None or row.proposal.pk in said:
            why = (
                "この番号の行が2つあります。1つにしてください。"
                if row
                else "この番号の提案は、決定を待っていません。行を消すか、番号を直してください。"
            )
            problems.append(Problem(number, NUMBER, why))
            continue
        said[row.proposal.pk], wrong = _line(line, table)
        problems += [Problem(number, heading, why) for heading, why in wrong]
    if not said and not problems:
        raise ValidationError(NOTHING, code="empty")
    return said, problems


def _line(line, table):
    """({box: what was written}, [(heading, what to do)]) of one row; a heading that the table does not have leaves its box alone."""
    said, wrong = {box: line[heading] for heading, box in BOXES.items() if heading in line}, []
    forms = {str(form): str(form.pk) for form in table.offered}
    for heading, box, offered in ((RESULT, "result", {label: value for value, label in RESULTS}), (FORM, "form", forms)):
        text = line.get(heading, "")
        if text and text not in offered:
            wrong.append((heading, f"「{text[:40]}」は選べません。{'、'.join(offered)}のどれかを書いてください。"))
        elif heading in line:
            said[box] = offered.get(text, "")
    example, texts = line.get(EXAMPLE, ""), dict(table.examples.values())
    if example and example not in texts:
        wrong.append((EXAMPLE, f"「{example[:40]}」という文例はありません。文例の名前を、そのまま書いてください。"))
    elif example and not said.get("why"):
        said["why"] = texts[example]
    return said, wrong
