"""The questions that both sides answer: laid out of the guideline once, then the city's own."""

from django.db import transaction
from django.db.models import Q

from guidelines.models import Principle
from projects.specs.seed_actions import evaluation_set
from projects.specs.seeds import FULL, SHORT

from .models import EvaluationAnswer, EvaluationItem
from .scales import Scale

OF_A_PRINCIPLE = "を、たがいに守れましたか。"
SHORT_ITEMS = (
    ("目的", "何のためにするのかを、両方が同じように分かっていましたか。", Scale.KEPT),
    ("役割", "決めた役割を、それぞれが果たせましたか。", Scale.KEPT),
    ("成果", "単独でするより、よい成果がありましたか。", Scale.GAINED),
)
COMMON_ITEMS = (
    ("相乗効果", "いっしょに行ったことで、どちらか一方ではできない成果がありましたか。", Scale.GAINED),
    ("進み具合", "計画したとおりに進みましたか。", Scale.ON_PLAN),
    ("成果", "決めた目標に届きましたか。受けた人の役に立ちましたか。", Scale.REACHED),
    ("費用", "使ったお金と手間は、成果に見合っていましたか。", Scale.WORTH),
)


@transaction.atomic
def ensure_evaluation_items(cycle=None):
    """The questions that both sides of this year answer, as its 形態の決めごと says: all of them, one for each point of the city's
    own guideline and the four common ones, or the three short ones. Without a year: all.

    What stands already is left as it is, so that a city's own wording survives. A point that the guideline says no more, or whose
    guideline is not public any more, is asked no more; but where a side of this `cycle` has answered it already.
    """
    asked = cycle.spec.evaluation if cycle is not None and cycle.spec.evaluation_id else evaluation_set(FULL)
    if not asked.items.exists():
        (_lay_short if asked.code == SHORT else _lay_full)(asked)
    return _asked(cycle, asked)


def _lay_short(asked):
    for number, (name, question, scale) in enumerate(SHORT_ITEMS, start=1):
        EvaluationItem.objects.create(set=asked, name=name, question=question, scale=scale, order=number)


def _lay_full(asked):
    number = 0
    for principle in Principle.objects.own().published().order_by("guideline", "order", "pk"):
        number += 1
        EvaluationItem.objects.create(
            set=asked,
            principle=principle,
            name=principle.title[:60],
            question=f"「{principle.title}」{OF_A_PRINCIPLE}"[:200],
            scale=Scale.KEPT,
            order=number,
        )
    for name, question, scale in COMMON_ITEMS:
        number += 1
        EvaluationItem.objects.create(set=asked, name=name, question=question, scale=scale, order=number)


def _asked(cycle, asked):
    common = Q(principle=None) & ~Q(
        question__endswith=OF_A_PRINCIPLE
    )  # a point that was taken out leaves its words without a principle
    stands = Q(set=asked) & (common | Q(principle__in=Principle.objects.own().published().values("pk")))
    if cycle is not None:
        stands |= Q(pk__in=EvaluationAnswer.objects.filter(evaluation__cycle=cycle).values("item"))
    return list(EvaluationItem.objects.filter(stands, is_active=True).select_related("principle__guideline"))
