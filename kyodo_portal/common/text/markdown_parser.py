"""How Markdown is read here: CommonMark with tables, ruby, and emphasis beside Japanese characters."""

import html
import re

from markdown_it import MarkdownIt
from markdown_it.rules_inline.state_inline import Delimiter, StateInline

from kyodo_portal.common.japanese.line_breaking import phrases

RUBY = re.compile(r"\{([^{}|\n]{1,60})\|([^{}\n]{1,120})\}")
# While a text is parsed, the bar of a reading is another character: a bar would part the cells of a table.
BAR = "\ufdd0"
_BARRED = re.compile(RUBY.pattern.replace(r"\|", BAR, 1))


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


def is_east_asian(c):
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
    if marker == "*" and (is_east_asian(before) or is_east_asian(after)):
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


PARSER = _build()
