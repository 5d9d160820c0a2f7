"""オープンデータ of 意見の募集: the rounds, and what became of the opinions. Counted or summed up by the city; of nobody."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db.models import Count, OuterRef, Q, Subquery
from django.http import JsonResponse
from django.views.decorators.http import require_safe

from kyodo_portal.common.lists.tables import csv_response
from kyodo_portal.common.privacy import public_rows
from kyodo_portal.common.web.anywhere import anywhere
from projects.models import OpinionPoint, OpinionRound, Remark

ROUND_COLUMNS = [
    "全国地方公共団体コード", "ID", "地方公共団体名", "名称", "何について聞くか", "担当する部署", "根拠", "受付を始める日", "しめきりの日", "状態", "意見を出した人の数",
    "意見の件数", "URL", "備考",
]  # fmt: skip
RESULT_COLUMNS = [
    "全国地方公共団体コード",
    "ID",
    "意見の募集のID",
    "意見のまとめ",
    "件数",
    "市の扱い",
    "市の考え",
    "案を変えたところ",
    "備考",
]


def _rounds():
    """Published rounds with how many people and points there are, said once the result is. One query."""
    of_round = OpinionPoint.objects.filter(opinion__round=OuterRef("pk"), opinion__withdrawn_at__isnull=True)
    points = of_round.order_by().values("opinion__round").annotate(n=Count("pk")).values("n")
    people = Count("opinions", filter=Q(opinions__withdrawn_at__isnull=True))
    rounds = OpinionRound.objects.published().select_related("department")
    return rounds.annotate(people=people, points=Subquery(points)).order_by("pk")


def _round_row(round, people, points):
    city, has_result = settings.KYODO_CITY, "result" in OpinionRound.process.state(round.status).opens
    return [
        city["code"], round.pk, city["name"], round.title, round.what, round.department.name, round.basis, round.opens_on, round.closes_on,
        OpinionRound.process.label_of(round.status), people if has_result else "", (points or 0) if has_result else "",
        f"{settings.KYODO_ORIGIN}/opinions/{round.pk}/", "見本" if round.is_sample else "",
    ]  # fmt: skip


def _results():
    """The remarks that stand on the pages of published results. One query."""
    shown = Remark.objects.filter(round__in=OpinionRound.objects.with_result()).select_related("round")
    return shown.annotate(number=Count("points")).filter(number__gt=0).order_by("round_id", "pk")


def _result_row(remark, points, effect):
    return [
        settings.KYODO_CITY["code"], remark.pk, remark.round.pk, remark.text, points, effect, remark.answer,
        remark.change, "見本" if remark.round.is_sample else "",
    ]  # fmt: skip


@login_not_required
@require_safe
@anywhere
def rounds(request):
    """One line a round."""
    rows = (_round_row(*public_rows([row]), row.people, row.points) for row in _rounds())
    return csv_response("opinions.csv", ROUND_COLUMNS, rows)


@login_not_required
@require_safe
@anywhere
def results(request):
    """One line for each summary of a published result."""
    rows = (_result_row(*public_rows([row]), row.number, row.effect_label) for row in _results())
    return csv_response("opinion-results.csv", RESULT_COLUMNS, rows)


@login_not_required
@require_safe
@anywhere
def rounds_json(request):
    """Both as JSON, under the names of the columns."""
    rounds = [_round_row(*public_rows([row]), row.people, row.points) for row in _rounds()]
    results = [_result_row(*public_rows([row]), row.number, row.effect_label) for row in _results()]
    found = {
        "rounds": [dict(zip(ROUND_COLUMNS, row, strict=True)) for row in rounds],
        "results": [dict(zip(RESULT_COLUMNS, row, strict=True)) for row in results],
    }
    return JsonResponse(found, json_dumps_params={"ensure_ascii": False})
