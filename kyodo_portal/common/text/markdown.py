"""Markdown that people write in the portal, as HTML that is safe to show.

CommonMark without raw HTML, with tables, with ruby `{漢字|かんじ}`, and with emphasis that works beside Japanese
brackets. Whatever comes out passes an allow-list once more.
"""

import html
import re

import nh3
from django.utils.safestring import mark_safe

from .markdown_parser import BAR, PARSER, RUBY, is_east_asian

MAX_LENGTH = 50_000  # characters; the rest is left out and said to be
_TAGS = {
    "p",
    "br",
    "hr",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "li",
    "strong",
    "em",
    "code",
    "pre",
    "blockquote",
    "a",
    "img",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "wbr",
    "ruby",
    "rt",
    "rp",
}
_ATTRIBUTES = {"a": {"href", "title"}, "img": {"src", "alt", "title"}, "ol": {"start"}}
_HEADING = re.compile(r"h([1-6])")
# Pictures come from this portal's own shelves only: another host would learn who reads here, another page of ours might act.
_PICTURE = re.compile(r"/(?:guidelines/pictures/\d{1,12}/|static/[\w./-]{1,200})")
_TABLE = re.compile(r"<table>\s*<thead>(.*?)</thead>", re.DOTALL)
_NO_WORDS = "（絵の説明がないため、絵を出していません。）"


def render(text, *, ruby=True, heading_level=2):
    """Safe HTML. `heading_level` is what a first-level heading becomes; without `ruby` the readings are left out."""
    text, cut = str(text or ""), ""
    if len(text) > MAX_LENGTH:
        text, cut = text[:MAX_LENGTH], "<p>（長いので、ここまでを表示しています。）</p>"
    tokens = PARSER.parse(_shallow(RUBY.sub(rf"{{\1{BAR}\2}}", text)))
    _rework(tokens, ruby, heading_level)
    dirty = PARSER.renderer.render(tokens, PARSER.options, {}).replace(BAR, "|")
    clean = nh3.clean(
        dirty,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="nofollow noopener",
        clean_content_tags={"script", "style"},
    )
    clean = clean.replace("<th></th>", "<td></td>")  # the corner of a table is no heading
    clean = _TABLE.sub(_scrolled, clean)
    return mark_safe(clean.replace("</table>", "</table></div>") + cut)


def plain_text(text, length=120):
    """The words alone on one line, cut at `length` characters; for cards, feeds and descriptions."""
    text = RUBY.sub(r"\1", str(text or "")[: length * 20])
    inline = re.sub(r"</?(?:strong|em|a|code)\b[^>]*>", "", PARSER.render(_shallow(text)))
    stripped = html.unescape(re.sub(r"<[^>]*>", " ", inline))
    words = " ".join(stripped.split())
    return words if len(words) <= length else words[: length - 1] + "…"


def _shallow(text):
    """Markers of quotes and lists nested deeper than eight are dropped: nobody reads them, and they cost time."""
    return re.sub(r"(?m)^([ \t]*(?:>[ \t]?){8})[> \t]+", r"\1", text)


def _rework(tokens, ruby, heading_level):
    for before, token in zip([None, *tokens], tokens, strict=False):
        heading = _HEADING.fullmatch(token.tag)
        if heading:
            token.tag = f"h{min(6, int(heading[1]) + heading_level - 1)}"
        _join_lines(token.children or ())
        for child in token.children or ():
            if child.type == "text" and before is not None and before.type == "heading_open":
                child.type = "phrased"
            if child.type == "ruby" and not ruby:
                child.type, child.content = "text", child.meta["base"]
            elif child.type == "image":
                _show_or_say(child)


def _scrolled(match):
    """A table in a box that scrolls by keyboard too, named by the words of its head, so that several can be told apart."""
    cells = [
        " ".join(html.unescape(re.sub(r"<rp>.*?</rp>|<rt>.*?</rt>|<[^>]*>", "", cell)).split())
        for cell in match[1].split("</th>")
    ]
    name = html.escape("・".join(["表", *filter(None, cells)])[:80])
    return f'<div class="kp-scroll" tabindex="0" role="region" aria-label="{name}"><table class="kp-table">\n<thead>{match[1]}</thead>'


def _show_or_say(image):
    """A picture of ours with words for those who do not see it is shown; otherwise its words stand there, or that it has none."""
    if _PICTURE.fullmatch(str(image.attrs.get("src", ""))) and image.content.strip():
        return
    image.type, image.children, image.content = "text", None, image.content.strip() or _NO_WORDS


def _join_lines(children):
    """A line break inside a paragraph becomes nothing between Japanese characters: browsers would show it as a gap."""
    before, breaks = " ", []
    for child in children:
        if child.type == "softbreak":
            breaks.append(child)
        elif child.content:
            if is_east_asian(before) and is_east_asian(child.content[0]):
                for line_break in breaks:
                    line_break.type = "text"
            before, breaks = child.content[-1], []
