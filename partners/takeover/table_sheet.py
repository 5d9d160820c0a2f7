"""The table of April as a spreadsheet: taken out with every group in it, brought back with who comes."""

from kyodo_portal.common.japanese.numbers import small_int
from kyodo_portal.common.lists.returned import Problem, returned_rows

from .table_presenters import NEW, SAME, known_of

KEY, GROUP, IN_PORTAL, NAMED, STATE, HOW, NAME, MAIL = (
    "団体の番号", "団体", "いまの代表（ポータル）", "いまの代表者（名簿）", "ようす", "どうするか（代わる／続ける）", "新しい代表者の名前",
    "新しい代表者のメール",
)  # fmt: skip
HEADER = (KEY, GROUP, IN_PORTAL, NAMED, STATE, HOW, NAME, MAIL)
NEEDED = (KEY, HOW, NAME, MAIL)
WORDS = {
    **dict.fromkeys("代わる かわる 代る 交代 交替 変わる 変更 新任 新規".split(), NEW),
    **dict.fromkeys("続ける 続く 続投 継続 同じ 留任 再任 重任 変わらない 変更なし そのまま".split(), SAME),
}


def rows_of(partners, on):
    """The rows of the table that goes out. Two queries."""
    partners = list(partners)
    known = known_of(partners, on)
    for partner in partners:
        people, takeover = known[partner.pk]
        yield (partner.pk, partner.name, "、".join(people), partner.representative, state_of(takeover), "", "", "")


def state_of(takeover):
    """What is known of a group's turn, in words."""
    if takeover is None:
        return ""
    if takeover.way == takeover.Way.SAME:
        return "同じ人が続ける"
    if takeover.is_doubted:
        return "「違う」と知らせがあった"
    return "返事待ち" if takeover.is_waiting else "代わった"


def read_sheet(content):
    """[(row number, {heading: text})] of the rows in which something was written; ValidationError for a file that is none of ours."""
    return returned_rows(content, NEEDED, (HOW, NAME, MAIL))


def typed_of(rows, partners):
    """({name of a box: value} for TableForm, [Problem]) of a sheet's rows. partners: {key: Partner} of all that may stand in it."""
    data, problems, seen = {}, [], set()
    for number, row in rows:
        key = small_int(row[KEY])
        if key not in partners or key in seen:
            text = "この番号が2つあります。1つにしてください。" if key in seen else "この番号の団体は、名簿にありません。"
            problems.append(Problem(number, KEY, text))
            continue
        seen.add(key)
        if row[HOW] and row[HOW] not in WORDS:
            problems.append(Problem(number, HOW, "「代わる」か「続ける」と書いてください。"))
            continue
        how = WORDS.get(row[HOW], NEW)
        data |= {f"how_{key}": how, f"name_{key}": row[NAME], f"email_{key}": row[MAIL]}
    return data, problems
