"""What pages read: the own city's guideline, what 協働 is, and one chapter ready to be drawn."""

from django.db.models import Prefetch
from django.utils import timezone

from .blocks import BLOCKS, split_body
from .models import CaseStudy, Guideline, Principle, Term


def own_guideline():
    """The own city's newest published guideline with its municipality; None while there is none. One query."""
    return Guideline.objects.own().published().select_related("municipality").first()


def what_is_kyodo():
    """For the home page: {"definition": Term, "guideline": Guideline, "principles": […]}; None without a guideline. Two queries."""
    now = timezone.now()
    definition = (
        Term.objects.filter(key="kyodo", guideline__municipality__is_own=True, guideline__published_at__lte=now)
        .select_related("guideline__municipality")
        .order_by("-guideline__year", "-guideline__month", "-guideline__pk")
        .first()
    )
    if definition is None:
        return None
    principles = list(Principle.objects.filter(guideline=definition.guideline_id))
    return {"definition": definition, "guideline": definition.guideline, "principles": principles}


def parts_of(chapter):
    """The chapter as its template draws it: {"kind", "text"} or {"kind", "template", "items", "name"}. One query per kind."""
    return [_part(chapter, kind, value) for kind, value in split_body(chapter.body)]


def _part(chapter, kind, value):
    if kind == "text":
        return {"kind": kind, "text": value}
    model, template = BLOCKS[value]
    rows = model.objects.filter(chapter=chapter).order_by("order", "pk")
    if model is CaseStudy:
        rows = rows.prefetch_related(Prefetch("roles"))
    return {"kind": kind, "name": value, "template": template, "items": list(rows)}
