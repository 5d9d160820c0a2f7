"""`[[図：種類｜題]]` and the Markdown list below it, as a drawing with the list as its words.

A list that does not fit its drawing is shown as a list alone: what somebody wrote never breaks the page.
"""

import re
from dataclasses import dataclass

from kyodo_portal.common.drawing import diagrams, figures
from kyodo_portal.common.phases import PHASES
from kyodo_portal.common.text import markdown

_NAME = re.compile(r"図[：:]([^｜|]{1,10})(?:[｜|](.*))?")
_ENTRY = re.compile(r"[ \t]*\r?\n {0,3}(?:[-*+]|\d{1,3}[.)])[ \t]+([^\n]*)")
_BLANK = re.compile(r"(?:[ \t]*\r?\n)*?(?=[ \t]*\r?\n {0,3}(?:[-*+]|\d{1,3}[.)])[ \t])")
LONGEST = 60  # characters of one entry's name; the list has the rest


@dataclass(frozen=True)
class Drawing:
    """One marker with its list: `end` is where the text goes on behind it."""

    kind: str
    title: str
    lines: tuple
    end: int

    @property
    def entries(self):
        """[(name, words)] of the list's lines, without marks of Markdown."""
        pairs = (re.split("[：:]", line, maxsplit=1) for line in self.lines)
        return [
            (markdown.plain_text(pair[0], LONGEST), markdown.plain_text(pair[1], LONGEST) if pair[1:] else "") for pair in pairs
        ]

    @property
    def axes(self):
        return [word.strip() for word in self.title.split("・")]

    @property
    def caption(self):
        """What stands below the drawing."""
        if self.kind == "PDCA":
            return f"{'・'.join(PHASES.values())}の輪"
        if self.kind == "地図" and len(self.axes) == 4:
            return "左が{}、右が{}、下が{}、上が{}".format(*self.axes)
        return self.title

    def svg(self, name):
        """The drawing; "" where the list does not fit it."""
        return KINDS[self.kind](self, name)

    def words(self, ruby):
        """The same in words: the list as written; for a map, where each name stands."""
        if self.kind == "PDCA":
            return markdown.render("\n".join(f"1. {label}（{code.capitalize()}）" for code, label in PHASES.items()))
        lines = self.lines
        if self.kind == "地図" and self.svg("words"):
            lines = [f"{name}：{figures.place_words(self.axes, x, y)}" for name, x, y in figures.places(self.entries)]
        return markdown.render("\n".join(f"- {line}" for line in lines), ruby=ruby)


KINDS = {
    "輪": lambda it, name: diagrams.role_map([label for label, _ in it.entries], it.title, name),
    "流れ": lambda it, name: (
        diagrams.flow([label for label, _ in it.entries], name, title=it.title) if 2 <= len(it.lines) <= 12 else ""
    ),
    "段": lambda it, name: figures.stairs(it.entries, it.title, name),
    "はしご": lambda it, name: figures.ladder(it.entries, it.title, name),
    "地図": lambda it, name: figures.chart(it.entries, it.axes, name),
    "柱": lambda it, name: figures.pillars(it.entries, it.title, name),
    "PDCA": lambda it, name: diagrams.pdca_wheel(name),
}


def drawing_at(body, marker):
    """The drawing that a marker (a match of `[[…]]` in the body) asks for; None where it asks for none."""
    match = _NAME.fullmatch(marker[1].strip())
    if not match or match[1].strip() not in KINDS:
        return None
    end, lines = marker.end(), []
    if match[1].strip() != "PDCA":
        blank = _BLANK.match(body, end)
        at = blank.end() if blank else end
        while entry := _ENTRY.match(body, at):
            lines.append(entry[1].strip())
            at = end = entry.end()
    return Drawing(match[1].strip(), markdown.plain_text((match[2] or "").strip(), 40), tuple(lines), end)
