"""An old table as rows of a list: what each line would become, and what the secretariat should look at first. Nothing here writes."""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError

from guidelines.models import FormCode
from kyodo_portal.common.forms.validators import clean_text
from kyodo_portal.common.japanese.numbers import clean_whole
from kyodo_portal.common.lists.headings import IS_BROKEN, is_broken, several
from partners.directory.kind import looks_like_a_person, may_be_a_person
from partners.directory.kind_words import kind_guessed
from partners.models import PartnerKind

from .models import Counted, SnapshotRow
from .old_words import HEADINGS, TARGETS

LONGEST_TITLE = SnapshotRow._meta.get_field("title").max_length
LONGEST_OFFICE = SnapshotRow._meta.get_field("office").max_length
LONGEST_FORM = SnapshotRow._meta.get_field("form_words").max_length
LONGEST_NUMBER = SnapshotRow._meta.get_field("number").max_length
MOST_PEOPLE = 2_000_000_000
SUMS = ("計", "合計", "小計", "総計", "総合計", "件数")
MONEY = {"city_cost": ("city_cost", 1), "city_cost_k": ("city_cost", 1_000), "group_cost": ("group_cost", 1)}


@dataclass
class Line:
    """One line of the table. `out`: why it cannot be a row, "" where it can; `look`: what should be looked at."""

    index: int  # of the row in the sheet, from 0
    row: SnapshotRow
    out: str = ""
    look: list = field(default_factory=list)

    @property
    def number(self):
        """The row as a spreadsheet counts it."""
        return self.index + 1


def table_of(old):
    """(headings, [(index, [text])]): the rows below the headings that say anything."""
    return HEADINGS.table_at(old.sheets[old.sheet][1], old.head)


def words_found(old):
    """{"form": [word], "kind": [word]}: every word that needs a code, in the order of the table."""
    _, rows = table_of(old)
    found = {"form": {}, "kind": {}}
    for _, cells in rows:
        for place, (heading, target) in enumerate(old.columns):
            text = cells[place]
            part = {"form": "form", "also": "form", "mark_form": "form", "kind": "kind", "mark_kind": "kind"}.get(target)
            if part and text:
                words = [heading] if target.startswith("mark") else several(text)
                found[part].update(dict.fromkeys(words))
    return {part: list(words) for part, words in found.items()}


def lines_of(old):
    """[Line] of everything below the headings, in the order of the table."""
    _, rows = table_of(old)
    lines, seen = [], {}
    for index, cells in rows:
        line = _line(old, index, cells)
        same = seen.setdefault(_same(line.row), line.number)
        if not line.out and same != line.number:
            line.look.append(f"{same}行目と同じ行です")
        lines.append(line)
    return lines


def rows_of(old, lines):
    """The SnapshotRow of the lines that are taken in, numbered."""
    out = set(old.left_out)
    rows = [line.row for line in lines if not line.out and line.index not in out]
    for order, row in enumerate(rows, start=1):
        row.order = order
    return rows


def _same(row):
    return (row.title, row.partners, row.office, tuple(row.form_codes), row.city_cost, row.number)


def _line(old, index, cells):
    read = {target: [] for target in TARGETS}
    extra, broken = {}, []
    for place, (heading, target) in enumerate(old.columns):
        text = cells[place]
        if not target or not text or HEADINGS.is_unread(heading):
            continue
        if is_broken(text):
            broken.append(f"{heading}「{text[:12]}」：{IS_BROKEN}")
        elif target == "extra":
            extra[heading] = text
        else:
            read[target].append(heading if target.startswith("mark") else text)
    first = {target: texts[0] if texts else "" for target, texts in read.items()}
    if first["content"]:
        extra = {"内容": first["content"], **extra}
    line = Line(index, SnapshotRow(source=SnapshotRow.Source.LIST, title=first["title"].replace("\n", " "), extra=extra))
    line.look += broken
    _read_title(line)
    _read_partners(line, old, read)
    _read_forms(line, old, read)
    _read_numbers(line, first)
    line.row.office = _short(line, "担当課", first["office"], LONGEST_OFFICE)
    line.row.number = _short(line, "番号", first["number"], LONGEST_NUMBER)
    line.row.fields = [word for text in read["field"] for word in several(text)]
    line.row.areas = [word for text in read["area"] for word in several(text)]
    return line


