"""Words inside drawings: how wide they are, and where they may break. An SVG breaks no line by itself."""

from functools import lru_cache

import budoux

NEVER_FIRST = tuple("・、。，．）」』】〕ー〜！？＊*：")


@lru_cache(maxsize=1)
def _parser():
    return budoux.load_default_japanese_parser()


def parsed(words):
    """The words cut where a line may break: a list of phrases. 協働, which the parser does not know, stays whole, and a single
    character stays with what it ends: 提案型, 雪あかりの会.
    """
    cut = []
    for phrase in _parser().parse(words):
        if cut and (cut[-1].endswith("協") and phrase.startswith("働") or len(phrase.strip()) == 1):
            cut[-1] += phrase
        else:
            cut.append(phrase)
    return cut


def em(words):
    """The width of the words in units of their size: a Japanese character is one wide, a Latin one about 0.6."""
    return sum(0.62 if " " <= c <= "~" else 1 for c in words)


def balanced(words, width):
    """The words in lines of at most `width` em, as even as the number of lines allows, broken between phrases where that goes,
    never before a mark that may not begin a line.
    """
    return best(words, width)[0]


def best(words, width):
    """(lines, how many phrases are cut): of all settings with the fewest lines the one that cuts least, then the most even one."""
    chosen = _set(words, width)
    for narrower in range(int(width), 1, -1):
        closer = _set(words, narrower)
        if len(closer[0]) > len(chosen[0]):
            break
        if closer[1] <= chosen[1]:
            chosen = closer
    return chosen


def _set(words, width):
    out, cuts = [""], 0
    for phrase in phrases(words):
        if out[-1] and em(out[-1] + phrase) > width:
            out.append("")
        for c in phrase:
            if em(out[-1] + c) > width and c not in NEVER_FIRST:
                cuts += bool(out[-1])
                out.append("")
            out[-1] += c
    return [line for line in out if line], cuts


def phrases(words):
    """Phrases as a reader hears them; 「・」 and a bracket part words too, a single character joins the next phrase."""
    kept = ""
    for phrase in parsed(words):
        for part in phrase.replace("・", "・\n").replace("（", "\n（").replace("／", "／\n").split("\n"):
            if kept and (len(kept) == 1 or part[:1] in NEVER_FIRST):
                kept += part
            else:
                if kept:
                    yield kept
                kept = part
    yield kept
