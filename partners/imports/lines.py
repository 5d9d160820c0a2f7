"""A city's list as groups: what each line would become, and what the secretariat should look at first. Nothing here writes."""

import re
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError

from kyodo_portal.common.city import the_city
from kyodo_portal.common.forms.validators import clean_text
from kyodo_portal.common.japanese.date_reading import day_of_serial
from kyodo_portal.common.japanese.numbers import NOTHING, Counted, small_int
from kyodo_portal.common.japanese.telephone import with_area_code, with_its_zero
from kyodo_portal.common.japanese.width import DASHES, to_half
from kyodo_portal.common.lists.headings import IS_BROKEN, is_broken, several
from kyodo_portal.common.lists.incoming import unshielded
from kyodo_portal.common.lists.search import fold
from kyodo_portal.common.lists.table_pages import OUT
from kyodo_portal.common.templatetags.kyodo import jdate
from partners.directory.kind import MembersUnit, PartnerKind, looks_like_a_person
from partners.directory.kind_words import kind_guessed
from partners.directory.models import Partner
from partners.directory.payload import READERS
from partners.directory.reference_models import Area, Field
from partners.directory.schema import ITEMS, LABELS, Kind
from partners.directory.similar import Known, core_of, digits_of
from partners.directory.standing import Standing

from .words import HEADINGS, OWN, WORDS

NEW, JOIN = "new", "join"
TAGS, COUNT = ("fields", "areas"), "members_count"
PLAIN = tuple(name for name in WORDS if name not in (*TAGS, "name", "kind"))
SUMS = ("計", "合計", "小計", "総計", "以上", "件数")
_SUM = re.compile("(?:(?:合|小|総|累)?計|以上)[:：]?[0-9０-９,，]+(?:団体|件|人|名|世帯)?")
# What divides a list or stands below it, where nothing else stands in the row: 【東地区】, ■福祉, 南部地区, ※4月1日現在, （注）…
_BETWEEN = re.compile(
    r"[【〔<＜《\[［■●◆○◎▼▽※＊*].*|[(（]?注[)）\d：:].*|.*(?:地区|区域|ブロック|方面|圏域|分野|関係|の部)[】〕]?"
)
_SAYS_NO = re.compile("非公開|公開(?:不可|しない)|未公開")
LONGEST_NAME = Partner._meta.get_field("name").max_length
NEVER = (Standing.DECLINED, Standing.WITHDRAWN)  # applications that came to nothing
_POSTAL = re.compile(r"^〒?\s*([0-9]{3}-?[0-9]{4})\s+")
_BARE = re.compile(r"[0-9０-９]\s*\Z")  # a number without a unit
_ONE_NUMBER = re.compile(r"0\d{1,4}-\d{1,4}-\d{4}")
_BETWEEN_NUMBERS = re.compile(r"[、，,;；\n]|\s{2,}|(?<=[0-9)）])\s*[/／・]\s*")


@dataclass
class Line:
    """One line of the list. `out`: why it cannot be taken in, "" where it can; `look`: what should be looked at."""

    index: int  # of the row in the sheet, from 0
    name: str
    values: dict = field(default_factory=dict)  # {column of Partner: cleaned value}; of `fields` and `areas` lists of rows
    kind_said: bool = False  # the list says the kind; otherwise it is guessed by the name
    own: Partner | None = None  # the body whose number the line names
    similar: list = field(default_factory=list)
    out: str = ""
    look: list = field(default_factory=list)
    unknown: list = field(default_factory=list)  # [(item, word)] of 分野 and 地域 that there are none of: said once for all lines
    choice: str = NEW  # what is done where nobody says otherwise

    @property
    def number(self):
        """The row as a spreadsheet counts it."""
        return self.index + 1

    @property
    def choices(self):
        """[(code, words)] of what can be done with the line."""
        bodies = [self.own] if self.own else [one.partner for one in self.similar]
        verb = "直す" if self.own else "つなぐ"
        joins = [(f"{JOIN}:{row.pk}", f"{verb}：{row.name}（{row.get_standing_display()}）") for row in bodies]
        new = "公開しない所に入れる" if self.values.get("kind") == PartnerKind.CITIZEN else "新しく入れる"
        return [*joins, *([] if self.own else [(NEW, new)]), (OUT, "入れない")]

    def body(self, code):
        """The body that a code of `choices` joins the line to; None for the others."""
        bodies = [self.own] if self.own else [one.partner for one in self.similar]
        return next((row for row in bodies if code == f"{JOIN}:{row.pk}"), None)


def table_of(run):
    """(headings, [(index, [text])]): the rows below the headings that say anything."""
    return HEADINGS.table_at(run.sheets[run.sheet][1], run.head)


def kinds_found(run):
    """[word] of every word that says a kind, in the order of the list."""
    _, rows = table_of(run)
    found = {}
    for _, cells in rows:
        for text, (heading, target) in zip(cells, run.columns, strict=True):
            if text and target in ("kind", "mark_kind"):
                found[heading if target == "mark_kind" else text] = None
    return list(found)


