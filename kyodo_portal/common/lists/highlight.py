"""Where a text holds the words that somebody looked for: for the eye, on a list of hits. What is a hit decides search.py alone."""

from functools import lru_cache

from .search import fold

AROUND = 40  # characters before the first word where a long text is cut


@lru_cache(maxsize=8_192)
def _folded(letter):
    return fold(letter)


def _places(text, forms):
    """[(start, end)] of the text where one of the folded words stands, without overlaps, in order."""
    parts = [_folded(letter) for letter in text]
    at = [place for place, part in enumerate(parts) for _ in part]  # of each folded character: where it comes from
    folded, places = "".join(parts), []
    for form in sorted(filter(None, forms), key=len, reverse=True):
        start = folded.find(form)
        while start >= 0:
            first, last = at[start], at[start + len(form) - 1] + 1
            if all(last <= begin or first >= end for begin, end in places):
                places.append((first, last))
            start = folded.find(form, start + len(form))
    return sorted(places)


def pieces(text, forms, length=None):
    """[(piece of the text, whether it is one of the folded words)]; a text longer than `length` is cut around the first of them."""
    text, places = str(text), _places(str(text), forms)
    start = 0
    if length and len(text) > length:
        start = max(0, min((places[0][0] if places else 0) - AROUND, len(text) - length))
    end = min(len(text), start + length) if length else len(text)
    cut, at = [("…", False)] if start else [], start
    for first, last in places:
        if first >= at and last <= end:
            cut += [(text[at:first], False), (text[first:last], True)]
            at = last
    cut += [(text[at:end], False), *([("…", False)] if end < len(text) else [])]
    return [(piece, hit) for piece, hit in cut if piece]
