"""異動表: the list of moves as a spreadsheet, taken out with everybody in it, brought back with who moves."""

from kyodo_portal.common.japanese.numbers import small_int
from kyodo_portal.common.lists.returned import Problem, returned_rows
from partners.directory.staff_invitations import offices_today

from .moves import etag_of_place, held_by

MARK, WHO, MAIL, WHERE, GOES, TO, TAKER, MATTERS = (
    "行の番号", "名前", "メール", "いまの課", "動く（○）", "新しい課", "案件の後任（メール）", "案件",
)  # fmt: skip
HEADER = (MARK, WHO, MAIL, WHERE, GOES, TO, TAKER, MATTERS)
NEEDED = (MARK, GOES, TO, TAKER)
YES = ("○", "〇", "◯", "はい", "x", "1")


def rows_of(memberships, on):
    """The rows of the table that goes out. Six queries."""
    memberships = list(memberships)
    held = held_by(memberships, on)
    for row in memberships:
        known = held.handovers[row.pk]
        taker = known.taker.email if known is not None and known.taker else ""
        goes = "○" if row.until else ""
        yield (row.pk, str(row.user), row.user.email, row.partner.name, goes, held.goes_to[row.pk], taker, held.matters[row.pk])


def read_table(content):
    """[(row number, {heading: text})] of who moves, of a file that came back; ValidationError where it is none of ours."""
    return returned_rows(content, NEEDED, (GOES,))


def typed_of(rows, memberships, people):
    """({name of a box: value} for MoveForm, [Problem]) of a table's rows. memberships: {key: Membership}; people: {office: [User]}."""
    known = {row.name: row for row in offices_today()}
    arriving = {}
    for _, row in rows:
        if row[TO] in known and (one := memberships.get(small_int(row[MARK]))):
            arriving.setdefault(known[row[TO]].pk, []).append(one.user)
    people = {office: [*people.get(office, ()), *arriving.get(office, ())] for office in {*people, *arriving}}
    data, problems, seen = {}, [], set()
    for number, row in rows:
        one = memberships.get(small_int(row[MARK]))
        if one is None or one.pk in seen:
            text = "この番号が2つあります。1つにしてください。" if one else "この番号の人は、その日にはいません。"
            problems.append(Problem(number, MARK, text))
            continue
        seen.add(one.pk)
        problems += [Problem(number, heading, text) for heading, text in _row(row, one, known, people, data)]
    return data, problems


def _row(row, membership, known, people, data):
    """Puts one row into `data`; yields what cannot be read of it."""
    key = membership.pk
    if row[GOES] not in YES:
        yield GOES, "動く人には○を、動かない人は空にしてください。"
    data |= {f"go-{key}": "on", f"to-{key}": "", f"taker-{key}": "", f"etag-{key}": etag_of_place(membership)}
    if row[TO] and row[TO] not in known:
        yield TO, f"「{row[TO][:40]}」という課はありません。課の名前を、そのまま書いてください。"
    elif row[TO]:
        data[f"to-{key}"] = str(known[row[TO]].pk)
    there = {user.email.lower(): user for user in people.get(membership.partner_id, ())}
    if row[TAKER] and row[TAKER].lower() not in there:
        yield TAKER, f"「{row[TAKER][:60]}」の人は、その日にこの課にいません。先に招待するか、空にしてください。"
    elif row[TAKER]:
        data[f"taker-{key}"] = str(there[row[TAKER].lower()].pk)
