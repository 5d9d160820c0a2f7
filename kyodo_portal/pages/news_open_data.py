"""新着 as open data."""

from django.conf import settings

from kyodo_portal.common.lists.open_lists import CITY_CODE, CITY_NAME, Column, Kind, OpenList, code_of, plain
from kyodo_portal.notices.models import News

from .news_filters import NewsFilter

NEWS = OpenList(
    name="news",
    title="新着",
    about="新しく公開したこと。公開をやめたものは入りません。",
    page="news",
    model=News,
    every=News.objects.shown,
    narrowed=lambda request: NewsFilter(request).qs,
    order_by=("at", "pk"),
    columns=(
        CITY_CODE,
        Column("id", "ID", "変わることのない名前", ("source",)),
        CITY_NAME,
        plain(News, "title", "名称"),
        plain(News, "kind"),
        code_of(News, "kind", "種類のコード"),
        plain(News, "at"),
        plain(News, "summary"),
        Column("url", "ページ", "", ("url",), lambda path: f"{settings.KYODO_ORIGIN}{path}", Kind.ADDRESS),
    ),
)
