"""Where the library meets the ledger: the published projects of a case, of a form, and those that live a principle."""

from typing import NamedTuple

from django.db.models import F, OuterRef, Subquery, Window
from django.db.models.functions import RowNumber

from projects.cycles.check.models import EvaluationAnswer
from projects.cycles.models import Disclosure
from projects.cycles.workflow import CYCLE
from projects.entries.models import Participation, Project

from .list_presenters import card_of

SIDES = Participation.Side
GOOD = 4  # of 5 points, from both sides
SHOWN = 3
YEARS = 4  # a project may have kept a principle in several years: as many of its rows are looked at per shown one


def case_projects(case):
    """Cards of the published ledger entries that the case tells of. Two queries, one where there are none."""
    projects = Project.objects.published().filter(case=case).for_cards().order_by("-updated_at", "-pk")
    return [card_of(project) for project in projects[:SHOWN]]


def projects_by_form(forms):
    """{form's pk: its published projects, the latest moved first, at most three}. One query, however many forms."""
    by_form = {form.pk: [] for form in forms}
    if not by_form:
        return by_form
    newest = Window(RowNumber(), partition_by=F("form_id"), order_by=[F("updated_at").desc(), F("pk").desc()])
    projects = Project.objects.published().filter(form__in=by_form).annotate(place=newest).filter(place__lte=SHOWN)
    for project in projects.order_by("form_id", "place"):
        by_form[project.form_id].append(project)
    return by_form


class WellKept(NamedTuple):
    """A project whose two sides gave a principle 4 or 5 points in one 年度, and let everybody read it.

    `group`, `city`: the points where all is published, None where the summary is; `mean` of the two in either case.
    """

    project: Project
    year: int
    mean: float
    group: int | None
    city: int | None

    @property
    def words(self):
        """The points as they are published."""
        return f"団体{self.group}・市{self.city}" if self.group else f"平均{self.mean:g}"


def projects_by_principle(principles):
    """[(principle, [WellKept])] of those that both sides found well kept; others are left out. One query.

    Only years of whose evaluation everybody reads something count; of one project the newest such year stands.
    """
    kept_by_principle = {principle.pk: {} for principle in principles}
    for answer in _well_kept(list(kept_by_principle)) if kept_by_principle else ():
        kept, cycle = kept_by_principle[answer.item.principle_id], answer.evaluation.cycle
        if cycle.project_id not in kept and len(kept) < SHOWN:
            points = (answer.points, answer.city_points)
            seen = points if cycle.disclosure == Disclosure.FULL else (None, None)
            kept[cycle.project_id] = WellKept(cycle.project, cycle.fiscal_year, sum(points) / 2, *seen)
    return [
        (principle, list(kept_by_principle[principle.pk].values())) for principle in principles if kept_by_principle[principle.pk]
    ]


def _well_kept(principles):
    """The group's answers of 4 and more whose counterpart of the city is so too, the newest year first."""
    good = EvaluationAnswer.objects.filter(points__gte=GOOD, evaluation__submitted_at__isnull=False)
    city = good.filter(item=OuterRef("item"), evaluation__cycle=OuterRef("evaluation__cycle"), evaluation__side=SIDES.CITY)
    newest = Window(
        RowNumber(),
        partition_by=F("item__principle_id"),
        order_by=[F("evaluation__cycle__fiscal_year").desc(), F("evaluation__cycle_id").desc(), F("pk").desc()],
    )
    answers = good.filter(
        item__principle__in=principles,
        evaluation__side=SIDES.GROUP,
        evaluation__cycle__status__in=CYCLE.opening("answers"),
        evaluation__cycle__evaluation_talk__isnull=False,
        evaluation__cycle__project__published_at__isnull=False,
    ).exclude(evaluation__cycle__disclosure=Disclosure.NONE)
    answers = answers.annotate(city_points=Subquery(city.values("points")[:1]))
    answers = answers.filter(city_points__isnull=False).annotate(place=newest).filter(place__lte=SHOWN * YEARS)
    return answers.select_related("item", "evaluation__cycle__project").order_by("item__principle_id", "place")
