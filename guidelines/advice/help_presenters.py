"""相談先さがし: from a trouble along the ladder of 補完性 to whom to ask."""

from typing import NamedTuple

from django.db.models import F

from guidelines.library.models import ContactPoint, Rung, Trouble
from guidelines.library.presenters import own_guideline
from kyodo_portal.common.lists.search import fold, words

HINTS = {
    Rung.SELF: "まず、できることから",
    Rung.NEIGHBOURHOOD: "近所どうしで",
    Rung.AREA: "地域の団体といっしょに",
    Rung.CITY: "市と、間に立つ団体に聞く",
}


def own_desks():
    """(troubles, contacts by key) of the own city's newest published guideline, in the city's order. Three queries."""
    guideline = own_guideline()
    if guideline is None:
        return [], {}
    return list(Trouble.objects.filter(guideline=guideline).order_by("order", "pk")), contacts_of(guideline.pk)


def contacts_of(guideline):
    """{key: contact} of a guideline; one query."""
    rows = ContactPoint.objects.filter(guideline=guideline).order_by("order", "pk")
    return {row.key: row for row in rows}


def named(trouble, contacts):
    """The trouble's contacts, from the nearest rung up; a key that names nobody is passed over."""
    found = [contacts[key] for key in dict.fromkeys(trouble.contacts.split()) if key in contacts]
    return sorted(found, key=lambda contact: Rung.values.index(contact.rung))


class Row(NamedTuple):
    """A trouble with whom to ask, so that the list already answers."""

    trouble: Trouble
    contacts: list[ContactPoint]


def contact_rows(troubles, contacts):
    """[Row] of the troubles. `contacts`: as contacts_of gives them."""
    return [Row(one, named(one, contacts)) for one in troubles]


def grouped(rows):
    """[(heading, rows)] by the group that `own_word` names, in order of first appearance; without groups one of no name."""
    groups = {}
    for row in rows:
        groups.setdefault(row.trouble.own_word, []).append(row)
    if len(groups) == 1:
        return [("", rows)]
    rest = groups.pop("", [])
    return [*groups.items(), *([("そのほか", rest)] if rest else [])]


def find(troubles, query):
    """(hits, whether they are exact): troubles that contain every word, hits in the title and in the search words first.

    People also type a whole sentence (おばあちゃんの家の屋根の雪): where nothing contains it, the troubles whose search words
    stand in the sentence.
    """
    asked = words(query)
    exact = [one for one in troubles if all(word in one.search_text for word in asked)]
    if exact:
        return sorted(exact, key=lambda one: _place(one, asked)), True
    sentence = "".join(asked)
    shared = {one.pk: sum(len(word) for word in _own_words(one) if word in sentence) for one in troubles}
    return sorted((one for one in troubles if shared[one.pk]), key=lambda one: -shared[one.pk]), False


def _own_words(trouble):
    return [word for word in map(fold, trouble.words.split("、")) if word]


def _place(trouble, asked):
    """0: in the title, 1: among the search words, 2: only in the text."""
    title, own = fold(trouble.title), _own_words(trouble)
    if all(word in title for word in asked):
        return 0
    return 1 if all(any(word in one for one in own) for word in asked) else 2


def trouble_for(user, key):
    """The own city's trouble of this key that the user may see, of the newest document; None where there is none."""
    newest = (F(f"guideline__{name}").desc(nulls_last=True) for name in ("year", "month"))
    rows = Trouble.objects.visible_to(user).own().filter(key=key).select_related("guideline__municipality", "chapter")
    return rows.order_by(*newest, "-guideline_id").first()


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
        Step(rung.value, rung.label, HINTS[rung], texts.get(rung, ""), [one for one in asked if one.rung == rung])
        for rung in Rung
    ]
    return [step for step in steps if step.text or step.contacts]


def mail_of(contacts):
    """The mail address of who stands between people and the city; empty where the document prints none."""
    return next((one.email for one in contacts.values() if one.email and one.actor == "intermediary"), "")
