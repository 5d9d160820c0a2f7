"""新着: everything that became public, the newest first."""

import datetime
from typing import NamedTuple

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from .news_filters import NewsFilter


class Row(NamedTuple):
    """Everything that the list says of one News, as plain values."""

    kind: str
    at: datetime.datetime
    title: str
    url: str
    summary: str


@login_not_required
@require_safe
def news(request):
    """Everybody: what became public, narrowed by kind."""
    found = NewsFilter(request)
    rows = [Row(row.get_kind_display(), row.at, row.title, row.url, row.summary) for row in found.page]
    return render(request, "pages/news.html", {"filter": found, "page": found.page, "rows": rows})
