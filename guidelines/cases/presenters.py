"""事例 as people read them: the list with what it can be narrowed by, and one story between its neighbours."""

from django.db.models import F

from guidelines.library.models import ActorKind, CaseStudy, FormCode, Topic, having
from kyodo_portal.common.text.markdown import plain

GUIDELINE = "guideline__municipality"


def in_order(cases):
    """The own city first, then by city, the newest document, and the document's own order."""
    newest = (F(f"guideline__{name}").desc(nulls_last=True) for name in ("year", "month"))
    return cases.order_by(f"-{GUIDELINE}__is_own", f"{GUIDELINE}__code", *newest, "guideline_id", "order", "pk")


def listed():
    """The published cases, ready to be drawn as rows."""
    return in_order(CaseStudy.objects.published()).select_related(GUIDELINE)


def choices():
    """{filter: [(value, label)]} of what the published cases speak of, in one query: nobody is offered an empty answer."""
    cities, held = {}, {"topic": set(), "form": set(), "actor": set()}
    columns = ("topics", "form_codes", "actors", f"{GUIDELINE}__code", f"{GUIDELINE}__name")
    for topics, forms, actors, code, name in in_order(CaseStudy.objects.published()).values_list(*columns):
        cities[code] = name
        for key, codes in (("topic", topics), ("form", forms), ("actor", actors)):
            held[key].update(codes)
    words = {"topic": Topic, "form": FormCode, "actor": ActorKind}
    return {"city": list(cities.items())} | {
        key: [pair for pair in words[key].choices if pair[0] in codes] for key, codes in held.items()
    }


def row_of(case):
    """What the list says of a case."""
    return {"case": case, "text": plain(case.body or case.problem or case.result), "topics": chips(case.topics, Topic)}


def chips(codes, words):
    """[(code, label)] of the codes that the common words know."""
    return [(code, words(code).label) for code in codes if code in words.values]


def page_of_case(case, user):
    """Everything the page of one case shows, in two queries: its roles, and the cases before and after it."""
    columns = ("pk", "guideline__slug", "key", "title", f"{GUIDELINE}__name")
    around = list(in_order(CaseStudy.objects.visible_to(user)).values_list(*columns))
    at = next((number for number, row in enumerate(around) if row[0] == case.pk), 0)
    return {
        "case": case,
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
