"""事例 as people read them: the list with what it can be narrowed by, and one story between its neighbours."""

from typing import NamedTuple

from guidelines.library.models import ActorKind, CaseStudy, FormCode, Topic, having
from kyodo_portal.common.drawing.scenes import scene_of_topics
from kyodo_portal.common.templatetags.kyodo import drawing
from kyodo_portal.common.text.markdown import plain_text

GUIDELINE = "guideline__municipality"
CODES = {"topic": Topic, "form": FormCode, "actor": ActorKind}  # by what filters a case is found through common codes


def listed():
    """The published cases, ready to be drawn as rows."""
    return CaseStudy.objects.published().in_order().select_related(GUIDELINE)


def choices():
    """{filter: [(value, label)]} of what the published cases speak of, in one query: nobody is offered an empty answer."""
    cities, held = {}, {name: set() for name in CODES}
    columns = ("topics", "form_codes", "actors", f"{GUIDELINE}__code", f"{GUIDELINE}__name")
    for topics, forms, actors, code, name in CaseStudy.objects.published().in_order().values_list(*columns):
        cities[code] = name
        for name, codes in zip(CODES, (topics, forms, actors), strict=True):
            held[name].update(codes)
    spoken_of = {name: [pair for pair in CODES[name].choices if pair[0] in codes] for name, codes in held.items()}
    return {"city": list(cities.items()), **spoken_of}


class Row(NamedTuple):
    """Everything that the list says of one case, as plain values. `picture`: the address of the drawing beside it; `is_guessed`: its
    town is not said by the source.
    """

    url: str
    title: str
    text: str
    town: str
    is_guessed: bool
    topics: tuple[str, ...]
    place: str
    leader: str
    picture: str
    is_added: bool


def case_row(case):
    """The Row of a case of `listed`. No query."""
    return Row(
        case.get_absolute_url(),
        case.title,
        plain_text(case.body or case.problem or case.result),
        case.guideline.municipality.name,
        bool(case.guideline.city_note),
        tuple(label for _, label in chips(case.topics, Topic)),
        case.place,
        case.leader,
        drawing(scene_of_topics(case.topics)),
        case.is_added,
    )


def chips(codes, words):
    """[(code, label)] of the codes that the common words know."""
    return [(code, words(code).label) for code in codes if code in words.values]


def page_of_case(case, user):
    """Everything the page of one case shows, in two queries: its roles, and the cases before and after it."""
    columns = ("pk", "guideline__slug", "key", "title", f"{GUIDELINE}__name")
    around = list(CaseStudy.objects.visible_to(user).in_order().values_list(*columns))
    at = next((number for number, row in enumerate(around) if row[0] == case.pk), 0)
    return {
        "case": case,
        "scene": scene_of_topics(case.topics),
        "guideline": case.guideline,
        "partners": [line.strip() for line in case.partners.splitlines() if line.strip()],
        "roles": list(case.roles.all()),
        "topics": chips(case.topics, Topic),
        "forms": chips(case.form_codes, FormCode),
        "actors": chips(case.actors, ActorKind),
        "before": around[at - 1] if at else None,
        "after": around[at + 1] if at + 1 < len(around) else None,
    }


def cases_with_form(code, limit=3):
    """The first published cases that the documents count under this form. One query."""
    return list(listed().filter(having("form_codes", code))[:limit])