class Reader:
    """Reads the lines of one list, and holds each against the directory where it `compares`. Six queries for any number of lines, two
    without."""

    def __init__(self, run, *, compares=True):
        self.run = run
        self.known = None
        if compares:
            bodies = Partner.objects.filter(merged_into=None, office__in=(Partner.Office.NONE, Partner.Office.COORDINATOR))
            self.known = Known(bodies.exclude(standing__in=NEVER))
            self.bodies = {row.pk: row for row in bodies}
            self.merged = dict(Partner.objects.filter(merged_into__isnull=False).values_list("pk", "merged_into"))
        self.tags = {
            "fields": {fold(word): row for row in Field.objects.all() for word in (row.short, row.name, f"第{row.number}号")},
            "areas": {fold(row.name): row for row in Area.objects.all()},
        }

    def lines(self, only=None):
        """[Line] of everything below the headings, in the order of the list; only: of these indexes."""
        _, rows = table_of(self.run)
        made, seen = [], {}
        for index, cells in rows if only is None else [row for row in rows if row[0] in only]:
            line = self._line(index, cells)
            if not line.out:
                _look_for_the_same(line, seen)
            made.append(line)
        return made

    def _line(self, index, cells):
        read, broken = {}, []
        for text, (heading, target) in zip(cells, self.run.columns, strict=True):
            if target and text:
                if is_broken(text):
                    broken.append(f"{heading}「{text[:12]}」：{IS_BROKEN}")
                    continue
                text = _with_unit(heading, unshielded(text)) if target == COUNT else unshielded(text)
                read.setdefault(target, []).append(heading if target == "mark_kind" else text)
        first = {target: texts[0] for target, texts in read.items()}
        line = Line(index, re.sub(r"\s*\n\s*", " ", first.get("name", "")))
        self._judge_name(line, cells)
        if line.out:
            line.out = "。".join([line.out, *broken])
            return line
        line.look += broken
        if sum(map(bool, cells)) == 1 and _BETWEEN.fullmatch(line.name):
            line.look.append("ほかの欄がすべて空です。区切りの行か注のようなので、入れません")
            line.choice = OUT
        doubts = self._read_kind(line, read)
        for name in PLAIN:
            if name in first:
                self._read(line, name, first[name])
        for name in TAGS:
            self._read_tags(line, name, [word for text in read.get(name, ()) for word in several(text)])
        if self.known is not None:
            self._compare(line, first.get(OWN, ""))
        if line.own is None:  # whoever is named by its number is known to be what it is
            line.look = [*doubts, *line.look]
        return line

    @staticmethod
    def _judge_name(line, cells):
        said = ["".join(text.split()) for text in cells if text]
        if any(text in SUMS for text in said) or _SUM.fullmatch(said[0]):
            line.out = "合計の行です"
        elif not line.name:
            line.out = "団体名がありません"
        elif len(line.name) > LONGEST_NAME:
            line.out = f"団体名が{LONGEST_NAME}字をこえています"
        else:
            try:
                line.values["name"] = clean_text(line.name, item="団体名")
            except ValidationError as error:
                line.out = error.messages[0].rstrip("。")

    def _read_kind(self, line, read):
        """The kind, and [sentence] of what is doubtful about a body that the directory does not know."""
        words = self.run.words.get("kind", {})
        said = next((words[word] for word in (*read.get("kind", ()), *read.get("mark_kind", ())) if words.get(word)), "")
        line.kind_said = bool(said)
        guessed = PartnerKind.CITIZEN if looks_like_a_person(line.name) else kind_guessed(line.name)
        line.values["kind"] = said or guessed or PartnerKind.OTHER
        unknown = [] if said or guessed else ["種類がわかりません。「そのほか」として入れます"]
        person = line.values["kind"] == PartnerKind.CITIZEN
        return [*unknown, *(["人の名のようです。本人の同意があるまで、公開しない所に入れます"] if person else [])]

    def _read(self, line, name, text):
        if NOTHING.fullmatch(to_half(text).translate(DASHES).strip()) or _SAYS_NO.fullmatch(text.strip()):
            return
        if name == "address" and (postal := _POSTAL.match(to_half(text))):
            text = text[postal.end() :]
            line.values.setdefault("postal_code", postal[1].replace("-", ""))
        try:
            line.values[name] = self._cleaned(line, name, text)
        except ValidationError as error:
            plain = ITEMS[name].kind is not Kind.PHONE and getattr(error, "code", "") != "characters"
            said = "読めません" if plain else error.messages[0]
            line.look.append(f"{LABELS[name]}「{text[:30]}」：{said.rstrip('。')}。空で入れます")

    @staticmethod
    def _cleaned(line, name, text):
        item = ITEMS[name]
        parts = _numbers_in(text) if item.kind is Kind.PHONE else [text]
        if len(parts) > 1:
            line.look.append(f"{LABELS[name]}が2つ以上あるので、はじめのものを入れます")
        text = re.sub(r"\s*\n\s*", " ", parts[0]) if item.kind is not Kind.TEXT and parts else text
        if item.most and len(text) > item.most:
            line.look.append(f"{LABELS[name]}が長いので、{item.most}字までにします")
            text = text[: item.most]
        if item.kind is Kind.PHONE:
            text = with_its_zero(text)
            if whole := with_area_code(text, the_city()["phone"]):
                lacks = "はじめの0" if text.count("-") > 1 else "市外局番"
                line.look.append(f"{LABELS[name]}「{text}」に、{lacks}がありません。{whole}として入れます")
                text = whole
        if item.kind is Kind.SINCE and (day := day_of_serial(text)):
            line.look.append(f"{LABELS[name]}「{text}」は、エクセルの日付の番号です。{jdate(day)}として入れます")
            text = f"{day.year}年{day.month}月{day.day}日"
        value = READERS[item.kind](item, text)
        if name == COUNT and value is not None and text.strip()[-1:] in ("人", "名"):  # to the reader that is no unit
            return Counted.of(value, MembersUnit.PEOPLE.label)
        return value

    def _read_tags(self, line, name, words):
        known = self.tags[name]
        rows = list(dict.fromkeys(known[fold(word)] for word in words if fold(word) in known))
        line.unknown += [(LABELS[name], word[:60]) for word in words if fold(word) not in known]
        if most := ITEMS[name].most:
            rows = rows[:most]
        if rows:
            line.values[name] = rows

    def _compare(self, line, own):
        if own:
            key = small_int(own, 0)
            line.own = self.bodies.get(self.merged.get(key, key))
            if line.own is None:
                line.look.append(f"ポータルの番号「{own[:20]}」の団体がありません")
        if line.own is not None:
            line.choice = f"{JOIN}:{line.own.pk}"
            return
        line.similar = self.known.like(line.name, line.values.get("corporate_number", ""), line.values.get("phone", ""))
        for one in line.similar:
            line.look.append(f"「{one.partner.name}」（{one.partner.get_standing_display()}）は、{one.words}団体です")
        best = next((one for one in line.similar if one.is_sure or fold(one.partner.name) == fold(line.name)), None)
        if best is not None:
            line.choice = f"{JOIN}:{best.partner.pk}"


