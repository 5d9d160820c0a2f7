"""Words in a text: where a term first occurs in a chapter, a link leads to its meaning at the chapter's end.

Links, a box and links back need no script: they work by keyboard, by touch and on paper.
"""

import html as entities
import re
from dataclasses import dataclass

from django.db.models import Model

from kyodo_portal.common.text.markdown import plain_text

from .naming import city_of

MEANING = 120  # characters of a meaning in the box
MOST_FROM_OTHERS = 3  # words of other cities in one chapter: more would be litter
SHORTEST_FROM_OTHERS = 3  # 参加 or 市民 mean something else in every document; 補完性の原理 does not
# Text inside these is no running text: headings, links, code, readings, drawings, what is being defined.
_LEFT_OUT = frozenset(
    "a button caption code dfn dt figcaption h1 h2 h3 h4 h5 h6 label legend pre rp rt script style summary svg textarea th title".split()
)
_TAG = re.compile(r"""<(/?)([a-zA-Z][a-zA-Z0-9]*)(?:[^<>"']|"[^"]*"|'[^']*')*+>|<!--""")
_SCRIPTS = [re.compile(f"[{chars}]") for chars in ("一-鿿々〆", "ァ-ヶー", "0-9A-Za-zＡ-Ｚａ-ｚ０-９")]


@dataclass(frozen=True)
class Word:
    """A term as it may be linked: own spellings for the document's own, the plain name for another city's."""

    term: Model
    spellings: tuple
    is_other: bool = False

    @property
    def key(self):
        return self.term.key

    @property
    def meaning(self):
        return plain_text(self.term.body, MEANING)

    @property
    def city(self):
        """The city whose word it is, where it is not the document's own."""
        return city_of(self.term.guideline) if self.is_other else ""


def words_in(chapter, terms):
    """The words that may be linked in a chapter out of `terms`, its own guideline's first; asks the database nothing.

    Words that the chapter itself explains need no link. A word of another city stands in only where the own document has
    neither its key nor a word that is part of it.
    """
    own = [term for term in terms if term.guideline_id == chapter.guideline_id]
    linked = [Word(term, tuple(term.spellings)) for term in own if term.chapter_id != chapter.pk]
    keys, spellings = {term.key for term in own}, {spelling for term in own for spelling in term.spellings}
    for term in terms:
        short = len(term.title) < SHORTEST_FROM_OTHERS and not term.guideline.municipality.is_own
        if not (short or term.key in keys or any(spelling in term.title for spelling in spellings)):
            keys.add(term.key)
            linked.append(Word(term, (term.title,), is_other=True))
    return linked


def link_terms(html, words):
    """(html with the first occurrence of each word linked, the words that were linked, in the order of the text).

    html: safe HTML as the portal renders it. Tags are kept as they are, and only text between them is looked at. The longest
    spelling wins; a word that is part of a longer one of the same script (市民 in 市民活動) is none.
    """
    by_spelling = {}
    for word in words:
        for spelling in word.spellings:
            if spelling:
                by_spelling.setdefault(entities.escape(spelling, quote=False), word)
    if not by_spelling:
        return html, []
    longest_first = sorted(by_spelling, key=len, reverse=True)
    wanted = re.compile("&#?[0-9A-Za-z]{1,31};|" + "|".join(map(re.escape, longest_first)))  # nothing is found inside an entity
    used, open_keys = [], {word.key for word in words}
    others = 0

    def link(match):
        nonlocal others
        word = by_spelling.get(match[0])
        if word is None or word.key not in open_keys or _is_part(match) or (word.is_other and others >= MOST_FROM_OTHERS):
            return match[0]
        others += word.is_other
        open_keys.discard(word.key)
        used.append(word)
        key = entities.escape(word.key)
        return f'<a class="kp-term" role="doc-glossref" id="at-{key}" href="#word-{key}">{match[0]}</a>'

    out, at, inside = [], 0, 0
    for tag in _TAG.finditer(html):
        text = html[at : tag.start()]
        out += [text if inside or not open_keys else wanted.sub(link, text), tag[0]]
        at = tag.end()
        if tag[2] and tag[2].lower() in _LEFT_OUT:
            inside = max(0, inside - 1) if tag[1] else inside + 1
    text = html[at:]
    out.append(text if inside or not open_keys else wanted.sub(link, text))
    return "".join(out), used


def _is_part(match):
    """True where the word runs on into more of the same script on either side."""
    text, first, last = match.string, match[0][0], match[0][-1]
    before, after = text[match.start() - 1 : match.start()] if match.start() else "", text[match.end() : match.end() + 1]
    return any(
        (before and script.match(before) and script.match(first)) or (after and script.match(after) and script.match(last))
        for script in _SCRIPTS
    )
