"""活動の記録 as open data: what both sides told of what they did."""

from django.conf import settings

from kyodo_portal.common.lists.open_lists import Column, Kind, OpenList, head_columns, plain, sample_mark
from kyodo_portal.common.own_words import own_words
from projects.cycles.do.models import Update

from .activity_filters import ActivityFilter


def _place(project, pk):
    return f"{settings.KYODO_ORIGIN}/projects/{project}/#update-{pk}"


ACTIVITIES = OpenList(
    name="activities",
    title="活動の記録",
    about=own_words("団体と市が書いた、協働の活動の記録。どちらも公開してよいとしたものだけです。"),
    page="activities",
    model=Update,
    every=Update.objects.of_published_entries,
    narrowed=lambda request: ActivityFilter(request).qs,
    order_by=("pk",),
    columns=(
        *head_columns(),
        plain(Update, "title", "名称"),
        plain(Update, "happened_on"),
        plain(Update, "body"),
        plain(Update, "people", unit="人"),
        plain(Update, "side", "書いた側"),
        Column("project_id", "台帳のID", "「協働の台帳」のID", ("cycle__project_id",), kind=Kind.NUMBER),
        Column("project_number", "台帳番号", "", ("cycle__project__number",)),
        Column("project_name", "協働の名称", "", ("cycle__project__title",)),
        Column("fiscal_year", "年度", "4月が入る年", ("cycle__fiscal_year",), kind=Kind.NUMBER),
        Column("url", "ページ", "記録がのっているところ", ("cycle__project_id", "pk"), _place, Kind.ADDRESS),
        plain(Update, "created_at"),
        sample_mark("cycle__project__is_sample"),
    ),
)
