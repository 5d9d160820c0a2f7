"""協働の種 as open data: what an office shows of what could be done together."""

from kyodo_portal.common.lists.open_lists import Column, OpenList, code_of, head_columns, page_of, plain, sample_mark
from kyodo_portal.common.own_words import own_words

from .possibility_filters import PossibilityFilter
from .possibility_models import Possibility

POSSIBILITIES = OpenList(
    name="seeds",
    title="協働の種",
    about=own_words("市の仕事のうち、だれかといっしょにできそうなもの。課が公開しているものだけです。"),
    page="possibilities",
    model=Possibility,
    every=Possibility.objects.published,
    narrowed=lambda request: PossibilityFilter(request, Possibility.objects.published()).qs,
    order_by=("pk",),
    columns=(
        *head_columns(),
        plain(Possibility, "title", "名称"),
        plain(Possibility, "what"),
        plain(Possibility, "wanted"),
        Column("office", "課", "", ("office__name",)),
        plain(Possibility, "state"),
        code_of(Possibility, "state", "いまのようすのコード"),
        plain(Possibility, "diagnosis", about="空は、まだ診断していない"),
        code_of(Possibility, "diagnosis", "診断のコード"),
        plain(Possibility, "hoped"),
        plain(Possibility, "means"),
        page_of("possibility"),
        page_of("project", "project_id", "project_url", "協働になった1件", "協働になったときの、その1件のページ"),
        plain(Possibility, "updated_at"),
        sample_mark(),
    ),
)
