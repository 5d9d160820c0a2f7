"""Which row of a table that comes in holds the headings, and what each column means: guesses, which somebody looks at.

Titles stand above the headings, and headings in two lines (連絡先 over 電話 and 住所). A heading of two lines is read as 連絡先／電話.
"""

import re

from django.core.exceptions import ValidationError

from kyodo_portal.common.own_words import own_words

from .incoming import HEAD_WITHIN, NOT_WORKED_OUT
from .search import fold

UNUSED = ""
BETWEEN = "／"  # the two lines of a heading
_DITTO = re.compile('[〃″”"〻仝]|(?:同|仝)[上じ]')  # what means: as above
_BROKEN = re.compile(r"#(?:N/A|REF!|VALUE!|NAME\?|DIV/0!|NULL!|NUM!|SPILL!|CALC!)|#{3,}|" + NOT_WORKED_OUT)
IS_BROKEN = "計算がうまくいっていないセルです。空で入れます"
_IN_BRACKETS = re.compile(r"[(（\[【〔][^)）\]】〕]*[)）\]】〕]")
_DIVIDED = re.compile(r"[、，,／/;；\n]|(?:および|及び|並びに)")


def plain(heading):
    """A heading without what only decorates it: blanks, brackets, marks."""
    return re.sub(r"[()（）\[\]【】〔〕:：※*＊・。.／/\s]", "", fold(heading))


def _joined(upper, lower):
    """[heading] of two lines: what stands above goes on to the right as long as the lower line says something."""
    made, above = [], ""
    for up, low in zip(upper, lower, strict=True):
        above = up or (above if low else "")
        made.append(low if low == above or not above else f"{above}{BETWEEN}{low}" if low else above)
    return made


def several(text):
    """The words of a cell that holds several, in their order, each once."""
    return list(dict.fromkeys(part.strip() for part in _DIVIDED.split(text) if part.strip()))


def is_broken(text):
    """Whether a spreadsheet wrote this instead of a value: #N/A, #REF!, ####."""
    return bool(_BROKEN.fullmatch(text))


class Headings:
    """The targets that the columns of one sort of table can have.

    targets: {target: (what the page calls it, the words of headings that mean it)}. many: targets of several columns. unread:
    a pattern of headings under which stands what is never kept. otherwise(heading): the target of a heading that no word names.
    """

    def __init__(self, targets, *, many=(), unread=None, otherwise=None):
        self.targets, self.many, self._unread, self._otherwise = targets, many, unread, otherwise
        said = [(word, target) for target, (label, words) in targets.items() for word in (label, *words.split())]
        # A village's own tables say 村の負担 and 区名 for what others call 市の負担 and 町内会名.
        self._means = {plain(own_words(word)): target for word, target in said} | {plain(word): target for word, target in said}

    def is_unread(self, heading):
        """Whether a column holds what is never kept."""
        return bool(self._unread and self._unread.search(fold(heading)))

    def means(self, heading):
        """The target whose word this heading is, "" where it is none; of a heading in two lines the lower one says it too, and one with
        something in brackets (団体名（正式名称）) what stands before them."""
        lines = [heading] if BETWEEN not in heading else [heading, heading.rsplit(BETWEEN, 1)[1]]
        for line in map(plain, [*lines, *(_IN_BRACKETS.sub("", line) for line in lines)]):
            if found := self._means.get(line) or (self._means.get(line.removesuffix("円")) if line.endswith("円") else None):
                return found
        return UNUSED

    def head_of(self, rows):
        """The index of the last row of the headings: among the first rows the one with the most known headings, then the most words."""
        first = range(len(rows[:HEAD_WITHIN]))
        known = [(sum(map(bool, map(self.means, self.headings_at(rows, place)))), sum(map(bool, rows[place]))) for place in first]
        return max(first, key=lambda place: (*known[place], -place))

    def headings_at(self, rows, head):
        """[heading] of the row `head` (from 0), with the line above it where that is the upper one of the same headings."""
        lower = rows[head]
        if not head or not self._are_two_lines(rows[head - 1], lower):
            return list(lower)
        return _joined(rows[head - 1], lower)

    def table_at(self, rows, head):
        """(headings, [(index, [text])]): the rows below the headings that say anything. 〃 and 同上 are what stands above them; headings
        that are printed again on every sheet of paper are no row."""
        again, above, made = [rows[head], rows[head - 1] if head else rows[head]], [""] * len(rows[head]), []
        for index, row in enumerate(rows[head + 1 :], start=head + 1):
            if not any(row) or (row in again and sum(map(bool, row)) > 1):
                continue
            row = [up if up and _DITTO.fullmatch(text) else text for text, up in zip(row, above, strict=True)]
            above = [text or up for text, up in zip(row, above, strict=True)]
            made.append((index, row))
        return self.headings_at(rows, head), made

    def place_in(self, sheets):
        """(sheet, row) of the headings: of the sheet whose first rows hold the most known ones; of several the first."""
        heads = [self.head_of(rows) for _, rows in sheets]
        known = [
            sum(map(bool, map(self.means, self.headings_at(rows, head)))) for (_, rows), head in zip(sheets, heads, strict=True)
        ]
        sheet = known.index(max(known))
        return sheet, heads[sheet]

    def _are_two_lines(self, upper, lower):
        fresh = [(up, low, both) for up, low, both in zip(upper, lower, _joined(upper, lower), strict=True) if low and low != up]
        known = [low for _, low, both in fresh if self.means(low) or (BETWEEN in both and self.means(both))]
        over = [up for up, *_ in fresh if up]
        headed = sum(map(bool, upper))
        return bool(known) and headed > 1 and (len(known) == len(fresh) or len(over) * 2 <= headed)

    def guessed(self, headings, remembered=None):
        """[[heading, target]]: as a former table with the same heading was matched, otherwise by the words; each target once."""
        made, taken = [], set()
        for heading in headings:
            target = (remembered or {}).get(heading)
            if target is None:
                target = self.means(heading) or (self._otherwise(heading) if self._otherwise and heading else UNUSED)
            if self.is_unread(heading) or (target in taken and target not in self.many):
                target = UNUSED
            taken.add(target)
            made.append([heading, target])
        return made

    def doubled(self, chosen):
        """What the page calls the first target that is chosen for two columns and may be one column's only; "" where none is."""
        twice = (target for target in self.targets if target not in self.many and chosen.count(target) > 1)
        return next((self.targets[target][0] for target in twice), "")

    def refuse(self, chosen, must):
        """ValidationError where the columns cannot mean this: an unknown target, none for `must`, one target of two columns."""
        if not all(target in self.targets or target == UNUSED for target in chosen):
            raise ValidationError("列の合わせ方を、並んでいるものから選び直してください。")
        if must not in chosen:
            raise ValidationError(f"「{self.targets[must][0]}」の列を、1つ選んでください。")
        if twice := self.doubled(chosen):
            raise ValidationError(f"「{twice}」を2つの列に選んでいます。1つにしてください。")

    def guess(self, table, last):
        """Write into a table what its columns probably mean; last: the one before it that was taken in, or None."""
        known = {heading: target for heading, target in last.columns if target} if last else {}
        table.columns = self.guessed(self.headings_at(table.sheets[table.sheet][1], table.head), known)


def refuse_head(table, sheet, head):
    """ValidationError where the table has no such sheet or no such row."""
    if not 0 <= sheet < len(table.sheets) or not 0 <= head < len(table.sheets[sheet][1]):
        raise ValidationError("見出しの行を、並んでいるものから選んでください。")