def _numbers_in(text):
    """The telephone numbers of a cell; one that a line break parts is one."""
    whole = re.sub(r"\s*\n\s*", "", text)
    if _ONE_NUMBER.fullmatch(to_half(whole).translate(DASHES)):
        return [whole]
    return [part for part in _BETWEEN_NUMBERS.split(text) if part]


def _look_for_the_same(line, seen):
    """Say that a body stands in the list twice; it is left out then, but where nothing than a name that looks alike says so.

    seen: {its name in one spelling: [(line, 法人番号, digits of the telephone, its name)]} of the lines before."""
    number, digits, name = line.values.get("corporate_number", ""), digits_of(line.values.get("phone", "")), fold(line.name)
    rows = seen.setdefault(core_of(line.name), [])
    for at, its_number, its_digits, its_name in rows:
        if number and its_number and number != its_number:
            continue
        if (its_name == name and number == its_number) or (number and number == its_number) or (digits and digits == its_digits):
            line.look.insert(0, f"同じ表の{at}行目と同じ団体です")
            line.choice = OUT
            return
    if rows and line.own is None:
        line.look.insert(0, f"同じ表の{rows[0][0]}行目と、名前がよく似ています。同じ団体なら「入れない」にしてください")
    rows.append((line.number, number, digits, name))


def _with_unit(heading, text):
    """「96」 below 「加入世帯数」 is 96世帯; whatever says its own unit stays as it is."""
    unit = next((unit for unit in MembersUnit.labels if f"{unit}数" in heading or heading.endswith(unit)), "")
    return f"{text.strip()}{unit}" if _BARE.search(text) else text


def changes_to(body, line, published=()):
    """{column: new value} of what the line changes of a body. Whoever is named by its number is put right, of others only what is
    empty is filled, and nothing that a consent would publish at once (`published`: names of columns). A number of members that says
    no unit is one of what the body is counted in already."""
    changed = {}
    for name, value in line.values.items():
        now = list(getattr(body, name).all()) if name in TAGS else getattr(body, name)
        if name == COUNT and value is not None and now is not None:
            value = Counted.of(value, value.unit or body.get_members_unit_display())
            now = f"{now}{body.get_members_unit_display()}"
        if line.own is not None and (name != "kind" or line.kind_said):
            said = value.written if name == COUNT and value is not None else str(value)
            differs = set(now) != set(value) if name in TAGS else value not in ("", None) and str(now) != said
        else:
            differs = name not in ("name", "kind", *published) and now in ("", None, []) and value not in ("", None, [])
        if differs:
            changed[name] = value
    return changed
