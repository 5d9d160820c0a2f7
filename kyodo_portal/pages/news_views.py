"""新着: everything that became public, the newest first."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render

from .news_filters import NewsFilter


@login_not_required
def news(request):
    """Everybody: what became public, narrowed by kind."""
    rows = NewsFilter(request)
    return render(request, "pages/news.html", {"filter": rows, "page": rows.page})
