"""相談先さがし: from a trouble along the ladder of 補完性 to whom to ask."""

import re
from typing import NamedTuple

from django.db.models import F

from guidelines.library.models import ContactPoint, Rung, Trouble
from guidelines.library.presenters import own_guideline
from kyodo_portal.common.lists.search import fold, spellings, words
from kyodo_portal.common.own_words import own_words

NAMES = re.compile(r"[^\Wぁ-ゖ]+")  # what of a title can be the name of a thing: no hiragana
HINTS = {
    Rung.SELF: "まず、できることから",
    Rung.NEIGHBOURHOOD: "近所どうしで",
    Rung.AREA: "地域の団体といっしょに",
    Rung.CITY: own_words("市と、間に立つ団体に聞く"),
}


def own_desks():
    """(troubles, contacts by key) of the own city's newest published guideline, in the city's order. Three queries."""
    guideline = own_guideline()
    if guideline is None:
        return [], {}
    return list(Trouble.objects.filter(guideline=guideline).order_by("order", "pk")), contacts_of(guideline.pk)


def contacts_of(guideline):
    """{key: contact} of a guideline; one query."""
    contacts = ContactPoint.objects.filter(guideline=guideline).order_by("order", "pk")
    return {row.key: row for row in contacts}


def named(trouble, contacts):
    """The trouble's contacts, from the nearest rung up; a key that names nobody is passed over."""
    asked = [contacts[key] for key in dict.fromkeys(trouble.contacts.split()) if key in contacts]
    return sorted(asked, key=lambda contact: Rung.values.index(contact.rung))


class Row(NamedTuple):
    """A trouble with whom to ask, so that the list already answers."""

    trouble: Trouble
    contacts: list[ContactPoint]


def contact_rows(troubles, contacts):
    """[Row] of the troubles. `contacts`: as contacts_of gives them."""
    return [Row(trouble, named(trouble, contacts)) for trouble in troubles]


def grouped(trouble_rows):
    """[(heading, rows)] by the group that `own_word` names, in order of first appearance; without groups one of no name."""
    groups = {}
    for row in trouble_rows:
        groups.setdefault(row.trouble.own_word, []).append(row)
    if len(groups) == 1:
        return [("", trouble_rows)]
    rest = groups.pop("", [])
    return [*groups.items(), *([("そのほか", rest)] if rest else [])]


def find(troubles, query):
    """(hits, whether they are exact): troubles that contain every word, hits in the title and in the search words first.

    People also type a whole sentence (おばあちゃんの家の屋根の雪): where nothing contains it, the troubles whose search words
    stand in the sentence.
    """
    asked = words(query)
    forms = spellings(query)
    exact = [trouble for trouble in troubles if all(any(form in trouble.search_text for form in word) for word in forms)]
    if exact:
        return sorted(exact, key=lambda trouble: _match_rank(trouble, asked)), True
    sentence = "".join(asked)
    shared = {trouble.pk: sum(len(word) for word in _own_words(trouble) if word in sentence) for trouble in troubles}
    return sorted((trouble for trouble in troubles if shared[trouble.pk]), key=lambda trouble: -shared[trouble.pk]), False


def nearest(troubles, contacts, query):
    """[Row], the nearest first: troubles that share words with the query, then those that share two characters in a row."""
    asked = "".join(words(query))
    pairs = _pairs(asked)

    def shared(trouble):
        names = [*_own_words(trouble), *map(fold, NAMES.findall(trouble.title))]
        whole = sum(len(name) for name in names if len(name) > 1 and name in asked)
        return whole, len(pairs & _pairs(fold(f"{trouble.title}　{trouble.words}")))

    near = sorted((trouble for trouble in troubles if any(shared(trouble))), key=shared, reverse=True)
    return contact_rows(near, contacts)


def _pairs(text):
    return set(zip(text, text[1:], strict=False))


def _own_words(trouble):
    return [word for word in map(fold, trouble.words.split("、")) if word]


def _match_rank(trouble, asked):
    """0: in the title, 1: among the search words, 2: only in the text."""
    title, own = fold(trouble.title), _own_words(trouble)
    if all(word in title for word in asked):
        return 0
    return 1 if all(any(word in own_word for own_word in own) for word in asked) else 2


def trouble_for(user, key):
    """The own city's trouble of this key that the user may see, of the newest document; None where there is none."""
    newest = (F(f"guideline__{name}").desc(nulls_last=True) for name in ("year", "month"))
    troubles = Trouble.objects.visible_to(user).own().filter(key=key).select_related("guideline__municipality", "chapter")
    return troubles.order_by(*newest, "-guideline_id").first()


class Step(NamedTuple):
    """One rung of the ladder: its code, its name, what it is good for, what to do there, and whom to ask."""

    rung: str
    label: str
    hint: str
    text: str
    contacts: list[ContactPoint]


def ladder_of(trouble, contacts):
    """[Step] from the nearest rung up; a rung without words and people is left out."""
    texts, asked = dict(trouble.ladder), named(trouble, contacts)
    steps = [
        Step(rung.value, rung.label, HINTS[rung], texts.get(rung, ""), [contact for contact in asked if contact.rung == rung])
        for rung in Rung
    ]
    return [step for step in steps if step.text or step.contacts]


def mail_of(contacts):
    """The mail address of who stands between people and the city; empty where the document prints none."""
    return next((contact.email for contact in contacts.values() if contact.email and contact.actor == "intermediary"), "")
