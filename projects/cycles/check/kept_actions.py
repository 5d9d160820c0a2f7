"""Which principles both sides of a year found well kept: written down with the talk, so that the guideline's page need not look."""

from django.db.models import F, OuterRef, Subquery

from projects.cycles.workflow import CYCLE
from projects.entries.models import Participation

from .models import EvaluationAnswer, KeptPrinciple

GOOD = 4  # of 5 points, from both sides


def well_kept():
    """The KeptPrinciple rows, not saved, that the answers of all years whose talk is recorded ask for, looked up anew."""
    good = EvaluationAnswer.objects.filter(points__gte=GOOD, evaluation__submitted_at__isnull=False)
    of_city = good.filter(
        item=OuterRef("item"), evaluation__cycle=OuterRef("evaluation__cycle"), evaluation__side=Participation.Side.CITY
    )
    answers = good.filter(
        evaluation__side=Participation.Side.GROUP,
        evaluation__cycle__status__in=CYCLE.opening("answers"),
        evaluation__cycle__evaluation_talk__isnull=False,
        evaluation__cycle__evaluation_talk__taken_back_at__isnull=True,
        item__principle__isnull=False,
    )
    return answers.annotate(city_points=Subquery(of_city.values("points")[:1])).filter(city_points__isnull=False)


def rows_of(answers):
    """The values of KeptPrinciple that these answers of `well_kept` ask for, in their order."""
    columns = {
        "cycle_id": F("evaluation__cycle"),
        "principle_id": F("item__principle"),
        "fiscal_year": F("evaluation__cycle__fiscal_year"),
        "group_points": F("points"),
    }
    return answers.order_by("pk").values("item_id", "city_points", **columns)


def write_kept_principles(cycle):
    """Write the rows of a year whose talk has just been recorded. Two queries."""
    rows = rows_of(well_kept().filter(evaluation__cycle=cycle))
    KeptPrinciple.objects.bulk_create(KeptPrinciple(**row) for row in rows)
