"""What a page calls its boxes, sent along with its form: whoever refuses the form gives the text back under the very same words.

A refusal often knows no form (the matter is gone, another person signed in, the body was too large), and many words stand in no
form class: a line of a budget, a question of a call, an item to be put right. The page itself knows them all, so no other place is
asked as long as it is one of our pages that was sent; labels.py answers for what came without one.
"""

import json
import re
from functools import lru_cache
from html import escape, unescape
from typing import NamedTuple

NAME = "box_words"  # the hidden box that holds them
LONGEST = 200  # characters of one of the words
MOST_CHOICES = 60  # a longer list is one of rows: groups, offices
_TOKEN = re.compile(
    r"(?P<form><form\b[^>]*>)|(?P<end></form>)|<fieldset\b[^>]*>|(?P<out></fieldset>)|<legend\b[^>]*>(?P<legend>.*?)</legend>"
    r"|<(?P<tag>input|textarea|select)\b(?P<attrs>[^>]*)>",
    re.DOTALL,
)
_ATTR = re.compile(r'([\w:-]+)="([^"]*)"')
_LABEL = re.compile(r'<label\b[^>]*\bfor="([^"]+)"[^>]*>(.*?)</label>', re.DOTALL)
_BEHIND = re.compile(r"[^<]{0,200}")  # the words of a choice that stands within its label
_OPTION = re.compile(r'<option value="([^"]*)"[^>]*>([^<]*)')
_ROW = re.compile(r"-\d+-")  # roles-3-task
_MARK = re.compile(r'<span class="kp-(?:req|opt)">.*?</span>', re.DOTALL)  # 「※必須」
_WRITTEN = {"text", "search", "email", "url", "tel", "number", "date", "time", "datetime-local", "textarea"}


class BoxWords(NamedTuple):
    """What one box is called, and of a choice {what is sent: its words}, {} of a list that is too long to be sent along."""

    label: str
    choices: dict | None = None


def with_box_words(page):
    """The markup with a hidden box in each form sent by POST that somebody fills in."""
    if 'method="post"' not in page:
        return page
    labels = {key: _text(inner) for key, inner in _LABEL.findall(page)}
    parts, start = [], 0
    for at, words in _forms(page, labels):
        said = escape(json.dumps(words, ensure_ascii=False, separators=(",", ":")))
        parts += [page[start:at], f'<input type="hidden" name="{NAME}" value="{said}">']
        start = at
    return "".join([*parts, page[start:]]) if parts else page


def _forms(page, labels):
    """(where its boxes begin, {name: [label] or [label, choices]}) of each form of the page that wants words."""
    at, words, ticks, is_filled, legends = None, {}, set(), False, []
    for token in _TOKEN.finditer(page):
        said = token.group()
        if token["form"]:
            at, words, ticks, is_filled, legends = (token.end() if 'method="post"' in said else None), {}, set(), False, []
        elif token["end"]:
            ones = {name for name in ticks if len(words.get(name, [])) == 2 and len(words[name][1]) < 2}  # one is no choice
            words = {name: each for name, each in words.items() if name not in ones}
            if at is not None and words and is_filled:
                yield at, words
            at = None
        elif at is None:
            continue
        elif token["out"]:
            legends[-1:] = []
        elif token["legend"] is not None:
            legends[-1:] = [_text(token["legend"])]
        elif token["tag"] is None:
            legends.append("")
        else:
            attrs = {name: unescape(value) for name, value in _ATTR.findall(token["attrs"])}
            kind = attrs.get("type", "text") if token["tag"] == "input" else token["tag"]
            if kind == "checkbox":
                ticks.add(attrs.get("name"))
            is_filled = _learn(words, attrs, kind, token, labels, legends) or is_filled


def _learn(words, attrs, kind, token, labels, legends):
    """Note what this box is called and what it offers; whether it is one that somebody fills in."""
    name, label, page = attrs.get("name", ""), labels.get(attrs.get("id", ""), ""), token.string
    if name and kind == "select":
        if label:
            words[name] = [label[:LONGEST], {**_choices(page[token.end() : page.find("</select>", token.end())])}]
        return True
    if name and kind in ("radio", "checkbox"):
        label = label or _text(_BEHIND.match(page, token.end())[0])
        group = words.setdefault(name, [next((legend for legend in reversed(legends) if legend), ""), {}])
        group[-1] |= {attrs.get("value", "on"): label} if label else {}
        return True
    if not name or kind not in _WRITTEN:
        return False
    label = label or attrs.get("aria-label", "") or _named_elsewhere(attrs.get("aria-labelledby", ""), page)
    if label:
        words[name] = [label[:LONGEST]]
    return True


@lru_cache(maxsize=64)
def _choices(drawn):
    """{what is sent: its words} of the <option>s of a choice: sixty rows of a table offer the same."""
    options = _OPTION.findall(drawn.replace(" selected>", ">"))
    return {unescape(value): _text(option) for value, option in options if value} if len(options) <= MOST_CHOICES else {}


def _named_elsewhere(keys, page):
    found = [re.search(rf'\bid="{re.escape(key)}"[^>]*>(.*?)</(?!wbr)', page, re.DOTALL) for key in keys.split()]
    return " ".join(_text(one[1]) for one in found if one)


def _text(markup):
    text = unescape(re.sub(r"<[^>]+>", "", _MARK.sub("", markup)))
    return re.sub(r"\s+", " ", text).strip().rstrip(":：")


def words_of(words, name):
    """The BoxWords of a name: of a row that was added since the page was drawn, those of the rows that it had. None for no box of it."""
    if name in words:
        return words[name]
    return next((words[row] for other in ("-__prefix__-", "-0-") if (row := _ROW.sub(other, name)) in words), None)


def box_words(values):
    """{name: BoxWords} of what was sent in the hidden box. values: all texts sent under its name; what is no such list says nothing."""
    try:
        said = json.loads(values[-1]) if values else {}
    except (ValueError, RecursionError):
        return {}
    return {name: words for name, each in said.items() if (words := _read(each))} if isinstance(said, dict) else {}


def _read(each):
    match each:
        case [str(label)] if label:
            return BoxWords(label[:LONGEST])
        case [str(label), dict(choices)] if label:
            return BoxWords(label[:LONGEST], {key: str(word)[:LONGEST] for key, word in choices.items()})
    return None
