"""意見の募集 as open data: the rounds, and what became of the opinions. Counted or summed up by the city; of nobody."""

from django.db.models import Count, IntegerField, OuterRef, Subquery

from kyodo_portal.common.lists.open_lists import Column, Kind, OpenList, code_of, head_columns, page_of, plain, sample_mark
from kyodo_portal.common.own_words import own_words
from projects.committees.remark_models import OUTSIDE_THE_PLAN, Remark

from .filters import RoundFilter
from .models import OpinionRound
from .opinion_models import Opinion, OpinionPoint
from .workflow import ROUND

PUBLIC = {row.code: row.label for row in ROUND.states if "public" in row.readers}
EFFECTS = dict(Remark.Effect.choices) | {Remark.Effect.OUTSIDE: OUTSIDE_THE_PLAN}


def _number(rows, of):
    counted = rows.order_by().values(of).annotate(n=Count("pk")).values("n")
    return Subquery(counted, output_field=IntegerField())


def _counted(rounds):
    """Rounds with how many people wrote (`people`) and how many points that made (`points`)."""
    people = Opinion.objects.filter(round=OuterRef("pk"), withdrawn_at__isnull=True)
    points = OpinionPoint.objects.filter(opinion__round=OuterRef("pk"), opinion__withdrawn_at__isnull=True)
    return rounds.annotate(people=_number(people, "round"), points=_number(points, "opinion__round"))


def _every_round():
    return _counted(OpinionRound.objects.published())


def _once_there_is_a_result(status, number):
    return number or 0 if "result" in ROUND.state(status).opens else None


def _results_of(rounds):
    shown = Remark.objects.filter(round__in=rounds.filter(status__in=ROUND.opening("result")).order_by().values("pk"))
    return shown.annotate(number=Count("points")).filter(number__gt=0)


ROUNDS = OpenList(
    name="opinions",
    title="意見の募集",
    about=own_words("市の計画などの案について、意見を募ったこと。人と件の数は、結果を公表したものに入ります。"),
    page="opinions",
    model=OpinionRound,
    every=_every_round,
    narrowed=lambda request: RoundFilter(request, _every_round()).qs,
    order_by=("pk",),
    given=("people", "points"),
    columns=(
        *head_columns(),
        plain(OpinionRound, "title", "名称"),
        plain(OpinionRound, "what"),
        Column("department", "担当する部署", reads=("department__name",)),
        plain(OpinionRound, "basis"),
        plain(OpinionRound, "opens_on"),
        plain(OpinionRound, "closes_on"),
        Column("status", "状態", "", ("status",), ROUND.label_of),
        Column("people", "意見を出した人の数", "", ("status", "people"), _once_there_is_a_result, Kind.NUMBER, "人"),
        Column("points", "意見の件数", "", ("status", "points"), _once_there_is_a_result, Kind.NUMBER, "件"),
        page_of("opinion-round", heading="URL"),
        sample_mark(),
        Column("status_code", "状態のコード", "", ("status",), codes=PUBLIC),
        plain(OpinionRound, "result_due"),
        plain(OpinionRound, "stopped_why", about="空は、とりやめていない"),
        plain(OpinionRound, "updated_at"),
    ),
)
RESULTS = OpenList(
    name="opinion-results",
    title=own_words("出された意見と市の考え"),
    about=own_words(
        "結果を公表した意見の募集で、出された意見をまとめたものと、市の考え。意見を出した人と、意見そのものは入りません。"
    ),
    page="opinions",
    model=Remark,
    every=lambda: _results_of(OpinionRound.objects.published()),
    narrowed=lambda request: _results_of(RoundFilter(request, OpinionRound.objects.published()).qs),
    order_by=("round_id", "pk"),
    given=("number",),
    columns=(
        *head_columns(),
        Column("round_id", "意見の募集のID", "「意見の募集」のID", ("round_id",), kind=Kind.NUMBER),
        plain(Remark, "text", "意見のまとめ"),
        Column("number", "件数", "まとめた意見の数", ("number",), kind=Kind.NUMBER, unit="件"),
        Column("effect", own_words("市の扱い"), "", ("effect",), lambda code: EFFECTS.get(code, "")),
        plain(Remark, "answer", own_words("市の考え")),
        plain(Remark, "change", "案を変えたところ"),
        sample_mark("round__is_sample"),
        code_of(Remark, "effect", own_words("市の扱いのコード")),
        Column("round", "意見の募集", reads=("round__title",)),
        page_of("opinion-round", "round_id"),
    ),
)
