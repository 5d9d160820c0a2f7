"""Markdown that people write in the portal, as HTML that is safe to show.

CommonMark without raw HTML, with tables, with ruby `{漢字|かんじ}`, and with emphasis that works beside Japanese
brackets. Whatever comes out passes an allow-list once more.
"""

import html
import re

import nh3
from django.utils.safestring import mark_safe
from markdown_it import MarkdownIt
from markdown_it.rules_inline.state_inline import Delimiter, StateInline

from kyodo_portal.common.japanese.line_breaking import phrases

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
_RUBY = re.compile(r"\{([^{}|\n]{1,60})\|([^{}\n]{1,120})\}")
# While a text is parsed, the bar of a reading is another character: a bar would part the cells of a table.
_BAR = "\ufdd0"
_BARRED = re.compile(_RUBY.pattern.replace(r"\|", _BAR, 1))
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
    tokens = _PARSER.parse(_shallow(_RUBY.sub(rf"{{\1{_BAR}\2}}", text)))
    _rework(tokens, ruby, heading_level)
    dirty = _PARSER.renderer.render(tokens, _PARSER.options, {}).replace(_BAR, "|")
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
    text = _RUBY.sub(r"\1", str(text or "")[: length * 20])
    inline = re.sub(r"</?(?:strong|em|a|code)\b[^>]*>", "", _PARSER.render(_shallow(text)))
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
            if _is_east_asian(before) and _is_east_asian(child.content[0]):
                for line_break in breaks:
                    line_break.type = "text"
            before, breaks = child.content[-1], []


def _ruby_rule(state, silent):
    match = _BARRED.match(state.src, state.pos) if state.src[state.pos] == "{" else None
    if not match:
        return False
    if not silent:
        token = state.push("ruby", "ruby", 0)
        token.meta = {"base": match[1], "reading": match[2]}
        token.content = match[1]
    state.pos = match.end()
    return True


def _ruby_html(self, tokens, index, options, env):
    base, reading = (html.escape(tokens[index].meta[key]) for key in ("base", "reading"))
    return f"<ruby>{base}<rp>（</rp><rt>{reading}</rt><rp>）</rp></ruby>"


def _phrased_html(self, tokens, index, options, env):
    """The words of a heading, which may break between phrases only."""
    words = tokens[index].content
    return "<wbr>".join(map(html.escape, phrases(words))) if 1 < len(words) <= 200 else html.escape(words)


def _is_east_asian(c):
    return (
        "\u2e80" <= c <= "\u9fff"
        or "\uac00" <= c <= "\ud7af"
        or "\uf900" <= c <= "\ufaff"
        or "\uff00" <= c <= "\uffef"
        or c >= "\U00020000"
    )


def _emphasis_rule(state: StateInline, silent):
    """CommonMark's rule for * and _, but a marker that touches Japanese may open and close.

    By the standard `**「重要」**です` is no emphasis: the closing marker stands between a bracket and a letter.
    """
    marker = state.src[state.pos]
    if silent or marker not in "*_":
        return False
    scanned = state.scanDelims(state.pos, marker == "*")
    before = state.src[state.pos - 1] if state.pos else " "
    end = state.pos + scanned.length
    after = state.src[end] if end < state.posMax else " "
    can_open, can_close = scanned.can_open, scanned.can_close
    if marker == "*" and (_is_east_asian(before) or _is_east_asian(after)):
        can_open = can_open or not after.isspace()
        can_close = can_close or not before.isspace()
    for _ in range(scanned.length):
        token = state.push("text", "", 0)
        token.content = marker
        state.delimiters.append(
            Delimiter(
                marker=ord(marker),
                length=scanned.length,
                token=len(state.tokens) - 1,
                end=-1,
                open=can_open,
                close=can_close,
            )
        )
    state.pos = end
    return True


def _build():
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": 20}).enable("table")
    parser.inline.ruler.before("emphasis", "ruby", _ruby_rule)
    parser.inline.ruler.at("emphasis", _emphasis_rule)
    parser.add_render_rule("ruby", _ruby_html)
    parser.add_render_rule("phrased", _phrased_html)
    return parser


_PARSER = _build()
