"""The marks ｛…｝ of a template: which are in it, what is wrong with them, and the text once they are filled in.

Whatever stands for a mark is text and nothing else: it is not read for marks again, and pages escape it like all that people type.
"""

import re

from kyodo_portal.common.japanese.dates import wareki

GOES_ON = "　"  # what a line begins with that belongs to the one before it
MARK = re.compile(r"｛([^｛｝\n]*)｝")


def problems_of(text, known):
    """[str]: a sentence for each mark that is not known, and for braces that are no mark."""
    found = [
        f"｛{name}｝は、この手続きで使えるしるしにありません。使えるのは、{'、'.join(f'｛{mark}｝' for mark in known)}です。"
        for name in dict.fromkeys(MARK.findall(text))
        if name not in known
    ]
    if any(brace in MARK.sub("", text) for brace in "｛｝"):
        found.append("｛ と ｝ が、組になっていません。しるしは ｛団体名｝ のように、同じ行の中に書いてください。")
    if any(brace in text for brace in "{}"):
        found.append("半角の { } は使えません。しるしは、全角の ｛ ｝ で書いてください。")
    return found


def filled(text, values):
    """The text with `values` {mark: str} in place of its marks.

    A line whose marks all stand for nothing is left out, so that one template serves a decision with a condition and one without.
    What takes several lines goes on behind a space, by which pages know that it belongs to the same item.
    """
    lines = []
    for line in text.splitlines():
        marks = MARK.findall(line)
        if marks and not any(values.get(name, "") for name in marks):
            continue
        lines.append(MARK.sub(lambda mark: f"\n{GOES_ON}".join(values.get(mark[1], "").split("\n")), line))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def day_in_words(day):
    """A day (or None) as letters write it: 令和8年10月1日; "" for none."""
    return wareki(day) if day else ""