def _read_title(line):
    title = line.row.title
    if not title:
        line.out = "名前がありません"
    elif title.replace(" ", "").replace("　", "") in SUMS:
        line.out = "合計の行です"
    elif len(title) > LONGEST_TITLE:
        line.out = f"名前が{LONGEST_TITLE}字をこえています"
    else:
        try:
            line.row.title = clean_text(title, item="名前")
        except ValidationError as error:
            line.out = error.messages[0].rstrip("。")


def _short(line, what, text, longest):
    text = text.replace("\n", " ")
    if len(text) > longest:
        line.look.append(f"{what}が長いので、{longest}字までにします")
    return text[:longest]


def _read_partners(line, old, read):
    """Names in their order; a private person is no name, whatever else stands in the cell."""
    words = old.words.get("kind", {})
    kinds = [words[word] for text in read["kind"] for word in several(text) if words.get(word)]
    kinds += [words[word] for word in read["mark_kind"] if words.get(word)]
    names = [name for text in read["partners"] for name in several(text)]
    only_persons = bool(kinds) and set(kinds) == {PartnerKind.CITIZEN}
    shown = []
    for name in names:
        if only_persons or looks_like_a_person(name):
            shown.append(PartnerKind.CITIZEN.label)
            kinds.append(str(PartnerKind.CITIZEN))
            line.look.append(f"人の名のようなので、「{PartnerKind.CITIZEN.label}」として入れます") if not only_persons else None
        else:
            shown.append(name)
            if not read["kind"] and not read["mark_kind"]:
                guessed = kind_guessed(name)
                kinds.append(guessed or str(PartnerKind.OTHER))
                if not guessed and may_be_a_person(name):
                    says = f"個人なら、表で「{PartnerKind.CITIZEN.label}」にしてください"
                    line.look.append(f"相手の「{name[:20]}」は、人の名かもしれません。{says}")
    if not names:
        line.look.append("相手がありません")
    line.row.partners = "、".join(dict.fromkeys(shown))
    line.row.partner_kinds = [kind for kind in PartnerKind.values if kind in set(kinds)]


def _read_forms(line, old, read):
    words, counted = old.words.get("form", {}), old.words.get("counted", {})
    said = [word for text in read["form"] for word in several(text)] + read["mark_form"]
    also = [word for text in read["also"] for word in several(text)]
    codes = [words[word] for word in (*said, *also) if words.get(word)]
    if not codes:
        line.look.append("形態がありません。「その他」として入れます")
    row = line.row
    row.form_code = codes[0] if codes else str(FormCode.OTHER)
    row.form_codes = [code for code in FormCode.values if code in {*codes, row.form_code}]
    row.form_words = said[0][:LONGEST_FORM] if said else ""
    row.counted = counted.get(said[0], Counted.MATTER) if said else Counted.MATTER


def _read_numbers(line, first):
    for target, (column, times) in MONEY.items():
        text = first[target].removesuffix("千円") if times > 1 else first[target]
        if text and (value := _whole(line, TARGETS[target][0], text, "円")) is not None:
            setattr(line.row, column, value * times)
    if first["people"]:
        line.row.people = _whole(line, "参加した人数", first["people"], "人", most=MOST_PEOPLE)


def _whole(line, item, text, unit, most=10**12):
    """A whole number as people write it; None, with a word to look at, for what is none."""
    try:
        return int(clean_whole(text, item=item, unit=unit, most=most))
    except ValidationError:
        line.look.append(f"{item}「{text[:20]}」は数として読めません。空で入れます")
        return None
