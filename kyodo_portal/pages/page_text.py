"""What a public page says, out of its markup: its heading, its first sentence, and every text between its tags."""

from html.parser import HTMLParser
from typing import NamedTuple

# Tags within a line: what stands before and behind them reads on.
INLINE = {
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "em", "i", "kbd", "mark", "rb", "rp", "rt", "ruby", "s", "small", "span", "strong",
    "sub", "sup", "time", "u", "wbr", "label", "svg", "use", "path", "title",
}  # fmt: skip
VOID = {"br", "hr", "img", "input", "wbr", "meta", "link", "source", "col"}
# Attributes of what is not part of the page's own words: true at the moment of reading alone, or the same on many pages.
UNSAID = {"data-now", "data-repeated"}
QUIET = "quiet"  # stands for an element with one of them
SILENT = {"script", "style", "template", "noscript", QUIET}
READING = {"rt", "rp"}


class PageText(NamedTuple):
    """`blocks`: the texts of the page's own part, one for each paragraph, cell or entry; `readings`: those that have readings above
    kanji once more, with them.
    """

    title: str
    lead: str
    blocks: list[str]
    readings: list[str]


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.depth, self.tags = 0, []
        self.headings, self.leads = [], []
        self.blocks, self.readings, self.plain, self.full = [], [], [], []

    def end_block(self):
        plain, full = " ".join("".join(self.plain).split()), " ".join("".join(self.full).split())
        if plain:
            self.blocks.append(plain)
            if full != plain:
                self.readings.append(full)
            if "h1" in self.tags:
                self.headings.append(plain)
            elif "p" in self.tags and len(plain) > 15:
                self.leads.append(plain)
        self.plain, self.full = [], []

    def handle_starttag(self, tag, attrs):
        if tag == "main":
            self.depth += 1
        if not self.depth:
            return
        if tag not in INLINE:
            self.end_block()
        if tag not in VOID:
            self.tags.append(tag)
        told = dict(attrs)
        if UNSAID.intersection(told) and tag not in VOID:
            self.tags.append(QUIET)
        if tag == "img" and told.get("alt"):
            self.blocks.append(told["alt"])

    def handle_endtag(self, tag):
        if not self.depth:
            return
        if tag not in INLINE:
            self.end_block()
        if tag in self.tags:
            while self.tags and self.tags.pop() != tag:
                pass
        if tag == "main":
            self.depth -= 1

    def handle_data(self, text):
        if not self.depth or SILENT.intersection(self.tags):
            return
        self.full.append(text)
        if not READING.intersection(self.tags):
            self.plain.append(text)


def page_text(html):
    """The PageText of a whole page as the portal answers it."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.end_block()
    return PageText(
        title="".join(reader.headings[:1]),
        lead="".join(reader.leads[:1]),
        blocks=list(dict.fromkeys(reader.blocks)),
        readings=list(dict.fromkeys(reader.readings)),
    )
