"""ことば: the index of terms, and what each city means by one of them."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kyodo_portal.common.lists.paging import get_page

from . import presenters

PER_PAGE = 100


@login_not_required
@require_safe
def index(request):
    """All terms by あいうえお, or those that hold what somebody looks for."""
    query = request.GET.get("q", "").strip()[:100]
    entries, families = presenters.index_entries(query)
    page = get_page(entries, request, PER_PAGE, unit="語")
    context = {
        "query": query,
        "page": page,
        "index": presenters.index_links(entries, page, request),
        "families": families if page.number == 1 else [],
    }
    return render(request, "guidelines/terms/list.html", context)


@login_not_required
@require_safe
def term(request, key):
    """One word: its meanings by city, its family side by side, related words, and the chapters where it stands."""
    terms = presenters.meanings(key, request.user)
    if not terms:
        raise Http404
    families, related = presenters.related_terms(terms, request.user)
    chapters, more = presenters.chapters_with(terms, request.user)
    context = {
        "term": terms[0],
        "terms": terms,
        "contacts": presenters.desks_named(terms, request.user),
        "easy": next((term.easy for term in terms if term.easy), ""),
        "families": families,
        "related": related,
        "chapters": chapters,
        "more": more,
    }
    return render(request, "guidelines/terms/term.html", context)
